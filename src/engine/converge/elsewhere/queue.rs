//! The databases or servers of a job, as its worker goes through them: `migrate.elsewhere_queue`.

use migrate_core::failure::Failure;
use pgrx::JsonB;
use serde_json::Value;

use super::errand::Answer;
use crate::engine::run::durable;
use crate::engine::session::Identity;
use crate::postgres::identity::as_owner;
use crate::postgres::spi;

/// Writes the places of a job, in this order. Those of jobs that have ended go.
pub fn fill(job: i64, names: &[String]) {
    let ended = "DELETE FROM migrate.elsewhere_queue q
                 WHERE NOT EXISTS (SELECT FROM migrate.live_jobs l WHERE l.id = q.job AND l.alive)";
    let sql = "INSERT INTO migrate.elsewhere_queue (job, place, name)
               SELECT $1, s.place, s.name FROM unnest($2::text[]) WITH ORDINALITY s (name, place)";
    as_owner(|| {
        spi::write(ended, &[]);
        spi::write(sql, &[job.into(), names.to_vec().into()]);
    });
}

/// Ends jobs that wait for `migrate.resume()` with nothing left but these places, of the same asker and with the same to do
/// there: who asks again goes on in their place. Their numbers.
pub fn supersede(spec: &Value, identity: &Identity, names: &[String]) -> Vec<i64> {
    const HOW: &str = "'{has_canary,max_failures,workers,wait,preflight}'::text[]";
    let sql = "UPDATE migrate.jobs j SET status = 'cancelled', finished_at = clock_timestamp()
               WHERE j.status = 'queued' AND j.deferred_in IS NOT NULL AND j.not_before = 'infinity'
                 AND j.asked_by = $2 AND j.run_as = $3
                 AND j.schemas - {how} = $1 - {how}
                 AND NOT EXISTS (SELECT FROM migrate.elsewhere_queue q
                                 WHERE q.job = j.id AND q.status = 'waiting' AND q.name <> ALL ($4))
               RETURNING j.id";
    let (by, role) = (identity.session_user.clone(), identity.role.clone());
    let args = [JsonB(spec.clone()).into(), by.into(), role.into(), names.to_vec().into()];
    as_owner(|| spi::write_rows(&sql.replace("{how}", HOW), &args, |row| row.must(1)))
}

/// Those that wait, in their order.
pub fn waiting(job: i64) -> Vec<String> {
    let sql = "SELECT name FROM migrate.elsewhere_queue WHERE job = $1 AND status = 'waiting' ORDER BY place";
    as_owner(|| spi::rows(sql, &[job.into()], |row| row.must(1)))
}

/// Writes that one was begun, or given back.
pub fn mark(job: i64, name: &str, status: &str) {
    durable::do_not_wait();
    let sql = "UPDATE migrate.elsewhere_queue SET status = $3 WHERE job = $1 AND name = $2";
    as_owner(|| spi::write(sql, &[job.into(), name.into(), status.into()]));
}

/// Writes what became of one.
pub fn end(job: i64, name: &str, answer: &Answer) {
    durable::do_not_wait();
    let status = match &answer.failure {
        None => "done",
        Some(_) if answer.is_unknown => "unknown",
        Some(_) => "failed",
    };
    let sql = "UPDATE migrate.elsewhere_queue SET status = $3, migrations = $4, failure = $5, summary = $6
               WHERE job = $1 AND name = $2";
    let (failure, summary) = (answer.failure.as_ref().map(spi::jsonb), answer.summary.clone());
    let args = [job.into(), name.into(), status.into(), answer.done.into(), failure.into(), summary.into()];
    as_owner(|| spi::write(sql, &args));
}

/// What the call has answered in each, in their order.
pub fn summaries(job: i64) -> Vec<(String, String)> {
    let sql = "SELECT name, summary FROM migrate.elsewhere_queue
               WHERE job = $1 AND summary IS NOT NULL ORDER BY place";
    as_owner(|| spi::rows(sql, &[job.into()], |row| (row.must(1), row.must(2))))
}

/// How a job's places stand.
pub struct Counts {
    /// All of them.
    pub all: i64,
    /// Those that are done.
    pub done: i64,
    /// Those that failed.
    pub failed: i64,
    /// Those of which it is not known.
    pub unknown: i64,
    /// Those in which a migration was brought to its end.
    pub touched: i64,
    /// How many migrations were.
    pub migrations: i64,
}

/// How a job's places stand.
pub fn counts(job: i64) -> Counts {
    let sql =
        "SELECT count(*), count(*) FILTER (WHERE status = 'done'), count(*) FILTER (WHERE status = 'failed'),
                      count(*) FILTER (WHERE status = 'unknown'), count(*) FILTER (WHERE migrations > 0), coalesce(sum(migrations), 0)::bigint
               FROM migrate.elsewhere_queue WHERE job = $1";
    let counts = |row: spi::Row| {
        let [all, done, failed, unknown, touched, migrations] =
            [1, 2, 3, 4, 5, 6].map(|at| row.must::<i64>(at));
        Counts { all, done, failed, unknown, touched, migrations }
    };
    let none = Counts { all: 0, done: 0, failed: 0, unknown: 0, touched: 0, migrations: 0 };
    as_owner(|| spi::row(sql, &[job.into()], counts)).unwrap_or(none)
}

/// The first few that failed, with what was said.
pub fn first_failures(job: i64) -> Vec<(String, Failure)> {
    let sql = "SELECT name, failure FROM migrate.elsewhere_queue
               WHERE job = $1 AND status IN ('failed', 'unknown') ORDER BY place LIMIT 5";
    let read = |row: spi::Row| Some((row.must(1), serde_json::from_value(row.must::<JsonB>(2).0).ok()?));
    as_owner(|| spi::rows(sql, &[job.into()], read)).into_iter().flatten().collect()
}
