//! The line of jobs that have no worker of their own: they come behind others, no slot was free for one, or their time has
//! not come.
//!
//! One job runs at a time. So behind the one that runs, and the one whose worker waits for its turn, no other needs one:
//! each of the two takes the next when it has ended its own. If one of them is killed, the other goes on with the line.
//!
//! What is due goes first, in the order in which it was asked for; what is not due is passed over. Where only such jobs
//! are left, one worker of each database stays and sleeps until the first is due, so that nobody has to call anything
//! then. If it is ended, as a restart of the server does, the next worker that ends a job looks at the line, and so does
//! the next call that would have nothing to do.
//!
//! A job is put in line under a lock that the last look of an ending worker conflicts with. So whoever puts one in line
//! either sees a worker that will look, or is refused. A worker that finds nothing while somebody is about to put one there
//! looks again until that transaction has ended, as one that sleeps until a job is due; one such worker is enough. It does not
//! wait in the queue of the transaction's lock, where all would wait that come to join the line.

use migrate_core::error::{Error, Result, SessionError};
use pgrx::pg_sys;

use super::end::end_as;
use super::start::{order, set_pid, show, start_worker};
use super::window::{asker, first_deferred};
use crate::postgres::identity::as_owner;
use crate::postgres::worker::{self, Order, Worker};
use crate::postgres::{line_lock, lock, spi};

/// So many workers see to the line: one at work, one that takes over from it at once.
const ENOUGH: i64 = 2;

/// Puts a queued job in line for the worker that ends next, where enough workers are there. False if they are not.
pub fn stand_behind(id: i64) -> bool {
    stand_in_line_of(id, ENOUGH)
}

/// Puts a queued job in line for the worker that ends next, where no slot is free for one of its own. False if no
/// worker is there that would see it.
pub fn stand_in_line(id: i64) -> bool {
    stand_in_line_of(id, 1)
}

/// A dump that is restored has the line of its origin, which is nobody's there.
const STAND: &str =
    "UPDATE migrate.jobs SET in_line = true, line_of = (SELECT h.id FROM migrate.home h) WHERE id = $1";

/// The same for so many workers at least.
fn stand_in_line_of(id: i64, least: i64) -> bool {
    line_lock::join_line();
    // By the newest state: a worker that has ended its job looks at the line no more.
    let (_, workers) = as_owner(|| spi::number_then_and_now(OTHERS));
    // Who sleeps until one is due, or somebody has joined the line, leaves only when nobody is about to.
    let are_there = workers >= least || least == 1 && line_lock::has_keeper();
    if are_there {
        as_owner(|| spi::write(STAND, &[id.into()]));
    }
    are_there
}

/// What a worker that has ended its job does with the first one in line.
pub enum Next {
    /// Nobody is in line, or another worker will look.
    Nothing,
    /// It has the same session user: this worker runs it.
    Ours(i64),
    /// A worker was started for it.
    Started,
    /// No slot is free yet, and no other worker is there to look at the line.
    NoSlot(i64),
    /// Nothing is due now, and something later.
    Later,
    /// Nobody is in line whose turn it is, but somebody is about to be.
    Joining,
}

/// Takes the first job out of the line, if there is one.
///
/// Call it in a transaction without a snapshot: what was put in line while it waits must be seen.
pub fn next_in_line(session_oid: u32) -> Next {
    line_lock::look_at_line();
    let is_closed = line_lock::try_close_line();
    let next = spi::with_snapshot(|| first_in_line(session_oid));
    if !is_closed && matches!(next, Next::Nothing | Next::Later) {
        return Next::Joining;
    }
    if matches!(next, Next::Nothing | Next::Started) {
        // Whoever defers a job from here on finds nobody who sees to it.
        line_lock::release_keeper();
    }
    next
}

/// Sees to it that a deferred job is begun when it is due: a worker that sleeps is there, or is started. Call it in the
/// transaction that defers the job.
///
/// # Errors
///
/// [`SessionError::NoWorker`], [`SessionError::RoleGone`].
pub fn see_to(id: i64) -> Result<()> {
    line_lock::join_line();
    if line_lock::has_keeper() {
        return Ok(());
    }
    begin(id, lock::own_transaction()).map(|_| ())
}

/// Has a job that is not deferred begin behind this transaction, in a worker of its own; false if none is free, and it
/// stands in line.
///
/// # Errors
///
/// As [`see_to`].
pub fn begin_now(id: i64) -> Result<bool> {
    match begin(id, lock::own_transaction()) {
        Ok(worker) => {
            if let Some(pid) = worker.started() {
                set_pid(id, pid);
                show(pid);
            }
            Ok(true)
        }
        Err(_) if stand_in_line(id) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Has a job begin behind a transaction, or be slept for, in a worker of its own.
///
/// # Errors
///
/// As [`see_to`].
fn begin(id: i64, transaction: u32) -> Result<Worker> {
    start_worker(Order { transaction, ..order(id, asker(id)?) })
}

/// Starts a worker for the deferred jobs, if there are some and nobody sleeps for them: a restart of the server has
/// ended who did. That none can be started now is no reason to fail: the next call tries again.
pub fn wake() {
    if lock::is_read_only() || line_lock::has_keeper() {
        return;
    }
    if let Some(id) = first_deferred()
        && let Err(error) = begin(id, 0)
    {
        pgrx::log!("{error}");
    }
}

/// The first job in line that was asked for before this one.
pub(super) fn first_before(id: i64) -> Option<i64> {
    let sql = "SELECT id FROM migrate.jobs WHERE status = 'queued' AND in_line AND id < $1
                 AND line_of = (SELECT h.id FROM migrate.home h) ORDER BY id LIMIT 1";
    as_owner(|| spi::row(sql, &[id.into()], |row| row.must(1)))
}

fn first_in_line(session_oid: u32) -> Next {
    let sql = "SELECT j.id, r.oid FROM migrate.jobs j LEFT JOIN pg_roles r ON r.rolname = j.asked_by
               WHERE j.status = 'queued'
                 AND (j.in_line AND j.line_of = (SELECT h.id FROM migrate.home h)
                      OR j.deferred_in = (SELECT h.id FROM migrate.home h) AND j.not_before <= clock_timestamp())
               ORDER BY j.id LIMIT 1";
    let next = as_owner(|| {
        spi::row(sql, &[], |row| (row.must::<i64>(1), row.get::<pg_sys::Oid>(2).map(|oid| oid.to_u32())))
    });
    let leave = |id: i64, pid: Option<i32>| {
        let sql = "UPDATE migrate.jobs SET in_line = false, deferred_in = NULL, pid = $2 WHERE id = $1";
        as_owner(|| spi::write(sql, &[id.into(), pid.into()]));
    };
    match next {
        None if first_deferred().is_some() => Next::Later,
        None => Next::Nothing,
        Some((id, None)) => {
            end_as(id, "failed", Some(&Error::from(SessionError::RoleGone { job: id }).failure()));
            // There may be more behind it.
            first_in_line(session_oid)
        }
        Some((id, Some(role))) if role == session_oid => {
            leave(id, Some(worker::own_pid()));
            Next::Ours(id)
        }
        Some((id, Some(role))) => {
            match start_worker(order(id, role)) {
                Ok(worker) => {
                    // Until its connection is there it waits for us at most as long as a job may be without a pid.
                    leave(id, worker.started());
                    Next::Started
                }
                Err(_) if as_owner(|| spi::row(OTHERS, &[], |row| row.must::<i64>(1))) > Some(0) => {
                    Next::Nothing
                }
                Err(_) => Next::NoSlot(id),
            }
        }
    }
}

/// Workers that have not ended their job, and will look at the line when they do.
const OTHERS: &str = "SELECT count(*) FROM (SELECT pg_stat_clear_snapshot()) s, migrate.live_jobs
                      WHERE pid IS NOT NULL AND alive";
