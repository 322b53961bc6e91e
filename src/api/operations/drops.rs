//! Dropping what may still be in use: hidden first, dropped later, or brought back.

use migrate_core::change::{Way, Which};
use migrate_core::request::{EndChange, HideColumn, HideTable, Operation};
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;
use pgrx::trigger_support::PgTriggerError;

use super::arguments::{name, table, text};
use super::{Steps, end_change, operate};
use crate::api::{must, reported};
use crate::catalog::name::parse_name;
use crate::engine::operation::writes;
use crate::postgres::regclass::RegClass;

/// Hides a column; after the grace period `migrate.complete` drops it, until then `migrate.restore` brings it back.
#[pg_extern(schema = "migrate")]
fn safe_drop_column(
    table_name: Option<RegClass>,
    column_name: Option<&str>,
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
    missing_ok: default!(Option<bool>, "false"),
    acknowledge: default!(Option<bool>, "false"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let operation = HideColumn {
            table: table(table_name)?,
            column: name("column_name", column_name)?,
            missing_ok: must("missing_ok", missing_ok)?,
            acknowledge: must("acknowledge", acknowledge)?,
        };
        operate(Operation::HideColumn(operation), dry_run, migration)
    })
}

/// Hides a table; after the grace period `migrate.complete` drops it, until then `migrate.restore` brings it back.
#[pg_extern(schema = "migrate")]
fn safe_drop_table(
    table_name: Option<&str>,
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
    missing_ok: default!(Option<bool>, "false"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let operation = HideTable {
            table: parse_name("table_name", &text("table_name", table_name)?)?,
            missing_ok: must("missing_ok", missing_ok)?,
        };
        operate(Operation::HideTable(operation), dry_run, migration)
    })
}

/// Brings back what was dropped, as it was, by the number of the drop.
#[pg_extern(schema = "migrate", name = "restore")]
fn restore_change(
    change: Option<i64>,
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let which = Which::Number(must("change", change)?);
        let end = EndChange::new(which, Way::Restore);
        end_change(end, dry_run, migration)
    })
}

/// Brings back a column that was dropped, or without one a table, as it was.
#[pg_extern(schema = "migrate", name = "restore")]
fn restore_name(
    table_name: Option<&str>,
    column_name: default!(Option<&str>, "NULL"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let table = parse_name("table_name", &text("table_name", table_name)?)?;
        let which = match column_name {
            Some(column) => Which::Column { table, column: name("column_name", Some(column))? },
            None => Which::Table { table },
        };
        let end = EndChange::new(which, Way::Restore);
        end_change(end, dry_run, migration)
    })
}

/// Notes that somebody writes to what is hidden: the function of the triggers on it. It never fails.
#[pg_trigger(
    sql = "CREATE FUNCTION migrate.note_write() RETURNS trigger LANGUAGE c AS 'MODULE_PATHNAME', '@FUNCTION_NAME@';"
)]
fn note_write<'a>(
    trigger: &'a PgTrigger<'a>,
) -> Result<Option<PgHeapTuple<'a, AllocatedByPostgres>>, PgTriggerError> {
    if let [token] = trigger.extra_args()?.as_slice() {
        writes::note(token);
    }
    Ok(None)
}

/// Marks the table of an online change: the function of a trigger whose argument is the change's token. It does nothing.
#[pg_trigger(
    sql = "CREATE FUNCTION migrate.mark() RETURNS trigger LANGUAGE c AS 'MODULE_PATHNAME', '@FUNCTION_NAME@';"
)]
fn mark<'a>(_: &'a PgTrigger<'a>) -> Result<Option<PgHeapTuple<'a, AllocatedByPostgres>>, PgTriggerError> {
    Ok(None)
}
