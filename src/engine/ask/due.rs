//! `migrate.complete_due()`: every online change whose grace period is over is completed, each by itself.
//!
//! Each is a job of its own, so that one which fails stops no other. The first has a worker; the others stand in line
//! behind it, since they could not run at the same time anyway and would only take slots. One that is refused at once, as
//! `migrate.complete` would refuse it, is a row that says why. It waits for nothing.

use migrate_core::change::{State, Way, Which};
use migrate_core::error::{Error, Result};
use migrate_core::facts::{Change, Changes};
use migrate_core::failure::Failure;
use migrate_core::request::{EndChange, Operation};
use migrate_core::text;

use super::one::asks_for_nothing;
use super::operation::operate;
use super::queue::{Queued, put_in_line, put_in_queue};
use super::steps;
use crate::catalog::server::Server;
use crate::engine::operation::collect::{self, Asked};
use crate::engine::operation::{draft, records};
use crate::engine::{job, session};
use crate::postgres::identity::as_owner;
use crate::postgres::{spi, subtransaction};

/// How an online change stands, or what is done with it.
pub struct Row {
    /// Its number.
    pub change: i64,
    /// What it is, in words.
    pub what: String,
    /// queued, running, done, planned or refused; of one that is not due, where it stands.
    pub status: String,
    /// More.
    pub detail: String,
    /// The job that completes it.
    pub job: Option<i64>,
}

/// Completes what is due; with `dry_run` only says so.
///
/// # Errors
///
/// What the session refuses, and that somebody wants this to end.
pub fn complete_due(dry_run: bool) -> Result<Vec<Row>> {
    if let Some(schema) = collect::schema() {
        return if dry_run { Err(asks_for_nothing()) } else { ask_for_due(&schema) };
    }
    if !dry_run {
        session::check()?;
    }
    let mut rows = Vec::new();
    for (id, next) in open() {
        let is_behind = rows.iter().any(|row: &Row| row.job.is_some());
        let mut what = format!("change {id}");
        let one = subtransaction::tried(|| {
            let change = Server.change(&Which::Number(id))?;
            what = change.title();
            one(&change, &next, dry_run, is_behind)
        });
        let failure = match one {
            Ok(row) => {
                rows.push(row);
                continue;
            }
            Err(error) => error.failure(),
        };
        if failure.sqlstate.starts_with("57") {
            return Err(Error::Server(failure));
        }
        rows.push(Row { change: id, what, status: "refused".into(), detail: in_words(&failure), job: None });
    }
    rows.iter().for_each(|row| steps::tell(&row.what, &row.status, row.job));
    Ok(rows)
}

/// In a call for each of many schemas: asks for the completion of what is due in this one.
fn ask_for_due(schema: &str) -> Result<Vec<Row>> {
    let sql = "SELECT c.id, c.table_schema = $1 FROM migrate.changes c WHERE c.state = 'grace' ORDER BY c.id";
    let open = as_owner(|| spi::rows(sql, &[schema.into()], |row| (row.must::<i64>(1), row.must::<bool>(2))));
    for (id, is_here) in open {
        let change = Server.change(&Which::Number(id))?;
        // A table that is hidden may be in another one, or its schema have another name by now.
        if is_due(&change) && (is_here || change.table.schema.as_deref() == Some(schema)) {
            collect::hand_over(Asked::Do(Box::new(completion(&change))))?;
        }
    }
    Ok(Vec::new())
}

fn is_due(change: &Change) -> bool {
    change.state == State::Grace && change.is_over
}

fn completion(change: &Change) -> Operation {
    let end = EndChange::new(Which::Number(change.id), Way::Complete);
    Operation::EndChange(EndChange { from: Some(change.state), ..end })
}

/// The changes that have not ended, each with what can be done with it.
fn open() -> Vec<(i64, String)> {
    let sql = "SELECT c.id, coalesce(c.next, '') FROM migrate.changes c
               WHERE c.state NOT IN ('done', 'aborted', 'undone') ORDER BY c.id";
    as_owner(|| spi::rows(sql, &[], |row| (row.must(1), row.must(2))))
}

fn one(change: &Change, next: &str, dry_run: bool, is_behind: bool) -> Result<Row> {
    let row = |status: &str, detail: String, job: Option<i64>| Row {
        change: change.id,
        what: change.title(),
        status: status.into(),
        detail,
        job,
    };
    if !is_due(change) {
        return Ok(row(change.state.as_str(), next.into(), None));
    }
    let operation = completion(change);
    if let Some((job, status)) = job::at_work(&operation.title()) {
        return Ok(row(&status, String::new(), Some(job)));
    }
    records::check_asker(change.id)?;
    let drafts = session::within_migration(|| draft::look(&operation))?;
    let plan = draft::from_drafts(&operation, &drafts)?;
    if plan.units.is_empty() {
        let steps = operate(&operation, dry_run, None)?;
        let step = steps.into_iter().next();
        return Ok(step.map_or_else(
            || row("done", String::new(), None),
            |step| row(step.status, step.detail, step.job),
        ));
    }
    if dry_run {
        return Ok(row("planned", "its grace period is over".into(), None));
    }
    let plans = std::slice::from_ref(&plan);
    let Queued { job, when } = if is_behind { put_in_line(plans) } else { put_in_queue(plans) }?;
    Ok(row("queued", when, Some(job)))
}

/// A failure in lines that leave the other columns room on the screen.
fn in_words(failure: &Failure) -> String {
    const WIDTH: usize = 60;
    let parts = [Some(&failure.message), failure.detail.as_ref(), failure.hint.as_ref()];
    let lines: Vec<String> = parts.into_iter().flatten().map(|part| text::wrapped(part, WIDTH)).collect();
    lines.join("\n")
}
