//! Online changes: how each begins, and how it ends.

use migrate_core::error::OperationError;
use migrate_core::operation::{EndChange, Operation, RenameColumn, Strategy, Way, Which};
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::{operate as run, rows, table, text};
use crate::api::{must, reported};
use crate::engine::operate;
use crate::postgres::regclass::RegClass;

/// Renames a column; until the change is complete both names can be used.
#[pg_extern(schema = "migrate")]
#[allow(clippy::too_many_arguments)]
fn safe_rename_column(
    table_name: Option<RegClass>,
    old_name: Option<&str>,
    new_name: Option<&str>,
    strategy: default!(Option<&str>, "'dual'"),
    compatibility_view: default!(Option<&str>, "NULL"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(step, i32),
            name!(sql, String),
            name!(lock, String),
            name!(status, String),
            name!(detail, String),
        ),
    >,
    ErrorReport,
> {
    reported(|| {
        let strategy = match text("strategy", strategy)?.as_str() {
            "dual" => Strategy::Dual,
            "instant" => Strategy::Instant,
            other => {
                let (argument, value, choices) = ("strategy", other.to_string(), "dual, instant".to_string());
                return Err(OperationError::Choice { argument, value, choices }.into());
            }
        };
        let operation = RenameColumn {
            table: table(table_name)?,
            old: text("old_name", old_name)?,
            new: text("new_name", new_name)?,
            strategy,
            compatibility_view: compatibility_view
                .map(|view| text("compatibility_view", Some(view)))
                .transpose()?,
        };
        Ok(TableIterator::new(run(Operation::RenameColumn(operation), dry_run, migration)?))
    })
}

/// Completes an online change: the old end goes; after the grace period for good.
#[pg_extern(schema = "migrate", name = "complete")]
fn complete_change(
    change: Option<i64>,
    force: default!(Option<bool>, "false"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(step, i32),
            name!(sql, String),
            name!(lock, String),
            name!(status, String),
            name!(detail, String),
        ),
    >,
    ErrorReport,
> {
    reported(|| {
        let which = Which::Number(must("change", change)?);
        let end = EndChange { which, way: Way::Complete, force: must("force", force)? };
        Ok(TableIterator::new(rows(operate::end(end, must("dry_run", dry_run)?, migration)?)))
    })
}

/// Completes an online change: the old end goes; after the grace period for good, named by its table and column.
#[pg_extern(schema = "migrate", name = "complete")]
fn complete_column(
    table_name: Option<RegClass>,
    column_name: Option<&str>,
    force: default!(Option<bool>, "false"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(step, i32),
            name!(sql, String),
            name!(lock, String),
            name!(status, String),
            name!(detail, String),
        ),
    >,
    ErrorReport,
> {
    reported(|| {
        let (table, column) = (table(table_name)?, text("column_name", column_name)?);
        let end = EndChange {
            which: Which::Column { table, column },
            way: Way::Complete,
            force: must("force", force)?,
        };
        Ok(TableIterator::new(rows(operate::end(end, must("dry_run", dry_run)?, migration)?)))
    })
}

/// Gives up an online change that is not complete: the table is as before.
#[pg_extern(schema = "migrate", name = "abort")]
fn abort_change(
    change: Option<i64>,
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(step, i32),
            name!(sql, String),
            name!(lock, String),
            name!(status, String),
            name!(detail, String),
        ),
    >,
    ErrorReport,
> {
    reported(|| {
        let which = Which::Number(must("change", change)?);
        let end = EndChange { which, way: Way::Abort, force: false };
        Ok(TableIterator::new(rows(operate::end(end, must("dry_run", dry_run)?, migration)?)))
    })
}

/// Gives up an online change that is not complete: the table is as before, named by its table and column.
#[pg_extern(schema = "migrate", name = "abort")]
fn abort_column(
    table_name: Option<RegClass>,
    column_name: Option<&str>,
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(step, i32),
            name!(sql, String),
            name!(lock, String),
            name!(status, String),
            name!(detail, String),
        ),
    >,
    ErrorReport,
> {
    reported(|| {
        let (table, column) = (table(table_name)?, text("column_name", column_name)?);
        let end = EndChange { which: Which::Column { table, column }, way: Way::Abort, force: false };
        Ok(TableIterator::new(rows(operate::end(end, must("dry_run", dry_run)?, migration)?)))
    })
}
