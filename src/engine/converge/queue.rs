//! The schemas of a job, as its workers hand them out: `migrate.schema_queue`.

use migrate_core::failure::Failure;
use pgrx::JsonB;
use pgrx::pg_sys::Oid;
use serde_json::Value;

use crate::engine::run::durable;
use crate::engine::session::Identity;
use crate::postgres::identity::as_owner;
use crate::postgres::spi;
use crate::registry::schemas::{self, Schema};

/// A schema that a worker has taken.
pub struct Claimed {
    /// Its place in the queue.
    pub place: i32,
    /// Its number in `migrate.schemas`.
    pub tenant: i32,
    /// Its name.
    pub name: String,
    /// Its number in `pg_namespace`.
    pub oid: u32,
}

/// Writes the schemas of a job, in this order. Those of jobs that have ended go.
pub fn fill(job: i64, wanted: &[Schema]) {
    let ended = "DELETE FROM migrate.schema_queue q
                 WHERE NOT EXISTS (SELECT FROM migrate.live_jobs l WHERE l.id = q.job AND l.alive)";
    let sql = "INSERT INTO migrate.schema_queue (job, place, tenant, schema_name, schema_oid)
               SELECT $1, s.place, s.tenant, s.name, s.oid
               FROM unnest($2::integer[], $3::text[], $4::oid[]) WITH ORDINALITY s (tenant, name, oid, place)";
    let tenants: Vec<i32> = wanted.iter().map(|schema| schema.id).collect();
    let names: Vec<String> = wanted.iter().map(|schema| schema.name.clone()).collect();
    let oids: Vec<Oid> = wanted.iter().map(|schema| schema.oid.into()).collect();
    as_owner(|| {
        spi::write(ended, &[]);
        spi::write(sql, &[job.into(), tenants.into(), names.into(), oids.into()]);
    });
}

/// Brings the queue of a job that has waited for its turn up to date: schemas have the names that they have by now, and
/// those that are not there any more go. That the canary is not there is a failure of it.
pub fn freshen(job: i64, has_canary: bool) {
    let gone = "DELETE FROM migrate.schema_queue q
                WHERE q.job = $1 AND q.status = 'waiting' AND (q.place > 1 OR NOT $2)
                  AND NOT EXISTS (SELECT FROM pg_namespace n WHERE n.oid = q.schema_oid)";
    let renamed = "UPDATE migrate.schema_queue q SET schema_name = n.nspname FROM pg_namespace n
                   WHERE q.job = $1 AND q.status = 'waiting' AND n.oid = q.schema_oid AND n.nspname <> q.schema_name";
    schemas::know_again();
    as_owner(|| {
        spi::write(gone, &[job.into(), has_canary.into()]);
        spi::write(renamed, &[job.into()]);
    });
}

/// Whether nobody has taken the first schema of a job.
pub fn is_first_left(job: i64) -> bool {
    let sql = "SELECT FROM migrate.schema_queue WHERE job = $1 AND place = 1 AND status = 'waiting'";
    as_owner(|| spi::row(sql, &[job.into()], |_| ())).is_some()
}

/// Ends jobs that wait for `migrate.resume()` with nothing left but these schemas, of the same asker and with the same to do
/// in them: who asks again goes on in their place. Their numbers.
pub fn supersede(spec: &Value, identity: &Identity, schemas: &[i32]) -> Vec<i64> {
    const HOW: &str = "'{has_canary,max_failures,workers,callbacks}'::text[]";
    let sql = "UPDATE migrate.jobs j SET status = 'cancelled', finished_at = clock_timestamp()
               WHERE j.status = 'queued' AND j.deferred_in IS NOT NULL AND j.not_before = 'infinity'
                 AND j.asked_by = $2 AND j.run_as = $3
                 AND j.schemas - {how} = $1 - {how}
                 AND NOT EXISTS (SELECT FROM migrate.schema_queue q
                                 WHERE q.job = j.id AND q.status = 'waiting' AND q.tenant <> ALL ($4))
               RETURNING j.id";
    let args = [
        JsonB(spec.clone()).into(),
        identity.session_user.clone().into(),
        identity.role.clone().into(),
        schemas.to_vec().into(),
    ];
    as_owner(|| spi::write_rows(&sql.replace("{how}", HOW), &args, |row| row.must(1)))
}

/// Takes the next schema, unless too many have failed.
pub fn claim(job: i64, max_failures: i32) -> Option<Claimed> {
    durable::do_not_wait();
    // MATERIALIZED: on the inner side of a nested loop a subquery is run again for each row, and would take one each time.
    let sql = "WITH next AS MATERIALIZED (
                   SELECT w.place FROM migrate.schema_queue w
                   WHERE w.job = $1 AND w.status = 'waiting'
                     AND (SELECT count(*) FROM migrate.schema_queue f WHERE f.job = $1 AND f.status = 'failed') < $2
                   ORDER BY w.place FOR UPDATE SKIP LOCKED LIMIT 1)
               UPDATE migrate.schema_queue q SET status = 'running', pid = pg_backend_pid()
               FROM next
               WHERE q.job = $1 AND q.place = next.place
               RETURNING q.place, q.tenant, q.schema_name, q.schema_oid";
    let claimed = |row: spi::Row| Claimed {
        place: row.must(1),
        tenant: row.must(2),
        name: row.must(3),
        oid: row.must::<Oid>(4).to_u32(),
    };
    as_owner(|| spi::write_rows(sql, &[job.into(), i64::from(max_failures).into()], claimed)).pop()
}

/// Writes what became of a schema.
pub fn end(job: i64, place: i32, failure: Option<&Failure>) {
    let sql =
        "UPDATE migrate.schema_queue SET status = $3, failure = $4, pid = NULL WHERE job = $1 AND place = $2";
    let status = if failure.is_some() { "failed" } else { "done" };
    let args = [job.into(), place.into(), status.into(), failure.map(spi::jsonb).into()];
    as_owner(|| spi::write(sql, &args));
}

/// Gives a schema back that is not done.
pub fn give_back(job: i64, place: i32) {
    let sql = "UPDATE migrate.schema_queue SET status = 'waiting', pid = NULL WHERE job = $1 AND place = $2";
    as_owner(|| spi::write(sql, &[job.into(), place.into()]));
}

/// Gives back what workers have not done who are gone; false if there is nothing. Call it when no other worker is there.
pub fn take_over(job: i64) -> bool {
    let sql = "UPDATE migrate.schema_queue SET status = 'waiting', pid = NULL
               WHERE job = $1 AND status = 'running' RETURNING place";
    !as_owner(|| spi::write_rows(sql, &[job.into()], |row| row.must::<i32>(1))).is_empty()
}

/// How many schemas wait for a worker.
pub fn waiting(job: i64) -> usize {
    let sql = "SELECT count(*) FROM migrate.schema_queue WHERE job = $1 AND status = 'waiting'";
    let count = as_owner(|| spi::row(sql, &[job.into()], |row| row.must::<i64>(1)));
    usize::try_from(count.unwrap_or(0)).unwrap_or(0)
}

/// How a job's schemas stand.
pub struct Counts {
    /// All of them.
    pub all: i64,
    /// Those that are done.
    pub done: i64,
    /// Those that failed.
    pub failed: i64,
}

/// How a job's schemas stand.
pub fn counts(job: i64) -> Counts {
    let sql =
        "SELECT count(*), count(*) FILTER (WHERE status = 'done'), count(*) FILTER (WHERE status = 'failed')
               FROM migrate.schema_queue WHERE job = $1";
    let counts = |row: spi::Row| Counts { all: row.must(1), done: row.must(2), failed: row.must(3) };
    as_owner(|| spi::row(sql, &[job.into()], counts)).unwrap_or(Counts { all: 0, done: 0, failed: 0 })
}

/// The first few schemas that failed, with what the server said.
pub fn first_failures(job: i64) -> Vec<(String, Failure)> {
    let sql = "SELECT schema_name, failure FROM migrate.schema_queue
               WHERE job = $1 AND status = 'failed' ORDER BY place LIMIT 5";
    let read = |row: spi::Row| Some((row.must(1), serde_json::from_value(row.must::<JsonB>(2).0).ok()?));
    as_owner(|| spi::rows(sql, &[job.into()], read)).into_iter().flatten().collect()
}

/// In how many schemas the units of a call's safe operation were run.
pub fn worked_in(job: i64) -> i64 {
    let sql = "SELECT count(DISTINCT tenant) FROM migrate.schema_journal WHERE job = $1 AND status = 'done'";
    as_owner(|| spi::row(sql, &[job.into()], |row| row.must(1))).unwrap_or(0)
}

/// How many migrations a job has brought to their end, and in how many schemas.
pub fn achieved(job: i64) -> (i64, i64) {
    let sql = "SELECT count(*), count(DISTINCT j.tenant) FROM migrate.schema_journal j
               WHERE j.job = $1 AND j.version IS NOT NULL AND j.status = 'done' AND j.unit = j.units
                 AND NOT EXISTS (SELECT FROM migrate.labels l WHERE l.version = j.version AND l.event IS NOT NULL)";
    as_owner(|| spi::row(sql, &[job.into()], |row| (row.must(1), row.must(2)))).unwrap_or((0, 0))
}
