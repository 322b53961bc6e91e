//! The histories of other migration tools: `migrate.import_history`, `export_history`.

use migrate_core::history::Wanted;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::{must, reported};
use crate::engine::ask::tools;

/// Records as applied what another tool's history says is applied; runs nothing.
#[pg_extern(schema = "migrate")]
fn import_history(
    tool: default!(Option<String>, "NULL"),
    schema: default!(Option<String>, "NULL"),
    dry_run: default!(Option<bool>, "false"),
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
        let wanted = Wanted { tool: tool.as_deref(), schema: schema.as_deref() };
        let rows = tools::import(wanted, must("dry_run", dry_run)?)?;
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
