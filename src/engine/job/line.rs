//! The line of jobs for which no worker's slot is free.
//!
//! A job is put in line under a lock that the last look of an ending worker conflicts with. So whoever puts one in line
//! either sees a worker that will look, or is refused.

use migrate_core::error::{Error, SessionError};
use pgrx::pg_sys;

use super::end::end_as;
use super::row::name;
use crate::postgres::identity::as_owner;
use crate::postgres::worker::{self, Order};
use crate::postgres::{lock, spi};

/// Puts a queued job in line for the worker that ends next, where no slot is free for one of its own. False if no
/// worker is there that would see it.
pub fn stand_in_line(id: i64) -> bool {
    lock::join_line();
    // By the newest state: a worker that has ended its job looks at the line no more.
    let (_, workers) = as_owner(|| spi::number_then_and_now(OTHERS));
    if workers > 0 {
        as_owner(|| spi::write("UPDATE migrate.jobs SET in_line = true WHERE id = $1", &[id.into()]));
    }
    workers > 0
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
}

/// Takes the first job out of the line, if there is one.
///
/// Call it in a transaction without a snapshot: what was put in line while it waits must be seen.
pub fn next_in_line(session_oid: u32) -> Next {
    lock::close_line();
    spi::with_snapshot(|| first_in_line(session_oid))
}

fn first_in_line(session_oid: u32) -> Next {
    let sql = "SELECT j.id, r.oid FROM migrate.jobs j LEFT JOIN pg_roles r ON r.rolname = j.asked_by
               WHERE j.in_line AND j.status = 'queued' ORDER BY j.id LIMIT 1";
    let next = as_owner(|| {
        spi::row(sql, &[], |row| (row.must::<i64>(1), row.get::<pg_sys::Oid>(2).map(|oid| oid.to_u32())))
    });
    let leave = |id: i64, pid: Option<i32>| {
        let sql = "UPDATE migrate.jobs SET in_line = false, pid = $2 WHERE id = $1";
        as_owner(|| spi::write(sql, &[id.into(), pid.into()]));
    };
    match next {
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
            let order =
                Order { subject: id, database: worker::database(), role, transaction: 0, patient: true };
            match worker::start("migrate_ext_job_main", &name(id), order) {
                Some(worker) => {
                    // Until its connection is there it waits for us at most as long as a job may be without a pid.
                    leave(id, worker.started());
                    Next::Started
                }
                None if as_owner(|| spi::row(OTHERS, &[], |row| row.must::<i64>(1))) > Some(0) => {
                    Next::Nothing
                }
                None => Next::NoSlot(id),
            }
        }
    }
}

/// Workers that have not ended their job, and will look at the line when they do.
const OTHERS: &str = "SELECT count(*) FROM (SELECT pg_stat_clear_snapshot()) s, migrate.live_jobs
                      WHERE pid IS NOT NULL AND alive";
