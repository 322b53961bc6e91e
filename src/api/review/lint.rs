//! `migrate.lint`, `lint_all`.

use migrate_core::error::MigrationError;
use migrate_core::lint::Finding;
use migrate_core::migration::{Direction, Script};
use migrate_core::text;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use crate::api::{must, reported, with_sql};
use crate::engine::review::lint as linting;
use crate::postgres::rows::{Columns, Rows};
use crate::registry::{history, migrations};

/// The columns of a finding.
enum Findings {}

impl Columns for Findings {
    type Row = (i32, i32, i32, String, String, String, String, Option<String>);
    const SQL: &'static str = "TABLE(statement int, line int, col int, severity text, rule text, message text, hint text, fix text)";
}

/// The columns of a finding in some migration.
enum AllFindings {}

impl Columns for AllFindings {
    type Row = (i64, i32, i32, String, String, String, String);
    const SQL: &'static str =
        "TABLE(version bigint, line int, col int, severity text, rule text, message text, hint text)";
}

/// How wide an answer in psql is to be, without `fix`.
const WIDTH: usize = 120;

/// How wide message and hint may be beside columns that take so much.
fn width(others: usize, rules: impl Iterator<Item = usize>) -> usize {
    let rule = rules.max().unwrap_or(0).max("rule".len());
    // Each column has a blank on both sides and a line between it and the next.
    (WIDTH.saturating_sub(others + rule + 6) / 2).max(16)
}

fn rows(findings: Vec<Finding>) -> Rows<Findings> {
    let taken = "statement".len() + "line".len() + "col".len() + "severity".len() + 5 * 3 - 1;
    let width = width(taken, findings.iter().map(|finding| finding.rule.len()));
    Rows::new(findings.into_iter().map(move |finding| {
        let [statement, line, column] =
            [finding.statement, finding.line, finding.column].map(|number| number as i32);
        let message = text::wrapped(&finding.message, width);
        let hint = text::wrapped(&finding.hint, width);
        (statement, line, column, finding.severity.to_string(), finding.rule, message, hint, finding.fix)
    }))
}

/// What would hurt if a script ran here.
#[pg_extern(schema = "migrate", name = "lint")]
fn lint_script(sql: Option<String>) -> Result<Rows<Findings>, ErrorReport> {
    reported(|| with_sql(sql, |sql| Ok(rows(linting::lint(&Script::new(sql), Direction::Up)?))))
}

/// What would hurt if a migration's up script ran now.
#[pg_extern(schema = "migrate", name = "lint")]
fn lint_version(version: Option<i64>) -> Result<Rows<Findings>, ErrorReport> {
    reported(|| {
        let version = must("version", version)?;
        let migration = migrations::find(version).ok_or(MigrationError::NotRegistered { version })?;
        let has_run = history::is_done(version);
        Ok(rows(linting::of_migration(&migration, has_run)?))
    })
}

/// What would hurt if the pending migrations ran now.
#[pg_extern(schema = "migrate")]
fn lint_all() -> Result<Rows<AllFindings>, ErrorReport> {
    reported(|| {
        let pending = linting::of_pending()?.into_iter();
        let all: Vec<(i64, Finding)> =
            pending.flat_map(|(version, found)| found.into_iter().map(move |one| (version, one))).collect();
        let taken = 13 + "line".len() + "col".len() + "severity".len() + 5 * 3 - 1;
        let width = width(taken, all.iter().map(|(_, finding)| finding.rule.len()));
        Ok(Rows::new(all.into_iter().map(move |(version, finding)| {
            let [line, column] = [finding.line, finding.column].map(|number| number as i32);
            let message = text::wrapped(&finding.message, width);
            let hint = text::wrapped(&finding.hint, width);
            (version, line, column, finding.severity.to_string(), finding.rule, message, hint)
        })))
    })
}
