//! How a job stands, for who asks.

use migrate_core::error::{Error, ReleaseError, Result, SessionError};
use migrate_core::plan::Plan;
use pgrx::JsonB;

use crate::postgres::identity::as_owner;
use crate::postgres::{spi, statistics};

/// How a job stands.
pub struct State {
    /// queued, running, done, failed, cancelled or lost.
    pub status: String,
    /// Who asked for it.
    pub asked_by: String,
    /// Its worker.
    pub pid: Option<i32>,
    /// Whether it is queued or running.
    pub is_live: bool,
    /// Whether its worker is there, if it is.
    pub is_alive: bool,
}

/// How a job stands.
///
/// # Errors
///
/// [`SessionError::NoJob`].
pub fn state(id: i64) -> Result<State> {
    let sql = "SELECT j.status, j.asked_by, j.pid, l.id IS NOT NULL, coalesce(l.alive, false)
               FROM migrate.jobs j LEFT JOIN migrate.live_jobs l USING (id) WHERE j.id = $1";
    let state = as_owner(|| {
        spi::row(sql, &[id.into()], |row| State {
            status: row.must(1),
            asked_by: row.must(2),
            pid: row.get(3),
            is_live: row.must(4),
            is_alive: row.must(5),
        })
    });
    Ok(state.ok_or(SessionError::NoJob { job: id })?)
}

/// A job that does an operation, by its title, and is queued or running; and which of these it is.
pub fn at_work(operation: &str) -> Option<(i64, String)> {
    let sql = "SELECT l.id, l.status FROM migrate.live_jobs l JOIN migrate.jobs j USING (id)
               WHERE l.alive AND j.operation = $1 ORDER BY l.id LIMIT 1";
    statistics::look_anew();
    as_owner(|| spi::row(sql, &[operation.into()], |row| (row.must(1), row.must(2))))
}

/// What a job does, in one line.
pub fn what(id: i64) -> String {
    let sql = "SELECT what FROM migrate.jobs WHERE id = $1";
    as_owner(|| spi::row(sql, &[id.into()], |row| row.must(1))).unwrap_or_default()
}

/// How many migrations a job has brought to their end.
pub fn achieved(id: i64) -> i64 {
    let sql = "SELECT count(*) FROM migrate.journal
               WHERE job = $1 AND version IS NOT NULL AND status = 'done' AND unit = units";
    as_owner(|| spi::row(sql, &[id.into()], |row| row.must(1))).unwrap_or(0)
}

/// A job's plans.
///
/// # Errors
///
/// [`SessionError::NoJob`]; [`ReleaseError::Unreadable`] for one that another version wrote in its own way.
pub fn plans(id: i64) -> Result<Vec<Plan>> {
    let sql = "SELECT plan FROM migrate.jobs WHERE id = $1";
    let plan = as_owner(|| spi::row(sql, &[id.into()], |row| row.must::<JsonB>(1).0));
    let plan = plan.ok_or(SessionError::NoJob { job: id })?;
    serde_json::from_value(plan)
        .map_err(|why| ReleaseError::Unreadable { job: id, why: why.to_string() }.into())
}

/// How a job ended.
///
/// # Errors
///
/// The job's own failure; [`SessionError::Lost`] if its worker ended without a word.
pub fn outcome(id: i64) -> Result<()> {
    let sql = "SELECT status, error FROM migrate.jobs WHERE id = $1";
    let state = as_owner(|| {
        spi::row(sql, &[id.into()], |row| (row.must::<String>(1), row.get::<JsonB>(2).map(|error| error.0)))
    });
    match state {
        Some((status, _)) if status == "done" => Ok(()),
        Some((status, None)) if status == "cancelled" => Err(SessionError::Withdrawn { job: id }.into()),
        Some((_, Some(error))) => Err(match serde_json::from_value(error) {
            Ok(failure) => Error::Server(failure),
            Err(_) => SessionError::Lost { job: id }.into(),
        }),
        _ => Err(SessionError::Lost { job: id }.into()),
    }
}
