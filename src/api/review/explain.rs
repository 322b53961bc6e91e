//! `migrate.explain`.

use migrate_core::lock::Mode;
use migrate_core::migration::Script;
use migrate_core::text;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use crate::api::{must, reported, with_sql};
use crate::engine::review::explain::{self, Row};
use crate::postgres::rows::{Columns, Rows};

/// The columns of a statement that is explained.
enum Explained {}

impl Columns for Explained {
    type Row = (
        i32,
        i32,
        i32,
        String,
        Option<String>,
        Option<bool>,
        Option<String>,
        Option<String>,
        Option<String>,
        String,
        Option<String>,
        bool,
        Option<String>,
    );
    const SQL: &'static str = "TABLE(statement int, unit int, line int, what text, lock text, rewrite boolean, \
                               scan text, size text, estimate text, runs text, blocked_by text, seen boolean, \
                               reason text)";
}

/// How many relations are named, where there are many with one lock.
const FEW: usize = 5;

/// `ACCESS EXCLUSIVE on a, b and 4 others`, a line for each mode.
fn locks(locks: &[(String, Mode)]) -> Option<String> {
    let mut lines = Vec::new();
    for chunk in locks.chunk_by(|(_, one), (_, next)| one == next) {
        let names: Vec<&str> = chunk.iter().take(FEW).map(|(name, _)| name.as_str()).collect();
        let more = chunk.len().saturating_sub(FEW);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        lines.push(text::wrapped(&format!("{} on {}{more}", chunk[0].1.words(), names.join(", ")), 26));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn wrapped(said: Option<String>, width: usize) -> Option<String> {
    said.map(|said| text::wrapped(&said, width))
}

fn rows(rows: Vec<Row>) -> Rows<Explained> {
    Rows::new(rows.into_iter().map(|row| {
        let number = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        let scan = row.scan.filter(|tables| !tables.is_empty()).map(|tables| tables.join(", "));
        let blocked_by = (!row.blocked_by.is_empty()).then(|| row.blocked_by.join("; "));
        (
            number(row.statement as usize),
            number(row.unit),
            number(row.line as usize),
            text::wrapped(&row.what, 24),
            locks(&row.locks),
            row.rewrite,
            wrapped(scan, 16),
            wrapped(row.size, 14),
            wrapped(row.estimate, 12),
            row.runs.to_string(),
            wrapped(blocked_by, 40),
            row.seen,
            wrapped(row.reason, 40),
        )
    }))
}

/// What each statement of a script would do here, seen on empty clones of its tables.
#[pg_extern(schema = "migrate", name = "explain")]
fn explain_script(sql: Option<String>) -> Result<Rows<Explained>, ErrorReport> {
    reported(|| with_sql(sql, |sql| Ok(rows(explain::script(&Script::new(sql))?))))
}

/// The same of a registered migration's up script.
#[pg_extern(schema = "migrate", name = "explain")]
fn explain_migration(version: Option<i64>) -> Result<Rows<Explained>, ErrorReport> {
    reported(|| Ok(rows(explain::migration(must("version", version)?)?)))
}
