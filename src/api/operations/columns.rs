//! Safe operations on columns.

use migrate_core::operation::{DropNotNull, Operation, SetDefault};
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::{operate, table, text};
use crate::api::reported;
use crate::postgres::regclass::RegClass;

/// Lets a column be NULL.
#[pg_extern(schema = "migrate")]
fn safe_drop_not_null(
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
        let operation = DropNotNull { table: table(table_name)?, column: text("column_name", column_name)? };
        Ok(TableIterator::new(operate(Operation::DropNotNull(operation), dry_run, migration)?))
    })
}

/// Gives a column another default, or none; the rows that are there keep their values.
#[pg_extern(schema = "migrate")]
fn safe_set_default(
    table_name: Option<RegClass>,
    column_name: Option<&str>,
    default_value: Option<&str>,
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
        let operation = SetDefault {
            table: table(table_name)?,
            column: text("column_name", column_name)?,
            default: default_value.map(|value| text("default_value", Some(value))).transpose()?,
        };
        Ok(TableIterator::new(operate(Operation::SetDefault(operation), dry_run, migration)?))
    })
}
