//! A job for what cannot run in the caller's transaction. Its worker starts at once, and waits for that transaction; where
//! workers of other jobs are there already, one of them takes it on.

use migrate_core::error::Result;
use migrate_core::plan::Plan;

use super::answer::{Answer, lost_of};
use crate::engine::job::{self, Window};
use crate::engine::locks::migrator;
use crate::engine::review::{linted, order};
use crate::engine::session;
use crate::registry::approval::{self, Place};

/// A job that was asked for.
pub struct Queued {
    /// Its number.
    pub job: i64,
    /// When it starts: `starts when this commits`, or `behind job 7 (create index articles_slug_idx)`.
    pub when: String,
}

/// Writes a job for the plans, whose worker waits for this transaction, or for its time.
///
/// # Errors
///
/// As [`put_in_queue`], and what [`job::see_to`] refuses.
pub fn queue(plans: &[Plan], window: Window) -> Result<Vec<Answer>> {
    if plans.is_empty() {
        return Ok(Vec::new());
    }
    let Queued { job, when } = put(plans, window, false)?;
    let detail = |plan| format!("{when}{}", lost_of(plan));
    let answer = |plan| Answer { job: Some(job), ..Answer::new(plan, "queued", None, detail(plan)) };
    Ok(plans.iter().map(answer).collect())
}

/// The same without a time, with the job alone for an answer.
///
/// # Errors
///
/// What [`approval::check`], [`order::check`], [`linted::check`], [`session::capture`] and [`job::begin_now`] refuse.
pub fn put_in_queue(plans: &[Plan]) -> Result<Queued> {
    put(plans, Window::default(), false)
}

/// The same for one of several jobs of this transaction: those behind the first need no worker of their own, for they
/// could not run at the same time anyway.
///
/// # Errors
///
/// As [`put_in_queue`].
pub fn put_in_line(plans: &[Plan]) -> Result<Queued> {
    put(plans, Window::default(), true)
}

fn put(plans: &[Plan], window: Window, is_in_line: bool) -> Result<Queued> {
    approval::check(plans, Place::Job)?;
    order::check(plans)?;
    linted::check(plans)?;
    let identity = session::capture()?;
    // Asked before it is one of them itself.
    let ahead = job::ahead();
    let mut when = "starts when this commits".to_string();
    // One with a window is a job of its own.
    let queued = if window.is_none() { job::find_queued(plans, &identity) } else { None };
    let id = match queued {
        Some(id) => id,
        None => {
            let id = job::enqueue(plans, &identity);
            if !window.is_none() && job::set_window(id, window) {
                job::see_to(id)?;
                let until = job::deferred_until(id).unwrap_or_default();
                return Ok(Queued { job: id, when: format!("starts {until}") });
            }
            if is_in_line && job::stand_in_line(id) {
                return Ok(Queued { job: id, when: "starts when its turn comes".into() });
            }
            if job::stand_behind(id) {
                when = "starts when its turn comes".into();
            } else if !job::begin_now(id)? {
                when = "starts when a background worker is free".into();
            }
            id
        }
    };
    if let Some(ahead) = ahead.iter().find(|ahead| ahead.id < id) {
        when = format!("behind {}", ahead.in_words());
    } else if let Some(pid) = migrator::at_work_elsewhere() {
        when = format!("behind pid {pid}, which runs another migration");
    }
    Ok(Queued { job: id, when })
}
