//! Looking whether a migration did what it should: `migrate.table_exists`, `column_exists`, `index_exists`,
//! `constraint_exists`, `verify_data_integrity`.
//!
//! Names of tables and indexes are read as in SQL, those of columns and constraints also as the catalog has them:
//! `'createdAt'` is what people write whose tools quote it.

use migrate_core::error::{CallError, Error, TestingError};
use migrate_core::integrity;
use migrate_core::relation::Relation;
use pgrx::JsonB;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::{must, reported};
use crate::catalog::existence;
use crate::engine::integrity as checking;

/// A name as SQL has it.
fn name(argument: &'static str, given: Option<String>) -> Result<Relation, Error> {
    let given = not_empty(argument, given)?;
    Ok(Relation::read(&given).map_err(|why| TestingError::Name { argument, given, why })?)
}

fn not_empty(argument: &'static str, given: Option<String>) -> Result<String, Error> {
    let given = must(argument, given)?;
    if given.trim().is_empty() { Err(CallError::Empty { argument }.into()) } else { Ok(given) }
}

/// Whether a table is there: an ordinary, partitioned or foreign one.
#[pg_extern(schema = "migrate")]
fn table_exists(table_name: Option<String>) -> Result<bool, ErrorReport> {
    reported(|| Ok(existence::table(&name("table_name", table_name)?)))
}

/// Whether a table or view has a column.
#[pg_extern(schema = "migrate")]
fn column_exists(table_name: Option<String>, column_name: Option<String>) -> Result<bool, ErrorReport> {
    reported(|| {
        let table = name("table_name", table_name)?;
        Ok(existence::column(&table, &not_empty("column_name", column_name)?))
    })
}

/// Whether an index is there, one that queries can use unless `valid_only` is false.
#[pg_extern(schema = "migrate")]
fn index_exists(
    index_name: Option<String>,
    valid_only: default!(Option<bool>, "true"),
) -> Result<bool, ErrorReport> {
    reported(|| Ok(existence::index(&name("index_name", index_name)?, must("valid_only", valid_only)?)))
}

/// Whether a table has a constraint; with `valid_only`, one that holds for every row.
#[pg_extern(schema = "migrate")]
fn constraint_exists(
    table_name: Option<String>,
    constraint_name: Option<String>,
    valid_only: default!(Option<bool>, "false"),
) -> Result<bool, ErrorReport> {
    reported(|| {
        let table = name("table_name", table_name)?;
        let constraint = not_empty("constraint_name", constraint_name)?;
        Ok(existence::constraint(&table, &constraint, must("valid_only", valid_only)?))
    })
}

/// Checks the number of a table's rows, and expressions that must hold for each of them.
#[pg_extern(schema = "migrate")]
fn verify_data_integrity(
    table_name: Option<String>,
    expected_count: default!(Option<i64>, "NULL"),
    checks: default!(Option<JsonB>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(check_name, String),
            name!(ok, bool),
            name!(failing_rows, Option<i64>),
            name!(sample_keys, Option<Vec<String>>),
            name!(detail, Option<String>),
        ),
    >,
    ErrorReport,
> {
    reported(|| {
        let given = table_name.clone().unwrap_or_default();
        let table = name("table_name", table_name)?;
        if let Some(value) = expected_count.filter(|count| *count < 0) {
            return Err(CallError::TooSmall { argument: "expected_count", least: 0, value }.into());
        }
        let checks = checks.map(|checks| integrity::read(&checks.0)).transpose()?.unwrap_or_default();
        let verdicts = checking::verify(&table, &given, expected_count, &checks)?;
        Ok(TableIterator::new(verdicts.into_iter().map(|verdict| {
            (verdict.check, verdict.ok, verdict.failing_rows, verdict.sample_keys, verdict.detail)
        })))
    })
}
