//! What each statement of a script would do here: tried on empty clones, told with the originals' names and sizes.

mod operation;
mod told;
mod words;

use migrate_core::error::Result;
use migrate_core::migration::{Direction, Script};
use migrate_core::plan::{Plan, Unit, runs_in_caller};
use migrate_core::unit::{self, Known};

pub use self::told::Row;
use self::told::{row, told};
use super::clones::{self, Clones, Trial};
use crate::catalog::facts::Catalog;
use crate::engine::plan::request;
use crate::postgres::parser;

/// Explains a script.
///
/// # Errors
///
/// What the parser refuses, or the cutting into units.
pub fn script(script: &Script) -> Result<Vec<Row>> {
    let statements = parser::parse(script, Direction::Up)?;
    let units = unit::units(script, statements, &mut Known::new(&Catalog))?;
    let runs_here = runs_in_caller(&units);
    Ok(explain(&[&units], runs_here).pop().unwrap_or_default())
}

/// Explains the up script of a migration.
///
/// # Errors
///
/// That it is not registered, and as [`script`].
pub fn migration(version: i64) -> Result<Vec<Row>> {
    Ok(plans(&[request::one(version)?]).pop().unwrap_or_default())
}

/// What plans would do, one after the other.
pub fn plans(plans: &[Plan]) -> Vec<Vec<Row>> {
    let units: Vec<&[Unit]> = plans.iter().map(|plan| plan.units.as_slice()).collect();
    explain(&units, plans.iter().all(Plan::runs_in_caller))
}

fn explain(plans: &[&[Unit]], runs_here: bool) -> Vec<Vec<Row>> {
    let steps = plans.iter().flat_map(|units| units.iter().flat_map(Unit::steps));
    let texts: Vec<&str> = steps.map(|step| step.source().text.as_str()).collect();
    let rows = clones::with(&texts, |clones| {
        plans.iter().map(|units| explain_on(clones, units, runs_here)).collect()
    });
    rows.unwrap_or_else(|failure| plans.iter().map(|units| unseen(units, &failure.message)).collect())
}

fn explain_on(clones: &Clones, units: &[Unit], runs_here: bool) -> Vec<Row> {
    let (mut rows, mut number) = (Vec::new(), 0);
    for unit in units {
        number += 1;
        let runs = match unit {
            Unit::Operation(step) => {
                rows.extend(operation::rows(clones, step.source(), &mut number));
                continue;
            }
            Unit::Transaction(_) if runs_here => "caller",
            Unit::Transaction(_) => "job",
            Unit::Standalone(_) => "alone",
            Unit::Batched(_) => "batches",
        };
        for step in unit.steps() {
            rows.push(Row { unit: number, runs, ..row(clones, step.source()) });
        }
    }
    rows
}

/// All that can be said where there can be no clones.
fn unseen(units: &[Unit], why: &str) -> Vec<Row> {
    let numbered = units
        .iter()
        .zip(1..)
        .flat_map(|(unit, number)| unit.steps().iter().map(move |step| (step.source(), number)));
    numbered.map(|(statement, unit)| Row { unit, ..told(statement, Trial::Read(why.into())) }).collect()
}
