//! What hangs on a column, and what becomes of one with another type.

use migrate_core::error::{Error, OperationError, Result};
use migrate_core::failure::Failure;
use migrate_core::migration::{Direction, Script};
use migrate_core::operation::table::{Index, Table};
use migrate_core::operation::{Hanging, Retyped};
use pgrx::JsonB;
use pgrx::pg_sys::Oid;

use super::table::read;
use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::{parser, spi, subtransaction, toplevel};

/// What hangs on a column.
pub fn hanging(table: &Table, column: &str) -> Hanging {
    let args = [Oid::from(table.oid).into(), column.into(), current_role().1.into()];
    let row = as_owner(|| spi::row(HANGING, &args, |row| row.must::<JsonB>(1).0));
    let mut hanging: Hanging = match row.map(serde_json::from_value) {
        Some(Ok(hanging)) => hanging,
        Some(Err(bug)) => pgrx::error!("internal description of what hangs on a column: {bug}"),
        None => Hanging::default(),
    };
    for key in &mut hanging.keys {
        key.is_small = read(Oid::from(key.oid)).family().iter().all(|table| table.is_small);
    }
    hanging
}

/// Asks the server: on an empty temporary copy with its indexes, which is taken back.
///
/// # Errors
///
/// What the server says of type and expression.
pub fn retyped(table: &Table, column: &str, data_type: &str, using: Option<&str>) -> Result<Retyped> {
    let copy = "pg_temp.migrate_definition";
    let quoted = pgrx::spi::quote_identifier(column);
    let using = using.map(|using| format!(" USING {}", migrate_core::backfill::closed(using)));
    let alter =
        format!("ALTER TABLE {copy} ALTER COLUMN {quoted} TYPE {data_type}{}", using.unwrap_or_default());
    // What a user wrote as a type or an expression must not be a statement more.
    if parser::parse(&Script::new(alter.as_str()), Direction::Up)?.len() != 1 {
        return Err(OperationError::Argument { sql: alter }.into());
    }
    let look = || spi::with_snapshot(|| spi::row(FILES, &[copy.into()], |row| row.must::<Vec<Oid>>(1)));
    let mut retyped = None;
    let attempt = subtransaction::attempt(|| {
        let run = toplevel::run_in_caller;
        run(&format!("CREATE TEMPORARY TABLE migrate_definition (LIKE {} INCLUDING INDEXES)", table.sql));
        let before = look();
        run(&alter);
        let rewrites = before != look();
        let sql = "SELECT $1::pg_catalog.regclass::pg_catalog.oid";
        let oid = spi::with_snapshot(|| spi::row(sql, &[copy.into()], |row| row.must::<Oid>(1)));
        let copy = oid.map(|oid| spi::with_snapshot(|| (oid, read(oid))));
        retyped = copy.and_then(|(oid, copy)| {
            let column = copy.columns.into_iter().find(|there| there.name == column)?;
            let is_builtin = spi::with_snapshot(|| {
                spi::row(IS_BUILTIN, &[oid.into()], |row| row.must::<bool>(1)).unwrap_or(false)
            });
            Some(Retyped { column, rewrites, is_builtin })
        });
        None::<()>
    });
    attempt.map_err(|failure| Error::Server(with_its_index(table, &alter, data_type, failure)))?;
    retyped.ok_or_else(|| OperationError::Argument { sql: alter }.into())
}

/// The failure, with the index that the server could not carry over to another type, if it was one.
fn with_its_index(table: &Table, alter: &str, data_type: &str, failure: Failure) -> Failure {
    let fails_with = |index: &Index| {
        let run = toplevel::run_in_caller;
        let attempt = subtransaction::attempt(|| {
            run(&format!("CREATE TEMPORARY TABLE migrate_definition (LIKE {})", table.sql));
            let definition = index.definition.trim_start_matches("UNIQUE ");
            run(&format!("CREATE INDEX ON pg_temp.migrate_definition {definition}"));
            run(alter);
            None::<()>
        });
        attempt.is_err_and(|found| found.message == failure.message)
    };
    let is_of_type = failure.has_no_function();
    let indexes = table.indexes.iter().filter(|index| is_of_type && index.is_valid);
    // Where each fails it is none of them.
    let culprits: Vec<&Index> = indexes.filter(|index| fails_with(index)).collect();
    match culprits.as_slice() {
        [culprit] => failure.needed_for(data_type, &format!("index {} {}", culprit.name, culprit.definition)),
        _ => failure,
    }
}

/// The files of a table and its indexes, of which one that is not written anew keeps its own.
const FILES: &str = "
SELECT pg_catalog.array_agg(f.file ORDER BY f.file)
FROM (SELECT pg_catalog.pg_relation_filenode($1::pg_catalog.regclass) AS file
      UNION ALL
      SELECT pg_catalog.pg_relation_filenode(i.indexrelid) FROM pg_catalog.pg_index i
      WHERE i.indrelid OPERATOR(pg_catalog.=) $1::pg_catalog.regclass::pg_catalog.oid) f";

const IS_BUILTIN: &str = "
SELECT pg_catalog.bool_and(y.typnamespace OPERATOR(pg_catalog.=) 'pg_catalog'::pg_catalog.regnamespace)
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type y ON y.oid OPERATOR(pg_catalog.=) a.atttypid
WHERE a.attrelid OPERATOR(pg_catalog.=) $1 AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped";

const HANGING: &str = include_str!("../../sql/queries/hanging.sql");
