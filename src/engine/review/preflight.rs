//! Whether it is a good moment for migrations: their scripts are read for what they need, the catalog for what is there.

use migrate_core::error::{MigrationError, Result};
use migrate_core::lint::Finding;
use migrate_core::migration::{Direction, Script};
use migrate_core::plan::{Plan, Unit};
use migrate_core::preflight::{self, Facts, Needs, Row};
use migrate_core::unit::{self, Known};

use super::replicated::Replicated;
use crate::catalog::facts::Catalog;
use crate::catalog::preflight as there;
use crate::engine::locks::migrator;
use crate::engine::plan::request::{self, Request};
use crate::postgres::parser;
use crate::registry::{approval, migrations};

/// Judges this moment for one migration, or for all that are pending.
///
/// # Errors
///
/// As [`Request::plans`] and [`request::one`].
pub fn of_version(version: Option<i64>) -> Result<Vec<Row>> {
    let plans = match version {
        Some(version) => vec![request::one(version)?],
        None => Request::up(None, None).plans()?,
    };
    of_plans(&plans)
}

/// Judges this moment for plans that apply migrations.
///
/// # Errors
///
/// [`MigrationError::NotRegistered`], [`MigrationError::NoUp`], and whatever the parser refuses.
pub fn of_plans(plans: &[Plan]) -> Result<Vec<Row>> {
    let mut needs = Needs::new(plans.iter().all(Plan::runs_in_caller));
    let mut replicated = Replicated::new();
    let mut found = Vec::new();
    for plan in plans {
        let version = plan.purpose.version;
        let migration = migrations::find(version).ok_or(MigrationError::NotRegistered { version })?;
        let script = migration.script(Direction::Up)?;
        add(&mut needs, script)?;
        if let Some(replicated) = &mut replicated {
            found.extend(replicated.next(script, approval::is_unapproved(&migration))?);
        }
    }
    Ok(judge(&needs, replicated.map(|_| found)))
}

/// Judges this moment for a script.
///
/// # Errors
///
/// Whatever the parser refuses, and what cannot be cut into units.
pub fn of_sql(sql: &str) -> Result<Vec<Row>> {
    let script = Script::new(sql);
    let units = unit::units(&script, parser::parse(&script, Direction::Up)?, &mut Known::new(&Catalog))?;
    let mut needs = Needs::new(matches!(units.as_slice(), [Unit::Transaction(_)]));
    add(&mut needs, &script)?;
    let replicated = Replicated::new().map(|mut replicated| replicated.next(&script, false)).transpose()?;
    Ok(judge(&needs, replicated))
}

fn add(needs: &mut Needs, script: &Script) -> Result<()> {
    let statements = parser::each(script, Direction::Up, |statement, reading| (statement, reading.command))?;
    statements.iter().for_each(|(statement, command)| needs.add(statement, command));
    Ok(())
}

/// `replicated` is what is found about logical replication; none where there is none.
fn judge(needs: &Needs, replicated: Option<Vec<Finding>>) -> Vec<Row> {
    let facts = Facts { migrator: migrator::at_work(), replicated, ..there::facts(needs) };
    preflight::judge(needs, &facts)
}
