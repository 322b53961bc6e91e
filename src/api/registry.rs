//! Registering migrations and keeping the history: `migrate.template`, `create`, `load`, `load_dir`,
//! `accept`, `unregister`, `current_version`, `applied_migrations`, `is_applied`, `record_migration`, `remove_migration`, `baseline`.

use migrate_core::file::variables::Variables;
use migrate_core::{file, version};
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;
use pgrx::{AnyElement, JsonB, pg_sys};

use super::schemas::wanted;
use super::{Outcomes, must, reported, with_sql};
use crate::engine::ask::{by_hand, squash as squashing};
use crate::engine::review::linted;
use crate::postgres::identity::answerable_user;
use crate::postgres::{any_names, procedure};
use crate::registry::folder::Asked;
use crate::registry::history::{self, Record};
use crate::registry::origins::How;
use crate::registry::{approval, callbacks, folder, load as loading, migrations, twins, withdraw};

/// A migration file in the guide's form, with a new version, ready to edit.
#[pg_extern(schema = "migrate")]
fn template(description: Option<String>) -> Result<String, ErrorReport> {
    reported(|| {
        let description = must("description", description)?;
        Ok(file::template(migrations::new_version()?, &description)?)
    })
}

/// Registers a migration from its parts and returns its version; without an up script it is a draft.
#[pg_extern(schema = "migrate")]
fn create(
    description: Option<String>,
    up: default!(Option<String>, "NULL"),
    down: default!(Option<String>, "NULL"),
    version: default!(Option<i64>, "NULL"),
    plain: default!(Option<bool>, "false"),
    repeatable: default!(Option<bool>, "false"),
) -> Result<i64, ErrorReport> {
    reported(|| {
        let (description, plain) = (must("description", description)?, must("plain", plain)?);
        let repeatable = must("repeatable", repeatable)?;
        let _reading = linted::reading(true);
        let version =
            loading::create(&description, up.as_deref(), down.as_deref(), version, plain, repeatable)?;
        // It has no column for it; migrate.status() says the same.
        if let Some(told) = linted::registered(version)? {
            procedure::notice(&format!("{version} {}: {told}", description.trim()));
        }
        Ok(version)
    })
}

fn registered(outcome: loading::Outcome) -> Outcomes {
    Outcomes::new([(outcome.version, outcome.description, outcome.status.to_string(), outcome.detail)])
}

/// Registers a migration file: of the guide's or another tool's form, or a plain up script with a separate down script.
#[pg_extern(schema = "migrate")]
fn load(
    content: Option<String>,
    filename: default!(Option<String>, "NULL"),
    down: default!(Option<String>, "NULL"),
    plain: default!(Option<bool>, "false"),
    variables: default!(Option<JsonB>, "NULL"),
) -> Result<Outcomes, ErrorReport> {
    reported(|| {
        let (content, plain) = (must("content", content)?, must("plain", plain)?);
        let variables = Variables::of(variables.map(|json| json.0))?;
        let (filename, down) = (filename.as_deref(), down.as_deref());
        let _reading = linted::reading(true);
        let mut outcome = loading::load(&content, filename, down, plain, &variables)?;
        linted::add(&mut outcome)?;
        twins::tell(&mut outcome, &[]);
        Ok(registered(outcome))
    })
}

/// Registers the migration files of a folder of the server, all of them or none, and says what it leaves out.
#[pg_extern(schema = "migrate")]
fn load_dir(
    path: Option<String>,
    plain: default!(Option<bool>, "false"),
    tool: default!(Option<String>, "NULL"),
    variables: default!(Option<JsonB>, "NULL"),
    exact: default!(Option<bool>, "false"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(file, String),
            name!(version, Option<i64>),
            name!(description, Option<String>),
            name!(status, String),
            name!(detail, String),
        ),
    >,
    ErrorReport,
> {
    reported(|| {
        let variables = Variables::of(variables.map(|json| json.0))?;
        let (is_plain, exact) = (must("plain", plain)?, must("exact", exact)?);
        let asked = Asked { is_plain, tool: tool.as_deref(), variables: &variables, exact };
        let path = must("path", path)?;
        let _reading = linted::reading(true);
        let mut rows = folder::load_dir(&path, &asked)?;
        if rows.iter().all(|(_, row)| row.version().is_none()) {
            procedure::notice(&format!("no migration is in \"{path}\""));
        }
        // When all are there: one may need what another one makes, and two may have the same text.
        let of_folder: Vec<i64> = rows.iter().filter_map(|(_, row)| row.version()).collect();
        for (_, row) in &mut rows {
            if let folder::Row::Migration(outcome) = row {
                linted::add(outcome)?;
                twins::tell(outcome, &of_folder);
            }
        }
        Ok(TableIterator::new(rows.into_iter().map(|(file, row)| match row {
            folder::Row::Migration(outcome) => {
                let (version, description) = (Some(outcome.version), Some(outcome.description));
                (file, version, description, outcome.status.to_string(), outcome.detail)
            }
            folder::Row::LeftOut(why) => (file, None, None, "left out".into(), why),
        })))
    })
}

/// Accepts another text for a migration that is applied.
#[pg_extern(schema = "migrate")]
fn accept(
    version: Option<i64>,
    reason: Option<String>,
    checksum: default!(Option<String>, "NULL"),
) -> Result<Outcomes, ErrorReport> {
    reported(|| {
        let (version, reason) = (must("version", version)?, must("reason", reason)?);
        Ok(registered(by_hand::accept(version, &reason, checksum.as_deref())?))
    })
}

/// Takes a pending migration out of the registry.
#[pg_extern(schema = "migrate")]
fn unregister(version: Option<i64>) -> Result<Outcomes, ErrorReport> {
    reported(|| Ok(registered(withdraw::unregister(must("version", version)?)?)))
}

/// Says what runs before all migrations of a run, behind each or behind all.
#[pg_extern(schema = "migrate")]
fn set_callback(event: Option<String>, sql: Option<String>) -> Result<Outcomes, ErrorReport> {
    reported(|| {
        let event = must("event", event)?;
        with_sql(sql, |sql| Ok(registered(callbacks::set(&event, sql)?)))
    })
}

/// Takes away what runs before all migrations of a run, behind each or behind all.
#[pg_extern(schema = "migrate")]
fn drop_callback(event: Option<String>) -> Result<Outcomes, ErrorReport> {
    reported(|| Ok(registered(callbacks::drop(&must("event", event)?)?)))
}

/// Makes one migration of all from one version to another one: in the registry, and in the history where they are applied.
#[pg_extern(schema = "migrate")]
fn squash(
    from_version: Option<i64>,
    to_version: Option<i64>,
    description: default!(Option<String>, "NULL"),
    up: default!(Option<String>, "NULL"),
    down: default!(Option<String>, "NULL"),
) -> Result<Outcomes, ErrorReport> {
    reported(|| {
        let (from, to) = (must("from_version", from_version)?, must("to_version", to_version)?);
        let (description, up, down) = (description.as_deref(), up.as_deref(), down.as_deref());
        Ok(registered(squashing::squash(from, version::check(to)?, description, up, down)?))
    })
}

/// Says that a migration, as it is registered now, may run with the current role's rights.
#[pg_extern(schema = "migrate")]
fn approve(
    version: Option<i64>,
    checksum: default!(Option<String>, "NULL"),
) -> Result<Outcomes, ErrorReport> {
    reported(|| {
        let outcome = approval::approve(must("version", version)?, checksum.as_deref())?;
        Ok(registered(outcome))
    })
}

/// The newest applied version; NULL where none is.
#[pg_extern(schema = "migrate")]
fn current_version() -> Result<Option<i64>, ErrorReport> {
    reported(|| Ok(history::current_version()))
}

/// The applied migrations, oldest version first.
#[pg_extern(schema = "migrate")]
fn applied_migrations() -> Result<
    TableIterator<
        'static,
        (
            name!(version, i64),
            name!(description, String),
            name!(applied_at, Option<TimestampWithTimeZone>),
            name!(applied_by, Option<String>),
            name!(execution_time_ms, Option<i32>),
            name!(checksum, Option<String>),
        ),
    >,
    ErrorReport,
> {
    reported(|| {
        Ok(TableIterator::new(history::applied().into_iter().map(|row| {
            (
                row.version,
                row.description,
                row.applied_at,
                row.applied_by,
                row.execution_time_ms,
                row.checksum,
            )
        })))
    })
}

/// Whether a migration is applied.
#[pg_extern(schema = "migrate")]
fn is_applied(version: Option<i64>) -> Result<bool, ErrorReport> {
    reported(|| Ok(history::find(must("version", version)?).is_some()))
}

/// The columns of what was done to the history by hand.
type Noted = TableIterator<'static, (name!(version, i64), name!(description, String), name!(status, String))>;

/// Does it by hand in the database itself, or in each of the schemas that are given.
fn noted(
    schemas: Option<AnyElement>,
    (fcinfo, at): (pg_sys::FunctionCallInfo, usize),
    done: &'static str,
    work: impl Fn() -> migrate_core::Result<Vec<(i64, String)>>,
) -> migrate_core::Result<Noted> {
    let without_value = any_names::without_value(fcinfo, &[(at, "schemas")]);
    let rows: Vec<(i64, String, String)> = match wanted(schemas, without_value)? {
        None => work()?.into_iter().map(|(version, what)| (version, what, done.to_string())).collect(),
        Some(wanted) => by_hand::in_schemas(&wanted, done, work)?,
    };
    Ok(TableIterator::new(rows))
}

/// What `record_migration` was up to 0.2.0.
#[pg_extern(sql = false)]
fn record_migration(
    version: Option<i64>,
    description: Option<String>,
    execution_time_ms: Option<i32>,
    checksum: Option<String>,
    applied_by: Option<String>,
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<
    TableIterator<'static, (name!(version, i64), name!(description, String), name!(status, String))>,
    ErrorReport,
> {
    record_migration_2(version, description, execution_time_ms, checksum, applied_by, None, fcinfo)
}

/// Records a migration as applied without running anything, in the database or in each of many schemas.
#[pg_extern(sql = r#"
CREATE FUNCTION migrate.record_migration(
    version bigint, description text DEFAULT NULL, execution_time_ms integer DEFAULT NULL, checksum text DEFAULT NULL,
    applied_by text DEFAULT NULL, schemas "any" DEFAULT NULL)
RETURNS TABLE (version bigint, description text, status text)
LANGUAGE c AS '@MODULE_PATHNAME@', 'record_migration_2_wrapper';
"#)]
fn record_migration_2(
    version: Option<i64>,
    description: Option<String>,
    execution_time_ms: Option<i32>,
    checksum: Option<String>,
    applied_by: Option<String>,
    schemas: Option<AnyElement>,
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<
    TableIterator<'static, (name!(version, i64), name!(description, String), name!(status, String))>,
    ErrorReport,
> {
    reported(|| {
        let version = version::check(must("version", version)?)?;
        let registered = migrations::find(version);
        let description = description
            .or_else(|| registered.as_ref().map(|there| there.description.clone()))
            .unwrap_or_else(|| format!("migration {version}"));
        let applied_by = applied_by.unwrap_or_else(answerable_user);
        let record = || {
            by_hand::record(&Record {
                version,
                description: &description,
                execution_time_ms: execution_time_ms.map(i64::from),
                checksum: checksum.as_deref().or(registered.as_ref().map(|there| there.checksum.as_str())),
                applied_by: &applied_by,
                how: How::Recorded,
            })?;
            Ok(vec![(version, description.clone())])
        };
        noted(schemas, (fcinfo, 5), "recorded", record)
    })
}

/// What `remove_migration` was up to 0.2.0.
#[pg_extern(sql = false)]
fn remove_migration(
    version: Option<i64>,
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<
    TableIterator<'static, (name!(version, i64), name!(description, String), name!(status, String))>,
    ErrorReport,
> {
    remove_migration_2(version, None, fcinfo)
}

/// Takes a migration out of the history without running anything, in the database or in each of many schemas.
#[pg_extern(sql = r#"
CREATE FUNCTION migrate.remove_migration(version bigint, schemas "any" DEFAULT NULL)
RETURNS TABLE (version bigint, description text, status text)
LANGUAGE c AS '@MODULE_PATHNAME@', 'remove_migration_2_wrapper';
"#)]
fn remove_migration_2(
    version: Option<i64>,
    schemas: Option<AnyElement>,
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<
    TableIterator<'static, (name!(version, i64), name!(description, String), name!(status, String))>,
    ErrorReport,
> {
    reported(|| {
        let version = must("version", version)?;
        let remove = || Ok(vec![(version, by_hand::remove(version)?)]);
        noted(schemas, (fcinfo, 1), "removed", remove)
    })
}

/// Says of a unit that was broken off whether it had finished, where only a person can tell.
#[pg_extern(schema = "migrate")]
fn settle(
    version: Option<i64>,
    finished: Option<bool>,
) -> Result<
    TableIterator<'static, (name!(version, i64), name!(unit, i32), name!(units, i32), name!(status, String))>,
    ErrorReport,
> {
    reported(|| {
        let (version, finished) = (must("version", version)?, must("finished", finished)?);
        let (unit, units) = by_hand::settle(version, finished)?;
        let status = if finished { "finished" } else { "to be run again" };
        Ok(TableIterator::once((version, unit, units, status.to_string())))
    })
}

/// What `baseline` was up to 0.2.0.
#[pg_extern(sql = false)]
fn baseline(
    version: Option<i64>,
    description: Option<String>,
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<
    TableIterator<'static, (name!(version, i64), name!(description, String), name!(status, String))>,
    ErrorReport,
> {
    baseline_2(version, description, None, fcinfo)
}

/// Records every registered migration up to a version as applied, and that version itself; nothing below it is ever
/// run. In the database, or in each of many schemas.
#[pg_extern(sql = r#"
CREATE FUNCTION migrate.baseline(version bigint, description text DEFAULT 'baseline', schemas "any" DEFAULT NULL)
RETURNS TABLE (version bigint, description text, status text)
LANGUAGE c AS '@MODULE_PATHNAME@', 'baseline_2_wrapper';
"#)]
fn baseline_2(
    version: Option<i64>,
    description: Option<String>,
    schemas: Option<AnyElement>,
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<
    TableIterator<'static, (name!(version, i64), name!(description, String), name!(status, String))>,
    ErrorReport,
> {
    reported(|| {
        let version = version::check(must("version", version)?)?;
        let description = must("description", description)?;
        noted(schemas, (fcinfo, 2), "recorded", || by_hand::baseline(version, &description))
    })
}
