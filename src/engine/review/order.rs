//! The order of versions against that in which migrations are applied: `migrate.out_of_order`.
//!
//! A migration is late if it comes before one that is applied, in the order of versions. One of which a part has run is
//! not: that it goes on is no new decision.

use std::collections::HashSet;

use migrate_core::error::{Error, OrderError, Result};
use migrate_core::migration::Direction;
use migrate_core::plan::Plan;

use crate::engine::plan::request::{By, Request};
use crate::postgres::identity::as_owner;
use crate::postgres::{messages, procedure, spi};
use crate::registry::{history, migrations, origins};
use crate::settings::{self, OutOfOrder};

/// Warns of migrations that are to be applied late, or refuses all if some are.
///
/// # Errors
///
/// [`OrderError::Late`].
pub fn check(plans: &[Plan]) -> Result<()> {
    match settings::out_of_order() {
        OutOfOrder::Allow => Ok(()),
        OutOfOrder::Refuse => error(plans, true).map_or(Ok(()), Err),
        OutOfOrder::Warn => {
            if let Some(error) = error(plans, false) {
                messages::warn(error.failure());
            }
            Ok(())
        }
    }
}

/// The same before a job's first unit: another job may have applied a newer one since it was asked for. Nobody is there
/// to be warned.
///
/// # Errors
///
/// As [`check`].
pub fn check_again(plans: &[Plan]) -> Result<()> {
    match settings::out_of_order() {
        OutOfOrder::Refuse => check(plans),
        OutOfOrder::Allow | OutOfOrder::Warn => Ok(()),
    }
}

/// What a dry run says of each of the plans that is late.
pub fn told(plans: &[Plan]) -> Vec<(i64, String)> {
    let refused = match settings::out_of_order() {
        OutOfOrder::Allow => return Vec::new(),
        OutOfOrder::Warn => "",
        OutOfOrder::Refuse => "refused: ",
    };
    let Some((late, newest)) = late(plans) else { return Vec::new() };
    let told = |version| (version, format!("; {refused}older than {newest}, which is applied"));
    late.into_iter().map(|(version, _)| told(version)).collect()
}

/// Says of a rollback in the order of versions that another migration was applied after those that it takes back.
pub fn tell_later(request: &Request, plans: &[Plan]) {
    let is_told_which = request.target.is_some() || request.only.is_some() || request.again;
    if request.direction != Direction::Down || request.by != By::Version || is_told_which {
        return;
    }
    let Some((last, description)) = last_run() else { return };
    if !plans.is_empty() && plans.iter().all(|plan| plan.purpose.version != last) {
        procedure::notice(&format!(
            "{last} {description} was applied later; by => 'application' takes that back first"
        ));
    }
}

/// The migration that ran last, of those that can be rolled back.
fn last_run() -> Option<(i64, String)> {
    let sql = format!(
        "SELECT s.version, s.description FROM migrate.schema_migrations s JOIN migrate.origins o ON {}
         WHERE o.how = 'ran' AND NOT EXISTS (SELECT FROM migrate.labels l WHERE l.version = s.version AND l.repeats)
         ORDER BY s.applied_at DESC LIMIT 1",
        origins::SAME
    );
    as_owner(|| spi::row(&sql, &[], |row| (row.must(1), row.must(2))))
}

fn error(plans: &[Plan], is_refused: bool) -> Option<Error> {
    let (late, newest) = late(plans)?;
    Some(OrderError::Late { late, newest, is_refused }.into())
}

/// Those of the plans that would be applied late, and the newest migration that is applied.
fn late(plans: &[Plan]) -> Option<(Vec<(i64, String)>, i64)> {
    let is_up = |plan: &&Plan| {
        let purpose = &plan.purpose;
        purpose.migration().is_some() && purpose.direction == Direction::Up && purpose.event.is_none()
    };
    let purposes: Vec<_> = plans.iter().filter(is_up).map(|plan| &plan.purpose).collect();
    let versions: Vec<i64> = purposes.iter().map(|purpose| purpose.version).collect();
    let newest = history::current_version().filter(|_| !versions.is_empty())?;
    let sql = format!(
        "SELECT v.version FROM unnest($1) v (version) LEFT JOIN migrate.labels l ON l.version = v.version
               WHERE coalesce(l.place, ARRAY[v.version::numeric]) < (SELECT migrate.place($2))
                 AND NOT EXISTS (SELECT FROM migrate.schema_migrations s WHERE s.version = v.version)
                 AND NOT EXISTS (SELECT FROM migrate.unfinished u
                                 WHERE u.version = v.version AND u.direction = 'up'
                                   AND {})",
        migrations::HAS_BEGUN
    );
    let late: HashSet<i64> =
        as_owner(|| spi::rows(&sql, &[versions.into(), newest.into()], |row| row.must(1)))
            .into_iter()
            .collect();
    let named = purposes.iter().filter(|purpose| late.contains(&purpose.version));
    let named: Vec<_> = named.map(|purpose| (purpose.version, purpose.description.clone())).collect();
    (!named.is_empty()).then_some((named, newest))
}
