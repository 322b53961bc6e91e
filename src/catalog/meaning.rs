//! What a definition, a type or an expression means, asked of the server on an empty copy of the table.
//!
//! No list of volatile functions, domains and types could be as right as the server: if ADD COLUMN gets the copy
//! another file, a large table would be rewritten. What the server wrote itself is compared as text, and not tried.

use migrate_core::error::{ArgumentError, Result};
use migrate_core::facts::{Added, OnTable, Retyped, Understood};
use migrate_core::facts::{Index, Table};
use migrate_core::failure::Failure;
use migrate_core::migration::{Direction, Script};
use migrate_core::{Error, backfill::closed};
use pgrx::pg_sys::Oid;

use super::copy::{Copy, with_columns, with_copy};
use super::description::read;
use super::scope::as_asked;
use crate::postgres::quoting::identifier;
use crate::postgres::{parser, query, spi, subtransaction};

/// What a user wrote as an expression must not be a statement more; this is seen before anything is made.
fn must_be_one(sql: &str) -> Result<()> {
    match parser::parse(&Script::new(sql), Direction::Up)?.len() {
        1 => Ok(()),
        _ => Err(ArgumentError::MoreThanOne { sql: sql.into() }.into()),
    }
}

/// How the server writes the one index, constraint or default that is there after these statements.
///
/// # Errors
///
/// What the server says of them.
pub fn definition(table: &Table, statements: &[OnTable]) -> Result<String> {
    statements.iter().try_for_each(|statement| must_be_one(&statement.sql(&table.sql)))?;
    let definition = with_columns(table, |copy| {
        statements.iter().for_each(|statement| copy.run(&statement.sql(copy.sql())));
        // By the caller: it is compared with what is written of the table.
        spi::with_snapshot(|| spi::row(DEFINITION, &[copy.oid().into()], |row| row.get::<String>(1)))
            .flatten()
    })?;
    Ok(definition.unwrap_or_default())
}

/// The only index, constraint or default of a copy.
const DEFINITION: &str = "
SELECT coalesce(
    (SELECT pg_catalog.pg_get_constraintdef(c.oid) FROM pg_catalog.pg_constraint c
     WHERE c.conrelid OPERATOR(pg_catalog.=) $1 AND c.contype OPERATOR(pg_catalog.<>) 'n' LIMIT 1),
    (SELECT pg_catalog.concat(CASE WHEN i.indisunique THEN 'UNIQUE ' END,
                              pg_catalog.regexp_replace(pg_catalog.pg_get_indexdef(i.indexrelid), '^.*? USING ', 'USING '))
     FROM pg_catalog.pg_index i WHERE i.indrelid OPERATOR(pg_catalog.=) $1 LIMIT 1),
    (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d
     JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) d.adrelid AND a.attnum OPERATOR(pg_catalog.=) d.adnum
     WHERE d.adrelid OPERATOR(pg_catalog.=) $1 AND a.attgenerated OPERATOR(pg_catalog.=) '' LIMIT 1))";

/// What the server calls the columns of an index: a column by its name, an expression by its function and the like.
///
/// # Errors
///
/// What the server says of the statement.
pub fn index_columns(table: &Table, statement: &OnTable) -> Result<Vec<String>> {
    must_be_one(&statement.sql(&table.sql))?;
    let columns = with_columns(table, |copy| {
        copy.run(&statement.sql(copy.sql()));
        let args = [copy.oid().into()];
        spi::with_snapshot(|| spi::row(INDEX_COLUMNS, &args, |row| row.get::<Vec<String>>(1))).flatten()
    })?;
    Ok(columns.unwrap_or_default())
}

/// The columns of the only index of a copy.
const INDEX_COLUMNS: &str = "
SELECT pg_catalog.array_agg(a.attname::pg_catalog.text ORDER BY a.attnum)
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) i.indexrelid
WHERE i.indrelid OPERATOR(pg_catalog.=) $1";

/// What becomes of a column that these actions of ALTER TABLE add.
///
/// # Errors
///
/// What the server says of them.
pub fn added_column(table: &Table, column: &str, actions: &str) -> Result<Added> {
    let add = OnTable::alter(actions);
    must_be_one(&add.sql(&table.sql))?;
    let added = with_copy(table, "", |copy| {
        // IF EXISTS would tell the caller of a table that is none of theirs.
        if table.column(column).is_ok() {
            let drop = OnTable::alter(format!("DROP COLUMN {} CASCADE", identifier(column)));
            copy.run(&drop.sql(copy.sql()));
        }
        let before = files(copy);
        copy.run(&add.sql(copy.sql()));
        let rewrites = before != files(copy);
        let there = spi::with_snapshot(|| read(copy.oid()));
        let column = there.columns.into_iter().find(|there| there.name == column)?;
        Some(Added { column, rewrites })
    })?;
    added.ok_or_else(|| ArgumentError::MoreThanOne { sql: add.sql(&table.sql) }.into())
}

/// What becomes of a column with another type, on a copy with the table's indexes.
///
/// # Errors
///
/// What the server says of type and expression.
pub fn retyped(table: &Table, column: &str, data_type: &str, using: Option<&str>) -> Result<Retyped> {
    let quoted = identifier(column);
    let using = using.map(|using| format!(" USING {}", closed(using))).unwrap_or_default();
    let alter = OnTable::alter(format!("ALTER COLUMN {quoted} TYPE {}{using}", closed(data_type)));
    must_be_one(&alter.sql(&table.sql))?;
    let retyped = with_copy(table, "", |copy| {
        table.indexes.iter().for_each(|index| copy.run(&made(table, index).sql(copy.sql())));
        let before = files(copy);
        copy.run(&alter.sql(copy.sql()));
        let rewrites = before != files(copy);
        let oid = copy.oid();
        let there = spi::with_snapshot(|| read(oid));
        let column = there.columns.into_iter().find(|there| there.name == column)?;
        let is_builtin =
            spi::with_snapshot(|| spi::row(IS_BUILTIN, &[oid.into()], |row| row.must::<bool>(1)));
        Some(Retyped { column, rewrites, is_builtin: is_builtin.unwrap_or(false) })
    });
    let retyped = retyped.map_err(|error| match error {
        Error::Server(failure) => Error::Server(with_its_index(table, &alter, data_type, failure)),
        other => other,
    })?;
    retyped.ok_or_else(|| ArgumentError::MoreThanOne { sql: alter.sql(&table.sql) }.into())
}

/// Tries a foreign key out, between empty copies of both tables.
///
/// # Errors
///
/// What the server says of it.
pub fn foreign_key(table: &Table, referenced: &Table, definition: &dyn Fn(&str) -> String) -> Result<()> {
    let attempt = with_copy(table, "", |copy| {
        let other = match table.oid == referenced.oid {
            true => copy.sql().to_string(),
            false => copy.another(referenced.into()),
        };
        let is_key =
            |index: &&Index| index.is_valid && !index.is_partial && index.definition.starts_with("UNIQUE ");
        for index in referenced.indexes.iter().filter(is_key) {
            copy.run(&made(referenced, index).sql(&other));
        }
        copy.run(&OnTable::alter(format!("ADD {}", definition(&other))).sql(copy.sql()));
        Some(())
    });
    match attempt {
        // The owner's eyes are not the caller's.
        Err(error) if error.sqlstate() == "42501" => Ok(()),
        attempt => attempt.map(|_| ()),
    }
}

/// What makes an index again, with the constraint that it belongs to.
fn made(table: &Table, index: &Index) -> OnTable {
    match index.constraint.as_ref().and_then(|name| table.constraint(name)) {
        Some(constraint) => OnTable::alter(format!("ADD {}", constraint.definition)),
        None => bare(index),
    }
}

fn bare(index: &Index) -> OnTable {
    match index.definition.strip_prefix("UNIQUE ") {
        Some(definition) => OnTable::index("UNIQUE ", definition),
        None => OnTable::index("", &index.definition),
    }
}

/// The failure, with the index that the server could not carry over to another type, if it was one.
fn with_its_index(table: &Table, alter: &OnTable, data_type: &str, failure: Failure) -> Failure {
    let fails_with = |index: Option<&Index>| {
        let attempt = with_copy(table, "", |copy| {
            index.iter().for_each(|index| copy.run(&bare(index).sql(copy.sql())));
            copy.run(&alter.sql(copy.sql()));
            None::<()>
        });
        matches!(attempt, Err(Error::Server(found)) if found.message == failure.message)
    };
    // What fails without an index is none of an index.
    let is_of_type = failure.has_no_function() && !fails_with(None);
    let indexes = table.indexes.iter().filter(|index| is_of_type && index.is_valid);
    // Where each fails it is none of them.
    let culprits: Vec<&Index> = indexes.filter(|index| fails_with(Some(index))).collect();
    match culprits.as_slice() {
        [culprit] => failure.needed_for(data_type, &format!("index {} {}", culprit.name, culprit.definition)),
        _ => failure,
    }
}

/// The files of a copy and its indexes, of which one that is not written anew keeps its own.
fn files(copy: &Copy) -> Vec<Oid> {
    let args = [copy.oid().into()];
    spi::with_snapshot(|| spi::row(FILES, &args, |row| row.must::<Vec<Oid>>(1))).unwrap_or_default()
}

const FILES: &str = "
SELECT pg_catalog.array_agg(f.file ORDER BY f.file)
FROM (SELECT pg_catalog.pg_relation_filenode($1) AS file
      UNION ALL
      SELECT pg_catalog.pg_relation_filenode(i.indexrelid) FROM pg_catalog.pg_index i
      WHERE i.indrelid OPERATOR(pg_catalog.=) $1) f";

const IS_BUILTIN: &str = "
SELECT pg_catalog.bool_and(y.typnamespace OPERATOR(pg_catalog.=) 'pg_catalog'::pg_catalog.regnamespace)
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type y ON y.oid OPERATOR(pg_catalog.=) a.atttypid
WHERE a.attrelid OPERATOR(pg_catalog.=) $1 AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped";

/// What the server understands of a statement, about an empty copy of the table. Nothing is evaluated, so it is the
/// caller who looks.
///
/// # Errors
///
/// What the server says of it.
pub fn understand(table: Option<&Table>, write: &dyn Fn(&str) -> String) -> Result<Understood> {
    if let Some(table) = table {
        must_be_one(&write(&table.sql))?;
        let look = |sql: &str| as_asked(|| query::understand(sql));
        let understood = with_columns(table, |copy| Some(look(&write(copy.sql()))))?;
        return Ok(understood.unwrap_or_default());
    }
    let mut understood = Understood::default();
    // What analysis locks is let go of at once.
    let attempt = subtransaction::attempt(|| {
        understood = as_asked(|| query::understand(&write("")));
        None::<()>
    });
    attempt.map_err(Error::Server)?;
    Ok(understood)
}
