//! The description of a table and of its partitions and heirs, as `core` has it: one query for each table.
//!
//! The table itself is not opened: that would stand in its lock queue. The server opens a table when it writes its
//! CHECKs and indexes. So where the table is locked, its expressions are written with an empty copy of it, and the rest
//! is put together here (`sql/queries/index_definition.sql`). `postgres::kept` plans the query once in a session.

use migrate_core::facts::Table;
use migrate_core::lock::Mode;
use pgrx::pg_sys::Oid;

use super::copy::{Original, with_columns};
use super::{citus, size};
use crate::postgres::{kept, lock, spi};
use crate::settings;

/// Describes a table; an error of the server if it is not there any more.
pub(super) fn read(oid: Oid) -> Table {
    let small = i64::from(settings::small_table());
    let table = described(oid).map(serde_json::from_value::<Table>);
    let mut table = match table {
        Some(Ok(table)) => table,
        Some(Err(bug)) => pgrx::error!("internal description of a table: {bug}"),
        None => pgrx::error!("a table was dropped while it was looked at"),
    };
    table.is_small = table.is_small && has_few_rows(&table, small);
    table.is_managed = citus::manages(oid);
    let children = "SELECT i.inhrelid FROM pg_catalog.pg_inherits i
                    JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.inhrelid
                    WHERE i.inhparent OPERATOR(pg_catalog.=) $1 AND c.relispartition OPERATOR(pg_catalog.=) $2
                      -- Half detached, the server leaves it out as well.
                      AND NOT i.inhdetachpending
                      AND c.relkind OPERATOR(pg_catalog.<>) 'i' AND c.relkind OPERATOR(pg_catalog.<>) 'I'
                    ORDER BY c.relname";
    if table.is_partitioned() {
        table.partitions = spi::rows(children, &[oid.into(), true.into()], |row| read(row.must(1)));
    }
    if table.has_children {
        table.heirs = spi::rows(children, &[oid.into(), false.into()], |row| read(row.must(1)));
    }
    table
}

fn has_few_rows(table: &Table, limit: i64) -> bool {
    match table.kind.as_str() {
        "p" => true,
        "r" | "m" => table.is_owned && size::has_few_rows(Oid::from(table.oid), limit),
        _ => false,
    }
}

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

/// The description of a table. The server locks a table when it writes expressions of it: where somebody else has
/// locked it, they are written with an empty copy.
fn described(oid: Oid) -> Option<serde_json::Value> {
    let read_by = |definition: &str, index: &str, with: Oid| {
        let sql = TABLE.replace("{definition}", definition).replace("{index}", index);
        kept::jsonb(&sql, &[oid, with]).map(|described| described.0)
    };
    let read = |with: Oid| read_by(BY_THE_SERVER, "", with);
    if lock::try_table(oid.to_u32(), Mode::AccessShare) {
        let described = read(oid);
        lock::release_table(oid.to_u32(), Mode::AccessShare);
        return described;
    }
    let names = "SELECT c.relname::text, pg_catalog.format('%I.%I', n.nspname, c.relname)
                 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
                 WHERE c.oid OPERATOR(pg_catalog.=) $1";
    let (name, display) =
        spi::row(names, &[oid.into()], |row| (row.must::<String>(1), row.must::<String>(2)))?;
    let original = Original { oid, name: &name, display: &display };
    let described = with_columns(original, |copy| {
        spi::with_snapshot(|| read_by(BY_US, &format!("CROSS JOIN LATERAL ({INDEX}) w"), copy.oid()))
    });
    // Where no copy can be made, it is waited for.
    described.ok().flatten().or_else(|| read(oid))
}
