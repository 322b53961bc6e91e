//! What each statement of a script would do here: tried on empty clones, told with the originals' names and sizes.

mod operation;
mod told;
mod words;

use migrate_core::error::Result;
use migrate_core::migration::{Direction, Script};
use migrate_core::plan::{Plan, Unit};
use migrate_core::unit::{self, Known};

pub use self::told::Row;
use self::told::{row, told};
use super::clones::{self, Trial};
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
    let runs_here = migrate_core::plan::runs_in_caller(&units);
    Ok(explain(&units, runs_here))
}

/// Explains the up script of a migration.
///
/// # Errors
///
/// That it is not registered, and as [`script`].
pub fn migration(version: i64) -> Result<Vec<Row>> {
    let plan = request::one(version)?;
    Ok(plan_rows(&plan))
}

/// What a plan would do.
pub fn plan_rows(plan: &Plan) -> Vec<Row> {
    explain(&plan.units, plan.runs_in_caller())
}

fn explain(units: &[Unit], runs_here: bool) -> Vec<Row> {
    let all = units.iter().flat_map(Unit::steps);
    let texts: Vec<&str> = all.map(|step| step.source().text.as_str()).collect();
    let rows = clones::with(&texts, |clones| {
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
    });
    rows.unwrap_or_else(|failure| {
        let numbered = units
            .iter()
            .zip(1..)
            .flat_map(|(unit, number)| unit.steps().iter().map(move |step| (step.source(), number)));
        let why = Trial::Read(failure.message.clone());
        numbered.map(|(statement, unit)| Row { unit, ..told(statement, why.clone()) }).collect()
    })
}
