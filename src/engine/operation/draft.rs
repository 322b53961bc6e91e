//! From a safe operation to its plan, by what is there now.
//!
//! A job keeps the arguments and drafts anew when its turn comes: what a crash leaves is seen in the catalog, and to
//! call an operation again is to look again.
//!
//! While a job is at work, what is read in one moment need not fit what is read in the next. So an operation is refused
//! only if it is refused twice for the same reason.

use migrate_core::change::Way;
use migrate_core::error::{ArgumentError, Error, Result};
use migrate_core::facts::Changes;
use migrate_core::migration::{Direction, Script};
use migrate_core::plan::draft::{Draft, units};
use migrate_core::plan::{Plan, Purpose, Unit};
use migrate_core::request::{Operation, Scope};
use migrate_core::statement::Statement;

use super::records::{self, Caller};
use super::{busy, changes};
use crate::catalog::scope::{self, pinned};
use crate::catalog::server::Server;
use crate::catalog::written;
use crate::engine::locks;
use crate::postgres::{parser, spi, subtransaction};

/// How often it is looked at what is there until that is taken for what it is.
const MOST_LOOKS: u32 = 10;

/// Plans an operation on what is there now, and notes that it begins.
///
/// # Errors
///
/// As [`Operation::drafts`]; [`migrate_core::error::UndoError::NotYours`] for a script's end of somebody else's change.
pub fn begin(operation: &Operation, by: &str, caller: Option<Caller>) -> Result<Plan> {
    if let (Operation::EndChange(end), Some(_)) = (operation, caller) {
        records::check_asker(spi::with_snapshot(|| Server.change(&end.which))?.id)?;
    }
    let drafts = look(operation)?;
    begun(operation, drafts, by, caller).map(|(plan, _)| plan)
}

/// The operation that must be done before this one can be planned, if there is one: see [`Operation::stage`].
///
/// # Errors
///
/// As [`Operation::stage`].
pub fn stage(operation: &Operation) -> Result<Option<Operation>> {
    if !matches!(operation, Operation::Undo(_)) {
        return Ok(None);
    }
    // Made of definitions that were noted so.
    let look = || scope::pinned_for(scope_of(operation).as_ref(), || operation.stage(&Server));
    busy::bounded(operation, || spi::with_snapshot(look))
}

/// Writes that an operation begins which is to take these steps, and the change that it may be the beginning of. Its plan
/// then: what is made for a change has the change's number in it, so its steps are drafted anew when it has one.
///
/// # Errors
///
/// As [`records::begin`] and [`changes::begin`], and as [`look`].
pub fn begun(
    operation: &Operation,
    drafts: Vec<Draft>,
    by: &str,
    caller: Option<Caller>,
) -> Result<(Plan, Vec<Draft>)> {
    let record = busy::bounded(operation, || records::begin(operation, by, caller))?;
    let change = changes::begin(operation, &drafts, record, by)?;
    if let Some((record, change)) = record.zip(change) {
        records::name_change(record, change);
    }
    let drafts = if change.is_some() { look(operation)? } else { drafts };
    let mut plan = from_drafts(operation, &drafts)?;
    (plan.purpose.record, plan.purpose.change) = (record, change);
    Ok((plan, drafts))
}

/// Plans it on what is there now. A job that is changing the same table meanwhile can make what one query has read not
/// fit what the next one does: so it is looked again until twice the same is wrong.
///
/// # Errors
///
/// As [`Operation::drafts`].
pub fn look(operation: &Operation) -> Result<Vec<Draft>> {
    busy::bounded(operation, || look_again(operation))
}

fn look_again(operation: &Operation) -> Result<Vec<Draft>> {
    let mut said = None;
    for look in 1.. {
        let error = match subtransaction::tried(|| spi::with_snapshot(|| drafts(operation))) {
            Ok(drafts) => return Ok(drafts),
            Err(error) => error,
        };
        let says = error.to_string();
        // Nor is anybody kept who wants to leave, or has waited as long as he is willing to.
        let is_over = error.sqlstate().starts_with("57") || error.sqlstate() == locks::NOT_AVAILABLE;
        if is_over || said.as_ref() == Some(&says) || look == MOST_LOOKS {
            return Err(error);
        }
        said = Some(says);
    }
    unreachable!("the last look returns")
}

fn drafts(operation: &Operation) -> Result<Vec<Draft>> {
    written::check(operation)?;
    let (session, scope) = (scope::of_session(), scope_of(operation));
    let look = || scope::drafted(operation, scope.as_ref(), || operation.drafts(&Server));
    match operation {
        Operation::Undo(_) => pinned(look),
        _ if takes_back(operation) => scope::asked(&session, || pinned(look)),
        // What is made here is read under the scope in which it was asked for, which may not be this session's.
        _ if scope.as_ref().is_some_and(|scope| scope.search_path != session.search_path) => {
            scope::asked(&session, || pinned(look))
        }
        Operation::EndChange(_) => look(),
        _ => scope::asked(&session, look),
    }
}

/// Whether it compares what is there with definitions that were noted, and makes those again: they are pinned.
fn takes_back(operation: &Operation) -> bool {
    match operation {
        Operation::Undo(_) => true,
        Operation::ChangeType(change) => change.is_way_back,
        Operation::EndChange(end) if end.way == Way::Complete => {
            Server.change(&end.which).is_ok_and(|change| takes_back(&change.arguments))
        }
        Operation::EndChange(_) => true,
        _ => false,
    }
}

/// Under what the text of an operation means something; of the end of a change, that of the change.
pub fn scope_of(operation: &Operation) -> Option<Scope> {
    match operation {
        Operation::Undo(undo) => undo.inverse.iter().find_map(scope_of),
        Operation::EndChange(end) => Server.change(&end.which).ok()?.arguments.scope().cloned(),
        _ => operation.scope().cloned(),
    }
}

/// The plan that these drafts make.
///
/// # Errors
///
/// [`ArgumentError::MoreThanOne`] where an argument is more than the one expression that it should be.
pub fn from_drafts(operation: &Operation, drafts: &[Draft]) -> Result<Plan> {
    let mut units = units(drafts, statement)?;
    if units.iter().any(|unit| matches!(unit, Unit::Batched(_))) {
        let scope = spi::with_snapshot(|| scope_of(operation));
        for unit in &mut units {
            if let Unit::Batched(batched) = unit {
                batched.backfill.scope = scope.clone();
            }
        }
    }
    Ok(Plan { purpose: Purpose::operation(operation), units })
}

/// The one statement of a draft: what a user wrote as an expression must not have become another.
fn statement(draft: &Draft, number: u32) -> Result<Statement> {
    let mut statements = parser::parse(&Script::new(draft.sql.as_str()), Direction::Up)?;
    match (statements.pop(), statements.is_empty()) {
        (Some(statement), true) => Ok(Statement { number, ..statement }),
        _ => Err(Error::from(ArgumentError::MoreThanOne { sql: draft.sql.clone() })),
    }
}
