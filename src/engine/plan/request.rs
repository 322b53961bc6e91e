//! From what was asked to plans: which migrations, in which order, cut into which units.

use migrate_core::error::{ArgumentError, CallError, HistoryError, MigrationError, Result, RunError};
use migrate_core::migration::Direction;
use migrate_core::plan::Plan;
use migrate_core::unit::Known;

use super::made::plan;
use super::{callbacks, reverse};
use crate::catalog::facts::Catalog;
use crate::postgres::identity::as_owner;
use crate::postgres::spi;
use crate::registry::history;
use crate::registry::labels;
use crate::registry::migrations::{self, Stop};
use crate::registry::origins;
use crate::registry::placed::placed;

/// What was asked of `apply`, `rollback`, `up` or `down`.
#[derive(Debug, Clone, Copy)]
pub struct Request {
    /// Up: apply; down: roll back.
    pub direction: Direction,
    /// Up: the last version to apply. Down: the last version to keep; 0 keeps none.
    pub target: Option<i64>,
    /// At most so many migrations.
    pub steps: Option<i32>,
    /// Down: which are the last ones.
    pub by: By,
    /// This one alone, whatever stands before or behind it.
    pub only: Option<i64>,
    /// What is rolled back is applied again.
    pub again: bool,
}

/// Which migrations a rollback takes back first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Those with the newest versions.
    Version,
    /// Those that were applied last.
    Application,
}

impl By {
    /// What the argument `by` says.
    ///
    /// # Errors
    ///
    /// [`ArgumentError::Choice`].
    pub fn of(word: &str) -> Result<Self> {
        match word {
            "version" => Ok(By::Version),
            "application" => Ok(By::Application),
            _ => {
                let choices = "version, application".into();
                Err(ArgumentError::Choice { argument: "by", value: word.into(), choices }.into())
            }
        }
    }
}

impl Request {
    /// To apply what is pending.
    pub fn up(target: Option<i64>, steps: Option<i32>) -> Self {
        Request { direction: Direction::Up, target, steps, by: By::Version, only: None, again: false }
    }

    /// To roll back what is applied.
    pub fn down(target: Option<i64>, steps: Option<i32>, by: By) -> Self {
        Request { direction: Direction::Down, target, steps, by, only: None, again: false }
    }

    /// Refuses arguments that mean nothing, wherever it is asked for.
    ///
    /// # Errors
    ///
    /// [`CallError::TooSmall`], [`CallError::Together`].
    pub fn check(&self) -> Result<()> {
        if let Some(steps) = self.steps
            && steps < 1
        {
            return Err(CallError::TooSmall { argument: "steps", least: 1, value: steps.into() }.into());
        }
        if self.only.is_some() {
            for (other, is_given) in [("target", self.target.is_some()), ("steps", self.steps.is_some())] {
                if is_given {
                    return Err(CallError::Together { of: ["only_version", other] }.into());
                }
            }
        }
        Ok(())
    }

    /// The plans, in the order in which they run. Nothing is changed; every migration is checked before
    /// the first one runs.
    ///
    /// # Errors
    ///
    /// [`migrate_core::Error`] where the request does not fit what is registered and applied, and whatever the
    /// parser refuses.
    pub fn plans(&self) -> Result<Vec<Plan>> {
        self.check()?;
        let mut plans = match (self.direction, self.only) {
            (Direction::Up, None) => self.applying()?,
            (Direction::Up, Some(version)) => alone(version)?,
            (Direction::Down, _) => self.rolling_back()?,
        };
        if self.again {
            let mut known = Known::new(&Catalog);
            let taken_back: Vec<i64> = plans.iter().rev().map(|plan| plan.purpose.version).collect();
            for version in taken_back {
                let there = migrations::find(version).ok_or(MigrationError::NotRegistered { version })?;
                plans.push(plan(there, Direction::Up, &mut known)?);
            }
        }
        match self.direction {
            Direction::Down if !self.again => Ok(plans),
            _ => callbacks::around(plans),
        }
    }

    /// What is asked for, for people.
    pub fn deed(&self) -> Deed {
        match self.direction {
            Direction::Up => Deed::Apply,
            Direction::Down if self.again => Deed::Redo,
            Direction::Down => Deed::RollBack,
        }
    }

    fn applying(&self) -> Result<Vec<Plan>> {
        if let Some(version) = self.target
            && !migrations::is_registered(version)
            && history::find(version).is_none()
        {
            return Err(MigrationError::NotRegistered { version }.into());
        }
        let mut known = Known::new(&Catalog);
        let stop = migrations::stop(self.target);
        if let (Some(stop), Some(_)) = (&stop, self.target) {
            // Whoever names a target counts on it.
            return Err(stopped(stop).into());
        }
        migrations::pending(self.target, self.steps, stop.map(|stop| stop.version))
            .into_iter()
            .map(|migration| plan(migration, Direction::Up, &mut known))
            .collect()
    }

    /// What stands behind the plans that were asked for, and is not applied yet.
    pub fn stop(&self) -> Option<Stop> {
        if self.direction != Direction::Up || self.only.is_some() {
            return None;
        }
        let stop = migrations::stop(self.target)?;
        self.steps.is_none_or(|steps| stop.before < i64::from(steps)).then_some(stop)
    }

    /// Whether a rollback that names a version has come to its end where it has not begun: the version is not applied here, nor
    /// anything that comes behind it. Of many places, some are always further than others.
    pub fn is_back_already(&self) -> bool {
        match (self.direction, self.only, self.target) {
            (Direction::Down, Some(_), _) => self.revertible(None).is_empty(),
            (Direction::Down, None, Some(target)) if target > 0 && self.by == By::Version => {
                history::find(target).is_none() && self.revertible(None).is_empty()
            }
            _ => false,
        }
    }

    fn rolling_back(&self) -> Result<Vec<Plan>> {
        if let Some(version) = self.target {
            if version < 0 {
                return Err(CallError::TooSmall { argument: "target", least: 0, value: version }.into());
            }
            if version > 0 && history::find(version).is_none() {
                return Err(MigrationError::NotApplied { version }.into());
            }
            check_not_repeatable(version, "the target of a rollback")?;
        }
        if let Some(version) = self.only {
            check_not_repeatable(version, "rolled back")?;
        }
        let is_bounded = self.target.is_some() || self.only.is_some();
        let steps = self.steps.or(if is_bounded { None } else { Some(1) });
        let mut known = Known::new(&Catalog);
        let revertible = self.revertible(steps);
        if let (Some(version), true) = (self.only, revertible.is_empty()) {
            return Err(MigrationError::NotApplied { version }.into());
        }
        revertible
            .into_iter()
            .map(|(version, description)| {
                reverse::check_baseline(version, &description)?;
                let migration = migrations::find(version)
                    .ok_or(MigrationError::Missing { version, description: description.clone() })?;
                let applied = history::find(version).and_then(|applied| applied.checksum);
                if applied.is_some_and(|applied| applied != migration.checksum) {
                    return Err(MigrationError::ChangedSinceApply { version, description }.into());
                }
                plan(migration, Direction::Down, &mut known)
            })
            .collect()
    }

    /// Applied migrations, and those of which a part is committed, the last ones first. By application, a part was
    /// applied after all else. Repeatable ones are left alone.
    fn revertible(self, steps: Option<i32>) -> Vec<(i64, String)> {
        let rows = format!(
            "(SELECT version, description, coalesce(applied_at, '-infinity') AS at
                         FROM migrate.schema_migrations
                         UNION
                         SELECT m.version, m.description, 'infinity'
                         FROM migrate.unfinished u JOIN migrate.migrations m USING (version)
                         WHERE {}
                           AND NOT EXISTS (SELECT FROM migrate.schema_migrations s
                                           WHERE s.version = u.version))",
            migrations::HAS_BEGUN
        );
        let (behind, order) = match self.by {
            By::Version => ("place > (SELECT migrate.place($1))", "place DESC"),
            // Of two at the same moment, as an import may have them, the newer version is the later one.
            By::Application => (
                "$1 = 0 OR (at, place) > (SELECT coalesce(s.applied_at, '-infinity'), migrate.place($1)
                                          FROM migrate.schema_migrations s WHERE s.version = $1)",
                "at DESC, place DESC",
            ),
        };
        let sql = format!(
            "SELECT version, description FROM {} v
             WHERE NOT repeats AND ($1 IS NULL OR {behind}) AND ($3 IS NULL OR version = $3)
             ORDER BY {order} LIMIT $2",
            placed(&rows)
        );
        as_owner(|| {
            let args = [self.target.into(), steps.map(i64::from).into(), self.only.into()];
            spi::rows(&sql, &args, |row| (row.must(1), row.must(2)))
        })
    }
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// To apply.
    Apply,
    /// To roll back.
    RollBack,
    /// To roll back and apply again.
    Redo,
}

/// The plan that applies one migration that is pending, whatever else is; none if it is applied.
fn alone(version: i64) -> Result<Vec<Plan>> {
    let migration = migrations::find(version).ok_or(MigrationError::NotRegistered { version })?;
    if labels::is_callback(version) {
        let (description, cannot) = (migration.description, "applied by itself");
        return Err(MigrationError::Callback { version, description, cannot }.into());
    }
    if history::is_done(version) {
        return Ok(Vec::new());
    }
    let baseline = origins::baseline().map(|baseline| baseline.version);
    let above = |baseline: &i64| !labels::is_before(version, *baseline) || labels::repeats(version);
    if let Some(baseline) = baseline.filter(|baseline| !above(baseline)) {
        let description = migration.description;
        return Err(HistoryError::NotAbove { version, description, baseline }.into());
    }
    if let Some((job, when)) = migrations::scheduled(version) {
        let description = migration.description;
        return Err(MigrationError::Scheduled { version, description, job, when }.into());
    }
    Ok(vec![plan(migration, Direction::Up, &mut Known::new(&Catalog))?])
}

/// Refuses a repeatable migration where it has no place.
///
/// # Errors
///
/// [`MigrationError::Repeatable`].
pub fn check_not_repeatable(version: i64, cannot: &'static str) -> Result<()> {
    if !labels::repeats(version) {
        return Ok(());
    }
    let registered = migrations::find(version).map(|there| there.description);
    let applied = || history::find(version).map(|there| there.description);
    let description = registered.or_else(applied).unwrap_or_default();
    Err(MigrationError::Repeatable { version, description, cannot }.into())
}

/// Why a migration is not applied that was asked for.
fn stopped(stop: &Stop) -> MigrationError {
    let (version, description) = (stop.version, stop.description.clone());
    match stop.job.clone() {
        Some((job, when)) => MigrationError::Scheduled { version, description, job, when },
        None => MigrationError::NoUp { version, description },
    }
}

/// Makes plans again, of the same texts: another session may read a script in another way.
///
/// # Errors
///
/// [`MigrationError::NotRegistered`], [`RunError::ChangedSincePlan`], and whatever the parser refuses.
pub fn again(plans: &[Plan]) -> Result<Vec<Plan>> {
    let mut known = Known::new(&Catalog);
    plans
        .iter()
        .map(|Plan { purpose, units }| {
            // A safe operation is planned when its turn comes.
            if purpose.operation.is_some() {
                return Ok(Plan { purpose: purpose.clone(), units: units.clone() });
            }
            let version = purpose.version;
            let there = migrations::find(version).ok_or(MigrationError::NotRegistered { version })?;
            if there.fingerprint != purpose.fingerprint {
                let description = purpose.description.clone();
                return Err(RunError::ChangedSincePlan { version, description }.into());
            }
            let mut again = plan(there, purpose.direction, &mut known)?;
            again.purpose.event = purpose.event;
            Ok(again)
        })
        .collect()
}

/// The plan that applies one migration, whatever else is pending.
///
/// # Errors
///
/// [`MigrationError::NotRegistered`], and whatever the parser refuses.
pub fn one(version: i64) -> Result<Plan> {
    let migration = migrations::find(version).ok_or(MigrationError::NotRegistered { version })?;
    plan(migration, Direction::Up, &mut Known::new(&Catalog))
}
