//! Jobs that go on by themselves: `migrate.cancel`, `migrate.resume`, `migrate.pause`, `migrate.throttle`,
//! `migrate.wait`; and `migrate.prune` for those that have ended.

use std::time::Duration;

use pgrx::AnyElement;
use pgrx::pg_sys;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::schemas::{Given, Where, place};
use super::{must, reported};
use crate::engine::ask::{follow, one, one_in_schemas, prune};
use crate::engine::backfill::control;
use crate::engine::job::Window;
use crate::postgres::rows::{Columns, Rows};
use crate::postgres::{any_names, procedure};

/// Asks a job to stop; what is committed stays, and the next run goes on from there.
#[pg_extern(schema = "migrate")]
fn cancel(
    job: Option<i64>,
) -> Result<
    TableIterator<'static, (name!(job, i64), name!(status, String), name!(detail, String))>,
    ErrorReport,
> {
    reported(|| {
        let cancelled = follow::cancel(must("job", job)?)?;
        Ok(TableIterator::once((cancelled.job, cancelled.status, cancelled.detail.to_string())))
    })
}

/// The columns of what goes on.
enum Going {}

impl Columns for Going {
    type Row = (Option<i64>, String, String, String, Option<i64>);
    const SQL: &'static str = "TABLE(version bigint, description text, status text, detail text, job bigint)";
}

type Goings = Rows<Going>;

/// Has the work of a job that failed, was cancelled or was lost go on, as a new job of the caller.
#[pg_extern(schema = "migrate")]
fn resume(job: Option<i64>) -> Result<Goings, ErrorReport> {
    reported(|| {
        let answers = follow::resume(must("job", job)?)?;
        Ok(Goings::new(answers.into_iter().map(|answer| {
            // A safe operation has none.
            let version = Some(answer.version).filter(|version| *version != 0);
            (version, answer.description, answer.status.to_string(), answer.detail, answer.job)
        })))
    })
}

/// The columns of what is said to a backfill.
enum Control {}

impl Columns for Control {
    type Row = (i64, String, String);
    const SQL: &'static str = "TABLE(job bigint, table_name text, detail text)";
}

type Controlled = Rows<Control>;

fn said(said: control::Said) -> Controlled {
    Controlled::new([(said.job, said.table, said.detail)])
}

/// Has the backfill of a job stop behind its next batch, until migrate.resume.
#[pg_extern(schema = "migrate")]
fn pause(job: Option<i64>) -> Result<Controlled, ErrorReport> {
    reported(|| Ok(said(control::pause(must("job", job)?)?)))
}

/// Slows the backfill of a job down while it runs; without limits it is as fast as it may be.
#[pg_extern(schema = "migrate")]
fn throttle(
    job: Option<i64>,
    sleep_ratio: default!(Option<f64>, "NULL"),
    max_rows_per_second: default!(Option<f64>, "NULL"),
    wait_while: default!(Option<&str>, "NULL"),
) -> Result<Controlled, ErrorReport> {
    reported(|| Ok(said(control::throttle(must("job", job)?, sleep_ratio, max_rows_per_second, wait_while)?)))
}

/// The columns of what is said of a job's window.
enum OfWindow {}

impl Columns for OfWindow {
    type Row = (i64, String, String, String);
    const SQL: &'static str = "TABLE(job bigint, what text, status text, detail text)";
}

type Windowed = Rows<OfWindow>;

/// Says when a job may be at work: not before a time, and not from another one on. Without times it may be at any time.
#[pg_extern(schema = "migrate")]
fn window(
    job: Option<i64>,
    not_before: default!(Option<TimestampWithTimeZone>, "NULL"),
    stop_at: default!(Option<TimestampWithTimeZone>, "NULL"),
) -> Result<Windowed, ErrorReport> {
    reported(|| {
        let said = follow::window(must("job", job)?, Window { not_before, stop_at })?;
        Ok(Windowed::new([(said.job, said.what, said.status, said.detail)]))
    })
}

/// Waits until a job has ended, or for a while; without a number, the last one that this session has asked for.
#[pg_extern(sql = r#"
CREATE PROCEDURE migrate.wait(
    job bigint DEFAULT NULL, timeout interval DEFAULT NULL, INOUT summary text DEFAULT NULL)
LANGUAGE c AS '@MODULE_PATHNAME@', 'wait_wrapper';
"#)]
fn wait(
    job: Option<i64>,
    timeout: Option<Interval>,
    _summary: Option<String>,
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<pgrx::composite_type!('static, "record"), ErrorReport> {
    let atomic = procedure::is_atomic(fcinfo);
    // A month has no length in seconds; thirty days serve for a time to wait.
    let timeout = timeout.map(|interval| {
        let days = i64::from(interval.months()) * 30 + i64::from(interval.days());
        let micros = days.saturating_mul(86_400_000_000).saturating_add(interval.micros());
        Duration::from_micros(u64::try_from(micros).unwrap_or(0))
    });
    reported(|| Ok(procedure::summary(&follow::wait(job, timeout, atomic)?)))
}

/// What `run` was up to 0.2.0.
#[pg_extern(sql = false)]
fn run(
    statement: Option<String>,
    summary: Option<String>,
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<pgrx::composite_type!('static, "record"), ErrorReport> {
    run_2(statement, summary, None, None, Some(1), fcinfo)
}

/// Runs one safe operation, or the end of a change, to its end; a safe operation in each of many schemas.
#[pg_extern(sql = r#"
CREATE PROCEDURE migrate.run(
    statement text, INOUT summary text DEFAULT NULL, schemas "any" DEFAULT NULL, canary text DEFAULT NULL,
    max_failures integer DEFAULT 1)
LANGUAGE c AS '@MODULE_PATHNAME@', 'run_2_wrapper';
"#)]
fn run_2(
    statement: Option<String>,
    _summary: Option<String>,
    schemas: Option<AnyElement>,
    canary: Option<String>,
    max_failures: Option<i32>,
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<pgrx::composite_type!('static, "record"), ErrorReport> {
    let atomic = procedure::is_atomic(fcinfo);
    reported(|| {
        let statement = must("statement", statement)?;
        let without_value = any_names::without_value(fcinfo, &[(2, "schemas")]);
        let given = Given { schemas, databases: None, servers: None, canary, max_failures, without_value };
        let told = match place(given)? {
            Where::Schemas(within) => one_in_schemas::run(&statement, &within, atomic)?,
            Where::Here | Where::Elsewhere(..) => one::run(&statement, atomic)?,
        };
        Ok(procedure::summary(&told))
    })
}

/// Removes ended jobs and the journal of ended runs that are older than a while.
#[pg_extern(schema = "migrate")]
fn prune(
    older_than: default!(Option<Interval>, "'90 days'"),
    dry_run: default!(Option<bool>, "false"),
) -> Result<TableIterator<'static, (name!(what, String), name!(removed, i64), name!(kept, i64))>, ErrorReport>
{
    reported(|| {
        let pruned = prune::prune(must("older_than", older_than)?, must("dry_run", dry_run)?)?;
        Ok(TableIterator::new(
            pruned.into_iter().map(|table| (table.table.to_string(), table.removed, table.kept)),
        ))
    })
}
