//! The histories of other migration tools: `migrate.import_history`, `export_history`.

use migrate_core::error::CallError;
use migrate_core::history::Wanted;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;
use pgrx::{AnyElement, pg_sys};

use super::schemas::wanted;
use super::{must, reported};
use crate::engine::ask::tools;
use crate::postgres::any_names;

/// What `import_history` was up to 0.2.0.
#[pg_extern(sql = false)]
fn import_history(
    tool: Option<String>,
    schema: Option<String>,
    dry_run: Option<bool>,
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<
    TableIterator<
        'static,
        (
            name!(version, Option<String>),
            name!(name, String),
            name!(status, String),
            name!(applied_at, Option<TimestampWithTimeZone>),
            name!(checksum, Option<String>),
            name!(detail, Option<String>),
        ),
    >,
    ErrorReport,
> {
    import_history_2(tool, schema, dry_run, None, fcinfo)
}

/// Records as applied what another tool's history says is applied; runs nothing. In the database, or in each of many schemas
/// that has such a history.
#[pg_extern(sql = r#"
CREATE FUNCTION migrate.import_history(
    tool text DEFAULT NULL, schema text DEFAULT NULL, dry_run boolean DEFAULT false, schemas "any" DEFAULT NULL)
RETURNS TABLE (version text, name text, status text, applied_at timestamptz, checksum text, detail text)
LANGUAGE c AS '@MODULE_PATHNAME@', 'import_history_2_wrapper';
"#)]
fn import_history_2(
    tool: Option<String>,
    schema: Option<String>,
    dry_run: Option<bool>,
    schemas: Option<AnyElement>,
    fcinfo: pg_sys::FunctionCallInfo,
) -> Result<
    TableIterator<
        'static,
        (
            name!(version, Option<String>),
            name!(name, String),
            name!(status, String),
            name!(applied_at, Option<TimestampWithTimeZone>),
            name!(checksum, Option<String>),
            name!(detail, Option<String>),
        ),
    >,
    ErrorReport,
> {
    reported(|| {
        let dry_run = must("dry_run", dry_run)?;
        let without_value = any_names::without_value(fcinfo, &[(3, "schemas")]);
        let rows = match (wanted(schemas, without_value)?, &schema) {
            (Some(_), Some(_)) => return Err(CallError::Together { of: ["schema", "schemas"] }.into()),
            (Some(schemas), None) => tools::import_in(&schemas, tool.as_deref(), dry_run)?,
            (None, schema) => {
                tools::import(Wanted { tool: tool.as_deref(), schema: schema.as_deref() }, dry_run)?
            }
        };
        Ok(TableIterator::new(rows.into_iter().map(|row| {
            let detail = Some(row.detail).filter(|detail| !detail.is_empty());
            let checksum = row.checksum.map(str::to_string);
            (row.version, row.name, row.status.to_string(), row.applied_at, checksum, detail)
        })))
    })
}

/// Writes another tool's history, so that it sees as applied what is applied here; runs no migration.
#[pg_extern(schema = "migrate")]
fn export_history(
    tool: Option<String>,
    schema: default!(Option<String>, "NULL"),
    dry_run: default!(Option<bool>, "false"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(version, Option<String>),
            name!(name, String),
            name!(status, String),
            name!(detail, Option<String>),
            name!(sql, Option<String>),
        ),
    >,
    ErrorReport,
> {
    reported(|| {
        let dry_run = must("dry_run", dry_run)?;
        let lines = tools::write_back(&must("tool", tool)?, schema.as_deref(), dry_run)?;
        Ok(TableIterator::new(lines.into_iter().map(move |line| {
            let is_planned = dry_run && !line.sql.is_empty();
            let status = if is_planned { "planned" } else { line.status };
            let sql = is_planned
                .then(|| line.sql.iter().map(|sql| format!("{sql};")).collect::<Vec<_>>().join("\n"));
            let detail = Some(line.detail).filter(|detail| !detail.is_empty());
            (line.version, line.name, status.to_string(), detail, sql)
        })))
    })
}
