//! Safe operations on columns.

use migrate_core::error::ArgumentError;
use migrate_core::request::{AddColumn, DropNotNull, Operation, SetDefault, SetStatisticsTarget};
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::arguments::{made, name, table, text, text_if};
use super::{Steps, operate};
use crate::api::{must, reported};
use crate::postgres::parser::argument::as_default;
use crate::postgres::regclass::RegClass;

/// Lets a column be NULL.
#[pg_extern(schema = "migrate")]
fn safe_drop_not_null(
    table_name: Option<RegClass>,
    column_name: Option<&str>,
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let operation = DropNotNull {
            table: table(table_name)?,
            column: name("column_name", column_name)?,
            without_key: false,
        };
        operate(Operation::DropNotNull(operation), dry_run, migration)
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
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let operation = SetDefault {
            table: table(table_name)?,
            column: name("column_name", column_name)?,
            default: text_if("default_value", default_value)?,
            again: false,
        };
        operate(Operation::SetDefault(operation), dry_run, migration)
    })
}

/// Sets how much the planner's statistics tell of a column, and gathers them.
#[pg_extern(schema = "migrate")]
fn safe_set_statistics_target(
    table_name: Option<RegClass>,
    column_name: Option<&str>,
    statistics_target: Option<i32>,
    run_analyze: default!(Option<bool>, "true"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let (table, column) = (table(table_name)?, name("column_name", column_name)?);
        let target = must("statistics_target", statistics_target)?;
        let mut operation = SetStatisticsTarget::new(table, column, target)?;
        operation.analyze = must("run_analyze", run_analyze)?;
        operate(Operation::SetStatisticsTarget(operation), dry_run, migration)
    })
}

/// Adds a column: in one short statement where no row needs to be written, otherwise in steps of which none holds up readers
/// or writers.
#[pg_extern(sql = r#"
CREATE FUNCTION migrate.safe_add_column(
    table_name regclass, column_name text, type text, default_value text DEFAULT NULL, not_null boolean DEFAULT false,
    collation text DEFAULT NULL, generated text DEFAULT NULL, virtual boolean DEFAULT false, identity text DEFAULT NULL,
    comment text DEFAULT NULL, dry_run boolean DEFAULT false, migration text DEFAULT NULL)
RETURNS TABLE (step integer, what text, lock text, status text, detail text, job bigint, sql text)
LANGUAGE c AS '@MODULE_PATHNAME@', 'safe_add_column_wrapper';
"#)]
#[allow(clippy::too_many_arguments)]
fn safe_add_column(
    table_name: Option<RegClass>,
    column_name: Option<&str>,
    data_type: Option<&str>,
    default_value: Option<&str>,
    not_null: Option<bool>,
    collation: Option<&str>,
    generated: Option<&str>,
    is_virtual: Option<bool>,
    identity: Option<&str>,
    comment: Option<&str>,
    dry_run: Option<bool>,
    migration: Option<&str>,
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let identity = text_if("identity", identity)?;
        if let Some(value) = &identity
            && !["always", "by default"].contains(&value.to_lowercase().as_str())
        {
            let (argument, value) = ("identity", value.clone());
            return Err(
                ArgumentError::Choice { argument, value, choices: "always, by default".into() }.into()
            );
        }
        let operation = AddColumn {
            table: table(table_name)?,
            column: made("column_name", column_name)?,
            data_type: text("type", data_type)?,
            default: text_if("default_value", default_value)?.map(|value| as_default(&value)),
            is_not_null: must("not_null", not_null)?,
            collation: text_if("collation", collation)?,
            generated: text_if("generated", generated)?,
            is_virtual: must("virtual", is_virtual)?,
            identity,
            comment: text_if("comment", comment)?,
        };
        operate(Operation::AddColumn(operation), dry_run, migration)
    })
}
