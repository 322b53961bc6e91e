//! Running plans inside the caller's transaction: atomic with whatever else it does.
//!
//! Only plans of one transaction unit come here. A failure takes back the caller's transaction, so it is
//! written down by a worker of its own; see [`super::recorder`].

use std::time::Instant;

use migrate_core::error::{Error, Result};
use migrate_core::failure::{Failure, Place};
use migrate_core::plan::{Plan, Unit};
use migrate_core::statement::Statement;

use super::journal::{self, Entry, Failed};
use super::{recorder, run};
use crate::postgres::catch::catch;
use crate::postgres::{settings, toplevel};

/// Runs a plan; how long it took, in milliseconds. `None` if there was nothing left to do.
///
/// # Errors
///
/// The failure, told with its place. The caller's transaction must then be rolled back: the error must be
/// raised.
pub fn run(plan: &Plan, by: &str) -> Result<Option<i64>> {
    if run::begin(plan)?.is_none() {
        return Ok(None);
    }
    let start = Instant::now();
    for (unit, number) in plan.units.iter().zip(1..) {
        let entry = Entry::new(plan, number, unit, None, by);
        // What the script sets ends with it: the caller's session is the caller's.
        settings::scoped(|| statements(unit)).map_err(|(failure, statement)| {
            recorder::record(&entry, &Failed::new(&failure, Some(statement)), run::ms_since(start));
            let place = Place { plan, unit: number as u32, statement: Some(statement), committed: false };
            let rest = "The whole transaction is rolled back.";
            Error::Server(failure.at(&place, Some(rest)))
        })?;
        journal::done(&entry, run::ms_since(start));
    }
    let ms = run::ms_since(start);
    run::record(plan, ms, by)?;
    Ok(Some(ms))
}

fn statements(unit: &Unit) -> std::result::Result<(), (Failure, &Statement)> {
    for step in unit.steps() {
        let source = step.source();
        catch(|| toplevel::run_in_caller(&source.text)).map_err(|failure| (failure, source))?;
    }
    Ok(())
}
