//! One set of scripts in many schemas.
//!
//! A job of this kind has no plans: it has a row of `migrate.schema_queue` for each schema ([`queue`]), and plans are made in
//! a schema when its turn comes, from what its own history lacks, with the schema first in the search path ([`one`]). The
//! job's worker does the canary by itself. Then it leads others ([`crew`]), as many as `migrate.parallel_schemas` says, which
//! take schemas from the queue as it does.
//!
//! Where its time is over ([`job::Window`]), each of them ends the unit that it is at, and gives its schema back. The queue
//! stays as it is until the job goes on.
//!
//! Nothing of the queue says what is done. A kill leaves each schema as a kill leaves a database: at a committed unit, with
//! a history and a journal of its own, from which the next call goes on.

mod crew;
pub mod elsewhere;
mod one;
pub mod queue;
mod spec;

use migrate_core::error::{Error, Result, SchemasError};
use migrate_core::failure::Failure;

use self::crew::Crew;
use self::one::Worker;
use self::queue::Claimed;
pub use self::spec::{Spec, path_before};
use crate::engine::job::{self, Stop};
use crate::engine::session::{self, Identity, traces};
use crate::postgres::worker::Order;
use crate::postgres::{lock, toplevel};
use crate::registry::schemas;

/// Does a job that is at many schemas, as its worker, which has the migrator's lock.
///
/// # Errors
///
/// [`SchemasError::CanaryFailed`], [`SchemasError::Failed`]; a cancel.
pub fn lead(id: i64, identity: &Identity, spec: &Spec) -> Result<()> {
    struct Alone;
    impl Drop for Alone {
        fn drop(&mut self) {
            lock::be_alone();
        }
    }
    let worker = Worker::begin(id, job::name(id), identity, spec)?;
    // It may have been asked for long ago.
    let canary_is_left = || {
        queue::freshen(id, spec.has_canary);
        spec.has_canary && queue::is_first_left(id)
    };
    if toplevel::in_transaction(canary_is_left).map_err(Error::Server)? {
        let claimed = toplevel::in_transaction(|| queue::claim(id, spec.max_failures));
        if let Some(canary) = claimed.map_err(Error::Server)?
            && let Some(failure) = try_one(&worker, &canary)?
        {
            let others = toplevel::in_transaction(|| queue::counts(id)).map_err(Error::Server)?.all - 1;
            return Err(SchemasError::CanaryFailed { schema: canary.name, others, failure }.into());
        }
    }
    let _alone = Alone;
    toplevel::in_transaction(|| lock::lead(id)).map_err(Error::Server)?;
    let waiting = toplevel::in_transaction(|| queue::waiting(id)).map_err(Error::Server)?;
    let crew = Crew::start(id, spec.workers.min(waiting).saturating_sub(1)).map_err(Error::Server)?;
    let all = || {
        work_off(&worker)?;
        crew.wait().map_err(Error::Server)?;
        // What one of them was at who was killed, or whose time was over.
        let is_left = || queue::take_over(id) || queue::waiting(id) > 0;
        if toplevel::in_transaction(is_left).map_err(Error::Server)? {
            work_off(&worker)?;
        }
        Ok(())
    };
    let ended = match all() {
        // So is that of the others: each ends the unit that it is at.
        Err(error) if is_window_over(&error) => crew.wait().map_err(Error::Server).and(Err(error)),
        ended => ended,
    };
    if ended.is_err() {
        crew.end();
    }
    ended?;
    let counts = toplevel::in_transaction(|| queue::counts(id)).map_err(Error::Server)?;
    if counts.failed == 0 && counts.done == counts.all {
        return Ok(());
    }
    let first = toplevel::in_transaction(|| queue::first_failures(id)).map_err(Error::Server)?;
    let (count, all, done) = (counts.failed, counts.all, counts.done);
    let call = spec.goes_on();
    Err(SchemasError::Failed { count, all, done, first, call }.into())
}

/// The life of a worker that follows the job's own.
pub fn help(order: Order) {
    if let Err(failure) = follow(order)
        && !failure.is_window_over()
    {
        pgrx::log!("{} ({}), in a helper of job {}", failure.message, failure.sqlstate, order.subject);
    }
}

fn follow(order: Order) -> std::result::Result<(), Failure> {
    let id = order.subject;
    toplevel::run(&format!("SET application_name = '{}'", crew::name(id)))?;
    session::lift_limits()?;
    // Who leads may have ended by now.
    if !toplevel::without_snapshot(|| lock::follow(id))? {
        return Ok(());
    }
    let found = toplevel::in_transaction(|| job::identity(id, order.role).zip(job::schemas(id)))?;
    let Some((identity, spec)) = found else { return Ok(()) };
    let Ok(spec) = serde_json::from_value::<Spec>(spec) else { return Ok(()) };
    let worker = Worker::begin(id, crew::name(id), &identity, &spec).map_err(|error| error.failure())?;
    work_off(&worker).map_err(|error| error.failure())
}

fn is_window_over(error: &Error) -> bool {
    matches!(error, Error::Server(failure) if failure.is_window_over())
}

/// Takes schemas from the queue until none is left, or too many have failed.
fn work_off(worker: &Worker) -> Result<()> {
    loop {
        if toplevel::without_snapshot(lock::kept_migrator_lock).is_ok_and(|kept| !kept) {
            return Ok(());
        }
        match job::is_to_stop(worker.job).map_err(Error::Server)? {
            Some(Stop::Cancelled) => return Err(Error::Server(Failure::cancel())),
            Some(Stop::WindowOver) => return Err(Error::Server(Failure::window_over())),
            None => {}
        }
        let claim = || queue::claim(worker.job, worker.spec.max_failures);
        let Some(claimed) = toplevel::in_transaction(claim).map_err(Error::Server)? else { return Ok(()) };
        if !is_as_it_was(worker.job, &claimed)? {
            continue;
        }
        try_one(worker, &claimed)?;
    }
}

/// Whether a schema that has waited for its turn is there still, under its name. One that was renamed meanwhile waits again, by
/// the name that it has; one that was dropped has nothing to come.
fn is_as_it_was(job: i64, claimed: &Claimed) -> Result<bool> {
    let look = || {
        let is_there = schemas::check_there(&claimed.name, claimed.oid).is_ok();
        if !is_there {
            queue::give_back(job, claimed.place);
            queue::freshen(job, false);
        }
        is_there
    };
    toplevel::in_transaction(look).map_err(Error::Server)
}

/// Does what is asked for in a schema, and writes what became of it: why it failed, if it did.
fn try_one(worker: &Worker, claimed: &Claimed) -> Result<Option<Failure>> {
    let (id, place) = (worker.job, claimed.place);
    let done = worker.one(claimed);
    // What the scripts have left must not meet the next schema.
    traces::clear().map_err(Error::Server)?;
    match done {
        Ok(()) => {
            let write = || {
                crate::engine::run::durable::do_not_wait();
                if worker.spec.statement.is_none() {
                    schemas::succeeded(claimed.tenant);
                }
                queue::end(id, place, None);
            };
            toplevel::in_transaction(write).map_err(Error::Server)?;
            Ok(None)
        }
        Err((_, error)) if is_window_over(&error) => {
            toplevel::in_transaction(|| queue::give_back(id, place)).map_err(Error::Server)?;
            Err(error)
        }
        Err((version, error)) => {
            let failure = of_schema(worker.spec, error.failure());
            let is_led = toplevel::without_snapshot(lock::kept_migrator_lock).map_err(Error::Server)?;
            if failure.is_cancel() || !is_led {
                // It goes on from there, as after a kill.
                toplevel::in_transaction(|| queue::give_back(id, place)).map_err(Error::Server)?;
                return Err(Error::Server(at_schema(&claimed.name, failure)));
            }
            let write = || {
                if worker.spec.statement.is_none() {
                    schemas::failed(claimed.tenant, version, id, &failure);
                }
                queue::end(id, place, Some(&failure));
            };
            toplevel::in_transaction(write).map_err(Error::Server)?;
            Ok(Some(failure))
        }
    }
}

/// What is told of a failure in a schema: how to go on is another call there.
fn of_schema(spec: &Spec, failure: Failure) -> Failure {
    let call = spec.goes_on();
    let here = |text: String| {
        text.replace("CALL migrate.up()", "CALL migrate.up(schemas => ...)")
            .replace("CALL migrate.down()", "CALL migrate.down(schemas => ...)")
    };
    let hint = failure.hint.map_or_else(|| format!("CALL {call}(schemas => ...) goes on."), here);
    Failure { hint: Some(hint), ..failure }
}

/// The same with where it was, for what ends the whole job.
fn at_schema(schema: &str, failure: Failure) -> Failure {
    let place = format!("Schema \"{schema}\".");
    let detail = match failure.detail {
        Some(detail) => format!("{detail}\n{place}"),
        None => place,
    };
    Failure { detail: Some(detail), ..failure }
}
