//! From what was asked to plans: which migrations, in which order, cut into which units.

use migrate_core::error::{ApprovalError, ArgumentError, CallError, MigrationError, Result, RunError};
use migrate_core::migration::Direction;
use migrate_core::plan::{Plan, Purpose};
use migrate_core::unit::{self, Known};

use super::reverse;
use crate::catalog::facts::Catalog;
use crate::postgres::identity::as_owner;
use crate::postgres::{parser, spi};
use crate::registry::history;
use crate::registry::migrations::{self, Registered, Stop};
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
        Request { direction: Direction::Up, target, steps, by: By::Version }
    }

    /// To roll back what is applied.
    pub fn down(target: Option<i64>, steps: Option<i32>, by: By) -> Self {
        Request { direction: Direction::Down, target, steps, by }
    }

    /// The plans, in the order in which they run. Nothing is changed; every migration is checked before
    /// the first one runs.
    ///
    /// # Errors
    ///
    /// [`migrate_core::Error`] where the request does not fit what is registered and applied, and whatever the
    /// parser refuses.
    pub fn plans(&self) -> Result<Vec<Plan>> {
        if let Some(steps) = self.steps
            && steps < 1
        {
            return Err(CallError::TooSmall { argument: "steps", least: 1, value: steps.into() }.into());
        }
        match self.direction {
            Direction::Up => self.applying(),
            Direction::Down => self.rolling_back(),
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
            .iter()
            .map(|migration| plan(migration, Direction::Up, &mut known))
            .collect()
    }

    /// What stands behind the plans that were asked for, and is not applied yet.
    pub fn stop(&self) -> Option<Stop> {
        if self.direction != Direction::Up {
            return None;
        }
        let stop = migrations::stop(self.target)?;
        self.steps.is_none_or(|steps| stop.before < i64::from(steps)).then_some(stop)
    }

    fn rolling_back(&self) -> Result<Vec<Plan>> {
        if let Some(version) = self.target {
            if version < 0 {
                return Err(CallError::TooSmall { argument: "target", least: 0, value: version }.into());
            }
            if version > 0 && history::find(version).is_none() {
                return Err(MigrationError::NotApplied { version }.into());
            }
        }
        let steps = self.steps.or(if self.target.is_some() { None } else { Some(1) });
        let mut known = Known::new(&Catalog);
        self.revertible(steps)
            .into_iter()
            .map(|(version, description)| {
                reverse::check_baseline(version, &description)?;
                let migration = migrations::find(version)
                    .ok_or(MigrationError::Missing { version, description: description.clone() })?;
                let applied = history::find(version).and_then(|applied| applied.checksum);
                if applied.is_some_and(|applied| applied != migration.checksum) {
                    return Err(MigrationError::ChangedSinceApply { version, description }.into());
                }
                plan(&migration, Direction::Down, &mut known)
            })
            .collect()
    }

    /// Applied migrations, and those of which a part is committed, the last ones first. By application, a part was
    /// applied after all else.
    fn revertible(self, steps: Option<i32>) -> Vec<(i64, String)> {
        let rows = "(SELECT version, description, coalesce(applied_at, '-infinity') AS at
                         FROM migrate.schema_migrations
                         UNION
                         SELECT m.version, m.description, 'infinity'
                         FROM migrate.unfinished u JOIN migrate.migrations m USING (version)
                         WHERE (u.committed > 0 OR u.kind IN ('standalone', 'operation', 'batched'))
                           AND NOT EXISTS (SELECT FROM migrate.schema_migrations s
                                           WHERE s.version = u.version))";
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
            "SELECT version, description FROM {} v WHERE $1 IS NULL OR {behind} ORDER BY {order} LIMIT $2",
            placed(rows)
        );
        as_owner(|| {
            spi::rows(&sql, &[self.target.into(), steps.map(i64::from).into()], |row| {
                (row.must(1), row.must(2))
            })
        })
    }
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
            plan(&there, purpose.direction, &mut known)
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
    plan(&migration, Direction::Up, &mut Known::new(&Catalog))
}

fn plan(migration: &Registered, direction: Direction, known: &mut Known) -> Result<Plan> {
    if !migration.is_intact() {
        let (version, description) = (migration.version, migration.description.clone());
        return Err(ApprovalError::Tampered { version, description }.into());
    }
    let derived = match direction {
        Direction::Down if migration.down.is_none() => Some(reverse::down_script(migration)?),
        _ => None,
    };
    let script = match &derived {
        Some(derived) => &derived.script,
        None => migration.script(direction)?,
    };
    let place = || format!("In migration {} \"{}\".", migration.version, migration.description);
    let statements = parser::parse(script, direction).map_err(|error| error.within(&place()))?;
    Ok(Plan {
        purpose: Purpose {
            direction,
            version: migration.version,
            description: migration.description.clone(),
            checksum: migration.checksum.clone(),
            fingerprint: migration.fingerprint.clone(),
            derived: derived.as_ref().map(|down| down.script.text.clone()),
            lost: derived.as_ref().map_or_else(Vec::new, |down| down.lost.clone()),
            operation: None,
            record: None,
            change: None,
        },
        units: unit::units(script, statements, known).map_err(|error| error.within(&place()))?,
    })
}
