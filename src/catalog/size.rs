//! Whether a table has few rows: without waiting for a lock on it, and without a query of it, which would run what its
//! owner has written into its indexes.
//!
//! A small file's rows are counted, if nobody has locked the table. Otherwise it goes by what the catalog and the file
//! system say, as the planner estimates it, but upwards: what is said to be small is small.

use std::collections::{HashMap, HashSet};

use migrate_core::facts::Citus;
use migrate_core::lock::Mode;
use pgrx::pg_sys::Oid;
use serde::Deserialize;

use super::citus;
use super::citus::placements::{self, Placed};
use crate::postgres::identity::as_owner;
use crate::postgres::{files, lock, scan, spi};

/// The most bytes per row of which a small table is made.
const MOST_BYTES: u64 = 10_000;

/// What is known of a table's rows.
#[derive(Deserialize)]
struct Known {
    /// Its file; none where it has none.
    path: Option<String>,
    /// Rows as of the last VACUUM or ANALYZE; negative where there was none.
    rows: f64,
    /// Blocks as of then.
    blocks: f64,
    /// How many rows fit into a block: those that leave out whatever may be NULL, and say as little as can be said.
    most_in_a_block: f64,
    /// The bytes of a block.
    block: u64,
}

/// Which of some tables, each without what is below it, have at most so many rows; `kept` says which of them have theirs
/// in placements of Citus.
pub fn with_few_rows(tables: &[Oid], limit: i64, kept: &HashMap<u32, Citus>) -> HashSet<u32> {
    files::hear_of_changes();
    let limit = u64::try_from(limit).unwrap_or(0);
    let mut known = known(tables);
    let few = tables.iter().map(|table| table.to_u32());
    let is_one = |table: u32, known: Known| match kept.contains_key(&table) {
        true => has_few_placed(table, &known, limit),
        false => has_few_rows(table, known, limit),
    };
    few.filter(|table| known.remove(table).is_some_and(|known| is_one(*table, known))).collect()
}

/// The same of a table whose rows are in placements. What cannot be known is not small.
fn has_few_placed(table: u32, known: &Known, limit: u64) -> bool {
    let most = limit.saturating_mul(MOST_BYTES);
    placements::placed(table).is_some_and(|shards| {
        let rows = |shard: &Placed| {
            let Placed { bytes, rows, blocks } = *shard;
            Known { path: None, rows, blocks, ..*known }.upper_bound(bytes)
        };
        shards.iter().map(|shard| shard.bytes).sum::<u64>() <= most
            && shards.iter().map(rows).sum::<f64>() <= limit as f64
    })
}

fn has_few_rows(table: u32, mut known: Known, limit: u64) -> bool {
    let most = limit.saturating_mul(MOST_BYTES);
    for _ in 0..10 {
        let Some(path) = &known.path else { return false };
        let bytes = files::bytes(path, most);
        if bytes.unwrap_or(0) == 0 {
            // That of a table that was rewritten just now is cut, and goes.
            files::hear_of_changes();
            match self::known(&[Oid::from(table)]).remove(&table) {
                None => return false,
                Some(now) if now.path != known.path => {
                    known = now;
                    continue;
                }
                Some(_) => {}
            }
        }
        return match bytes {
            Some(0) => true,
            Some(bytes) if limit > 0 && bytes <= most => {
                counted(table, limit).unwrap_or_else(|| known.upper_bound(bytes)) <= limit as f64
            }
            Some(_) => false,
            // A server that keeps its tables elsewhere says nothing that could be trusted.
            None => false,
        };
    }
    false
}

/// How many rows it has, counted up to one more than `limit`; none where somebody has locked it.
fn counted(table: u32, limit: u64) -> Option<f64> {
    lock::try_table(table, Mode::AccessShare).then(|| {
        let most = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
        let rows = scan::rows(table, None, most);
        lock::release_table(table, Mode::AccessShare);
        rows as f64
    })
}

/// Rows and bytes; each none where nobody has counted, or where there is no file that could be seen.
pub type Estimate = (Option<u64>, Option<u64>);

/// How many rows tables have, as the planner would estimate it, and how many bytes: each without what is below it, and
/// without a lock.
pub fn estimates(tables: &[Oid]) -> HashMap<u32, Estimate> {
    // The file of one that Citus manages says nothing of its rows.
    let kept = citus::kept(tables);
    let estimate = |table: u32, known: &Known| match kept.contains_key(&table) {
        true => Estimate::default(),
        false => known.estimate(),
    };
    known(tables).into_iter().map(|(table, known)| (table, estimate(table, &known))).collect()
}

/// The same of one.
pub fn estimate(table: Oid) -> Estimate {
    estimates(&[table]).remove(&table.to_u32()).unwrap_or_default()
}

impl Known {
    fn estimate(&self) -> Estimate {
        let Some(path) = &self.path else { return (None, None) };
        let Some(bytes) = files::bytes(path, u64::MAX) else { return (None, None) };
        let blocks = bytes.div_ceil(self.block.max(1)) as f64;
        let rows = match self {
            _ if bytes == 0 => Some(0.0),
            Known { rows, .. } if *rows < 0.0 => None,
            Known { rows, blocks: counted, .. } if *counted > 0.0 => Some(rows * blocks / counted),
            Known { rows, .. } => Some(*rows),
        };
        (rows.map(|rows| rows.round() as u64), Some(bytes))
    }

    /// As many rows as were counted, and in each block that has come since as many as fit.
    fn upper_bound(&self, bytes: u64) -> f64 {
        let blocks = bytes.div_ceil(self.block.max(1)) as f64;
        if self.rows < 0.0 || self.blocks <= 0.0 {
            return blocks * self.most_in_a_block;
        }
        let counted = self.rows * (blocks / self.blocks).min(1.0);
        counted + (blocks - self.blocks).max(0.0) * self.most_in_a_block
    }
}

fn known(tables: &[Oid]) -> HashMap<u32, Known> {
    // A row has a header of 24 bytes and a pointer of 4, a block one of 24; rows are aligned to 8.
    let sql = "
SELECT c.oid, jsonb_build_object(
    'path', pg_relation_filepath(c.oid), 'rows', c.reltuples::float8, 'blocks', c.relpages::float8, 'block', b.size,
    'most_in_a_block', floor((b.size - 24) / (4 + 8 * ceil((24 + coalesce(w.least, 0)) / 8.0)))::float8)
FROM pg_class c
CROSS JOIN (SELECT current_setting('block_size')::int AS size) b
CROSS JOIN LATERAL (
    SELECT sum(CASE WHEN a.attlen > 0 THEN a.attlen ELSE 1 END) AS least
    FROM pg_attribute a
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attnotnull AND NOT a.attisdropped) w
WHERE c.oid = ANY ($1)";
    as_owner(|| spi::descriptions(sql, tables))
}
