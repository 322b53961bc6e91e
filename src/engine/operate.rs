//! Safe operations: from what is asked to a plan, and to rows that say what was done.
//!
//! What an operation does depends on what is there, so its plan is made anew when its turn comes: to go on after a
//! crash, or to be called twice, is to look again.

use migrate_core::error::{Error, Result};
use migrate_core::migration::{Direction, Script};
use migrate_core::operation::{self, Draft, Operation};
use migrate_core::plan::{Plan, Purpose};
use migrate_core::statement::Statement;

use super::{ask, caller, lock, session};
use crate::catalog::table::Server;
use crate::postgres::identity::session_user;
use crate::postgres::lock::Hold;
use crate::postgres::parser;

/// A step of the answer.
pub struct Row {
    /// Its number, from 1.
    pub step: i32,
    /// The statement, with a semicolon.
    pub sql: String,
    /// The strongest table lock that it takes.
    pub lock: String,
    /// planned, already done, done or queued.
    pub status: &'static str,
    /// Why it is there, and which job runs it.
    pub detail: String,
}

/// Does a safe operation: in the caller's transaction if it is one plain statement, otherwise as a job. With
/// `dry_run` it only says what it would do.
///
/// # Errors
///
/// Whatever the operation, the session or the server refuse.
pub fn operate(operation: &Operation, dry_run: bool) -> Result<Vec<Row>> {
    if !dry_run {
        session::check()?;
    }
    // A function in an expression must not run migrations in turn.
    let drafts = session::within_migration(|| operation.drafts(&Server))?;
    let plan = from_drafts(operation, &drafts)?;
    if dry_run || plan.units.is_empty() {
        return Ok(rows(&drafts, "planned", ""));
    }
    if !plan.runs_in_caller() {
        let answers = ask::queue(std::slice::from_ref(&plan))?;
        let detail = answers.first().map(|answer| answer.detail.clone()).unwrap_or_default();
        return Ok(rows(&drafts, "queued", &detail));
    }
    lock::take(Hold::Transaction)?;
    caller::run(&plan, &session_user().1, false)?;
    Ok(rows(&drafts, "done", ""))
}

/// The plan for an operation on what is there now.
///
/// # Errors
///
/// As [`Operation::drafts`].
pub fn plan(operation: &Operation) -> Result<Plan> {
    from_drafts(operation, &operation.drafts(&Server)?)
}

fn from_drafts(operation: &Operation, drafts: &[Draft]) -> Result<Plan> {
    let units = operation::units(drafts, statement)?;
    Ok(Plan { purpose: Purpose::operation(operation), units })
}

/// The one statement of a draft: what a user wrote as an expression must not have become another.
fn statement(draft: &Draft, number: u32) -> Result<Statement> {
    let mut statements = parser::parse(&Script::new(draft.sql.as_str()), Direction::Up)?;
    match (statements.pop(), statements.is_empty()) {
        (Some(statement), true) => Ok(Statement { number, ..statement }),
        _ => Err(Error::from(migrate_core::error::OperationError::Argument { sql: draft.sql.clone() })),
    }
}

fn rows(drafts: &[Draft], status: &'static str, detail: &str) -> Vec<Row> {
    // The job is named once, where it begins.
    let first = drafts.iter().zip(1..).find(|(draft, _)| !draft.is_done).map(|(_, step)| step);
    let row = |(draft, step): (&Draft, i32)| {
        let status = if draft.is_done { "already done" } else { status };
        let more = if first == Some(step) { detail } else { "" };
        let detail = [draft.detail.as_str(), more].into_iter().filter(|text| !text.is_empty());
        Row {
            step,
            sql: format!("{};", draft.sql),
            lock: draft.lock.clone(),
            status,
            detail: detail.collect::<Vec<_>>().join("; "),
        }
    };
    drafts.iter().zip(1..).map(row).collect()
}
