//! Telling whoever listens on channel `migrate` how a job stands: NOTIFY, with its number and status and nothing else, since
//! everybody who may connect may listen.
//!
//! It is told in a transaction of its own that nobody waits for: a full notification queue, or a session that keeps others
//! from committing their notifications, must not stop a job. What could not be told is a line in the log. Who waits for a
//! table is in a transaction already, and has a worker of its own tell it; so has a statement that waits by itself for
//! transactions of others, as CREATE INDEX CONCURRENTLY does.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use migrate_core::failure::Failure;

use crate::engine::clock::milliseconds;
use crate::postgres::identity::as_owner;
use crate::postgres::worker::{self, Order};
use crate::postgres::{settings, spi, toplevel};

/// What is shorter is worth no word.
pub const LONG: Duration = Duration::from_secs(1);

const TELLER: &str = "migrate_ext_teller_main";
/// Its name, and the `backend_type` by which it is no worker of the job's.
const NAME: &str = "migrate_ext teller";

/// The job that this process runs; 0 in a session.
static JOB: AtomicI64 = AtomicI64::new(0);

/// This process runs a job from now on: tells that it has begun.
///
/// # Errors
///
/// A cancel, which is for the job.
pub fn begun(job: i64) -> Result<(), Failure> {
    JOB.store(job, Ordering::Relaxed);
    told(job, "running")
}

/// Tells it, as far as that is possible; a cancel is for the job.
fn told(job: i64, status: &str) -> Result<(), Failure> {
    match tell(job, status) {
        Err(failure) if failure.is_cancel() => Err(failure),
        _ => Ok(()),
    }
}

/// Tells how a job has ended.
pub fn ended(job: i64, status: &str) {
    // Whoever cancels it now comes too late: it is not to be told twice.
    let _ = tell(job, status);
    JOB.store(0, Ordering::Relaxed);
}

/// Tells how another job has ended, of which nobody could tell any more.
///
/// # Errors
///
/// A cancel, which is for the job that this process runs.
pub fn other_ended(job: i64, status: &str) -> Result<(), Failure> {
    told(job, status)
}

/// Tells that the job of this process has waited for long; outside of a transaction.
///
/// # Errors
///
/// As [`begun`].
pub fn waits_long() -> Result<(), Failure> {
    match JOB.load(Ordering::Relaxed) {
        0 => Ok(()),
        job => told(job, "waiting"),
    }
}

/// The same from within a transaction, whose end would be too late.
pub fn waits_long_in_transaction() {
    let job = JOB.load(Ordering::Relaxed);
    if job == 0 {
        return;
    }
    if worker::start_as(NAME, TELLER, NAME, order(job)).is_none() {
        pgrx::log!("that job {job} waits could not be told: no background worker is free");
    }
}

/// It writes nothing and runs nobody's SQL, so it need not be anybody.
fn order(job: i64) -> Order {
    Order { subject: job, database: worker::database(), ..Order::default() }
}

/// Runs what may wait for others within the server's own code, where this process can tell nobody. A worker beside it looks
/// how long it waits for one of them, and tells it once. Where none is free, nobody is told.
pub fn beside<R>(long: Duration, work: impl FnOnce() -> R) -> R {
    let job = JOB.load(Ordering::Relaxed);
    let order = Order { watched: worker::own_pid(), patience_ms: milliseconds(long.max(LONG)), ..order(job) };
    let teller = (job != 0).then(|| worker::start_as(NAME, TELLER, NAME, order)).flatten();
    let result = work();
    if let Some(teller) = teller {
        teller.end();
    }
    result
}

/// The worker that tells it. What cannot be told has been said.
pub fn run(order: Order) {
    if order.watched == 0 || worker::comes_to_wait(order.watched, order.patience_ms) {
        drop(tell(order.subject, "waiting"));
    }
}

fn tell(job: i64, status: &str) -> Result<(), Failure> {
    let payload = format!(r#"{{"job": {job}, "status": "{status}"}}"#);
    let notify = || {
        // Neither the disk nor a standby is waited for, nor for long another session that is telling something.
        settings::set_for_transaction(c"synchronous_commit", c"off");
        settings::set_for_transaction(c"lock_timeout", c"1s");
        as_owner(|| spi::rows("SELECT pg_notify('migrate', $1)", &[payload.as_str().into()], |_| ()));
    };
    let told = toplevel::in_transaction(notify);
    if let Err(failure) = &told {
        pgrx::warning!(
            "job {job} is {status}, which could not be told: {} ({})",
            failure.message,
            failure.sqlstate
        );
    }
    told
}
