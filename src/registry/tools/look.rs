//! Which tables may be the history of a tool.

use migrate_core::error::Result;
use migrate_core::history::{Choice, Table, Wanted, find};
use pgrx::pg_sys;

use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::spi;

/// A table of such a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What tells whose it is.
    pub table: Table,
    /// Its number.
    pub oid: pg_sys::Oid,
    /// Whether the current role may read it.
    pub may_read: bool,
    /// Whether the current role may lock it against writers.
    pub may_lock: bool,
}

const HISTORIES: &str = include_str!("../../../sql/queries/histories.sql");

/// The tables of these names, in every schema but our own.
pub fn tables(names: Vec<String>) -> Vec<Seen> {
    let (role, _) = current_role();
    as_owner(|| {
        spi::rows(HISTORIES, &[names.into(), role.into()], |row| {
            let (columns, types): (Vec<String>, Vec<String>) = (row.must(5), row.must(6));
            Seen {
                table: Table {
                    schema: row.must(1),
                    name: row.must(2),
                    columns: columns.into_iter().zip(types).collect(),
                    other: row.get(4),
                    beside: row.must(7),
                },
                oid: row.must(3),
                may_read: row.must(8),
                may_lock: row.must(9),
            }
        })
    })
}

/// The one history that is meant, and its table.
///
/// # Errors
///
/// As [`find::choose`].
pub fn choose(wanted: Wanted) -> Result<(Choice, Seen)> {
    let seen = tables(find::names());
    let tables: Vec<Table> = seen.iter().map(|seen| seen.table.clone()).collect();
    let choice = find::choose(&tables, wanted)?;
    let table = seen.into_iter().find(|seen| seen.table == choice.table);
    match table {
        Some(table) => Ok((choice, table)),
        None => pgrx::error!("the table of a history is not among those that were looked at"),
    }
}

/// The schema in which a table is made that is named without one.
pub fn current_schema() -> Option<String> {
    spi::row("SELECT pg_catalog.current_schema()::pg_catalog.text", &[], |row| row.get(1)).flatten()
}
