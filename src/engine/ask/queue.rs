//! A job for what cannot run in the caller's transaction. Its worker starts at once, and waits for that transaction.

use migrate_core::error::Result;
use migrate_core::plan::Plan;

use super::answer::Answer;
use crate::engine::job::{self, Window};
use crate::engine::review::linted;
use crate::engine::session;
use crate::postgres::lock::own_transaction;
use crate::registry::approval::{self, Place};

/// Writes a job for the plans, whose worker waits for this transaction.
///
/// # Errors
///
/// What [`approval::check`], [`linted::check`], [`session::capture`], [`job::start`] and [`job::see_to`] refuse.
pub fn queue(plans: &[Plan], window: Window) -> Result<Vec<Answer>> {
    approval::check(plans, Place::Job)?;
    linted::check(plans)?;
    if plans.is_empty() {
        return Ok(Vec::new());
    }
    let identity = session::capture()?;
    let mut detail = "starts when this commits".to_string();
    let id = match job::find_queued(plans, &identity).filter(|_| window.is_none()) {
        Some(id) => id,
        None => {
            let id = job::enqueue(plans, &identity);
            if !window.is_none() && job::set_window(id, window) {
                job::see_to(id)?;
                detail = job::deferred_until(id).unwrap_or_default();
                return Ok(answers(plans, &format!("job {id} starts {detail}; see migrate.progress")));
            }
            match job::start(id, &identity, own_transaction(), true) {
                Ok(worker) => {
                    if let Some(pid) = worker.started() {
                        job::set_pid(id, pid);
                        job::show(pid);
                    }
                }
                Err(_) if job::stand_in_line(id) => detail = "starts when a background worker is free".into(),
                Err(error) => return Err(error),
            }
            id
        }
    };
    Ok(answers(plans, &format!("job {id} {detail}; see migrate.progress")))
}

/// Writes a job for plans, whose worker waits for this transaction; one that is behind others of this transaction stands
/// in line for theirs.
///
/// # Errors
///
/// As [`queue`].
pub fn put(plans: &[Plan], is_behind: bool) -> Result<i64> {
    approval::check(plans, Place::Job)?;
    linted::check(plans)?;
    let identity = session::capture()?;
    let id = job::enqueue(plans, &identity);
    if !(is_behind && job::stand_in_line(id)) {
        let worker = job::start(id, &identity, own_transaction(), true)?;
        if let Some(pid) = worker.started() {
            job::set_pid(id, pid);
            job::show(pid);
        }
    }
    Ok(id)
}

fn answers(plans: &[Plan], detail: &str) -> Vec<Answer> {
    plans.iter().map(|plan| Answer::new(plan, "queued", None, detail.to_string())).collect()
}
