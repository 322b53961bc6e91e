//! `migrate.cancel`, `migrate.resume` and `CALL migrate.wait`: what one does with a job that is there.

use std::time::{Duration, Instant};

use migrate_core::error::{ElsewhereError, Result, SchemasError, SessionError};
use migrate_core::text;

use super::answer::Answer;
use super::look::{look, try_look};
use super::queue::queue;
use crate::catalog::citus;
use crate::engine::backfill::control;
use crate::engine::clock::milliseconds;
use crate::engine::converge::Spec;
use crate::engine::job::{self, Window};
use crate::engine::journal::messages::{self, Listener};
use crate::engine::plan::request;
use crate::engine::session;
use crate::postgres::identity::{current_role, is_member_of, session_user};
use crate::postgres::procedure::{self, NonAtomic};
use crate::postgres::worker;
use crate::registry::approval::{self, Place};

/// What became of a job that was to be cancelled.
pub struct Cancelled {
    /// The job.
    pub job: i64,
    /// Its status before.
    pub status: String,
    /// What was done.
    pub detail: &'static str,
}

/// Asks a job's worker to stop what it runs, as `pg_cancel_backend` does. It writes its own end.
///
/// # Errors
///
/// [`SessionError::Standby`], where the worker is elsewhere; [`SessionError::ReadOnly`]; [`SessionError::NoJob`];
/// [`SessionError::NotYourJob`] unless the current role may act as who asked for it.
pub fn cancel(id: i64) -> Result<Cancelled> {
    citus::check_writable("cancel a job")?;
    let state = job::state(id)?;
    let (_, role) = current_role();
    if !is_member_of(&state.asked_by) {
        return Err(SessionError::NotYourJob { job: id, role, asked_by: state.asked_by }.into());
    }
    // Its worker, if it is waiting, is woken below and finds nothing to do.
    let withdrawn = job::withdraw(id);
    let detail = match (state.is_live, state.pid) {
        (false, _) => "it has ended already",
        (true, pid) if withdrawn => {
            pid.filter(|_| state.is_alive).into_iter().for_each(worker::cancel);
            "it was taken back before it began"
        }
        (true, Some(pid)) if state.is_alive => {
            job::ask_to_stop(id);
            worker::cancel(pid);
            "its worker was asked to stop"
        }
        _ => {
            job::bury_lost();
            "its worker is gone"
        }
    };
    Ok(Cancelled { job: id, status: state.status, detail })
}

/// Has the work of a job that failed, was cancelled or was lost go on, as a new job of the caller that starts
/// when this transaction commits. One whose backfill was paused goes on itself.
///
/// # Errors
///
/// [`SessionError::NoJob`]; [`SessionError::JobNotBroken`] for a job that is done or at work; [`SchemasError::NotResumed`]; what
/// [`approval::check`] and [`request::again`] refuse.
pub fn resume(id: i64) -> Result<Vec<Answer>> {
    session::check()?;
    let state = job::state(id)?;
    if state.is_live && state.is_alive && control::is_paused(id) {
        let said = control::go_on(id)?;
        let description = said.table;
        return Ok(vec![Answer {
            version: 0,
            description,
            status: "running",
            ms: None,
            job: Some(id),
            detail: said.detail,
            derived: None,
            is_callback: false,
        }]);
    }
    if job::deferred_until(id).is_some() {
        let said = window(id, Window::default())?;
        let (description, detail) = (said.what, said.detail);
        return Ok(vec![Answer {
            version: 0,
            description,
            status: "queued",
            ms: None,
            job: Some(id),
            detail,
            derived: None,
            is_callback: false,
        }]);
    }
    if state.status == "done" || state.is_live && state.is_alive {
        return Err(SessionError::JobNotBroken { job: id, status: state.status }.into());
    }
    if let Some(spec) = job::schemas(id) {
        return Err(match serde_json::from_value::<Spec>(spec).ok().and_then(|spec| spec.elsewhere) {
            Some(kind) => ElsewhereError::NotResumed { kind, job: id }.into(),
            None => SchemasError::NotResumed { job: id }.into(),
        });
    }
    let mut plans = job::plans(id)?;
    if !job::is_told_by_history(&plans) {
        let numbered = plans.into_iter().zip(1..);
        plans = numbered.filter(|(_, place)| job::is_left_to_do(id, *place)).map(|(plan, _)| plan).collect();
    }
    // Nobody approves the expressions that somebody gave a safe operation: only who gave them runs them.
    let by = session_user().1;
    if plans.iter().any(|plan| plan.purpose.operation.is_some()) && state.asked_by != by {
        return Err(SessionError::NotYourJob { job: id, role: by, asked_by: state.asked_by }.into());
    }
    approval::check(&plans, Place::Job)?;
    // The job's own plans are as its session read the scripts; whoever approved them read them in another one.
    queue(&request::again(&plans)?, Window::default())
}

/// What became of a job's window.
pub struct Windowed {
    /// The job.
    pub job: i64,
    /// What it does.
    pub what: String,
    /// Its status.
    pub status: String,
    /// What is so from now on.
    pub detail: String,
}

/// Gives a job another window, or with none lets it be at work at any time.
///
/// # Errors
///
/// [`SessionError::NoJob`]; [`SessionError::NotYoursToControl`] unless the current role may act as who asked for it;
/// [`SessionError::JobEnded`]; what [`Window::check`], [`job::start`] and [`job::see_to`] refuse.
pub fn window(id: i64, window: Window) -> Result<Windowed> {
    citus::check_writable("control a job")?;
    let state = job::state(id)?;
    if !is_member_of(&state.asked_by) {
        let (_, role) = current_role();
        return Err(SessionError::NotYoursToControl { job: id, role, asked_by: state.asked_by }.into());
    }
    window.check()?;
    if !state.is_live || !state.is_alive {
        let status = if state.is_live { "lost".into() } else { state.status };
        return Err(SessionError::JobEnded { job: id, status }.into());
    }
    let was_deferred = job::deferred_until(id).is_some();
    let is_deferred = job::set_window(id, window);
    match (was_deferred, is_deferred) {
        (_, true) => job::see_to(id)?,
        (true, false) => drop(job::begin_now(id)?),
        (false, false) => {}
    }
    let detail = match job::deferred_until(id).filter(|_| is_deferred) {
        Some(until) if state.status == "queued" => format!("it starts {until}"),
        _ if state.status == "queued" && was_deferred => "it starts when this commits".into(),
        _ if window.stop_at.is_some() => "it stops behind the unit or batch in which its window ends".into(),
        _ if window.not_before.is_some() => "it is at work already".into(),
        _ => "it may be at work at any time".into(),
    };
    Ok(Windowed { job: id, what: job::what(id), status: state.status, detail })
}

/// Waits until a job has ended, or for `timeout`: one line for people. Without a number it is the last job that this
/// session has asked for as the current role.
///
/// # Errors
///
/// [`SessionError::NoJob`]; [`SessionError::NoneAsked`]; [`SessionError::WaitInTransaction`] where the procedure cannot commit; the job's
/// own failure.
pub fn wait(id: Option<i64>, timeout: Option<Duration>, atomic: bool) -> Result<String> {
    /// How often the job's row is looked at.
    const LOOK_EVERY_MS: i64 = 100;
    if atomic {
        return Err(SessionError::WaitInTransaction.into());
    }
    let id = match id {
        Some(id) => id,
        None => {
            let role = current_role().1;
            // A script is the same for small tables and for large ones.
            if job::is_last_done(&role) {
                return Ok("nothing to wait for: what this session asked for last is done".into());
            }
            job::last_asked(&role).ok_or(SessionError::NoneAsked { role })?
        }
    };
    let state = job::state(id)?;
    job::wake();
    let start = Instant::now();
    let session = NonAtomic::begin();
    session.commit();
    let mut status = state.status;
    loop {
        // What cannot be looked at is looked at again.
        let mut seen = try_look(&session, || job::state(id))?.transpose()?;
        if seen.as_ref().is_some_and(|state| state.is_live && !state.is_alive) {
            // It may have ended between the snapshot and the look at its process: then its row says how.
            seen = try_look(&session, || job::state(id))?.transpose()?;
        }
        if let Some(state) = seen {
            if !state.is_live {
                Listener::default().tell(look(&session, id, || messages::of_job(id))?);
                look(&session, id, || job::outcome(id))??;
                return Ok(format!("job {id} is {}", state.status));
            }
            if !state.is_alive {
                return Err(SessionError::Lost { job: id }.into());
            }
            if look(&session, id, || job::is_paused(id))? {
                return Ok(format!("job {id} is paused until migrate.resume({id})"));
            }
            status = state.status;
        }
        let left = timeout.map(|timeout| timeout.saturating_sub(start.elapsed()));
        if left.is_some_and(|left| left.is_zero()) {
            let waited = text::duration(milliseconds(start.elapsed()));
            return Ok(format!("job {id} is still {status} after {waited}; it goes on"));
        }
        let pause = left.map_or(LOOK_EVERY_MS, |left| milliseconds(left).clamp(1, LOOK_EVERY_MS));
        procedure::pause(procedure::between_looks(pause));
    }
}
