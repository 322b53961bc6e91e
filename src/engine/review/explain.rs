//! What each statement of a script would do here: tried on empty clones, told with the originals' names and sizes.

pub(super) mod operation;
mod told;
mod words;

use migrate_core::error::{MigrationError, Result};
use migrate_core::migration::{Direction, Script};
use migrate_core::plan::{Plan, Unit, runs_in_caller};
use migrate_core::unit::{self, Known};

pub use self::told::Row;
use self::told::{row, told};
use self::words::Asked;
use super::clones::{self, Clones, Trial};
use super::replicated::Replicated;
use crate::catalog::facts::Catalog;
use crate::engine::plan::request;
use crate::postgres::parser;
use crate::registry::approval::{self, Place};
use crate::registry::migrations;

/// Explains a script.
///
/// # Errors
///
/// What the parser refuses, or the cutting into units.
pub fn script(script: &Script) -> Result<Vec<Row>> {
    let statements = parser::parse(script, Direction::Up)?;
    let units = unit::units(script, statements, &mut Known::new(&Catalog))?;
    let runs_here = runs_in_caller(&units);
    let rows = explain(&[Ok(units)], runs_here).pop().unwrap_or_default();
    with_replication(rows, script, false)
}

/// The rows of a script with what logical replication makes of each statement.
fn with_replication(mut rows: Vec<Row>, script: &Script, is_unapproved: bool) -> Result<Vec<Row>> {
    let Some(mut replicated) = Replicated::new() else { return Ok(rows) };
    for finding in replicated.next(script, is_unapproved)? {
        // The last row of an operation is where it has the new column, or has it no more.
        let row = rows.iter_mut().rev().find(|row| row.statement == finding.statement);
        if let Some(row) = row {
            let reason = row.reason.take().map(|reason| format!("{reason}\n")).unwrap_or_default();
            row.reason = Some(reason + &finding.message);
        }
    }
    Ok(rows)
}

/// Explains the up script of a migration.
///
/// # Errors
///
/// That it is not registered, and as [`script`].
pub fn migration(version: i64) -> Result<Vec<Row>> {
    let plan = request::one(version)?;
    let rows = plans(std::slice::from_ref(&plan)).pop().unwrap_or_default();
    let migration = migrations::find(version).ok_or(MigrationError::NotRegistered { version })?;
    with_replication(rows, migration.script(Direction::Up)?, approval::is_unapproved(&migration))
}

/// What plans would do, one after the other. What needs an approval that nobody has given is only read: on clones, too,
/// the server evaluates what its author has written.
pub fn plans(plans: &[Plan]) -> Vec<Vec<Row>> {
    let runs_here = plans.iter().all(Plan::runs_in_caller);
    let unapproved = approval::unapproved(plans, if runs_here { Place::Here } else { Place::Job });
    let units = |plan: &Plan| match unapproved.contains(&plan.purpose.version) {
        true => Err(plan.units.clone()),
        false => Ok(plan.units.clone()),
    };
    explain(&plans.iter().map(units).collect::<Vec<_>>(), runs_here)
}

/// The units of a plan, which may be tried, or else only be read.
type Allowed = std::result::Result<Vec<Unit>, Vec<Unit>>;

/// Explains the units of each plan.
fn explain(plans: &[Allowed], runs_here: bool) -> Vec<Vec<Row>> {
    let steps = plans.iter().flatten().flatten().flat_map(Unit::steps);
    let texts: Vec<&str> = steps.map(|step| step.source().text.as_str()).collect();
    let asked = Asked::default();
    let rows = clones::with(&texts, |clones| {
        let rows = |plan: &Allowed| match plan {
            Ok(units) => explain_on(clones, &asked, units, runs_here),
            Err(units) => unseen(&asked, units, "it is not approved"),
        };
        plans.iter().map(rows).collect()
    });
    let all = |plan: &Allowed, why: &str| match plan {
        Ok(units) | Err(units) => unseen(&asked, units, why),
    };
    rows.unwrap_or_else(|failure| plans.iter().map(|plan| all(plan, &failure.message)).collect())
}

fn explain_on(clones: &Clones, asked: &Asked, units: &[Unit], runs_here: bool) -> Vec<Row> {
    let (mut rows, mut number) = (Vec::new(), 0);
    for unit in units {
        number += 1;
        let runs = match unit {
            Unit::Operation(step) => {
                rows.extend(operation::rows(clones, asked, step.source(), &mut number));
                continue;
            }
            Unit::Transaction(_) if runs_here => "caller",
            Unit::Transaction(_) => "job",
            Unit::Standalone(_) => "alone",
            Unit::Batched(_) => "batches",
        };
        for step in unit.steps() {
            rows.push(Row { unit: number, runs, ..row(clones, asked, step.source()) });
        }
    }
    rows
}

/// All that can be said where there can be no clones.
fn unseen(asked: &Asked, units: &[Unit], why: &str) -> Vec<Row> {
    let numbered = units
        .iter()
        .zip(1..)
        .flat_map(|(unit, number)| unit.steps().iter().map(move |step| (step.source(), number)));
    numbered
        .map(|(statement, unit)| Row { unit, ..told(asked, statement, Trial::Read(why.into())) })
        .collect()
}
