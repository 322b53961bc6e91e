//! The table `migrate.jobs`: plans that a worker executes.

use migrate_core::error::{Error, Result, SessionError};
use migrate_core::failure::Failure;
use migrate_core::migration::Direction;
use migrate_core::plan::Plan;
use migrate_core::request::Operation;
use pgrx::{JsonB, pg_sys};

use crate::engine::session::Identity;
use crate::postgres::identity::as_owner;
use crate::postgres::worker::{self, Order, Worker};
use crate::postgres::{lock, procedure, settings, spi, toplevel};

/// A job as its worker reads it.
pub struct Job {
    /// Number.
    pub id: i64,
    /// What to do.
    pub plans: Vec<Plan>,
    /// As whom.
    pub identity: Identity,
}

/// The name under which a job's worker appears in `pg_stat_activity`.
pub fn name(id: i64) -> String {
    format!("migrate_ext job {id}")
}

/// Writes a job; its number.
pub fn enqueue(plans: &[Plan], identity: &Identity) -> i64 {
    let direction = plans.first().map_or(Direction::Up, |plan| plan.purpose.direction);
    let versions: Vec<i64> = plans.iter().filter_map(|plan| plan.purpose.migration()).collect();
    let operation = plans.iter().find_map(|plan| plan.purpose.operation.as_ref()).map(Operation::title);
    let args = [
        direction.as_str().into(),
        versions.into(),
        spi::jsonb(&plans).into(),
        identity.session_user.clone().into(),
        identity.role.clone().into(),
        spi::jsonb(&identity.settings).into(),
        operation.into(),
    ];
    let sql = "INSERT INTO migrate.jobs (direction, versions, plan, asked_by, run_as, settings, operation)
               VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
    as_owner(|| spi::write_row(sql, &args, |row| row.must::<i64>(1)))
}

/// Starts the worker of a job, which waits for `transaction` (0: none) before it looks for the job. A patient
/// one waits for its turn while another migrator is at work; another fails.
///
/// # Errors
///
/// [`SessionError::NoWorker`].
pub fn start(id: i64, identity: &Identity, transaction: u32, patient: bool) -> Result<Worker> {
    let order =
        Order { subject: id, database: worker::database(), role: identity.session_oid, transaction, patient };
    worker::start("migrate_ext_job_main", &name(id), order).ok_or_else(|| SessionError::NoWorker.into())
}

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

/// Keeps the worker's process id with its job.
pub fn set_pid(id: i64, pid: i32) {
    as_owner(|| spi::write("UPDATE migrate.jobs SET pid = $2 WHERE id = $1", &[id.into(), pid.into()]));
}

/// Waits a moment until a worker that has just been started can be seen by others.
pub fn show(pid: i32) {
    const TRIES: u32 = 100;
    const PAUSE_MS: i64 = 5;
    let sql = "SELECT FROM (SELECT pg_stat_clear_snapshot()) s, pg_stat_get_activity($1) a
               -- The database is set after the rest on PostgreSQL 18, and whoever looks for a worker goes by it.
               WHERE a.backend_type IS NOT NULL AND a.datid IS NOT NULL";
    for _ in 0..TRIES {
        if as_owner(|| spi::with_snapshot(|| spi::row(sql, &[pid.into()], |_| ()))).is_some() {
            return;
        }
        procedure::pause(PAUSE_MS);
    }
}

/// Writes that a job's worker has ended without a word.
pub fn lose(id: i64) {
    end_as(id, "lost", None);
}

/// A queued job that is to do just this, as this, and whose worker is there.
pub fn find_queued(plans: &[Plan], identity: &Identity) -> Option<i64> {
    let sql = "SELECT j.id
               FROM (SELECT pg_stat_clear_snapshot()) s, migrate.live_jobs l JOIN migrate.jobs j USING (id)
               WHERE j.status = 'queued' AND l.alive
                 AND j.plan = $1 AND j.asked_by = $2 AND j.run_as = $3 AND j.settings = $4
               ORDER BY 1 LIMIT 1";
    let args = [
        spi::jsonb(&plans).into(),
        identity.session_user.clone().into(),
        identity.role.clone().into(),
        spi::jsonb(&identity.settings).into(),
    ];
    as_owner(|| spi::row(sql, &args, |row| row.must(1)))
}

/// Whether a job is there and waits to be run.
pub fn is_queued(id: i64) -> bool {
    let sql = "SELECT FROM migrate.jobs WHERE id = $1 AND status = 'queued'";
    as_owner(|| spi::row(sql, &[id.into()], |_| ())).is_some()
}

/// Takes a queued job to run it. `None` if it is not there: the transaction that asked was rolled back.
pub fn take(id: i64, session_oid: u32) -> Option<Job> {
    let sql =
        "UPDATE migrate.jobs SET status = 'running', started_at = clock_timestamp(), pid = pg_backend_pid()
               WHERE id = $1 AND status = 'queued'
               RETURNING plan, asked_by, run_as, settings";
    as_owner(|| {
        spi::write_rows(sql, &[id.into()], |row| {
            let (plan, settings) = (row.must::<JsonB>(1).0, row.must::<JsonB>(4).0);
            let (plans, settings) = (serde_json::from_value(plan), serde_json::from_value(settings));
            let (Ok(plans), Ok(settings)) = (plans, settings) else {
                pgrx::error!("job {id} was written by another version of migrate_ext");
            };
            let identity = Identity { session_oid, session_user: row.must(2), role: row.must(3), settings };
            Job { id, plans, identity }
        })
    })
    .pop()
}

/// As whom a job runs; `session_oid` is the role as which this worker has connected.
pub fn identity(id: i64, session_oid: u32) -> Option<Identity> {
    let sql = "SELECT asked_by, run_as, settings FROM migrate.jobs WHERE id = $1";
    let read = |row: spi::Row| (row.must(1), row.must(2), row.must::<JsonB>(3).0);
    let (session_user, role, settings) = as_owner(|| spi::row(sql, &[id.into()], read))?;
    let settings = serde_json::from_value(settings).ok()?;
    Some(Identity { session_oid, session_user, role, settings })
}

/// Writes that a job is to stop, for its worker to read before its next unit or batch: a signal that meets a timeout, or a
/// wait for a standby, is lost.
pub fn ask_to_stop(id: i64) {
    lock::cancel_job(id);
    if lock::commits_by_itself() {
        // Nor must the word wait for the standby for which the worker waits.
        settings::set_for_transaction(c"synchronous_commit", c"local");
    }
    let sql = "UPDATE migrate.jobs SET is_cancelled = true WHERE id = $1 AND status IN ('queued', 'running')";
    as_owner(|| spi::write(sql, &[id.into()]));
}

/// Whether a job is to stop.
///
/// # Errors
///
/// None that is to be expected.
pub fn is_to_stop(id: i64) -> std::result::Result<bool, Failure> {
    // First who has not committed yet: whoever has by then, is seen by the snapshot behind it.
    if toplevel::without_snapshot(|| lock::is_cancelling(id))? {
        return Ok(true);
    }
    let sql = "SELECT is_cancelled FROM migrate.jobs WHERE id = $1";
    toplevel::in_transaction(|| as_owner(|| spi::row(sql, &[id.into()], |row| row.must(1))).unwrap_or(false))
}

/// Writes how a job ended.
pub fn end(id: i64, failure: Option<&Failure>) {
    let status = match failure {
        None => "done",
        Some(failure) if failure.is_cancel() => "cancelled",
        Some(_) => "failed",
    };
    end_as(id, status, failure);
}

/// Takes a job back that no worker has begun; false if one has, or it has ended.
pub fn withdraw(id: i64) -> bool {
    let sql = "UPDATE migrate.jobs SET status = 'cancelled', finished_at = clock_timestamp()
               WHERE id = $1 AND status = 'queued' RETURNING id";
    as_owner(|| spi::write_rows(sql, &[id.into()], |row| row.must::<i64>(1))).pop().is_some()
}

fn end_as(id: i64, status: &str, failure: Option<&Failure>) {
    let error = failure.map(spi::jsonb);
    let sql = "UPDATE migrate.jobs SET status = $2, finished_at = clock_timestamp(), error = $3
               WHERE id = $1 AND status IN ('queued', 'running')";
    as_owner(|| spi::write(sql, &[id.into(), status.into(), error.into()]));
}

/// Marks jobs whose worker is gone, so that they are not taken for live ones. Call it under the migrator's
/// lock, when no worker can be at work.
pub fn bury_lost() {
    let sql = "UPDATE migrate.jobs SET status = 'lost', finished_at = clock_timestamp()
               WHERE id IN (SELECT id FROM migrate.live_jobs WHERE NOT alive)
                 -- Asked of the row as it is now: its worker may have written its end since.
                 AND status IN ('queued', 'running')";
    as_owner(|| spi::write(sql, &[]));
}

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

/// A job's plans.
///
/// # Errors
///
/// [`SessionError::NoJob`], also for one that another version of the extension wrote in its own way.
pub fn plans(id: i64) -> Result<Vec<Plan>> {
    let sql = "SELECT plan FROM migrate.jobs WHERE id = $1";
    let plan = as_owner(|| spi::row(sql, &[id.into()], |row| row.must::<JsonB>(1).0));
    let plans = plan.and_then(|plan| serde_json::from_value(plan).ok());
    Ok(plans.ok_or(SessionError::NoJob { job: id })?)
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
