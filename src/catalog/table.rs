//! What is there, as the steps of a safe operation ask for it.

use migrate_core::backfill::Backfill;
use migrate_core::error::{Error, OperationError, Result};
use migrate_core::operation::sharing::Sharing;
use migrate_core::operation::table::{Index, Table};
use migrate_core::operation::{
    self, Added, Bound, Catalog, Change, Enumeration, Hanging, OnTable, Retyped, Understood, Which,
};
use migrate_core::relation::Relation;
use pgrx::pg_sys::Oid;

use super::copy;
use super::description::read;
use super::{backfill, bound, change, column, enumeration, index, meaning, quoted, sharing};
use crate::postgres::catch::catch;
use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::{scan, spi};

/// The catalog of this database, as the current role and its search path find things.
pub struct Server;

impl Catalog for Server {
    fn quote(&self, name: &str) -> String {
        pgrx::spi::quote_identifier(name)
    }

    fn literal(&self, text: &str) -> String {
        pgrx::spi::quote_literal(text)
    }

    fn table(&self, name: &Relation) -> Result<Table> {
        let written = quoted(name);
        let oid = spi::row(
            "SELECT pg_catalog.to_regclass($1)::pg_catalog.oid",
            &[written.as_str().into()],
            |row| row.get::<Oid>(1),
        );
        let oid = oid.flatten().ok_or(OperationError::NoTable { table: written })?;
        Ok(read(oid))
    }

    fn table_of_index(&self, index: &Relation) -> Result<Option<Table>> {
        let sql = "SELECT i.indrelid FROM pg_catalog.pg_index i
                   WHERE i.indexrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid";
        Ok(spi::row(sql, &[quoted(index).into()], |row| row.must::<Oid>(1)).map(read))
    }

    fn changes(&self, table: &Table) -> Result<Vec<Change>> {
        Ok(change::of_table(table.oid))
    }

    fn change(&self, which: &Which) -> Result<Change> {
        change::find(which)
    }

    fn function(&self, schema: &str, name: &str) -> Option<String> {
        change::function(schema, name)
    }

    fn mentions(&self, word: &str) -> Vec<String> {
        change::mentions(word)
    }

    fn definition_after(&self, table: &Table, statements: &[OnTable]) -> Result<String> {
        meaning::definition(table, statements)
    }

    fn bound(&self, parent: &Table, partition: &Table, written: &str) -> Result<Bound> {
        bound::read(parent, partition, written)
    }

    fn with_invalid_indexes(&self, schema: Option<&str>, table: Option<&Relation>) -> Result<Vec<Relation>> {
        Ok(index::tables_with_invalid(schema, table))
    }

    fn builder(&self, index: &Index) -> Option<i32> {
        index::builder(index.oid)
    }

    fn server_version(&self) -> u32 {
        pgrx::pg_sys::PG_VERSION_NUM / 10_000
    }

    fn role(&self) -> String {
        current_role().1
    }

    fn sharing(&self, table: &Table) -> Sharing {
        sharing::of(table.oid)
    }

    fn window(&self, view: &Table) -> Option<u32> {
        sharing::window(view.oid)
    }

    fn enumeration(&self, name: &Relation) -> Result<Enumeration> {
        enumeration::read(name)
    }

    fn added_column(&self, table: &Table, column: &str, actions: &str) -> Result<Added> {
        meaning::added_column(table, column, actions)
    }

    fn retyped(&self, table: &Table, column: &str, data_type: &str, using: Option<&str>) -> Result<Retyped> {
        meaning::retyped(table, column, data_type, using)
    }

    fn hanging(&self, table: &Table, column: &str) -> Result<Hanging> {
        Ok(column::hanging(table, column))
    }

    fn is_filled(&self, table: &Table, column: &str, backfill: &Backfill) -> bool {
        backfill::is_filled(table.oid, column, backfill)
    }

    fn is_broken_off(&self, table: &Table, backfill: &Backfill) -> bool {
        backfill::unfinished(table.oid, backfill).is_some()
    }

    fn has_run(&self, sql: &str) -> bool {
        let find = "SELECT FROM migrate.journal WHERE status = 'done' AND starts_with(sql, $1) LIMIT 1";
        as_owner(|| spi::row(find, &[sql.into()], |_| ())).is_some()
    }

    fn understand(&self, table: Option<&Table>, write: &dyn Fn(&str) -> String) -> Result<Understood> {
        meaning::understand(table, write)
    }

    fn rows(&self, table: &Table, without: Option<&str>, most: i64) -> Result<i64> {
        let holds_rows = |table: &&Table| matches!(table.kind.as_str(), "r" | "m");
        let count = || {
            spi::with_snapshot(|| {
                table.family().into_iter().filter(holds_rows).fold(0, |rows, table| {
                    if rows < most { rows + scan::rows(table.oid, without, most - rows) } else { rows }
                })
            })
        };
        catch(count).map_err(Error::Server)
    }

    fn probe(&self, table: &Table, sql: &str) -> Result<bool> {
        copy::has_row(table, sql)
    }

    fn dependents(&self, table: &Table, column: Option<&String>) -> Vec<String> {
        change::dependents(table, column)
    }

    fn has_row(&self, sql: &str) -> Result<bool> {
        let sql = format!("SELECT EXISTS ({sql})");
        let read = || spi::with_snapshot(|| spi::user_row(&sql, &[], |row| row.must::<bool>(1)));
        Ok(catch(read).map_err(Error::Server)?.unwrap_or(false))
    }
}

/// The table or index that a user's text names: `name`, `schema.name`, quoted or not.
///
/// # Errors
///
/// What the server says of a name that it cannot read.
pub fn parse_name(text: &str) -> Result<Relation> {
    let sql = "SELECT pg_catalog.parse_ident($1)";
    let parts = catch(|| spi::row(sql, &[text.into()], |row| row.must::<Vec<String>>(1)));
    let mut parts = parts.map_err(Error::Server)?.unwrap_or_default();
    let name = parts.pop().unwrap_or_default();
    let name = Relation { schema: parts.pop(), name };
    // With its schema, where it is there: a job may see another search path by the time it runs.
    let sql = "SELECT pg_catalog.to_regclass($1)::pg_catalog.oid";
    let oid = spi::row(sql, &[quoted(&name).into()], |row| row.get::<Oid>(1)).flatten();
    oid.map_or(Ok(name), name_of)
}

/// The name of a table that was given as `regclass`.
pub fn name_of(oid: Oid) -> Result<Relation> {
    let sql = "SELECT n.nspname::text, c.relname::text FROM pg_catalog.pg_class c
               JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
               WHERE c.oid OPERATOR(pg_catalog.=) $1";
    let name = spi::row(sql, &[oid.into()], |row| Relation { schema: row.get(1), name: row.must(2) });
    Ok(name.ok_or_else(|| OperationError::NoTable { table: operation::shown(&oid.to_u32().to_string()) })?)
}
