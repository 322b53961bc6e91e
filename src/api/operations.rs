//! The safe operations: `migrate.safe_…`. Each returns its steps, done, queued, or planned.

mod arguments;
pub mod backfill;
pub mod changes;
pub mod columns;
pub mod drops;
pub mod indexes;
pub mod keys;
pub mod partitions;
pub mod tables;

use migrate_core::Result as Outcome;
use migrate_core::request::{
    AddConstraint, CreateIndex, DropIndex, EndChange, Operation, SetNotNull, ValidateConstraint,
};
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use self::arguments::{list, list_if, made, made_if, name, table, text, text_if, written};
use super::{must, reported};
use crate::catalog::name::parse_name;
use crate::engine::ask::operation as asked;
use crate::postgres::parser::argument::condition;
use crate::postgres::regclass::RegClass;
use crate::postgres::rows::{Columns, Rows};

/// The columns of what an operation answers.
enum Step {}

impl Columns for Step {
    type Row = (i32, String, String, String, String, Option<i64>, Option<String>);
    const SQL: &'static str =
        "TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text)";
}

type Steps = Rows<Step>;

fn operate(operation: Operation, dry_run: Option<bool>, migration: Option<&str>) -> Outcome<Steps> {
    Ok(steps(asked::operate(&operation, must("dry_run", dry_run)?, migration)?))
}

fn end_change(end: EndChange, dry_run: Option<bool>, migration: Option<&str>) -> Outcome<Steps> {
    Ok(steps(asked::end(end, must("dry_run", dry_run)?, migration)?))
}

fn steps(rows: Vec<asked::Row>) -> Steps {
    let row = |row: asked::Row| {
        (row.step, row.what, row.lock, row.status.to_string(), row.detail, row.job, row.sql)
    };
    Steps::new(rows.into_iter().map(row))
}

/// Creates an index: CONCURRENTLY on a table in use, partition by partition on a partitioned one.
#[pg_extern(schema = "migrate")]
#[allow(clippy::too_many_arguments)]
fn safe_create_index(
    table_name: Option<RegClass>,
    columns: Option<Vec<Option<String>>>,
    index_name: default!(Option<&str>, "NULL"),
    is_unique: default!(Option<bool>, "false"),
    method: default!(Option<&str>, "'btree'"),
    include: default!(Option<Vec<Option<String>>>, "NULL"),
    predicate: default!(Option<&str>, "NULL"),
    nulls_not_distinct: default!(Option<bool>, "false"),
    tablespace: default!(Option<&str>, "NULL"),
    storage_parameters: default!(Option<&str>, "NULL"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let operation = CreateIndex {
            table: table(table_name)?,
            columns: list("columns", columns)?,
            name: made_if("index_name", index_name)?,
            method: name("method", method)?,
            is_unique: must("is_unique", is_unique)?,
            include: list_if("include", include)?.unwrap_or_default(),
            predicate: text_if("predicate", predicate)?,
            nulls_not_distinct: must("nulls_not_distinct", nulls_not_distinct)?,
            tablespace: tablespace.map(|value| name("tablespace", Some(value))).transpose()?,
            storage_parameters: text_if("storage_parameters", storage_parameters)?,
            earlier: None,
        };
        operate(Operation::CreateIndex(operation), dry_run, migration)
    })
}

/// Drops an index: CONCURRENTLY on a table in use.
#[pg_extern(schema = "migrate")]
fn safe_drop_index(
    index_name: Option<&str>,
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
    missing_ok: default!(Option<bool>, "false"),
    acknowledge: default!(Option<bool>, "false"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let index = parse_name("index_name", &text("index_name", index_name)?)?;
        let drop = DropIndex {
            missing_ok: must("missing_ok", missing_ok)?,
            is_acknowledged: must("acknowledge", acknowledge)?,
            ..DropIndex::new(index)
        };
        operate(Operation::DropIndex(drop), dry_run, migration)
    })
}

/// Takes a safe operation back: its number in `migrate.operations`; without one, in a down script, the last one of the
/// migration that is not undone.
#[pg_extern(schema = "migrate")]
fn undo(
    operation: default!(Option<i64>, "NULL"),
    dry_run: default!(Option<bool>, "false"),
) -> Result<Steps, ErrorReport> {
    reported(|| Ok(steps(asked::undo(operation, must("dry_run", dry_run)?)?)))
}

/// Makes a column NOT NULL without stopping anybody while the rows are read.
#[pg_extern(schema = "migrate")]
fn safe_set_not_null(
    table_name: Option<RegClass>,
    column_name: Option<&str>,
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let operation = SetNotNull::new(&table(table_name)?, &name("column_name", column_name)?);
        operate(Operation::SetNotNull(operation), dry_run, migration)
    })
}

/// Adds a CHECK constraint without stopping anybody while the rows are read.
#[pg_extern(schema = "migrate")]
fn safe_add_constraint(
    table_name: Option<RegClass>,
    constraint_name: Option<&str>,
    expression: Option<&str>,
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let table = table(table_name)?;
        let name = made("constraint_name", constraint_name)?;
        let expression = condition(&written(table_name)?, &name, &text("expression", expression)?)?;
        let operation = AddConstraint { table, name, expression };
        operate(Operation::AddConstraint(operation), dry_run, migration)
    })
}

/// Validates a constraint, or all of a table that are not valid, without stopping anybody.
#[pg_extern(schema = "migrate")]
fn safe_validate_constraint(
    table_name: Option<RegClass>,
    constraint_name: default!(Option<&str>, "NULL"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let operation = ValidateConstraint {
            table: table(table_name)?,
            name: constraint_name.map(|value| name("constraint_name", Some(value))).transpose()?,
        };
        operate(Operation::ValidateConstraint(operation), dry_run, migration)
    })
}
