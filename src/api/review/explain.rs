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
        String,
        i32,
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
    const SQL: &'static str = "TABLE(statement text, unit int, lock text, rewrite boolean, scan text, size text, \
                               estimate text, runs text, blocked_by text, seen boolean, reason text)";
}

/// How many relations are named, where there are many with one lock.
const FEW: usize = 5;

/// How wide an answer in psql is to be.
const WIDTH: usize = 120;

/// `ACCESS EXCLUSIVE on a, b and 4 others`, a line for each mode.
fn locks(locks: &[(String, Mode)]) -> String {
    let mut lines = Vec::new();
    for chunk in locks.chunk_by(|(_, one), (_, next)| one == next) {
        let names: Vec<&str> = chunk.iter().map(|(name, _)| name.as_str()).collect();
        lines.push(format!("{} on {}", chunk[0].1.words(), text::few(&names, FEW)));
    }
    lines.join("\n")
}

/// The columns whose text is broken into lines.
const HEADS: [&str; 7] = ["statement", "lock", "scan", "size", "estimate", "blocked_by", "reason"];

/// What is in them; nothing where there is nothing to be said.
fn cells(row: &Row) -> [String; 7] {
    [
        format!("{}: {}", row.statement, row.what),
        locks(&row.locks),
        row.scan.as_ref().map(|tables| tables.join(", ")).unwrap_or_default(),
        row.size.clone().unwrap_or_default(),
        row.estimate.clone().unwrap_or_default(),
        row.blocked_by.join("; "),
        row.reason.clone().unwrap_or_default(),
    ]
}

fn rows(rows: Vec<Row>) -> Rows<Explained> {
    let all: Vec<[String; 7]> = rows.iter().map(cells).collect();
    let runs = rows.iter().map(|row| row.runs.len()).max().unwrap_or(0).max("runs".len());
    // Each column has a blank on both sides and a line between it and the next.
    let taken = "unit".len() + "rewrite".len() + "seen".len() + runs + 11 * 3 - 1;
    let of_column = |at: usize| (HEADS[at], all.iter().map(|cells| cells[at].as_str()).collect());
    let columns: Vec<(&str, Vec<&str>)> = (0..HEADS.len()).map(of_column).collect();
    let widths = text::widths(WIDTH.saturating_sub(taken), &columns);
    let row = |(row, cells): (&Row, &[String; 7])| {
        let cell = |at: usize| {
            let lines: Vec<_> = cells[at].lines().map(|line| text::broken(line, widths[at])).collect();
            (!lines.is_empty()).then(|| lines.join("\n"))
        };
        let unit = i32::try_from(row.unit).unwrap_or(i32::MAX);
        let (statement, runs) = (cell(0).unwrap_or_default(), row.runs.to_string());
        (statement, unit, cell(1), row.rewrite, cell(2), cell(3), cell(4), runs, cell(5), row.seen, cell(6))
    };
    Rows::new(rows.iter().zip(&all).map(row).collect::<Vec<_>>())
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
