//! The life of a job's worker: wait for the transaction that asked, take the job, become the caller, run the plans,
//! write the end.
//!
//! `postgres::worker::start` registers a dynamic background worker, which needs no `shared_preload_libraries`; the
//! server enters it at the end of `lib.rs`. SIGTERM and SIGINT are the backend's own, so a terminate, a cancel and a
//! fast shutdown stop a running statement. The worker ends when its job ends, and is never restarted. Before it ends it
//! looks at the line of jobs that have no worker: it runs the first one itself if that has its session user, and starts
//! a worker for it otherwise. Where something is due later only, and no other worker sleeps until then, it stays.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use migrate_core::error::{Error, ReleaseError, Result, SessionError};
use migrate_core::failure::Failure;
use migrate_core::plan::Plan;
use migrate_core::request::Operation;

use crate::engine::converge;
use crate::engine::job::{self, Job, Next};
use crate::engine::journal::{Broken, tell};
use crate::engine::locks::migrator;
use crate::engine::operation::draft;
use crate::engine::plan::request;
use crate::engine::review::{linted, order};
use crate::engine::run::Runner;
use crate::engine::run::{Sharing, contract, durable};
use crate::engine::session::going_on::Session;
use crate::engine::session::{self, traces};
use crate::postgres::compat::check_for_interrupts;
use crate::postgres::lock::{self, Hold};
use crate::postgres::worker::Order;
use crate::postgres::{discard, extension, line_lock, memory, procedure, spi, toplevel, touched};
use crate::registry::readings::{Reading, Wanted};
use crate::settings;

/// Runs the job that the worker was started for.
pub fn run(mut order: Order) {
    memory::give_back();
    loop {
        let worked = job(order);
        if hand_over(order) {
            return;
        }
        if let Err(failure) = worked {
            // Nobody reads a worker's errors but the log; those of a job are in its row, too.
            log(&failure);
        }
        match next_in_line(order.role) {
            Ok(Some(subject)) => order = Order { subject, transaction: 0, patient: true, ..order },
            Ok(None) => return,
            Err(failure) => {
                if !hand_over(order) {
                    log(&failure);
                }
                return;
            }
        }
    }
}

/// Where the extension is of another version than this process's library: leaves everything as it is, and says so. If the
/// extension was updated since the library was loaded, a process that loads it now goes on in this one's place: with its
/// job, or sleeping until one is due.
fn hand_over(order: Order) -> bool {
    let misfit = match toplevel::without_snapshot(extension::check) {
        Ok(Ok(())) => return false,
        Ok(Err(misfit)) => misfit,
        Err(failure) => {
            log(&failure);
            return true;
        }
    };
    let is_too_old = matches!(misfit, Error::Release(ReleaseError::LibraryIsOlder { .. }));
    if is_too_old && !order.is_heir {
        // What this one holds is the heir's to take.
        if let Err(failure) = toplevel::without_snapshot(lock::release_session_locks) {
            log(&failure);
        }
        let heir = Order { transaction: 0, patient: true, is_heir: true, ..order };
        if job::start_worker(heir).is_ok() {
            return true;
        }
    }
    log(&misfit.failure());
    true
}

/// What jobs are waiting for a worker: the one that this worker is to run itself, if so.
fn next_in_line(role: u32) -> std::result::Result<Option<i64>, Failure> {
    /// How long a slot is waited for that somebody else's workers have.
    const PATIENCE: Duration = Duration::from_secs(60);
    const PAUSE_MS: i64 = 200;
    /// How soon it is seen that a job is due, and that a transaction has put one in line.
    const LONG_MS: i64 = 1_000;
    const SHORT_MS: i64 = 50;
    let (start, mut is_asleep) = (Instant::now(), false);
    // The next one's turn comes now, whoever runs it.
    toplevel::without_snapshot(lock::release_session_locks)?;
    loop {
        let look = || {
            extension::must_fit();
            job::next_in_line(role)
        };
        match toplevel::without_snapshot(look)? {
            Next::Nothing | Next::Started => return Ok(None),
            Next::Ours(id) => {
                toplevel::without_snapshot(lock::release_session_locks)?;
                traces::clear()?;
                return Ok(Some(id));
            }
            // Two that wait here would wait for each other's slot.
            Next::NoSlot(_) if !toplevel::without_snapshot(line_lock::try_usher)? => return Ok(None),
            Next::NoSlot(id) if start.elapsed() > PATIENCE => {
                let failure = Error::from(SessionError::NoWorker).failure();
                toplevel::in_transaction(|| job::end(id, Some(&failure)))?;
                tell::ended(id, job::status_of(Some(&failure)));
            }
            Next::NoSlot(_) => toplevel::without_snapshot(|| procedure::pause(PAUSE_MS))?,
            // Another worker sleeps already, and looks at the line each time.
            Next::Later | Next::Joining
                if !is_asleep && !toplevel::without_snapshot(line_lock::try_keeper)? =>
            {
                return Ok(None);
            }
            Next::Later => sleep(&mut is_asleep, LONG_MS)?,
            Next::Joining => sleep(&mut is_asleep, SHORT_MS)?,
        }
    }
}

/// Sleeps for a moment, in which no job is due. What the last job has left in the session goes before.
fn sleep(is_asleep: &mut bool, moment_ms: i64) -> std::result::Result<(), Failure> {
    if !*is_asleep {
        toplevel::run("SET SESSION AUTHORIZATION DEFAULT")?;
        toplevel::run("RESET ALL")?;
        toplevel::in_transaction(discard::session)?;
        toplevel::run("SET application_name = 'migrate_ext, until a job is due'")?;
        session::lift_limits()?;
        *is_asleep = true;
    }
    procedure::wait(moment_ms);
    // Answers a cancel or the end of the session; in a transaction of its own, so that the sleep is in none.
    toplevel::without_snapshot(check_for_interrupts)
}

fn log(failure: &Failure) {
    let detail = failure.detail.as_deref().unwrap_or_default().replace('\n', " ");
    pgrx::log!("{} ({}) {detail}", failure.message, failure.sqlstate);
}

fn job(order: Order) -> std::result::Result<(), Failure> {
    let begun = begin(order).and_then(|job| {
        job.as_ref().map_or(Ok(()), |job| tell::begun(job.id))?;
        Ok(job)
    });
    let job = match begun {
        Ok(Some(job)) => job,
        Ok(None) => return Ok(()),
        Err(failure) => {
            // The job's row may still be to come: its end can be written only then.
            toplevel::without_snapshot(|| lock::wait_for_transaction(order.transaction))?;
            write_end(order.subject, Some(&failure))?;
            tell::ended(order.subject, job::status_of(Some(&failure)));
            return Err(failure);
        }
    };
    let result = loop {
        match work(&job, order.patient).map_err(|error| error.failure()) {
            Err(failure) if failure.is_window_over() => {
                // Unless somebody has made it longer by now.
                let put_off = || {
                    let is_off = job::put_off(job.id, "running");
                    is_off.then(lock::release_session_locks);
                    is_off
                };
                if toplevel::in_transaction(put_off)? {
                    tell::ended(job.id, "queued");
                    return Ok(());
                }
            }
            result => break result,
        }
    };
    let written = write_end(job.id, result.as_ref().err());
    tell::ended(job.id, job::status_of(result.as_ref().err()));
    result.and(written)
}

/// Writes how a job has ended. The migrator's lock goes first: whoever sees the end may ask for the next at once.
fn write_end(id: i64, failure: Option<&Failure>) -> std::result::Result<(), Failure> {
    /// How long others may keep the server from it: a lack of locks, of memory, of room on the disk.
    const PATIENCE: Duration = Duration::from_secs(30);
    const PAUSE_MS: i64 = 200;
    let start = Instant::now();
    loop {
        let end = || {
            lock::release_session_locks();
            durable::wait_at_least();
            job::end(id, failure);
        };
        match toplevel::in_transaction(end) {
            // It came too late for the work.
            Err(late) if late.is_cancel() => {}
            Err(lack) if lack.is_shortage() && start.elapsed() < PATIENCE => {
                procedure::wait(PAUSE_MS);
            }
            written => return written,
        }
    }
}

/// Comes to its job, if that is there: when the transaction that asked has ended, its time has come and, where it is
/// patient, its turn.
fn begin(order: Order) -> std::result::Result<Option<Job>, Failure> {
    // A name from the beginning: whoever looks for the worker of a queued job finds it by this.
    toplevel::run(&format!("SET application_name = '{}'", job::name(order.subject)))?;
    session::lift_limits()?;
    toplevel::without_snapshot(|| lock::wait_for_transaction(order.transaction))?;
    // The transaction that asked may have been rolled back: then nobody is to wait for us. Nor for what is not due. What is
    // cancelled while it is put off is neither put off nor queued: so that is looked at last.
    let is_due = || !job::put_off(order.subject, "queued") && job::is_queued(order.subject);
    if !toplevel::in_transaction(is_due)? {
        return Ok(None);
    }
    if order.patient {
        job::wait_for_turn(order.subject)?;
    }
    toplevel::in_transaction(|| is_due().then(|| job::take(order.subject, order.role)).flatten())
}

/// Begins something of an operation. That it failed before its first step is written down.
fn begun<R>(job: &Job, operation: &Operation, begin: impl FnOnce() -> Result<R>) -> Result<R> {
    // Expressions of its arguments are looked at as the server reads them.
    let begin = || toplevel::in_transaction(begin).map_err(Error::Server).and_then(|begun| begun);
    session::within_migration(begin).inspect_err(|error| {
        let broken = Broken {
            operation: operation.clone(),
            record: None,
            place: None,
            by: job.identity.session_user.clone(),
            run_as: job.identity.role.clone(),
        };
        // That it cannot be written is not worth hiding what it is about, which the job tells.
        if let Err(failure) = toplevel::in_transaction(|| broken.write(&error.failure())) {
            log(&failure);
        }
    })
}

/// A job's plans with their statements, where these are left to the scripts. The session reads them as that of the asker
/// did. Nothing is read of what another job has done meanwhile.
fn whole(plans: &[Plan]) -> Result<Cow<'_, [Plan]>> {
    if !plans.iter().any(Plan::is_to_be_read) {
        return Ok(Cow::Borrowed(plans));
    }
    let read = || {
        let by_history = job::is_told_by_history(plans);
        let done: Vec<bool> = plans.iter().map(|plan| by_history && contract::is_done(plan)).collect();
        let left: Vec<Plan> =
            plans.iter().zip(&done).filter(|(_, done)| !**done).map(|(plan, _)| plan.clone()).collect();
        if !left.iter().any(Plan::is_to_be_read) {
            return Ok(plans.to_vec());
        }
        let mut again = request::again(&left)?.into_iter();
        let next = |(plan, done): (&Plan, &bool)| if *done { Some(plan.clone()) } else { again.next() };
        Ok(plans.iter().zip(&done).filter_map(next).collect())
    };
    let whole: Result<Vec<Plan>> =
        toplevel::in_transaction(|| spi::with_snapshot(read)).map_err(Error::Server)?;
    whole.map(Cow::Owned)
}

fn work(job: &Job, patient: bool) -> Result<()> {
    if !patient {
        toplevel::in_transaction(|| migrator::take(Hold::Session)).map_err(Error::Server)??;
    }
    for lost in toplevel::in_transaction(job::bury_lost).map_err(Error::Server)? {
        tell::other_ended(lost, "lost").map_err(Error::Server)?;
    }
    if let Some(schemas) = &job.schemas {
        let unreadable =
            |why: serde_json::Error| ReleaseError::Unreadable { job: job.id, why: why.to_string() };
        let spec: converge::Spec = serde_json::from_value(schemas.clone()).map_err(unreadable)?;
        return match spec.elsewhere {
            None => converge::lead(job.id, &job.identity, &spec),
            Some(kind) => converge::elsewhere::lead(job.id, &job.identity, &spec, kind),
        };
    }
    let by = &job.identity.session_user;
    session::assume(&job.identity, &job::name(job.id))?;
    let _reading = Reading::begin(Wanted { said: false, done: true });
    let plans = whole(&job.plans)?;
    touched::collect_always();
    // Asked before any script can set it.
    let keep = settings::keep_session_settings();
    let kept = Session::new(&job.identity, job::name(job.id), keep);
    let runner = Runner {
        job: job.id,
        by,
        as_role: &job.identity.role,
        session: &kept,
        is_nested: false,
        is_followed: false,
        called: None,
    };
    let is_alone =
        plans.len() > 1 && !toplevel::in_transaction(durable::reaches_others).map_err(Error::Server)?;
    let may_lag = is_alone && !job.identity.settings.contains_key(durable::SETTING);
    let check_again = || order::check_again(&plans).and_then(|()| linted::check_again(&plans));
    toplevel::in_transaction(|| spi::with_snapshot(check_again)).map_err(Error::Server)??;
    let mut done_before = None;
    let tells_itself =
        !toplevel::in_transaction(|| job::is_told_by_history(&plans)).map_err(Error::Server)?;
    let mut sharing = Sharing::new(!keep && !tells_itself && is_alone);
    let mut number = 0;
    while let Some(plan) = plans.get(number) {
        let is_anew = number == 0;
        let renew = || if is_anew { Ok(()) } else { session::renew(&job.identity, &job::name(job.id), keep) };
        let shared = Runner { is_followed: may_lag, ..runner };
        let count = sharing.run(&shared, &plans[number..], renew)?;
        if count > 0 {
            number += count;
            continue;
        }
        number += 1;
        // Of many jobs that were asked for one after the other, the first has done what all have in common.
        // What goes down and up again, runs always, or is a callback, is done when this job has done it: where it stands does not tell.
        let is_done = || match tells_itself {
            true => !job::is_left_to_do(job.id, number),
            false => contract::is_done(plan),
        };
        if toplevel::in_transaction(is_done).map_err(Error::Server)? {
            done_before = Some(plan);
            continue;
        }
        renew()?;
        if let Some(before) = done_before.take().filter(|before| keep && before.purpose.operation.is_none()) {
            kept.follow(before)?;
        }
        let Some(operation) = &plan.purpose.operation else {
            let runner = Runner { is_followed: may_lag && number < plans.len(), ..runner };
            session::within_migration(|| runner.run(plan))?;
            continue;
        };
        while let Some(stage) = begun(job, operation, || draft::stage(operation))? {
            let made = begun(job, operation, || draft::begin(&stage, by, None))?;
            session::within_migration(|| runner.run(&made))?;
        }
        let made = begun(job, operation, || draft::begin(operation, by, None))?;
        session::within_migration(|| runner.run(&made))?;
    }
    Ok(())
}
