//! Safe operations on a whole table or index.

use migrate_core::operation::{Operation, Reindex, SetSchema};
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::{operate, text};
use crate::api::reported;
use crate::catalog::table::parse_name;

/// Builds an index anew, or all of a table: CONCURRENTLY on a table in use.
#[pg_extern(schema = "migrate")]
fn safe_reindex(
    name: Option<&str>,
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
        let operation = Reindex { name: parse_name(&text("name", name)?)? };
        Ok(TableIterator::new(operate(Operation::Reindex(operation), dry_run, migration)?))
    })
}

/// Moves a table into another schema.
#[pg_extern(schema = "migrate")]
fn safe_set_schema(
    table_name: Option<&str>,
    new_schema: Option<&str>,
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
        let operation = SetSchema {
            table: parse_name(&text("table_name", table_name)?)?,
            schema: text("new_schema", new_schema)?,
        };
        Ok(TableIterator::new(operate(Operation::SetSchema(operation), dry_run, migration)?))
    })
}
