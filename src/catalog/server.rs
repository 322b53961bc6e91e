//! What operations ask of the server, answered: each subject by the module that reads it.

use migrate_core::backfill::Backfill;
use migrate_core::change::Which;
use migrate_core::error::{Error, Result, TableError};
use migrate_core::facts::{
    Access, Added, Bearers, Bound, Change, Changes, Dependents, Enumeration, Hanging, Index, Indexes,
    Meaning, OnTable, Orphan, Past, Replication, Retyped, Rows, Sharing, Table, Tables, Tied, Types,
    Understood,
};
use migrate_core::name::Quoting;
use migrate_core::relation::Relation;
use migrate_core::request::{Operation, Scope};
use migrate_core::text::nearest;
use pgrx::pg_sys::Oid;

use super::name::oid_of;
use super::{
    backfill, bearers, bound, change, citus, column, copy, description, enumeration, existence, index,
    meaning, past, quoted, replication, scope, sharing, writers,
};
use crate::postgres::catch::catch;
use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::quoting::Quotes;
use crate::postgres::{scan, spi};

/// The catalog of this database, as the current role and its search path find things.
pub struct Server;

impl Quoting for Server {
    fn quote(&self, name: &str) -> String {
        Quotes.quote(name)
    }

    fn literal(&self, text: &str) -> String {
        Quotes.literal(text)
    }
}

impl Tables for Server {
    fn table(&self, name: &Relation) -> Result<Table> {
        match oid_of(name) {
            Some(oid) => Ok(description::read(oid)),
            None => {
                let near = nearest(&name.name, index::relation_names(name.schema.as_deref()));
                Err(TableError::NoTable { table: quoted(name), near, can_be_missing: false }.into())
            }
        }
    }

    fn find(&self, name: &Relation) -> Result<Option<Table>> {
        Ok(oid_of(name).map(description::read))
    }

    fn is_cluster(&self) -> bool {
        citus::is_cluster()
    }

    fn is_known_cluster(&self) -> bool {
        citus::is_known()
    }

    fn tied(&self, table: &Table) -> Vec<Tied> {
        citus::tied(table.oid)
    }

    fn schemas(&self) -> Vec<String> {
        index::schema_names()
    }

    fn is_taken(&self, name: &Relation) -> Result<bool> {
        Ok(index::is_taken(name))
    }

    fn extension(&self, name: &Relation) -> Option<String> {
        existence::extension_of(name)
    }

    fn window(&self, view: &Table) -> Option<u32> {
        sharing::window(view.oid)
    }
}

impl Indexes for Server {
    fn table_of_index(&self, index: &Relation) -> Result<Option<Table>> {
        let sql = "SELECT i.indrelid FROM pg_catalog.pg_index i
                   WHERE i.indexrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid";
        Ok(spi::row(sql, &[quoted(index).into()], |row| row.must::<Oid>(1)).map(description::read))
    }

    fn with_invalid_indexes(&self, schema: Option<&str>, table: Option<&Relation>) -> Result<Vec<Relation>> {
        Ok(index::tables_with_invalid(schema, table))
    }

    fn index_names(&self, schema: Option<&str>) -> Vec<String> {
        index::names(schema)
    }

    fn builder(&self, index: &Index) -> Option<i32> {
        index::builder(index.oid)
    }
}

impl Meaning for Server {
    fn server_version(&self) -> u32 {
        pgrx::pg_sys::PG_VERSION_NUM / 10_000
    }

    fn within(&self, scope: &Scope, look: &mut dyn FnMut()) {
        scope::asked(scope, look);
    }

    fn definition_after(&self, table: &Table, statements: &[OnTable]) -> Result<String> {
        meaning::definition(table, statements)
    }

    fn index_columns(&self, table: &Table, statement: &OnTable) -> Result<Vec<String>> {
        meaning::index_columns(table, statement)
    }

    fn understand(&self, table: Option<&Table>, write: &dyn Fn(&str) -> String) -> Result<Understood> {
        meaning::understand(table, write)
    }

    fn added_column(&self, table: &Table, column: &str, actions: &str) -> Result<Added> {
        meaning::added_column(table, column, actions)
    }

    fn retyped(&self, table: &Table, column: &str, data_type: &str, using: Option<&str>) -> Result<Retyped> {
        meaning::retyped(table, column, data_type, using)
    }

    fn foreign_key(
        &self,
        table: &Table,
        referenced: &Table,
        definition: &dyn Fn(&str) -> String,
    ) -> Result<()> {
        meaning::foreign_key(table, referenced, definition)
    }

    fn bound(&self, parent: &Table, partition: &Table, written: &str) -> Result<Bound> {
        bound::read(parent, partition, written)
    }
}

impl Rows for Server {
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

    fn has_row(&self, sql: &str) -> Result<bool> {
        let sql = format!("SELECT EXISTS ({sql})");
        let read = || spi::with_snapshot(|| spi::user_row(&sql, &[], |row| row.must::<bool>(1)));
        Ok(catch(read).map_err(Error::Server)?.unwrap_or(false))
    }

    fn value(&self, expression: &str) -> Result<Option<String>> {
        let sql = format!("SELECT ({expression})::pg_catalog.text");
        let read = || spi::with_snapshot(|| spi::user_row(&sql, &[], |row| row.get::<String>(1)));
        Ok(catch(read).map_err(Error::Server)?.flatten())
    }

    fn probe(&self, table: &Table, sql: &str) -> Result<bool> {
        copy::has_row(table, sql)
    }
}

impl Dependents for Server {
    fn hanging(&self, table: &Table, column: &str) -> Result<Hanging> {
        Ok(column::hanging(table, column))
    }

    fn dependents(&self, table: &Table, column: Option<&String>) -> Vec<String> {
        change::dependents(table, column)
    }

    fn bearers(&self, table: &Relation) -> Bearers {
        bearers::of(table)
    }

    fn views_with_default(&self, table: &Table, column: &str) -> Vec<String> {
        bearers::views_with_default(table, column)
    }

    fn mentions(&self, word: &str) -> Vec<String> {
        change::mentions(word)
    }

    fn function(&self, schema: &str, name: &str) -> Option<String> {
        change::function(schema, name)
    }

    fn orphans(&self, end: &str) -> Vec<Orphan> {
        change::orphans(end)
    }
}

impl Changes for Server {
    fn changes(&self, table: &Table) -> Result<Vec<Change>> {
        Ok(change::of_table(table.oid))
    }

    fn change(&self, which: &Which) -> Result<Change> {
        change::find(which)
    }

    fn next_number(&self) -> i64 {
        change::next_number()
    }
}

impl Past for Server {
    fn is_filled(&self, table: &Table, column: &str, backfill: &Backfill) -> bool {
        backfill::is_filled(table.oid, column, backfill)
    }

    fn is_broken_off(&self, table: &Table, backfill: &Backfill) -> bool {
        backfill::unfinished(table.oid, backfill).is_some()
    }

    fn was_dropped(&self, operation: &Operation) -> bool {
        past::was_dropped(operation)
    }

    fn has_failed(&self, sql: &str) -> bool {
        past::has_failed(sql)
    }

    fn has_run(&self, sql: &str) -> bool {
        let find = "SELECT FROM migrate.journal WHERE status = 'done' AND starts_with(sql, $1) LIMIT 1";
        as_owner(|| spi::row(find, &[sql.into()], |_| ())).is_some()
    }
}

impl Access for Server {
    fn role(&self) -> String {
        current_role().1
    }

    fn check_writers(&self, table: &Table, after: &[OnTable], expressions: &[String]) -> Result<()> {
        writers::check(table, after, expressions)
    }

    fn sharing(&self, table: &Table) -> Sharing {
        sharing::of(table.oid)
    }

    fn replication(&self, table: &Table) -> Replication {
        replication::of(table.oid)
    }
}

impl Types for Server {
    fn enumeration(&self, name: &Relation) -> Result<Enumeration> {
        enumeration::read(name)
    }
}
