//! `CALL migrate.up()` and `CALL migrate.down()`: a job, and waiting until it is done.
//!
//! The procedure commits first. Then it holds no snapshot and no lock, so nothing that the worker does can
//! wait for it.

use std::collections::BTreeSet;
use std::time::Instant;

use migrate_core::error::{Error, Result, SessionError};
use migrate_core::migration::Direction;
use migrate_core::plan::Plan;
use migrate_core::text;

use super::answer::{in_words, nothing, stopped, tell_lost, what_was_done};
use super::function::ask;
use super::look::{look, try_look};
use super::moment;
use crate::engine::clock::{milliseconds, ms_since};
use crate::engine::job::{self, Window};
use crate::engine::journal;
use crate::engine::journal::messages::{self, Listener};
use crate::engine::locks::migrator;
use crate::engine::plan::request::Request;
use crate::engine::review::{linted, order, preflight};
use crate::engine::session::{self, Identity};
use crate::postgres::compat::check_for_interrupts;
use crate::postgres::lock::Hold;
use crate::postgres::procedure::{self, NonAtomic};
use crate::postgres::worker::{self, Worker};
use crate::postgres::{settings as guc, spi};
use crate::registry::approval::{self, Place};
use crate::settings;

/// How it is to be done.
#[derive(Debug, Clone, Copy)]
pub struct How {
    /// Only say what would be done.
    pub dry_run: bool,
    /// Wait for its turn while another migrator is at work.
    pub wait: bool,
    /// Wait until it is a good moment.
    pub preflight: bool,
    /// When the job may be at work.
    pub window: Window,
    /// The procedure cannot commit.
    pub atomic: bool,
}

/// Does what was asked and returns when it is done: one line for people. Where the procedure cannot commit it does what
/// the function does.
///
/// # Errors
///
/// Whatever the session, the registry or the server refuse; a failure of the job with its own SQLSTATE.
pub fn call(request: Request, how: How) -> Result<String> {
    let How { dry_run, wait, preflight: waits_for_moment, window, atomic } = how;
    window.check()?;
    // Nobody waits for hours.
    let atomic = atomic || window.is_ahead();
    if waits_for_moment && !dry_run {
        moment::wait(&|| preflight::of_plans(&request.plans()?), atomic)?;
    }
    if dry_run || atomic {
        let asked = ask(request, dry_run, window)?;
        return Ok(in_words(request.deed(), &asked.answers, asked.stop.as_ref()));
    }
    // The wait has left none.
    let stop = spi::with_snapshot(|| request.stop());
    let (plans, identity) = match spi::with_snapshot(|| prepare(&request, wait))? {
        Some(prepared) => prepared,
        None => return Ok(nothing(request.deed()) + &stopped(stop.as_ref())),
    };

    let session = NonAtomic::begin();
    let start = Instant::now();
    let write = || {
        let id = job::enqueue(&plans, &identity);
        if !window.is_none() {
            job::set_window(id, window);
        }
        id
    };
    let id = waited_for(&session, &identity, wait, &plans, write)?;
    // What is done again ends with that.
    let end = if request.again { Direction::Up } else { request.direction };
    let ends = plans
        .iter()
        .map(|plan| &plan.purpose)
        .filter(|purpose| purpose.direction == end && purpose.event.is_none());
    let versions: Vec<i64> = ends.map(|purpose| purpose.version).collect();
    let (until, enders) = look(&session, id, || (job::deferred_until(id), journal::enders(&versions, end)))?;
    if let Some(until) = until {
        let mut done = enders;
        done.retain(|(_, by, _)| *by == Some(id));
        let told = what_was_done(request.deed(), id, done.len(), &done, ms_since(start));
        return Ok(format!("{told}; job {id} is outside its window {until}"));
    }
    outcome(&session, id)?;
    let took = ms_since(start);
    Ok(what_was_done(request.deed(), id, versions.len(), &enders, took) + &stopped(stop.as_ref()))
}

/// Has a job that `write` writes begin, and waits until it has ended or is put off: its number. Its `plans` are for what is
/// said meanwhile.
///
/// # Errors
///
/// As [`job::start`], unless it may `wait` for somebody else's worker; as [`watch`].
pub(super) fn waited_for(
    session: &NonAtomic,
    identity: &Identity,
    wait: bool,
    plans: &[Plan],
    write: impl FnOnce() -> i64,
) -> Result<i64> {
    let id = spi::with_snapshot(write);
    // From here on a cancel is the job's: it is handed on.
    let _held = procedure::hold_cancel();
    session.commit();
    let work = match job::start(id, identity, 0, wait) {
        Ok(worker) => Work::Started(worker),
        Err(_) if wait && session.run(|| job::stand_in_line(id)) => Work::InLine(id),
        Err(error) => {
            session.run(|| job::end(id, Some(&error.failure())));
            return Err(error);
        }
    };
    watch(session, &work, id, plans)?;
    Ok(id)
}

/// How a job has ended that was waited for.
///
/// # Errors
///
/// The job's own failure; [`SessionError::Lost`], which is written down; [`SessionError::Unseen`].
pub(super) fn outcome(session: &NonAtomic, id: i64) -> Result<()> {
    look(session, id, || job::outcome(id))?.inspect_err(|error| {
        if *error == (SessionError::Lost { job: id }).into() {
            // The next migrator finds it lost, too.
            let lost = session.try_run(|| job::lose(id));
            lost.err().into_iter().for_each(|failure| pgrx::log!("{}", failure.message));
        }
    })
}

/// The plans, and as whom they are to run; none if there is nothing to do.
fn prepare(request: &Request, wait: bool) -> Result<Option<(Vec<Plan>, Identity)>> {
    session::check()?;
    let _reading = linted::reading(false);
    let plans = request.plans()?;
    if plans.is_empty() {
        // A job may have done all of it and been killed before it could say so.
        if migrator::take(Hold::Transaction).is_ok() {
            job::bury_lost();
        }
        job::wake();
        return Ok(None);
    }
    if !wait {
        // Known now rather than by the worker; the commit that comes lets go of it again.
        migrator::take(Hold::Transaction)?;
    }
    approval::check(&plans, Place::Job)?;
    order::check(&plans)?;
    linted::check(&plans)?;
    tell_lost(&plans);
    order::tell_later(request, &plans);
    Ok(Some((plans, session::capture()?)))
}

/// Whose end is waited for.
pub(super) enum Work {
    /// A worker that we have started.
    Started(Worker),
    /// A job that waits for somebody else's worker.
    InLine(i64),
}

impl Work {
    /// How often it is looked at: a worker that we have started tells us when it ends.
    fn look_every_ms(&self) -> i64 {
        match self {
            Work::Started(_) => 1_000,
            Work::InLine(_) => 100,
        }
    }

    /// A look that cannot be made says nothing.
    fn has_ended(&self, session: &NonAtomic, id: i64) -> Result<bool> {
        let ended = match self {
            // The worker may stay for other jobs.
            Work::Started(worker) if worker.has_ended() => Some(true),
            Work::Started(_) => try_look(session, || job::is_left(id))?,
            Work::InLine(_) => {
                let is_gone = || job::state(id).map_or(true, |state| !state.is_live || !state.is_alive);
                try_look(session, || job::is_left(id) || is_gone())?
            }
        };
        Ok(ended.unwrap_or(false))
    }

    /// False if there is nobody yet who could be asked, or nobody can be found now.
    fn cancel(&self, session: &NonAtomic, id: i64) -> Result<bool> {
        match self {
            Work::Started(worker) => {
                // A session that is to end has no time for it.
                if !procedure::is_to_end() {
                    note_cancel(session, id);
                }
                Ok(worker.cancel())
            }
            Work::InLine(id) => {
                // Queries would end with it; a session that is to end lets the job go on.
                if !procedure::answer_cancel() {
                    check_for_interrupts();
                }
                match try_look(session, || job::withdraw(*id))? {
                    None => return Ok(false),
                    Some(true) => return Ok(true),
                    Some(false) => note_cancel(session, *id),
                }
                let state = try_look(session, || job::state(*id).ok())?;
                let pid = state.flatten().filter(|state| state.is_alive).and_then(|state| state.pid);
                pid.into_iter().for_each(worker::cancel);
                Ok(true)
            }
        }
    }
}

/// Writes down that the job is to stop, in a transaction of its own. If somebody has the table, the signal goes all the
/// same.
fn note_cancel(session: &NonAtomic, id: i64) {
    let noted = session.try_run(|| {
        guc::set_for_transaction(c"synchronous_commit", c"local");
        guc::set_for_transaction(c"lock_timeout", c"200ms");
        job::ask_to_stop(id);
    });
    noted.err().into_iter().for_each(|failure| pgrx::log!("{} ({})", failure.message, failure.sqlstate));
}

/// Waits for the worker's end, and says meanwhile what it has done. A cancel is handed on to the worker, whose
/// failure then is the answer.
///
/// # Errors
///
/// [`SessionError::WaitTimedOut`] at the caller's `statement_timeout`: that is a limit on the waiting, and the
/// job goes on.
pub(super) fn watch(session: &NonAtomic, work: &Work, id: i64, plans: &[Plan]) -> Result<()> {
    /// How often the journal is looked at at most, and how much of it is worth a notice each.
    const LOOK_EVERY_MS: i64 = 1_000;
    const FEW_UNITS: usize = 20;
    const WORTH_A_NOTICE_MS: i32 = 1_000;
    let few = plans.iter().map(|plan| plan.units.len()).sum::<usize>() <= FEW_UNITS;
    let (mut seen, mut waited_in, mut last_look) = (BTreeSet::new(), 0, Instant::now());
    let mut listener = Listener::default();
    let mut pass_on = || {
        let said = try_look(session, || messages::of_job(id))?.unwrap_or_default();
        listener.tell(said);
        Ok::<(), Error>(())
    };
    // A cancel that was answered is asked for until somebody has heard it.
    let (mut is_cancelled, mut asked_to_cancel) = (false, false);
    let title = |version: Option<i64>, operation: Option<String>| {
        let plan = plans.iter().find(|plan| plan.purpose.migration() == version);
        let description = plan.map_or("", |plan| plan.purpose.description.as_str());
        operation.unwrap_or_else(|| format!("{} {description}", version.unwrap_or_default()))
    };
    let mut report_waiting = || {
        if let Some(waiting) = try_look(session, || journal::waiting(id))?.flatten()
            && waiting.row != waited_in
        {
            waited_in = waiting.row;
            let (unit, units, transactions) = (waiting.unit, waiting.units, waiting.transactions);
            let title = title(waiting.version, waiting.operation);
            procedure::notice(&format!("{title}: unit {unit} of {units} has to wait for {transactions}"));
        }
        Ok::<(), Error>(())
    };
    let report = |seen: &mut BTreeSet<i64>| {
        for done in try_look(session, || journal::finished_by(id))?.unwrap_or_default() {
            // The units of an operation that a script calls are told as one, unless they take their time.
            let is_inner =
                done.version.is_none() && plans.iter().any(|plan| plan.purpose.operation.is_none());
            if !seen.insert(done.row) || is_inner && done.ms < WORTH_A_NOTICE_MS {
                continue;
            }
            let mut took = text::duration(done.ms.into());
            if i64::from(done.waited_ms) >= milliseconds(settings::lock_window()) {
                let waited = text::duration(done.waited_ms.into());
                let whom = done.waited_for.as_deref().unwrap_or("locks");
                took.push_str(&format!(" (waited {waited} for {whom}, out of the lock queue)"));
            }
            let (unit, units, title) = (done.unit, done.units, title(done.version, done.operation));
            procedure::notice(&format!("{title}: unit {unit} of {units} done in {took}"));
        }
        Ok::<(), Error>(())
    };
    while !work.has_ended(session, id)? {
        let interrupted = procedure::wait(procedure::between_looks(work.look_every_ms()));
        if interrupted || is_cancelled && !asked_to_cancel {
            if !asked_to_cancel && procedure::is_statement_timeout() && procedure::answer_cancel() {
                return Err(SessionError::WaitTimedOut { job: id }.into());
            }
            if !asked_to_cancel {
                // One that is not there yet is asked as soon as it is: that wakes us.
                is_cancelled = true;
                asked_to_cancel = work.cancel(session, id)?;
            }
        } else if ms_since(last_look) >= LOOK_EVERY_MS {
            pass_on()?;
            if few {
                report(&mut seen)?;
                report_waiting()?;
            }
            last_look = Instant::now();
        }
    }
    if asked_to_cancel && !procedure::answer_cancel() {
        check_for_interrupts();
    }
    pass_on()?;
    if few {
        report(&mut seen)?;
    }
    Ok(())
}
