//! What runs around the migrations of a run: plans of their own, between the others.
//!
//! | callback | is run | if it fails |
//! |---|---|---|
//! | before_all | before the first migration | nothing is applied |
//! | after_each | behind each migration that was applied, when that is committed | that migration is applied, none behind it |
//! | after_all | behind the last one | all are applied |
//!
//! What failed, or was not reached by a job that broke off, is owed: the next run begins with it, if it applies anything
//! or not.
//!
//! Where one set of scripts is for many schemas, all of that is so in each of them, with it first in the search path.

use migrate_core::error::Result;
use migrate_core::migration::Direction;
use migrate_core::plan::Plan;
use migrate_core::unit::Known;
use migrate_core::version::{Event, Version};

use super::made::plan;
use crate::catalog::facts::Catalog;
use crate::postgres::identity::as_owner;
use crate::postgres::spi;
use crate::registry::migrations;

/// The plans with the callbacks around them.
///
/// # Errors
///
/// What the parser refuses.
pub fn around(plans: Vec<Plan>) -> Result<Vec<Plan>> {
    if !is_any() {
        return Ok(plans);
    }
    let [before, each, after] =
        [callback(Event::BeforeAll)?, callback(Event::AfterEach)?, callback(Event::AfterAll)?];
    let owes =
        |callback: &Option<Plan>| callback.as_ref().filter(|plan| is_owed(plan.purpose.version)).cloned();
    let (owed_each, owed_after) = (owes(&each), owes(&after));
    if plans.is_empty() {
        return Ok(owed_each.into_iter().chain(owed_after).collect());
    }
    let mut all: Vec<Plan> = before.into_iter().chain(owed_each).collect();
    for one in plans {
        let goes_up = one.purpose.direction == Direction::Up;
        all.push(one);
        all.extend(each.clone().filter(|_| goes_up));
    }
    all.extend(after);
    Ok(all)
}

/// Whether there is a callback.
pub fn is_any() -> bool {
    as_owner(|| spi::row("SELECT FROM migrate.callbacks LIMIT 1", &[], |_| ())).is_some()
}

fn callback(event: Event) -> Result<Option<Plan>> {
    let Some(there) = migrations::find(Version::callback(event).number) else { return Ok(None) };
    let mut plan = plan(there, Direction::Up, &mut Known::new(&Catalog))?;
    plan.purpose.event = Some(event);
    Ok(Some(plan))
}

/// The callbacks that there are.
pub fn versions() -> Vec<i64> {
    as_owner(|| spi::rows("SELECT version FROM migrate.callbacks ORDER BY version", &[], |row| row.must(1)))
}

/// Of these schemas, by their numbers, those in which a callback is owed.
pub fn owing(schemas: &[i32]) -> Vec<i32> {
    if !is_any() {
        return Vec::new();
    }
    let sql = "SELECT DISTINCT t.id FROM unnest($1::integer[]) t (id)
               CROSS JOIN LATERAL (SELECT e.id, e.job FROM migrate.schema_journal e
                                   WHERE e.tenant = t.id AND e.status = 'done' AND e.unit = e.units AND e.direction = 'up'
                                     AND e.version IS NOT NULL
                                     AND NOT EXISTS (SELECT FROM migrate.labels l WHERE l.version = e.version AND l.event IS NOT NULL)
                                     AND EXISTS (SELECT FROM migrate.schema_applied s WHERE s.tenant = t.id AND s.version = e.version)
                                   ORDER BY e.id DESC LIMIT 1) e
               JOIN migrate.jobs j ON j.id = e.job
               JOIN migrate.callbacks c ON j.schemas -> 'callbacks' @> to_jsonb(c.version)
               WHERE c.event <> 'before_all' AND j.status <> 'done'
                 AND NOT EXISTS (SELECT FROM migrate.schema_journal d
                                 WHERE d.tenant = t.id AND d.version = c.version AND d.status = 'done' AND d.unit = d.units
                                   AND d.id > e.id)";
    as_owner(|| spi::rows(sql, &[schemas.to_vec().into()], |row| row.must(1)))
}

/// Whether the job that has applied a migration last has broken off before this callback. For what was taken back since
/// nothing is owed. A job that is at many schemas says which callbacks it has; it may go on itself.
fn is_owed(version: i64) -> bool {
    let sql = "SELECT FROM (SELECT e.id, e.job FROM migrate.journal e
                            WHERE e.status = 'done' AND e.unit = e.units AND e.direction = 'up' AND e.version IS NOT NULL
                              AND NOT EXISTS (SELECT FROM migrate.labels l WHERE l.version = e.version AND l.event IS NOT NULL)
                              AND EXISTS (SELECT FROM migrate.schema_migrations s WHERE s.version = e.version)
                            ORDER BY e.id DESC LIMIT 1) e
               JOIN migrate.jobs j ON j.id = e.job
               WHERE j.status <> 'done'
                 AND ($1 = ANY (j.versions)
                      AND NOT EXISTS (SELECT FROM migrate.live_jobs l WHERE l.id = j.id AND l.alive)
                      OR j.schemas -> 'callbacks' @> to_jsonb($1::bigint))
                 AND NOT EXISTS (SELECT FROM migrate.journal c
                                 WHERE c.version = $1 AND c.status = 'done' AND c.unit = c.units AND c.id > e.id)";
    as_owner(|| spi::row(sql, &[version.into()], |_| ())).is_some()
}
