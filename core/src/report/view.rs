//! The page's words and numbers, made of what is known. Nothing here is HTML: the template escapes all of it.

mod failure;
mod line;
mod lock;
mod run;

use askama::Template;

use super::record::{Record, Subject};
use super::words;
use failure::FailureView;
use run::RunView;

/// How many failures stand at the top.
const FAILURES: usize = 3;

/// The page.
#[derive(Template)]
#[template(path = "report.html")]
pub(super) struct Page {
    title: String,
    kind: &'static str,
    status: String,
    tone: &'static str,
    note: Option<String>,
    database: String,
    made_at: String,
    facts: Vec<(String, String)>,
    next: Vec<String>,
    failures: Vec<FailureView>,
    runs: Vec<RunView>,
    left_out: Option<String>,
    hides_sql: bool,
}

impl Page {
    pub(super) fn of(record: &Record) -> Page {
        let (kind, title) = match &record.subject {
            Subject::Migration { version, description } => {
                ("Migration", format!("{version} {}", words::cut(description, 200)))
            }
            Subject::Job { id, what } => ("Job", format!("{id} {}", words::cut(what, 200))),
        };
        let runs: Vec<RunView> = record.runs.iter().map(RunView::of).collect();
        let left_out = match record.runs_left_out {
            0 => None,
            1 => Some("1 older run is not shown.".to_string()),
            more => Some(format!("{more} older runs are not shown.")),
        };
        let failures = failures(record);
        Page {
            title,
            kind,
            status: record.status.clone(),
            tone: words::tone(&record.status),
            // Of a failure it has the beginning, which is told in full below.
            note: record.note.clone().filter(|_| failures.is_empty()),
            database: record.database.clone(),
            made_at: record.made_at.clone(),
            facts: record.facts.clone(),
            next: record.next.clone(),
            failures,
            hides_sql: record.runs.iter().flat_map(|run| &run.lines).any(|line| !line.shows_sql),
            runs,
            left_out,
        }
    }
}

/// What stands at the top: why it stands as it does. A failure that the next run has mended is told with its unit.
fn failures(record: &Record) -> Vec<FailureView> {
    if words::tone(&record.status) != "bad" && !is_vain(record) {
        return Vec::new();
    }
    let Some(run) = record.runs.first() else {
        return record.failure.iter().map(|failure| FailureView::new(failure, None)).collect();
    };
    let bad = run.lines.iter().rev().filter_map(|line| Some((line, line.failure.as_ref()?)));
    // A unit of an operation comes with that of the statement that calls it, which fails for the same reason.
    let mut seen: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for (line, failure) in bad {
        if !seen.contains(&failure.message.as_str()) && found.len() < FAILURES {
            seen.push(&failure.message);
            found.push(FailureView::new(failure, Some(line::numbered(line))));
        }
    }
    if found.is_empty() {
        found.extend(record.failure.iter().map(|failure| FailureView::new(failure, None)));
    }
    found
}

/// Whether the last run failed and left the migration as it was: a rollback of which nothing is done.
fn is_vain(record: &Record) -> bool {
    record.runs.first().and_then(|run| run.lines.last()).is_some_and(|line| line.status == "failed")
}
