//! Applying and rolling back, and where things stand: `migrate.apply`, `rollback`, `up`, `down`, `redo`, `status`,
//! `verify`.
//!
//! `rollback`, `down` and `redo` have `steps DEFAULT NULL`, which means one unless there is a target: with `DEFAULT 1` a target
//! would never be reached in one call.

use pgrx::AnyElement;
use pgrx::pg_sys;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::schemas::{Given, Where, place};
use super::{must, reported};
use crate::engine::ask::answer::Answer;
use crate::engine::ask::function::ask;
use crate::engine::ask::procedure::{self as call, How};
use crate::engine::ask::{elsewhere, schemas as in_schemas};
use crate::engine::job::Window;
use crate::engine::plan::request::{By, Request};
use crate::postgres::rows::{Columns, Rows};
use crate::postgres::{any_names, procedure, spi};
use crate::registry::status as standing;

/// The columns of what is said of migrations that were asked for.
enum Migration {}

impl Columns for Migration {
    type Row = (i64, String, String, Option<i32>, String, Option<i64>);
    const SQL: &'static str = "TABLE(version bigint, description text, status text, execution_time_ms integer, detail text, job bigint)";
}

type Migrations = Rows<Migration>;

fn migrations(answers: Vec<Answer>) -> Migrations {
    Migrations::new(answers.into_iter().map(|answer| {
        let ms = answer.ms.map(spi::int);
        (answer.version, answer.description, answer.status.to_string(), ms, answer.detail, answer.job)
    }))
}

/// Applies pending migrations: in this transaction if they can run there, otherwise as a job that starts
/// when it commits.
#[pg_extern(schema = "migrate")]
fn apply(
    target: default!(Option<i64>, "NULL"),
    steps: default!(Option<i32>, "NULL"),
    dry_run: default!(Option<bool>, "false"),
    not_before: default!(Option<TimestampWithTimeZone>, "NULL"),
    stop_at: default!(Option<TimestampWithTimeZone>, "NULL"),
    only_version: default!(Option<i64>, "NULL"),
) -> Result<Migrations, ErrorReport> {
    let request = Request { only: only_version, ..Request::up(target, steps) };
    let window = Window { not_before, stop_at };
    reported(|| Ok(migrations(ask(request, must("dry_run", dry_run)?, window)?.rows())))
}

/// Rolls applied migrations back, the newest version first, or by application the last one: one, `steps` of them, or all
/// behind `target`.
#[pg_extern(schema = "migrate")]
fn rollback(
    steps: default!(Option<i32>, "NULL"),
    target: default!(Option<i64>, "NULL"),
    dry_run: default!(Option<bool>, "false"),
    only_version: default!(Option<i64>, "NULL"),
    by: default!(Option<String>, "'version'"),
) -> Result<Migrations, ErrorReport> {
    reported(|| {
        let by = By::of(&must("by", by)?)?;
        let request = Request { only: only_version, ..Request::down(target, steps, by) };
        Ok(migrations(ask(request, must("dry_run", dry_run)?, Window::default())?.rows()))
    })
}

/// What `up` was up to 0.2.0.
#[pg_extern(sql = false)]
#[allow(clippy::too_many_arguments)]
fn up(
    target: Option<i64>,
    steps: Option<i32>,
    dry_run: Option<bool>,
    summary: Option<String>,
    wait: Option<bool>,
    preflight: Option<bool>,
    not_before: Option<TimestampWithTimeZone>,
    stop_at: Option<TimestampWithTimeZone>,
    only_version: Option<i64>,
    schemas: Option<AnyElement>,
    canary: Option<String>,
    max_failures: Option<i32>,
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<pgrx::composite_type!('static, "record"), ErrorReport> {
    up_2(
        target,
        steps,
        dry_run,
        summary,
        wait,
        preflight,
        not_before,
        stop_at,
        only_version,
        schemas,
        canary,
        max_failures,
        None,
        None,
        fcinfo,
    )
}

/// Applies pending migrations and returns when that is done.
#[pg_extern(sql = r#"
CREATE PROCEDURE migrate.up(
    target bigint DEFAULT NULL, steps integer DEFAULT NULL, dry_run boolean DEFAULT false,
    INOUT summary text DEFAULT NULL, wait boolean DEFAULT false, preflight boolean DEFAULT false,
    not_before timestamptz DEFAULT NULL, stop_at timestamptz DEFAULT NULL, only_version bigint DEFAULT NULL,
    schemas "any" DEFAULT NULL, canary text DEFAULT NULL, max_failures integer DEFAULT 1, databases "any" DEFAULT NULL,
    servers "any" DEFAULT NULL)
LANGUAGE c AS '@MODULE_PATHNAME@', 'up_2_wrapper';
"#)]
#[allow(clippy::too_many_arguments)]
fn up_2(
    target: Option<i64>,
    steps: Option<i32>,
    dry_run: Option<bool>,
    _summary: Option<String>,
    wait: Option<bool>,
    preflight: Option<bool>,
    not_before: Option<TimestampWithTimeZone>,
    stop_at: Option<TimestampWithTimeZone>,
    only_version: Option<i64>,
    schemas: Option<AnyElement>,
    canary: Option<String>,
    max_failures: Option<i32>,
    databases: Option<AnyElement>,
    servers: Option<AnyElement>,
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<pgrx::composite_type!('static, "record"), ErrorReport> {
    let request = Request { only: only_version, ..Request::up(target, steps) };
    let atomic = procedure::is_atomic(fcinfo);
    reported(|| {
        let how = How {
            dry_run: must("dry_run", dry_run)?,
            wait: must("wait", wait)?,
            preflight: must("preflight", preflight)?,
            window: Window { not_before, stop_at },
            atomic,
        };
        let places = [(9, "schemas"), (12, "databases"), (13, "servers")];
        let without_value = any_names::without_value(fcinfo, &places);
        told(request, place(Given { schemas, databases, servers, canary, max_failures, without_value })?, how)
    })
}

/// What `down` was up to 0.2.0.
#[pg_extern(sql = false)]
#[allow(clippy::too_many_arguments)]
fn down(
    steps: Option<i32>,
    target: Option<i64>,
    dry_run: Option<bool>,
    summary: Option<String>,
    wait: Option<bool>,
    only_version: Option<i64>,
    by: Option<String>,
    schemas: Option<AnyElement>,
    canary: Option<String>,
    max_failures: Option<i32>,
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<pgrx::composite_type!('static, "record"), ErrorReport> {
    down_2(
        steps,
        target,
        dry_run,
        summary,
        wait,
        only_version,
        by,
        schemas,
        canary,
        max_failures,
        None,
        None,
        fcinfo,
    )
}

/// Rolls applied migrations back and returns when that is done.
#[allow(clippy::too_many_arguments)] // the arguments of the SQL procedure
#[pg_extern(sql = r#"
CREATE PROCEDURE migrate.down(
    steps integer DEFAULT NULL, target bigint DEFAULT NULL, dry_run boolean DEFAULT false,
    INOUT summary text DEFAULT NULL, wait boolean DEFAULT false, only_version bigint DEFAULT NULL,
    by text DEFAULT 'version', schemas "any" DEFAULT NULL, canary text DEFAULT NULL, max_failures integer DEFAULT 1,
    databases "any" DEFAULT NULL, servers "any" DEFAULT NULL)
LANGUAGE c AS '@MODULE_PATHNAME@', 'down_2_wrapper';
"#)]
fn down_2(
    steps: Option<i32>,
    target: Option<i64>,
    dry_run: Option<bool>,
    _summary: Option<String>,
    wait: Option<bool>,
    only_version: Option<i64>,
    by: Option<String>,
    schemas: Option<AnyElement>,
    canary: Option<String>,
    max_failures: Option<i32>,
    databases: Option<AnyElement>,
    servers: Option<AnyElement>,
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<pgrx::composite_type!('static, "record"), ErrorReport> {
    let atomic = procedure::is_atomic(fcinfo);
    let request =
        || Ok(Request { only: only_version, ..Request::down(target, steps, By::of(&must("by", by)?)?) });
    let places = [(7, "schemas"), (10, "databases"), (11, "servers")];
    let without_value = any_names::without_value(fcinfo, &places);
    let given = Given { schemas, databases, servers, canary, max_failures, without_value };
    back(request, || place(given), dry_run, wait, atomic)
}

/// Rolls applied migrations back, applies them again, and returns when that is done.
#[pg_extern(sql = r#"
CREATE PROCEDURE migrate.redo(
    steps integer DEFAULT NULL, target bigint DEFAULT NULL, dry_run boolean DEFAULT false,
    INOUT summary text DEFAULT NULL, wait boolean DEFAULT false, only_version bigint DEFAULT NULL)
LANGUAGE c AS '@MODULE_PATHNAME@', 'redo_wrapper';
"#)]
fn redo(
    steps: Option<i32>,
    target: Option<i64>,
    dry_run: Option<bool>,
    _summary: Option<String>,
    wait: Option<bool>,
    only_version: Option<i64>,
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<pgrx::composite_type!('static, "record"), ErrorReport> {
    let request =
        || Ok(Request { only: only_version, again: true, ..Request::down(target, steps, By::Version) });
    let atomic = procedure::is_atomic(fcinfo);
    back(request, || Ok(Where::Here), dry_run, wait, atomic)
}

fn back(
    request: impl FnOnce() -> migrate_core::Result<Request>,
    place: impl FnOnce() -> migrate_core::Result<Where>,
    dry_run: Option<bool>,
    wait: Option<bool>,
    atomic: bool,
) -> Result<pgrx::composite_type!('static, "record"), ErrorReport> {
    reported(|| {
        let request = request()?;
        let (dry_run, wait) = (must("dry_run", dry_run)?, must("wait", wait)?);
        let how = How { dry_run, wait, preflight: false, window: Window::default(), atomic };
        told(request, place()?, how)
    })
}

/// Does what is asked for in the database, in schemas of it, or elsewhere.
fn told(
    request: Request,
    place: Where,
    how: How,
) -> migrate_core::Result<pgrx::composite_type!('static, "record")> {
    let told = match place {
        Where::Here => call::call(request, how)?,
        Where::Schemas(within) => in_schemas::call(request, &within, how)?,
        Where::Elsewhere(kind, within) => elsewhere::call(request, kind, &within, how)?,
    };
    Ok(procedure::summary(&told))
}

/// Every migration that is registered or applied, with where it stands; and the safe operations that were called by
/// themselves and failed.
#[pg_extern(schema = "migrate")]
fn status() -> Result<
    TableIterator<
        'static,
        (
            name!(version, Option<i64>),
            name!(description, String),
            name!(status, String),
            name!(applied_at, Option<TimestampWithTimeZone>),
            name!(applied_by, Option<String>),
            name!(ms, Option<i32>),
            name!(note, Option<String>),
        ),
    >,
    ErrorReport,
> {
    reported(|| {
        Ok(TableIterator::new(standing::all().into_iter().map(|row| {
            (row.version, row.description, row.status, row.applied_at, row.applied_by, row.ms, row.note)
        })))
    })
}

/// Whether each migration is still what was applied, by checksum.
#[pg_extern(schema = "migrate")]
fn verify() -> Result<
    TableIterator<
        'static,
        (name!(version, i64), name!(description, String), name!(ok, bool), name!(detail, String)),
    >,
    ErrorReport,
> {
    reported(|| {
        Ok(TableIterator::new(
            standing::verify().into_iter().map(|row| (row.version, row.description, row.ok, row.detail)),
        ))
    })
}
