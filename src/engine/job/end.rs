//! How a job ends: by its worker, by who takes it back, or by whoever finds that its worker is gone.

use migrate_core::failure::Failure;

use crate::postgres::identity::as_owner;
use crate::postgres::{lock, settings, spi, toplevel};

/// Writes how a job ended.
pub fn end(id: i64, failure: Option<&Failure>) {
    end_as(id, status_of(failure), failure);
}

/// The word for how a job ended.
pub fn status_of(failure: Option<&Failure>) -> &'static str {
    match failure {
        None => "done",
        Some(failure) if failure.is_cancel() => "cancelled",
        Some(_) => "failed",
    }
}

/// Takes a job back that no worker has begun; false if one has, or it has ended.
pub fn withdraw(id: i64) -> bool {
    let sql = "UPDATE migrate.jobs SET status = 'cancelled', finished_at = clock_timestamp()
               WHERE id = $1 AND status = 'queued' RETURNING id";
    as_owner(|| spi::write_rows(sql, &[id.into()], |row| row.must::<i64>(1))).pop().is_some()
}

pub(super) fn end_as(id: i64, status: &str, failure: Option<&Failure>) {
    let error = failure.map(spi::jsonb);
    let sql = "UPDATE migrate.jobs SET status = $2, finished_at = clock_timestamp(), error = $3
               WHERE id = $1 AND status IN ('queued', 'running')";
    as_owner(|| spi::write(sql, &[id.into(), status.into(), error.into()]));
}

/// Marks jobs whose worker is gone, so that they are not taken for live ones. Call it under the migrator's
/// lock, when no worker can be at work. Their numbers.
pub fn bury_lost() -> Vec<i64> {
    let has_live = "SELECT FROM migrate.jobs WHERE status IN ('queued', 'running') LIMIT 1";
    // The view takes a millisecond to plan.
    if as_owner(|| spi::row(has_live, &[], |_| ())).is_none() {
        return Vec::new();
    }
    let sql = "UPDATE migrate.jobs SET status = 'lost', finished_at = clock_timestamp()
               WHERE id IN (SELECT id FROM migrate.live_jobs WHERE NOT alive)
                 -- Asked of the row as it is now: its worker may have written its end since.
                 AND status IN ('queued', 'running') RETURNING id";
    as_owner(|| spi::write_rows(sql, &[], |row| row.must(1)))
}

/// Writes that a job's worker has ended without a word.
pub fn lose(id: i64) {
    end_as(id, "lost", None);
}

/// Writes that a job is to stop, for its worker to read before its next unit or batch: a signal that meets a timeout,
/// or a wait for a standby, is lost.
pub fn ask_to_stop(id: i64) {
    lock::cancel_job(id);
    if lock::commits_by_itself() {
        // Nor must the word wait for the standby for which the worker waits.
        settings::set_for_transaction(c"synchronous_commit", c"local");
    }
    let sql = "UPDATE migrate.jobs SET is_cancelled = true WHERE id = $1 AND status IN ('queued', 'running')";
    as_owner(|| spi::write(sql, &[id.into()]));
}

/// Why a job is not to go on; none if it is.
pub enum Stop {
    /// Somebody has asked for its end.
    Cancelled,
    /// The time of its window is over.
    WindowOver,
}

/// Whether a running job is to stop.
///
/// # Errors
///
/// None that is to be expected.
pub fn is_to_stop(id: i64) -> Result<Option<Stop>, Failure> {
    // First who has not committed yet: whoever has by then, is seen by the snapshot behind it.
    if toplevel::without_snapshot(|| lock::is_cancelling(id))? {
        return Ok(Some(Stop::Cancelled));
    }
    let sql =
        "SELECT is_cancelled, coalesce(stop_at <= clock_timestamp(), false) FROM migrate.jobs WHERE id = $1";
    let read = |row: spi::Row| (row.must(1), row.must(2));
    let asked = toplevel::in_transaction(|| as_owner(|| spi::row(sql, &[id.into()], read)))?;
    Ok(match asked {
        Some((true, _)) => Some(Stop::Cancelled),
        Some((false, true)) => Some(Stop::WindowOver),
        _ => None,
    })
}
