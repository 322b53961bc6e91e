//! What the placements of a table say: its shards, and the copies of them, each of which is a table of some node.

use std::collections::{HashMap, HashSet};

use migrate_core::lock::Mode;
use migrate_core::name::MOST_BYTES;
use pgrx::pg_sys::Oid;

use super::is_function;
use crate::postgres::{lock, spi, subtransaction};

/// What a placement says.
pub struct Answer {
    /// The number of its shard.
    pub shard: i64,
    /// Its node, for people.
    pub node: String,
    /// What it says.
    pub text: String,
}

/// What each placement of a table answers: nothing where one of them does not.
///
/// It is asked through a connection of its own, which would wait for a lock of ours.
pub fn on_placements(table: u32, command: &str) -> Option<Vec<Answer>> {
    if !is_function("run_command_on_placements(regclass,text,boolean)") {
        return None;
    }
    if lock::holds_table(table, Mode::AccessExclusive) {
        return None;
    }
    // Citus puts the shard's name into the command as it is, between quotes of ours.
    let name = "SELECT pg_catalog.concat(n.nspname, c.relname) FROM pg_catalog.pg_class c
                JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
                WHERE c.oid OPERATOR(pg_catalog.=) $1";
    let name = spi::row(name, &[Oid::from(table).into()], |row| row.must::<String>(1))?;
    if name.contains(['\'', '\\']) {
        return None;
    }
    let sql = "SELECT coalesce(r.shardid, 0)::bigint, CASE WHEN r.success THEN r.result END,
                      pg_catalog.concat_ws(':', r.nodename, r.nodeport)
               FROM pg_catalog.run_command_on_placements($1::pg_catalog.oid::pg_catalog.regclass, $2) r";
    let mut answers = None;
    let read =
        |row: spi::Row| Some(Answer { shard: row.must(1), node: row.must(3), text: row.get::<String>(2)? });
    // What Citus refuses is an answer, too: none.
    let asked = subtransaction::attempt(|| {
        answers = spi::rows(sql, &[Oid::from(table).into(), command.into()], read).into_iter().collect();
        Some(())
    });
    asked.ok().and(answers).filter(|answers: &Vec<_>| !answers.is_empty())
}

/// How large one placement is: what is known of a table's own file otherwise.
const SIZE: &str = "
SELECT pg_catalog.concat_ws(' ',
    CASE WHEN pg_catalog.set_config('lock_timeout', '50ms', true) IS NOT NULL THEN pg_catalog.pg_relation_size(c.oid) END,
    c.reltuples::float8, c.relpages)
FROM pg_catalog.pg_class c WHERE c.oid OPERATOR(pg_catalog.=) '%s'::pg_catalog.regclass::pg_catalog.oid";

/// A placement's bytes, and its rows and blocks as of the last VACUUM or ANALYZE.
pub struct Placed {
    /// How large it is.
    pub bytes: u64,
    /// Rows as of then; negative where there was none.
    pub rows: f64,
    /// Blocks as of then.
    pub blocks: f64,
}

/// The shards of a table, each by its largest placement. None where that is not known.
pub fn placed(table: u32) -> Option<Vec<Placed>> {
    let mut shards: HashMap<i64, Placed> = HashMap::new();
    for Answer { shard, text, .. } in on_placements(table, SIZE)? {
        let mut parts = text.split(' ');
        let placed = Placed {
            bytes: parts.next()?.parse().ok()?,
            rows: parts.next()?.parse().ok()?,
            blocks: parts.next()?.parse().ok()?,
        };
        match shards.get(&shard) {
            Some(there) if there.bytes >= placed.bytes => {}
            _ => drop(shards.insert(shard, placed)),
        }
    }
    Some(shards.into_values().collect())
}

/// The indexes of one placement, a line for each: whether it is valid, and its name.
const INDEXES: &str = "
SELECT pg_catalog.concat('', (
    SELECT pg_catalog.string_agg(pg_catalog.concat(
               CASE WHEN i.indisvalid AND i.indisready AND i.indislive THEN 'v' ELSE '-' END, x.relname), pg_catalog.chr(10))
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class x ON x.oid OPERATOR(pg_catalog.=) i.indexrelid
    WHERE i.indrelid OPERATOR(pg_catalog.=) '%s'::pg_catalog.regclass::pg_catalog.oid))";

/// The indexes of a table that are not there and valid on each of its placements. None where not all of them answer.
pub fn broken_indexes(table: u32) -> Option<HashSet<String>> {
    let placements: Vec<(i64, HashSet<String>)> = on_placements(table, INDEXES)?
        .into_iter()
        .map(|Answer { shard, text, .. }| {
            (shard, text.lines().filter_map(|line| Some(line.strip_prefix('v')?.into())).collect())
        })
        .collect();
    // What the server's own hash of a text is, Citus takes for the hash of a long name.
    let sql = "SELECT c.relname::pg_catalog.text,
                      pg_catalog.lpad(pg_catalog.to_hex(pg_catalog.hashtext(c.relname::pg_catalog.text)), 8, '0')
               FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.indexrelid
               WHERE i.indrelid OPERATOR(pg_catalog.=) $1";
    let indexes =
        spi::rows(sql, &[Oid::from(table).into()], |row| (row.must::<String>(1), row.must::<String>(2)));
    let is_broken = |(name, hash): &(String, String)| {
        !placements.iter().all(|(shard, valid)| valid.contains(&name_on(name, hash, *shard)))
    };
    Some(indexes.into_iter().filter(is_broken).map(|(name, _)| name).collect())
}

/// What Citus calls an object of a shard: its name and the number of the shard. Of a name that is too long for that the
/// beginning, and its hash.
fn name_on(name: &str, hash: &str, shard: i64) -> String {
    let number = format!("_{shard}");
    if name.len() + number.len() <= MOST_BYTES {
        return format!("{name}{number}");
    }
    let mut most = (MOST_BYTES + 1).saturating_sub(number.len() + 10).min(name.len());
    while !name.is_char_boundary(most) {
        most -= 1;
    }
    format!("{}_{hash}{number}", &name[..most])
}
