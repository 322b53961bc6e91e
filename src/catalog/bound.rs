//! What the bound of a partition says of its rows. The text of its condition comes from the server.

use migrate_core::error::Result;
use migrate_core::facts::Bound;
use migrate_core::facts::Table;
use migrate_core::lint::AttachReads;
use migrate_core::lock::Mode;
use pgrx::pg_sys::Oid;

use super::copy::with_copy;
use super::scope::pinned;
use crate::postgres::{lock, parser, settings, spi};

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
    parser::must_be_one(&sql)?;
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

/// What ATTACH would read, of `partition` or of one that is made (none), and of the default one: seen on empty copies with
/// the valid CHECKs that are there, and with conditions that hold besides (`proved`, of the partition and of the default
/// one). None where that cannot be seen so: of a partition of a partition, of hashes, in which the table's number stands,
/// and where a table is locked.
///
/// # Errors
///
/// What the server says of the bound, and of the conditions.
pub fn reads(
    parent: &Table,
    partition: Option<&Table>,
    written: &str,
    proved: [&[String]; 2],
) -> Result<Option<AttachReads>> {
    let key = key(parent);
    let default = parent.partitions.iter().find(|part| part.bound.as_deref() == Some("DEFAULT"));
    let is_plain = |table: Option<&Table>| table.is_none_or(|table| table.kind == "r");
    if parent.parent.is_some() || key.starts_with("HASH") || !is_plain(partition) || !is_plain(default) {
        return Ok(None);
    }
    let attach = |parent: &str, own: &str| match partition {
        Some(_) => format!("ALTER TABLE {parent} ATTACH PARTITION {own} {written}"),
        None => format!("CREATE TABLE {own} PARTITION OF {parent} {written}"),
    };
    let check = |table: &str, condition: &str| format!("ALTER TABLE {table} ADD CHECK ({condition}\n)");
    // What a user wrote as a bound must not be a statement more.
    let mut users = vec![attach(&parent.sql, &parent.sql)];
    users.extend(proved.iter().copied().flatten().map(|condition| check(&parent.sql, condition)));
    users.iter().try_for_each(|sql| parser::must_be_one(sql))?;
    let (Some(of_partition), Some(of_default)) = (checks(partition), checks(default)) else {
        return Ok(None);
    };
    with_copy(parent, &format!("PARTITION BY {key}"), |copy| {
        settings::set_local(c"track_counts", c"on");
        let like = |table: &Table, checks: &[String], proved: &[String]| {
            let name = copy.another(table.into());
            for definition in checks {
                copy.run_pinned(&format!("ALTER TABLE {name} ADD {definition}"));
            }
            proved.iter().for_each(|condition| copy.run(&check(&name, condition)));
            name
        };
        let default = default.map(|default| like(default, &of_default, proved[1]));
        if let Some(default) = &default {
            copy.run_pinned(&format!("ALTER TABLE {} ATTACH PARTITION {default} DEFAULT", copy.sql()));
        }
        let own = partition.map(|partition| like(partition, &of_partition, proved[0]));
        let scans = || [scans(own.as_deref()), scans(default.as_deref())];
        let before = scans();
        let name = own.clone().unwrap_or_else(|| copy.beside("~attached"));
        copy.run(&attach(copy.sql(), &name));
        let after = scans();
        Some(AttachReads { partition: after[0] > before[0], default: after[1] > before[1] })
    })
}

/// How often a table has been read from end to end in this transaction.
fn scans(table: Option<&str>) -> i64 {
    let sql = "SELECT pg_catalog.pg_stat_get_xact_numscans(pg_catalog.to_regclass($1))";
    let ask = |table: &str| {
        spi::with_snapshot(|| spi::row(sql, &[table.into()], |row| row.get::<i64>(1))).flatten()
    };
    table.and_then(ask).unwrap_or(0)
}

/// The valid CHECKs of a table, in which every name has its schema; none where it is locked.
fn checks(table: Option<&Table>) -> Option<Vec<String>> {
    let Some(table) = table else { return Some(Vec::new()) };
    let sql = "SELECT pg_catalog.pg_get_constraintdef(c.oid) FROM pg_catalog.pg_constraint c
               WHERE c.conrelid OPERATOR(pg_catalog.=) $1 AND c.contype OPERATOR(pg_catalog.=) 'c' AND c.convalidated
               ORDER BY c.oid";
    if !lock::try_table(table.oid, Mode::AccessShare) {
        return None;
    }
    let args = [Oid::from(table.oid).into()];
    let checks = pinned(|| spi::rows(sql, &args, |row| row.must::<String>(1)));
    lock::release_table(table.oid, Mode::AccessShare);
    Some(checks)
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
