//! The row of a job: written by who asks, taken by its worker.

use migrate_core::error::ReleaseError;
use migrate_core::migration::Direction;
use migrate_core::plan::{Plan, Purpose};
use migrate_core::request::Operation;
use pgrx::JsonB;
use serde_json::Value;

use super::asked::remember;
use crate::catalog::server::Server;
use crate::engine::session::Identity;
use crate::error::raise;
use crate::postgres::identity::as_owner;
use crate::postgres::{spi, statistics, subtransaction};
use crate::registry::labels;

/// A job as its worker reads it.
pub struct Job {
    /// Number.
    pub id: i64,
    /// What to do; of large scripts without the statements ([`Plan::is_to_be_read`]).
    pub plans: Vec<Plan>,
    /// As whom.
    pub identity: Identity,
    /// What to do in many schemas; the plans are made there.
    pub schemas: Option<Value>,
}

/// The name under which a job's worker appears in `pg_stat_activity`.
pub fn name(id: i64) -> String {
    format!("migrate_ext job {id}")
}

/// Plans as a job's row has them ([`Plan::stored`]).
fn stored(plans: &[Plan]) -> JsonB {
    spi::jsonb(&plans.iter().map(Plan::stored).collect::<Vec<_>>())
}

/// Writes a job; its number.
pub fn enqueue(plans: &[Plan], identity: &Identity) -> i64 {
    let first = plans.first().map_or(Direction::Up, |plan| plan.purpose.direction);
    let direction = if is_redo(plans) { "redo" } else { first.as_str() };
    let versions: Vec<i64> = plans.iter().filter_map(|plan| plan.purpose.migration()).collect();
    let operation = plans.iter().find_map(|plan| plan.purpose.operation.as_ref()).map(Operation::title);
    let args = [
        direction.into(),
        versions.into(),
        stored(plans).into(),
        identity.session_user.clone().into(),
        identity.role.clone().into(),
        spi::jsonb(&identity.settings).into(),
        operation.into(),
        what(plans).into(),
    ];
    let sql =
        "INSERT INTO migrate.jobs (direction, versions, plan, asked_by, run_as, settings, operation, what)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
    let id = as_owner(|| spi::write_row(sql, &args, |row| row.must::<i64>(1)));
    remember(&identity.role, id);
    id
}

/// Writes a job that is at many schemas, without plans; its number.
pub fn enqueue_schemas(direction: Direction, what: &str, schemas: &Value, identity: &Identity) -> i64 {
    let args = [
        direction.as_str().into(),
        JsonB(schemas.clone()).into(),
        identity.session_user.clone().into(),
        identity.role.clone().into(),
        spi::jsonb(&identity.settings).into(),
        what.into(),
    ];
    let sql =
        "INSERT INTO migrate.jobs (direction, versions, plan, schemas, asked_by, run_as, settings, what)
               VALUES ($1, '{}', '[]', $2, $3, $4, $5, $6) RETURNING id";
    let id = as_owner(|| spi::write_row(sql, &args, |row| row.must::<i64>(1)));
    remember(&identity.role, id);
    id
}

/// What a job is to do in many schemas, if it is one of that kind.
pub fn schemas(id: i64) -> Option<Value> {
    let sql = "SELECT schemas FROM migrate.jobs WHERE id = $1";
    as_owner(|| spi::row(sql, &[id.into()], |row| row.get::<JsonB>(1))).flatten().map(|schemas| schemas.0)
}

/// Whether plans take migrations back and apply them again: those that go down come first, and as many that go up behind
/// them.
fn is_redo(plans: &[Plan]) -> bool {
    let goes_up = |plan: &Plan| plan.purpose.direction == Direction::Up;
    !plans.iter().all(goes_up) && plans.iter().any(goes_up)
}

/// Whether the history tells how far a job with these plans is. Call it in a transaction.
pub fn is_told_by_history(plans: &[Plan]) -> bool {
    let versions = || plans.iter().filter_map(|plan| plan.purpose.migration()).collect();
    !is_redo(plans)
        && plans.iter().all(|plan| plan.purpose.event.is_none())
        && !labels::is_any_always(versions())
}

/// Whether a job has still to do its plan at a place, from 1.
pub fn is_left_to_do(id: i64, place: usize) -> bool {
    let sql = "SELECT FROM migrate.left_to_do WHERE job = $1 AND place = $2";
    let place = i64::try_from(place).unwrap_or(i64::MAX);
    as_owner(|| spi::row(sql, &[id.into(), place.into()], |_| ())).is_some()
}

/// What a job with these plans does, in one line.
fn what(plans: &[Plan]) -> String {
    let all = plans.iter().map(|plan| &plan.purpose);
    let mut purposes: Vec<&Purpose> = all.clone().filter(|purpose| purpose.event.is_none()).collect();
    if purposes.is_empty() {
        purposes = all.collect();
    }
    if let Some(operation) = purposes.iter().find_map(|purpose| purpose.operation.as_ref()) {
        // A name that the server would choose is looked up; where that fails, the line has none.
        let look = || Some(spi::with_snapshot(|| operation.what(&Server)));
        return subtransaction::attempt(look).ok().flatten().unwrap_or_else(|| operation.title());
    }
    let Some(&first) = purposes.first() else { return String::new() };
    let is_redo = is_redo(plans);
    let verb = match first.direction {
        Direction::Up => "apply",
        Direction::Down if is_redo => "redo",
        Direction::Down => "roll back",
    };
    // Each that is done again stands there twice.
    let once: Vec<&Purpose> = match is_redo {
        true => purposes.into_iter().rev().filter(|purpose| purpose.direction == Direction::Up).collect(),
        false => purposes,
    };
    match once.as_slice() {
        [one] => format!("{verb} {} {}", one.version, one.description),
        many => format!("{verb} {} migrations, from {} on", many.len(), first.version),
    }
}

/// A queued job that is to do just this, as this, and whose worker is there.
pub fn find_queued(plans: &[Plan], identity: &Identity) -> Option<i64> {
    let sql = "SELECT j.id
               FROM migrate.live_jobs l JOIN migrate.jobs j USING (id)
               WHERE j.status = 'queued' AND l.alive
                 -- Behind another job, the same is something else.
                 AND NOT EXISTS (SELECT FROM migrate.live_jobs o WHERE o.id > j.id AND o.alive)
                 AND j.plan = $1 AND j.asked_by = $2 AND j.run_as = $3 AND j.settings = $4
                 AND j.not_before IS NULL AND j.stop_at IS NULL
               ORDER BY 1 LIMIT 1";
    let args = [
        stored(plans).into(),
        identity.session_user.clone().into(),
        identity.role.clone().into(),
        spi::jsonb(&identity.settings).into(),
    ];
    statistics::look_anew();
    as_owner(|| spi::row(sql, &args, |row| row.must(1)))
}

/// Whether a job is there and waits to be run.
pub fn is_queued(id: i64) -> bool {
    let sql = "SELECT FROM migrate.jobs WHERE id = $1 AND status = 'queued'";
    as_owner(|| spi::row(sql, &[id.into()], |_| ())).is_some()
}

/// Takes a queued job to run it. `None` if it is not there: the transaction that asked was rolled back.
///
/// Raises [`ReleaseError::Unreadable`] where its plan says what this version does not know.
pub fn take(id: i64, session_oid: u32) -> Option<Job> {
    let sql =
        "UPDATE migrate.jobs SET status = 'running', started_at = clock_timestamp(), pid = pg_backend_pid(), deferred_in = NULL
               WHERE id = $1 AND status = 'queued'
               RETURNING plan, asked_by, run_as, settings, schemas";
    as_owner(|| {
        spi::write_rows(sql, &[id.into()], |row| {
            let (plan, settings) = (row.must::<JsonB>(1).0, row.must::<JsonB>(4).0);
            let read = serde_json::from_value(plan)
                .and_then(|plans: Vec<Plan>| Ok((plans, serde_json::from_value(settings)?)));
            let (plans, settings) = read.unwrap_or_else(|why| {
                raise(&ReleaseError::Unreadable { job: id, why: why.to_string() }.into())
            });
            let identity = Identity { session_oid, session_user: row.must(2), role: row.must(3), settings };
            let schemas = row.get::<JsonB>(5).map(|schemas| schemas.0);
            Job { id, plans, identity, schemas }
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
