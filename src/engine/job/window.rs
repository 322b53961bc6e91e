//! The time in which a job is to be at work.
//!
//! A job whose time has not come, or is over, has no worker. It is deferred: queued, and found again by the line of jobs
//! when it is due. Between two units, and between two batches of a backfill, a job looks whether its time is over. Then
//! it is deferred as it is: the journal says where it goes on. One that has both ends goes on a day later, or as many
//! days as it takes until its end lies ahead; one that has only an end, when somebody says so.

use migrate_core::error::{CallError, Result, SessionError};
use pgrx::datum::TimestampWithTimeZone;

use crate::postgres::identity::as_owner;
use crate::postgres::spi;

/// When a job may be at work.
#[derive(Debug, Clone, Copy, Default)]
pub struct Window {
    /// Not before this.
    pub not_before: Option<TimestampWithTimeZone>,
    /// Not from this on.
    pub stop_at: Option<TimestampWithTimeZone>,
}

impl Window {
    /// Whether it may be at work at any time.
    pub fn is_none(&self) -> bool {
        self.not_before.is_none() && self.stop_at.is_none()
    }

    /// Refuses a window in which nothing can be done.
    ///
    /// # Errors
    ///
    /// [`CallError::EmptyWindow`], [`CallError::Past`].
    pub fn check(&self) -> Result<()> {
        if self.is_none() {
            return Ok(());
        }
        let sql = "SELECT coalesce($2 <= $1, false), coalesce($2 <= clock_timestamp(), false)";
        let args = [self.not_before.into(), self.stop_at.into()];
        match as_owner(|| spi::row(sql, &args, |row| (row.must(1), row.must(2)))) {
            Some((true, _)) => Err(CallError::EmptyWindow.into()),
            Some((_, true)) => Err(CallError::Past { argument: "stop_at" }.into()),
            _ => Ok(()),
        }
    }

    /// Whether it has not begun.
    pub fn is_ahead(&self) -> bool {
        let Some(not_before) = self.not_before else { return false };
        let sql = "SELECT $1 > clock_timestamp()";
        as_owner(|| spi::row(sql, &[not_before.into()], |row| row.must(1))) == Some(true)
    }
}

/// Whether the time of a row `j` of jobs is not now.
const OUTSIDE: &str =
    "(coalesce(j.not_before > clock_timestamp(), false) OR coalesce(j.stop_at <= clock_timestamp(), false))";

/// Gives a job a window. One that is queued and has not come to it is deferred; one that is deferred and has come to it
/// is to be given a worker. Whether it is deferred.
pub fn set_window(id: i64, window: Window) -> bool {
    let sql = "UPDATE migrate.jobs j SET not_before = $2, stop_at = $3,
                      (deferred_in, pid, in_line) = (
                          SELECT CASE WHEN is_ahead THEN h.id END, CASE WHEN NOT is_ahead THEN j.pid END,
                                 j.in_line AND NOT is_ahead
                          FROM (SELECT j.status = 'queued' AND coalesce($2 > clock_timestamp(), false) AS is_ahead) a,
                               migrate.home h)
               WHERE id = $1 RETURNING deferred_in IS NOT NULL";
    let args = [id.into(), window.not_before.into(), window.stop_at.into()];
    as_owner(|| spi::write_rows(sql, &args, |row| row.must(1))).pop().unwrap_or(false)
}

/// Defers a job of this status, if its time is not now; whether it is.
pub fn put_off(id: i64, status: &str) -> bool {
    // Days as the session's time zone has them: a window keeps its hours when the clocks change.
    let sql = format!(
        "UPDATE migrate.jobs j
         SET status = 'queued', pid = NULL, in_line = false, deferred_in = h.id, started_at = NULL,
             stopped_at = CASE j.status WHEN 'running' THEN clock_timestamp() ELSE j.stopped_at END,
             not_before = CASE WHEN NOT n.is_over THEN j.not_before
                               ELSE coalesce(j.not_before + n.days, 'infinity') END,
             stop_at = CASE WHEN NOT n.is_over THEN j.stop_at
                            WHEN j.not_before IS NOT NULL THEN j.stop_at + n.days END
         FROM migrate.jobs o, migrate.home h,
              LATERAL (SELECT coalesce(o.stop_at <= clock_timestamp(), false) AS is_over,
                              make_interval(days => 1 + (extract(epoch FROM clock_timestamp() - o.stop_at) / 86400)::int)
                              AS days) n
         WHERE j.id = $1 AND o.id = j.id AND j.status = $2 AND {OUTSIDE} RETURNING j.id"
    );
    as_owner(|| spi::write_rows(&sql, &[id.into(), status.into()], |row| row.must::<i64>(1))).pop().is_some()
}

/// Until when a job is deferred, in words: `not before 2026-11-30 22:00`; none if it is not.
pub fn deferred_until(id: i64) -> Option<String> {
    let sql = "SELECT CASE WHEN not_before = 'infinity' THEN 'until migrate.resume('::text || id || ')'
                           WHEN stopped_at IS NOT NULL THEN 'until ' || to_char(not_before, 'YYYY-MM-DD HH24:MI')
                           ELSE 'not before ' || to_char(not_before, 'YYYY-MM-DD HH24:MI') END
               FROM migrate.jobs WHERE id = $1 AND status = 'queued' AND deferred_in IS NOT NULL";
    as_owner(|| spi::row(sql, &[id.into()], |row| row.must(1)))
}

/// Whether no worker has to do with a job any more: it has ended, or is deferred.
pub fn is_left(id: i64) -> bool {
    let sql = "SELECT FROM migrate.jobs
               WHERE id = $1 AND (status NOT IN ('queued', 'running') OR deferred_in IS NOT NULL)";
    as_owner(|| spi::row(sql, &[id.into()], |_| ())).is_some()
}

/// Whether a job waits for somebody to resume it.
pub fn is_paused(id: i64) -> bool {
    let sql = "SELECT FROM migrate.jobs
               WHERE id = $1 AND status = 'queued' AND deferred_in IS NOT NULL AND not_before = 'infinity'";
    as_owner(|| spi::row(sql, &[id.into()], |_| ())).is_some()
}

/// Who a worker of a job connects as.
///
/// # Errors
///
/// [`SessionError::RoleGone`].
pub fn asker(id: i64) -> Result<u32> {
    let sql = "SELECT r.oid FROM migrate.jobs j JOIN pg_roles r ON r.rolname = j.asked_by WHERE j.id = $1";
    let role = as_owner(|| spi::row(sql, &[id.into()], |row| row.must::<pgrx::pg_sys::Oid>(1).to_u32()));
    Ok(role.ok_or(SessionError::RoleGone { job: id })?)
}

/// The first deferred job of this database that is due some time.
pub fn first_deferred() -> Option<i64> {
    let sql = "SELECT j.id FROM migrate.jobs j JOIN migrate.home h ON h.id = j.deferred_in
               WHERE j.status = 'queued' AND j.not_before < 'infinity' ORDER BY j.not_before LIMIT 1";
    as_owner(|| spi::row(sql, &[], |row| row.must(1)))
}
