//! Whether a table has few rows: without waiting for a lock on it, and without a query of it, which would run what its
//! owner has written into its indexes.
//!
//! A small file's rows are counted, if nobody has locked the table. Otherwise it goes by what the catalog and the file
//! system say, as the planner estimates it, but upwards: what is said to be small is small.

use migrate_core::lock::Mode;
use pgrx::pg_sys::Oid;
use serde::Deserialize;

use crate::postgres::identity::as_owner;
use crate::postgres::{files, kept, lock, scan};

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

/// Whether a table, without what is below it, has at most so many rows.
pub fn has_few_rows(table: Oid, limit: i64) -> bool {
    let limit = u64::try_from(limit).unwrap_or(0);
    let most = limit.saturating_mul(MOST_BYTES);
    for _ in 0..10 {
        files::hear_of_changes();
        let Some(known) = known(table) else { return false };
        let Some(path) = &known.path else { return false };
        let bytes = files::bytes(path, most);
        if bytes.unwrap_or(0) == 0 {
            // That of a table that was rewritten just now is cut, and goes.
            files::hear_of_changes();
            if self::known(table).is_none_or(|now| now.path != known.path) {
                continue;
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
fn counted(table: Oid, limit: u64) -> Option<f64> {
    let oid = table.to_u32();
    lock::try_table(oid, Mode::AccessShare).then(|| {
        let most = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
        let rows = scan::rows(oid, None, most);
        lock::release_table(oid, Mode::AccessShare);
        rows as f64
    })
}

/// How many rows a table has, as the planner would estimate it, and how many bytes: without what is below it, and
/// without a lock. None where nobody has counted, and where it has no file that could be seen.
pub fn estimate(table: Oid) -> (Option<u64>, Option<u64>) {
    let Some(known) = known(table) else { return (None, None) };
    let Some(path) = &known.path else { return (None, None) };
    let Some(bytes) = files::bytes(path, u64::MAX) else { return (None, None) };
    let blocks = bytes.div_ceil(known.block.max(1)) as f64;
    let rows = match known {
        _ if bytes == 0 => Some(0.0),
        Known { rows, .. } if rows < 0.0 => None,
        Known { rows, blocks: counted, .. } if counted > 0.0 => Some(rows * blocks / counted),
        Known { rows, .. } => Some(rows),
    };
    (rows.map(|rows| rows.round() as u64), Some(bytes))
}

impl Known {
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

fn known(table: Oid) -> Option<Known> {
    // A row has a header of 24 bytes and a pointer of 4, a block one of 24; rows are aligned to 8.
    let sql = "
SELECT jsonb_build_object('path', pg_relation_filepath(c.oid), 'rows', c.reltuples::float8, 'blocks', c.relpages::float8,
    'block', b.size,
    'most_in_a_block', floor((b.size - 24) / (4 + 8 * ceil((24 + coalesce(w.least, 0)) / 8.0)))::float8)
FROM pg_class c
CROSS JOIN (SELECT current_setting('block_size')::int AS size) b
CROSS JOIN LATERAL (
    SELECT sum(CASE WHEN a.attlen > 0 THEN a.attlen ELSE 1 END) AS least
    FROM pg_attribute a
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attnotnull AND NOT a.attisdropped) w
WHERE c.oid = $1";
    match serde_json::from_value(as_owner(|| kept::jsonb(sql, &[table]))?.0) {
        Ok(known) => Some(known),
        Err(bug) => pgrx::error!("internal description of a table's rows: {bug}"),
    }
}
