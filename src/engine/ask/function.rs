//! `migrate.apply()` and `migrate.rollback()`: in the caller's transaction if all of it can run there,
//! otherwise as a job that starts when that transaction commits.

use migrate_core::error::{Result, SessionError};
use migrate_core::migration::Direction;
use migrate_core::plan::Plan;

use crate::engine::job;
use crate::engine::journal;
use crate::engine::locks::migrator;
use crate::engine::plan::request::Request;
use crate::engine::run::{caller, contract};
use crate::engine::session;
use crate::postgres::identity::answerable_user;
use crate::postgres::lock::{Hold, own_transaction};
use crate::registry::approval::{self, Place};

/// One migration of the answer.
pub struct Answer {
    /// Version.
    pub version: i64,
    /// Description.
    pub description: String,
    /// planned, applied, rolled back or queued.
    pub status: &'static str,
    /// How long it took.
    pub ms: Option<i64>,
    /// More.
    pub detail: String,
    /// The script, where it was derived.
    pub derived: Option<String>,
}

impl Answer {
    fn new(plan: &Plan, status: &'static str, ms: Option<i64>, detail: String) -> Self {
        let purpose = &plan.purpose;
        let (description, derived) = (purpose.description.clone(), purpose.derived.clone());
        Answer { version: purpose.version, description, status, ms, detail, derived }
    }
}

/// Does what was asked, or says with `dry_run` what it would do.
///
/// # Errors
///
/// Whatever the session, the registry or the server refuse.
pub fn ask(request: Request, dry_run: bool) -> Result<Vec<Answer>> {
    if dry_run {
        return Ok(preview(&request.plans()?));
    }
    session::check()?;
    let mut plans = request.plans()?;
    if plans.iter().all(Plan::runs_in_caller) {
        migrator::take(Hold::Transaction)?;
        if journal::has_news() {
            return Err(SessionError::Stale.into());
        }
        job::bury_lost();
        // Made again under the lock: another migrator may have come in between.
        plans = request.plans()?;
        if plans.iter().all(Plan::runs_in_caller) {
            approval::check(&plans, Place::Here)?;
            return run_here(&plans);
        }
    }
    queue(&plans)
}

/// What a dry run says.
fn preview(plans: &[Plan]) -> Vec<Answer> {
    let here = plans.iter().all(Plan::runs_in_caller);
    let unapproved = approval::unapproved(plans, if here { Place::Here } else { Place::Job });
    let detail = |plan: &Plan| {
        let place = if here { "" } else { "; as a job" };
        let approval = if unapproved.contains(&plan.purpose.version) { "; needs approval" } else { "" };
        let derived = plan.purpose.derived.as_ref();
        let derived = derived.map_or_else(String::new, |script| format!("; derived:\n{script}"));
        format!("{}{place}{approval}{derived}", plan.summary())
    };
    plans.iter().map(|plan| Answer::new(plan, "planned", None, detail(plan))).collect()
}

fn run_here(plans: &[Plan]) -> Result<Vec<Answer>> {
    let by = answerable_user();
    // Before any table is locked, for somebody may be about to replace one.
    plans.iter().try_for_each(contract::keep_text)?;
    let has_locks = caller::lock_all(plans)?;
    let mut answers = Vec::new();
    for plan in plans {
        if let Some(ms) = caller::run(plan, &by, has_locks)? {
            let status = match plan.purpose.direction {
                Direction::Up => "applied",
                Direction::Down => "rolled back",
            };
            answers.push(Answer::new(
                plan,
                status,
                Some(ms),
                format!("{}, in this transaction", plan.summary()),
            ));
        }
    }
    Ok(answers)
}

/// Writes a job for the plans, whose worker waits for this transaction.
///
/// # Errors
///
/// What [`approval::check`], [`session::capture`] and [`job::start`] refuse.
pub fn queue(plans: &[Plan]) -> Result<Vec<Answer>> {
    approval::check(plans, Place::Job)?;
    if plans.is_empty() {
        return Ok(Vec::new());
    }
    let identity = session::capture()?;
    let mut detail = "when this commits";
    let id = match job::find_queued(plans, &identity) {
        Some(id) => id,
        None => {
            let id = job::enqueue(plans, &identity);
            match job::start(id, &identity, own_transaction(), true) {
                Ok(worker) => {
                    if let Some(pid) = worker.started() {
                        job::set_pid(id, pid);
                        job::show(pid);
                    }
                }
                Err(_) if job::stand_in_line(id) => detail = "when a background worker is free",
                Err(error) => return Err(error),
            }
            id
        }
    };
    let detail = format!("job {id} starts {detail}; see migrate.progress");
    Ok(plans.iter().map(|plan| Answer::new(plan, "queued", None, detail.clone())).collect())
}
