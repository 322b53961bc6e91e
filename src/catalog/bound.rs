//! What the bound of a partition says of its rows. The text of its condition comes from the server.

use migrate_core::error::{ArgumentError, Result};
use migrate_core::facts::Bound;
use migrate_core::facts::Table;
use migrate_core::migration::{Direction, Script};
use pgrx::pg_sys::Oid;

use super::copy::with_copy;
use super::scope::pinned;
use crate::postgres::{parser, spi};

/// Asks the server: on an empty copy of the parent with its other partitions, which is taken back. So a bound that
/// overlaps another one's is refused here, before anything was done.
///
/// # Errors
///
/// What the server says of the bound.
pub fn read(parent: &Table, partition: &Table, written: &str) -> Result<Bound> {
    let create = |own: &str, copy: &str| format!("CREATE TABLE {own} PARTITION OF {copy} {written}");
    // What a user wrote as a bound must not be a statement more.
    let sql = create(&partition.sql, &parent.sql);
    if parser::parse(&Script::new(sql.as_str()), Direction::Up)?.len() != 1 {
        return Err(ArgumentError::MoreThanOne { sql }.into());
    }
    let others = bounds(parent);
    let bound = with_copy(parent, &format!("PARTITION BY {}", key(parent)), |copy| {
        for (other, bound) in others.iter().filter(|(other, _)| other.oid != partition.oid) {
            let other = copy.beside(&other.name);
            copy.run_pinned(&format!("CREATE TABLE {other} PARTITION OF {} {bound}", copy.sql()));
        }
        let own = copy.beside(&partition.name);
        copy.run(&create(&own, copy.sql()));
        let args = [own.as_str().into(), copy.oid().into(), Oid::from(parent.oid).into()];
        spi::with_snapshot(|| {
            spi::row(BOUND, &args, |row| Bound {
                bound: row.must(1),
                own: row.get(2),
                whole: row.get(3),
                is_beyond_proof: row.must(4),
            })
        })
    })?;
    // A row comes of every table.
    Ok(bound.unwrap_or(Bound { bound: written.into(), own: None, whole: None, is_beyond_proof: false }))
}

/// The partitions with their bounds, in which every name has its schema.
fn bounds(parent: &Table) -> Vec<(&Table, String)> {
    let sql = "SELECT pg_catalog.pg_get_expr(c.relpartbound, c.oid) FROM pg_catalog.pg_class c
               WHERE c.oid OPERATOR(pg_catalog.=) $1";
    let bound = |partition: &Table| {
        let args = [Oid::from(partition.oid).into()];
        pinned(|| spi::row(sql, &args, |row| row.get::<String>(1))).flatten()
    };
    parent.partitions.iter().filter_map(|partition| Some((partition, bound(partition)?))).collect()
}

/// The bound as the server writes it; then its condition, in which hash partitioning names the parent by its oid; then
/// that condition with the parent's own. The server makes that of a hash without a collation, as no expression in a
/// CHECK can be.
const BOUND: &str = "
SELECT pg_catalog.pg_get_expr(t.relpartbound, t.oid), x.own,
       -- Of what is no partition it says nothing, but would wait for who has locked it.
       nullif(pg_catalog.concat_ws(' AND ', x.own, (
           SELECT pg_catalog.pg_get_partition_constraintdef(p.oid) FROM pg_catalog.pg_class p
           WHERE p.oid OPERATOR(pg_catalog.=) $3 AND p.relispartition)), ''),
       EXISTS (SELECT FROM pg_catalog.pg_partitioned_table p, pg_catalog.unnest(p.partcollation) c
               WHERE p.partrelid OPERATOR(pg_catalog.=) $3 AND p.partstrat OPERATOR(pg_catalog.=) 'h'
                 AND c OPERATOR(pg_catalog.<>) 0::pg_catalog.oid)
FROM pg_catalog.pg_class t,
     LATERAL (SELECT pg_catalog.replace(
         pg_catalog.pg_get_partition_constraintdef(t.oid),
         pg_catalog.format('%L::oid', $2),
         pg_catalog.format('%L::oid', $3)) AS own) x
WHERE t.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid";

fn key(parent: &Table) -> String {
    let sql = "SELECT pg_catalog.pg_get_partkeydef($1)";
    let args = [Oid::from(parent.oid).into()];
    pinned(|| spi::row(sql, &args, |row| row.get::<String>(1))).flatten().unwrap_or_default()
}
