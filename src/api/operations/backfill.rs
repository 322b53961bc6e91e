//! `migrate.safe_backfill`.

use migrate_core::backfill::OnError;
use migrate_core::error::ArgumentError;
use migrate_core::request::{FillColumns, Operation};
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::arguments::{table, text, text_if};
use super::{Steps, operate};
use crate::api::{must, reported};
use crate::engine::backfill::control;
use crate::postgres::parser::assignments::assignments as read_assignments;
use crate::postgres::regclass::RegClass;

/// The most workers of one backfill.
const MOST_WORKERS: i32 = 64;

/// Gives columns of the rows that are there new values: on a large table block by block, in small transactions.
#[pg_extern(schema = "migrate")]
#[allow(clippy::too_many_arguments)]
fn safe_backfill(
    table_name: Option<RegClass>,
    assignments: Option<&str>,
    condition: default!(Option<&str>, "NULL"),
    on_error: default!(Option<&str>, "'stop'"),
    parallel: default!(Option<i32>, "1"),
    wait_while: default!(Option<&str>, "NULL"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let on_error = match must("on_error", on_error)? {
            "stop" => OnError::Stop,
            "skip" => OnError::Skip,
            other => {
                let (value, choices) = (other.to_string(), "stop, skip".to_string());
                return Err(ArgumentError::Choice { argument: "on_error", value, choices }.into());
            }
        };
        let operation = FillColumns {
            table: table(table_name)?,
            assignments: read_assignments(&text("assignments", assignments)?)?,
            condition: text_if("condition", condition)?,
            on_error,
            parallel: workers(must("parallel", parallel)?)?,
            wait_while: text_if("wait_while", wait_while)?.as_deref().map(control::query).transpose()?,
        };
        operate(Operation::Backfill(operation), dry_run, migration)
    })
}

fn workers(parallel: i32) -> migrate_core::Result<u32> {
    let (argument, value, least, most) = ("parallel", parallel, 1, MOST_WORKERS);
    match u32::try_from(parallel) {
        Ok(workers) if (least..=most).contains(&parallel) => Ok(workers),
        _ => Err(ArgumentError::Range { argument, value, least, most }.into()),
    }
}
