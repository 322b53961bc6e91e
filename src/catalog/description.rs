//! The description of tables with their partitions and heirs, as `core` has it: one query for some at once.
//!
//! The table itself is not opened: that would stand in its lock queue. The server opens a table when it writes its
//! CHECKs and indexes. So where the table is locked, its expressions are written with an empty copy of it, and the rest
//! is put together here (`sql/queries/index_definition.sql`). `spi::descriptions` has it planned once in a session.

use std::cell::Cell;
use std::collections::HashMap;

use migrate_core::facts::Table;
use migrate_core::lock::Mode;
use pgrx::pg_sys::Oid;

use super::citus::placements;
use super::copy::{Original, with_columns};
use super::{citus, sections, size};
use crate::error::raise;
use crate::postgres::marks::Marks;
use crate::postgres::{compat, lock, spi};
use crate::settings;

/// So many tables are locked at once while they are described: the server's table of locks is of a fixed size.
pub const AT_ONCE: usize = 50;

/// Describes a table; an error of the server if it is not there any more.
pub(super) fn read(oid: Oid) -> Table {
    match read_all(&[oid]).remove(&oid.to_u32()) {
        Some(table) => table,
        None => pgrx::error!("a table was dropped while it was looked at"),
    }
}

/// Describes tables, those of them that are there, each with what is below it.
pub fn read_all(oids: &[Oid]) -> HashMap<u32, Table> {
    let mut tables: HashMap<u32, Table> = oids.chunks(AT_ONCE).flat_map(described).collect();
    let may_be_small =
        |table: &&Table| table.is_small && table.is_owned && ["r", "m"].contains(&table.kind.as_str());
    let all: Vec<Oid> = tables.keys().map(|oid| Oid::from(*oid)).collect();
    let mut kept = citus::kept(&all);
    let asked: Vec<Oid> = tables.values().filter(may_be_small).map(|table| Oid::from(table.oid)).collect();
    let small = size::with_few_rows(&asked, i64::from(settings::small_table()), &kept);
    for table in tables.values_mut() {
        table.is_small = table.is_small && (table.is_partitioned() || small.contains(&table.oid));
        table.citus = kept.remove(&table.oid);
        if table.citus.is_some() {
            look_at_placements(table);
        }
    }
    let is_above = |table: &&Table| table.is_partitioned() || table.has_children;
    let above: Vec<Oid> = tables.values().filter(is_above).map(|table| Oid::from(table.oid)).collect();
    if above.is_empty() {
        return tables;
    }
    let read = |row: spi::Row| (row.must::<Oid>(1).to_u32(), row.must::<Oid>(2), row.must::<bool>(3));
    let children = spi::rows(CHILDREN, &[above.into()], read);
    let below: Vec<Oid> = children.iter().map(|(_, child, _)| *child).collect();
    let below = read_all(&below);
    for (parent, child, is_partition) in children {
        let Some(child) = below.get(&child.to_u32()) else {
            pgrx::error!("a table was dropped while it was looked at");
        };
        match tables.get_mut(&parent) {
            Some(table) if table.is_partitioned() && is_partition => table.partitions.push(child.clone()),
            Some(table) if table.has_children && !is_partition => table.heirs.push(child.clone()),
            _ => {}
        }
    }
    tables
}

/// An index is valid where each of the placements has it so.
fn look_at_placements(table: &mut Table) {
    let broken = match table.kind.as_str() {
        "r" => placements::broken_indexes(table.oid),
        _ => None,
    };
    table.is_unanswered = broken.is_none();
    let broken = broken.unwrap_or_default();
    for index in table.indexes.iter_mut().filter(|index| broken.contains(&index.name)) {
        index.is_valid = false;
    }
}

/// What is right below tables.
const CHILDREN: &str = "
SELECT i.inhparent, i.inhrelid, c.relispartition FROM pg_catalog.pg_inherits i
JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.inhrelid
WHERE i.inhparent OPERATOR(pg_catalog.=) ANY ($1)
  -- Half detached, the server leaves it out as well.
  AND NOT i.inhdetachpending
  AND c.relkind OPERATOR(pg_catalog.<>) 'i' AND c.relkind OPERATOR(pg_catalog.<>) 'I'
ORDER BY c.relname, i.inhrelid";

/// Everything but the number of rows; `is_small` only says that nobody waits.
const TABLE: &str = include_str!("../../sql/queries/table.sql");

/// The definition of an index, without the server's help.
const INDEX: &str = include_str!("../../sql/queries/index_definition.sql");

/// How the server writes the definition of index `i`.
const BY_THE_SERVER: &str =
    "pg_catalog.regexp_replace(pg_catalog.pg_get_indexdef(i.indexrelid), '^.*? USING ', 'USING ')";

/// How we do, where we can.
const BY_US: &str = "CASE WHEN NOT w.is_other THEN w.definition ELSE
    pg_catalog.regexp_replace(pg_catalog.pg_get_indexdef(i.indexrelid), '^.*? USING ', 'USING ') END";

/// The descriptions of tables. The server locks a table when it writes expressions of it: where somebody else has
/// locked it, they are written with an empty copy.
fn described(oids: &[Oid]) -> HashMap<u32, Table> {
    let (free, locked): (Vec<Oid>, Vec<Oid>) =
        oids.iter().partition(|oid| lock::try_table(oid.to_u32(), Mode::AccessShare));
    let mut tables = by_the_server(&free);
    free.iter().for_each(|oid| lock::release_table(oid.to_u32(), Mode::AccessShare));
    tables.extend(locked.into_iter().filter_map(|oid| Some((oid.to_u32(), with_a_copy(oid)?))));
    tables
}

fn by_the_server(oids: &[Oid]) -> HashMap<u32, Table> {
    read_by(BY_THE_SERVER, "", ["t.oid", "t.oid OPERATOR(pg_catalog.=) ANY ($1)"], oids)
}

fn read_by(definition: &str, index: &str, [with, which]: [&str; 2], oids: &[Oid]) -> HashMap<u32, Table> {
    let parts = [
        ("{definition}", definition),
        ("{index}", index),
        ("{with}", with),
        ("{which}", which),
        ("{maintain}", compat::MAY_MAINTAIN),
        ("{enforced}", compat::IS_ENFORCED),
        ("{temporal}", compat::IS_TEMPORAL),
    ];
    let table = sections::that_find(TABLE, Marks::of(oids));
    let sql = parts.iter().fold(table, |sql, (mark, part)| sql.replace(mark, part));
    spi::descriptions(&sql, oids)
}

/// The description of a table that somebody else has locked.
fn with_a_copy(oid: Oid) -> Option<Table> {
    let names = "SELECT c.relname::text, pg_catalog.format('%I.%I', n.nspname, c.relname)
                 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
                 WHERE c.oid OPERATOR(pg_catalog.=) $1";
    let (name, display) =
        spi::row(names, &[oid.into()], |row| (row.must::<String>(1), row.must::<String>(2)))?;
    let original = Original { oid, name: &name, display: &display };
    let is_made = Cell::new(false);
    let described = with_columns(original, |copy| {
        is_made.set(true);
        let index = format!("CROSS JOIN LATERAL ({INDEX}) w");
        let parts = ["($1)[2]", "t.oid OPERATOR(pg_catalog.=) ($1)[1]"];
        spi::with_snapshot(|| read_by(BY_US, &index, parts, &[oid, copy.oid()])).remove(&oid.to_u32())
    });
    match described {
        // What the query itself says is no reason to wait; nor is that somebody wants to leave.
        Err(error) if is_made.get() || error.sqlstate().starts_with("57") => raise(&error),
        // Where no copy can be made, it is waited for.
        Err(_) | Ok(None) => by_the_server(&[oid]).remove(&oid.to_u32()),
        Ok(table) => table,
    }
}
