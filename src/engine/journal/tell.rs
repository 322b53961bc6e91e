//! Telling whoever listens on channel `migrate` how a job stands: NOTIFY, with its number and status and nothing else, since
//! everybody who may connect may listen.
//!
//! It is told in a transaction of its own that nobody waits for: a full notification queue, or a session that keeps others
//! from committing their notifications, must not stop a job. What could not be told is a line in the log. Who waits for a
//! table is in a transaction already, and has a worker of its own tell it; so has a statement that waits by itself
//! (`postgres/blocked.rs`), as CREATE INDEX CONCURRENTLY does for older transactions.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use migrate_core::failure::Failure;

use crate::postgres::identity::as_owner;
use crate::postgres::worker::{self, Order};
use crate::postgres::{procedure, settings, spi, toplevel};

/// What is shorter is worth no word.
pub const LONG: Duration = Duration::from_secs(1);

const TELLER: &str = "migrate_ext_teller_main";

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
    if worker::start(TELLER, "migrate_ext teller", order(job)).is_none() {
        pgrx::log!("that job {job} waits could not be told: no background worker is free");
    }
}

/// The same from within a statement that has begun to wait: it is told if it still waits for the same when half of
/// `migrate.lock_wait` is over.
pub fn waits_in_statement() {
    let job = JOB.load(Ordering::Relaxed);
    if job != 0 {
        let half = (crate::settings::lock_wait() / 2).max(LONG).as_millis();
        let order = Order { after_ms: u32::try_from(half).unwrap_or(u32::MAX), ..order(job) };
        // Nothing can be said here, so that nobody could be had to tell it is not.
        worker::start(TELLER, "migrate_ext teller", order);
    }
}

/// It writes nothing and runs nobody's SQL, so it need not be anybody.
fn order(job: i64) -> Order {
    Order { subject: job, database: worker::database(), ..Order::default() }
}

/// The worker that tells it.
pub fn run(order: Order) {
    let job = order.subject;
    match has_waited(job, order.after_ms.into()) {
        Ok(true) => drop(tell(job, "waiting")),
        Ok(false) => {}
        Err(failure) => pgrx::log!("{} ({})", failure.message, failure.sqlstate),
    }
}

/// Waits until a job's worker has waited for a lock for so long; false if it has that before.
fn has_waited(job: i64, ms: i64) -> Result<bool, Failure> {
    const LOOK_EVERY_MS: i64 = 500;
    let sql =
        "SELECT l.waitstart::text, $2 - (extract(epoch FROM clock_timestamp() - l.waitstart) * 1000)::int8
               FROM migrate.jobs j JOIN pg_locks l ON l.pid = j.pid
               WHERE j.id = $1 AND j.status = 'running' AND NOT l.granted AND l.waitstart IS NOT NULL";
    let look = || {
        as_owner(|| {
            spi::row(sql, &[job.into(), ms.into()], |row| (row.must::<String>(1), row.must::<i64>(2)))
        })
    };
    let mut since = None;
    if ms == 0 {
        return Ok(true);
    }
    loop {
        let Some((waits, left)) = toplevel::in_transaction(look)? else { return Ok(false) };
        if *since.get_or_insert_with(|| waits.clone()) != waits {
            return Ok(false);
        }
        if left <= 0 {
            return Ok(true);
        }
        toplevel::without_snapshot(|| procedure::pause(left.min(LOOK_EVERY_MS)))?;
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
