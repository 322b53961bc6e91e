//! Names of tables and indexes, as users write them and as the catalog has them.

use migrate_core::error::{Error, Result, TableError, TestingError};
use migrate_core::relation::{Malformed, Relation};
use pgrx::pg_sys::Oid;

use super::quoted;
use crate::postgres::catch::catch;
use crate::postgres::spi;

/// The table or index that the text of an argument names: `name`, `schema.name`, quoted or not.
///
/// # Errors
///
/// [`TestingError::Name`] of what is no such name.
pub fn parse_name(argument: &'static str, text: &str) -> Result<Relation> {
    let refuse = |why| TestingError::Name { argument, given: text.to_string(), why };
    let sql = "SELECT pg_catalog.parse_ident($1)";
    let parts = catch(|| spi::row(sql, &[text.into()], |row| row.must::<Vec<String>>(1)));
    let mut parts = match parts {
        Ok(parts) => parts.unwrap_or_default(),
        Err(failure) if failure.sqlstate == "22023" => return Err(refuse(Malformed::Syntax).into()),
        Err(failure) => return Err(Error::Server(failure)),
    };
    if parts.len() > 2 {
        return Err(refuse(Malformed::Parts).into());
    }
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
    Ok(name.ok_or_else(|| TableError::none(oid.to_u32().to_string()))?)
}

/// A relation as the session's search path lets it be written.
pub fn displayed(oid: Oid) -> String {
    let sql = "SELECT $1::pg_catalog.regclass::pg_catalog.text";
    spi::row(sql, &[oid.into()], |row| row.must(1)).unwrap_or_default()
}

/// The relation that a name means to the session; none where there is none.
pub fn oid_of(name: &Relation) -> Option<Oid> {
    let sql = "SELECT pg_catalog.to_regclass($1)::pg_catalog.oid";
    spi::row(sql, &[quoted(name).into()], |row| row.get::<Oid>(1)).flatten()
}
