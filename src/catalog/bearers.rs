//! What takes a table's rows as they are, or says names of its columns in a text; and views with defaults of their own.

use std::collections::HashMap;

use migrate_core::facts::{Bearers, Table};
use migrate_core::relation::Relation;
use pgrx::pg_sys::Oid;

use super::{quoted, sections};
use crate::postgres::identity::as_owner;
use crate::postgres::marks::Marks;
use crate::postgres::{settings, spi};

const BEARERS: &str = include_str!("../../sql/queries/bearers.sql");

/// What goes by the rows of a table, or by its columns' names; nothing where there is no such table.
pub fn of(table: &Relation) -> Bearers {
    let sql = "SELECT pg_catalog.to_regclass($1)::pg_catalog.oid";
    let oid = spi::row(sql, &[quoted(table).into()], |row| row.get::<Oid>(1)).flatten();
    let Some(oid) = oid else { return Bearers::default() };
    of_all(&[oid]).remove(&oid.to_u32()).unwrap_or_default()
}

/// The same of some tables.
pub fn of_all(tables: &[Oid]) -> HashMap<u32, Bearers> {
    let own = Marks::of(tables);
    // What is below a table may have what the table itself has not.
    let marks = Marks { indexes: own.indexes || own.children, triggers: own.triggers || own.children, ..own };
    let sql = sections::that_find(BEARERS, marks);
    let read = || {
        // Its patterns are full of backslashes.
        settings::set_local(c"standard_conforming_strings", c"on");
        spi::descriptions(&sql, tables)
    };
    as_owner(|| settings::scoped(read))
}

/// Views that show a column of a table under its name, and have a default of their own for it.
pub fn views_with_default(table: &Table, column: &str) -> Vec<String> {
    let sql = "SELECT DISTINCT v.oid::regclass::text
               FROM pg_depend d
               JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid AND r.rulename = '_RETURN'
               JOIN pg_class v ON v.oid = r.ev_class AND v.relkind = 'v'
               JOIN pg_attribute a ON a.attrelid = v.oid AND a.attname = $2 AND a.atthasdef
               WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = $1 ORDER BY 1";
    as_owner(|| spi::rows(sql, &[Oid::from(table.oid).into(), column.into()], |row| row.must(1)))
}
