//! Running plans inside the caller's transaction: atomic with whatever else it does.
//!
//! Only plans of one transaction unit come here. A failure takes back the caller's transaction, so it is
//! written down by a worker of its own; see [`crate::engine::journal::recorder`].

use std::time::Instant;

use migrate_core::error::{Error, Result, SessionError};
use migrate_core::failure::{Failure, Place};
use migrate_core::plan::{Plan, Transaction, Unit};
use migrate_core::statement::Statement;

use super::bad_row;
use super::contract;
use super::runner::first_locker;
use crate::catalog::{rates, scope};
use crate::engine::clock::ms_since;
use crate::engine::journal::recorder;
use crate::engine::journal::{self, Broken, Entry, Failed, Seen};
use crate::engine::locks::limit::Limit;
use crate::engine::locks::sizes::Watch;
use crate::engine::locks::{self, Patience, nodes};
use crate::engine::operation::draft;
use crate::engine::review::recorded;
use crate::engine::session::{self, traces};
use crate::postgres::catch::{catch, catch_of_statement};
use crate::postgres::identity::current_role;
use crate::postgres::subtransaction::attempt;
use crate::postgres::{deadline, messages, settings, spi, staying, toplevel, touched};
use crate::registry::{emptiness, readings};

/// Runs a plan; `has_locks` if this transaction holds table locks already. How long it took, in milliseconds. `None` if
/// there was nothing left to do.
///
/// # Errors
///
/// The failure, told with its place. The caller's transaction must then be rolled back: the error must be
/// raised.
pub fn run(plan: &Plan, by: &str, has_locks: bool) -> Result<Option<i64>> {
    let [unit @ Unit::Transaction(transaction)] = plan.units.as_slice() else {
        // Whoever calls has asked Plan::runs_in_caller.
        return Err(SessionError::Stale.into());
    };
    if contract::begin(plan)?.is_none() {
        return Ok(None);
    }
    readings::forget();
    let start = Instant::now();
    let entry = Entry::new(plan, 1, unit, None, (by, &current_role().1));
    // What the script sets and leaves ends with it: the caller's session is the caller's.
    let own = (!crate::settings::keep_session_settings()).then(traces::own);
    let work = |level| {
        // Whoever takes back what another asked may have other settings.
        let operation = plan.purpose.operation.as_ref();
        if let Some(operation) = operation {
            let scope = spi::with_snapshot(|| draft::scope_of(operation));
            scope::set_for(operation, scope.as_ref(), settings::set_local);
        }
        statements((transaction, operation.is_some()), contract::noted(plan), has_locks, level)
    };
    let done = touched::collect(|| session::within_migration(|| settings::scoped_level(work)));
    let watch = done.map_err(|(failure, statement)| {
        let broken = plan.purpose.operation.clone().map(|operation| Broken {
            operation,
            record: plan.purpose.record,
            place: None,
            by: entry.run_by.clone(),
            run_as: entry.run_as.clone(),
        });
        recorder::record(&entry, &Failed::new(&failure, statement), ms_since(start), broken);
        let place = Place { plan, unit: 1, statement, committed: false };
        Error::Server(failure.at(&place, Some("The whole transaction is rolled back.")))
    })?;
    if let Some(own) = own {
        own.restore();
    }
    let ms = ms_since(start);
    let seen = Seen { changed: recorded::unit(&entry), ..watch.end() };
    journal::done(&entry, None, ms, &seen);
    contract::record(plan, ms, by, crate::settings::lock_window())?;
    Ok(Some(ms))
}

/// Takes the locks that the first statements of all these plans need, before any of them runs: a lock that one
/// has must not be held while another waits for its own. Whether there were any.
///
/// # Errors
///
/// What [`locks::take`] says; nothing is locked then.
pub fn lock_all(plans: &[Plan]) -> Result<bool> {
    if plans.len() < 2 {
        return Ok(false);
    }
    let first = |plan: &Plan| match plan.units.first() {
        Some(Unit::Transaction(unit)) => unit.parts().into_iter().next().map(|(needs, _)| needs),
        _ => None,
    };
    let needs: Vec<_> = plans.iter().filter_map(first).flatten().collect();
    locks::take(&needs, Patience::Long)?;
    Ok(!needs.is_empty())
}

/// Runs a statement of which nothing is to stay.
pub fn run_apart(sql: &str) -> std::result::Result<(), Failure> {
    let run = || {
        toplevel::run_in_caller(sql);
        None::<()>
    };
    attempt(run).map(|_| ())
}

/// Runs the statements; what the tables that they lock were like before.
fn statements(
    (unit, is_operation): (&Transaction, bool),
    up: Option<i64>,
    mut has_locks: bool,
    level: i32,
) -> std::result::Result<Watch, (Failure, Option<&Statement>)> {
    messages::begin();
    let mut watch = Watch::default();
    let mut limit = Limit::new(settings::set_local);
    let own_lock_timeout = settings::lock_timeout();
    let run_plain = |sql: &str| catch(|| toplevel::run_in_caller(sql)).map(|_| ());
    nodes::look();
    nodes::bound(unit, &mut limit, run_plain).map_err(|failure| (failure, None))?;
    emptiness::begin();
    for (needs, steps) in unit.parts() {
        // Others wait for the locks from before.
        let patience = if has_locks { Patience::Short } else { Patience::Long };
        has_locks |= !needs.is_empty();
        let own = limit.of_script(staying::is_set_within("lock_timeout", level));
        let locked = catch(|| locks::take_within(&needs, patience, own))
            .and_then(|taken| taken.map_err(|error| error.failure()));
        watch.locked(locked.map_err(|failure| (failure, first_locker(steps)))?);
        if is_operation {
            nodes::take(unit, run_plain).map_err(|failure| (failure, first_locker(steps)))?;
            catch(|| spi::with_snapshot(|| nodes::check(unit, watch.first())))
                .and_then(|checked| checked.map_err(|error| error.failure()))
                .map_err(|failure| (failure, first_locker(steps)))?;
        }
        for step in steps {
            let source = step.source();
            limit.set(source, false);
            // That of the caller goes on limiting the whole statement which has called us.
            let own = staying::is_set_within("statement_timeout", level);
            let own = own.then(settings::statement_timeout).flatten();
            let began = Instant::now();
            let look = up.and_then(|version| Some((version, emptiness::look(version, source)?)));
            if let Some((version, emptiness::Look::Before)) = look {
                catch(|| spi::with_snapshot(|| emptiness::before(version, source)))
                    .map_err(|failure| (failure, Some(source)))?;
            }
            // What fails ends the transaction; the row of it can be looked for behind a part of that alone.
            let run = || match source.on_failure.is_some() {
                true => {
                    attempt(|| Some(toplevel::run_in_caller(&source.text))).map(Option::unwrap_or_default)
                }
                false => catch(|| toplevel::run_in_caller(&source.text)),
            };
            let run = || messages::collect(|| deadline::statement(own, run));
            let count = catch_of_statement(run).map_err(|failure| {
                let failure = bad_row::named(limit.explain(failure), Some(source), run_apart);
                (failure, Some(source))
            })?;
            let took = began.elapsed();
            if let Some((version, emptiness::Look::After)) = look {
                catch(|| spi::with_snapshot(|| emptiness::after(version, source, count)))
                    .map_err(|failure| (failure, Some(source)))?;
            }
            if took >= rates::WORTH {
                catch(|| spi::with_snapshot(|| rates::note(source, took)))
                    .map_err(|failure| (failure, Some(source)))?;
            }
        }
    }
    if !unit.on_nodes.is_empty() {
        // Here it ends with the call; the other nodes are told.
        run_plain(&format!("SET LOCAL lock_timeout = {own_lock_timeout}"))
            .map_err(|failure| (failure, None))?;
    }
    catch(|| spi::with_snapshot(emptiness::write)).map_err(|failure| (failure, None))?;
    Ok(watch)
}
