//! A job for what cannot run in the caller's transaction. Its worker starts at once, and waits for that transaction.

use migrate_core::error::Result;
use migrate_core::plan::Plan;

use super::answer::{Answer, lost_of};
use crate::engine::review::linted;
use crate::engine::{job, session};
use crate::postgres::lock::own_transaction;
use crate::registry::approval::{self, Place};

/// Writes a job for the plans, whose worker waits for this transaction.
///
/// # Errors
///
/// What [`approval::check`], [`linted::check`], [`session::capture`] and [`job::start`] refuse.
pub fn queue(plans: &[Plan]) -> Result<Vec<Answer>> {
    approval::check(plans, Place::Job)?;
    linted::check(plans)?;
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
    Ok(plans
        .iter()
        .map(|plan| Answer::new(plan, "queued", None, format!("{detail}{}", lost_of(plan))))
        .collect())
}
