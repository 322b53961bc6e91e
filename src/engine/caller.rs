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
use super::{recorder, run, session, table_locks};
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
        let waited_ms = session::within_migration(|| settings::scoped(|| statements(unit))).map_err(
            |(failure, statement)| {
                recorder::record(&entry, &Failed::new(&failure, statement), run::ms_since(start));
                let place = Place { plan, unit: number as u32, statement, committed: false };
                let rest = "The whole transaction is rolled back.";
                Error::Server(failure.at(&place, Some(rest)))
            },
        )?;
        journal::done(&entry, run::ms_since(start), waited_ms);
    }
    let ms = run::ms_since(start);
    run::record(plan, ms, by)?;
    Ok(Some(ms))
}

/// Runs the statements; how long they waited for locks, in milliseconds.
fn statements(unit: &Unit) -> std::result::Result<i64, (Failure, Option<&Statement>)> {
    let Unit::Transaction(unit) = unit else { return Ok(0) };
    let mut waited_ms = 0;
    for (needs, steps) in unit.parts() {
        let locked =
            catch(|| table_locks::take(&needs)).and_then(|taken| taken.map_err(|error| error.failure()));
        waited_ms += run::milliseconds(locked.map_err(|failure| (failure, run::first_locker(steps)))?);
        for step in steps {
            let source = step.source();
            catch(|| toplevel::run_in_caller(&source.text)).map_err(|failure| (failure, Some(source)))?;
        }
    }
    Ok(waited_ms)
}
