//! Whether a migration does what it should, and can be taken back: `migrate.test`, `test_pending`.

use migrate_core::error::CallError;
use migrate_core::text::wrapped;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use crate::api::{must, reported};
use crate::engine::review::trial::{self, Verdict};
use crate::postgres::rows::{Columns, Rows};

/// The answers for one migration.
enum Answers {}

impl Columns for Answers {
    type Row = (String, Option<bool>, String);
    const SQL: &'static str = "TABLE(\"check\" text, ok boolean, detail text)";
}

/// The answers for several.
enum AllAnswers {}

impl Columns for AllAnswers {
    type Row = (i64, String, Option<bool>, String);
    const SQL: &'static str = "TABLE(version bigint, \"check\" text, ok boolean, detail text)";
}

/// How wide a detail may be, so that an answer fits into 120 columns.
const WIDTH: usize = 88;

/// Each line of a text wrapped, with its indent.
fn lines(text: &str, width: usize) -> String {
    let line = |line: &str| {
        let indent: String = line.chars().take_while(|c| *c == ' ').collect();
        wrapped(line, width.saturating_sub(indent.len()))
            .lines()
            .map(|part| format!("{indent}{part}"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn rows(verdicts: Vec<Verdict>) -> Rows<Answers> {
    Rows::new(verdicts.into_iter().map(|one| (one.check.to_string(), one.ok, lines(&one.detail, WIDTH))))
}

fn sampled(sample: Option<i32>) -> Result<i32, migrate_core::Error> {
    let sample = must("sample", sample)?;
    if sample < 0 {
        return Err(CallError::TooSmall { argument: "sample", least: 0, value: sample.into() }.into());
    }
    Ok(sample)
}

/// Tries a script and its way back on clones of the tables; without a down script, the one that would be derived.
#[pg_extern(schema = "migrate", name = "test")]
fn test_scripts(
    up: Option<String>,
    down: default!(Option<String>, "NULL"),
    sample: default!(Option<i32>, "100"),
) -> Result<Rows<Answers>, ErrorReport> {
    reported(|| Ok(rows(trial::scripts(&must("up", up)?, down.as_deref(), sampled(sample)?)?)))
}

/// Tries a registered migration.
#[pg_extern(schema = "migrate", name = "test")]
fn test_version(
    version: Option<i64>,
    sample: default!(Option<i32>, "100"),
) -> Result<Rows<Answers>, ErrorReport> {
    reported(|| Ok(rows(trial::version(must("version", version)?, sampled(sample)?)?)))
}

/// Tries all that are pending, each behind the ones before it.
#[pg_extern(schema = "migrate")]
fn test_pending(sample: default!(Option<i32>, "100")) -> Result<Rows<AllAnswers>, ErrorReport> {
    reported(|| {
        let verdicts = trial::all_pending(sampled(sample)?)?;
        Ok(Rows::new(verdicts.into_iter().map(|one| {
            (one.version.unwrap_or_default(), one.check.to_string(), one.ok, lines(&one.detail, WIDTH - 16))
        })))
    })
}
