//! `migrate.prune`: how long jobs, journal rows, backfills and what event triggers saw are kept.
//!
//! What decides where a run goes on is never removed: the rows of a run that has not come to its end.

use migrate_core::error::{CallError, Error, Result};
use pgrx::prelude::*;

use crate::catalog::citus;
use crate::postgres::catch::catch;
use crate::postgres::identity::as_owner;
use crate::postgres::spi;

/// What was removed of one table.
pub struct Pruned {
    /// The table.
    pub table: &'static str,
    /// Rows that were removed, or would be.
    pub removed: i64,
    /// Rows that stay.
    pub kept: i64,
}

/// Ended jobs that are old enough.
const JOBS: &str = "status NOT IN ('queued', 'running') AND finished_at < now() - $1";

/// Rows of ended runs that are old enough; the last row of each run is its end. Those of an operation that has not come
/// to its end say whether anything of it is done.
const JOURNAL: &str = "coalesce(finished_at, started_at) < now() - $1
    AND (version IS NULL AND NOT EXISTS (SELECT FROM migrate.operations o WHERE o.id = t.record AND o.status IN ('running', 'failed'))
         OR id <= (SELECT max(e.id) FROM migrate.journal e
               WHERE e.version = t.version AND e.status = 'done' AND e.unit = e.units))";

/// Backfills that are done and old enough. An unfinished one is where the next call goes on.
const BACKFILLS: &str = "status = 'done' AND finished_at < now() - $1";

/// What event triggers saw and `migrate.drift()` no longer needs: who has changed an object is told for as long.
const DDL_SEEN: &str = "seen_at < now() - $1";

/// Removes ended jobs and the journal of ended runs, if they ended longer than `older_than` ago; with `dry_run` only
/// counts them.
///
/// # Errors
///
/// [`migrate_core::error::SessionError::ReadOnly`]; [`CallError::TooSmall`] for a time below nothing.
pub fn prune(older_than: Interval, dry_run: bool) -> Result<Vec<Pruned>> {
    if !dry_run {
        citus::check_writable("remove old jobs")?;
    }
    let is_negative =
        as_owner(|| spi::row("SELECT $1 < '0'::interval", &[older_than.into()], |row| row.must::<bool>(1)));
    if is_negative == Some(true) {
        return Err(CallError::TooSmall { argument: "older_than", least: 0, value: -1 }.into());
    }
    let is_date = catch(|| {
        as_owner(|| spi::row("SELECT isfinite(now() - $1)", &[older_than.into()], |row| row.must::<bool>(1)))
    });
    match is_date {
        Ok(Some(true)) => {}
        Err(failure) if failure.is_cancel() => return Err(Error::Server(failure)),
        _ => return Err(CallError::OutOfRange { argument: "older_than" }.into()),
    }
    let of = |table: &'static str, old: &str| {
        let counts = format!("SELECT count(*) FILTER (WHERE {old}), count(*) FROM migrate.{table} t");
        let delete = format!("DELETE FROM migrate.{table} t WHERE {old}");
        as_owner(|| {
            let count =
                spi::row(&counts, &[older_than.into()], |row| (row.must::<i64>(1), row.must::<i64>(2)));
            if !dry_run {
                spi::write(&delete, &[older_than.into()]);
            }
            let (removed, all) = count.unwrap_or_default();
            Pruned { table, removed, kept: all - removed }
        })
    };
    Ok(vec![of("journal", JOURNAL), of("jobs", JOBS), of("backfills", BACKFILLS), of("ddl_seen", DDL_SEEN)])
}
