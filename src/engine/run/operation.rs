//! A statement of a script that calls safe operations: their units run in its place.
//!
//! When its turn comes, its arguments are evaluated in a query of their own, and the one call is made with their values
//! as constants, in a mode in which operations only say what they are asked for. What code in the arguments asks for is
//! nested, and refused. What the statement asks for is kept with its `started` row; it is planned from what is there by
//! then, and its units have rows of their own. A kill leaves the `started` row: the next run takes the same operations
//! from that, and looks again.

use std::time::Instant;

use migrate_core::error::{Error, Result};
use migrate_core::failure::Failure;
use migrate_core::plan::{Plan, Step};
use migrate_core::request::Operation;
use serde::{Deserialize, Serialize};

use super::runner::{Runner, Running};
use super::standing::Standing;
use super::strays;
use crate::engine::journal::{self, Broken, Place as Called};
use crate::engine::locks::limit;
use crate::engine::locks::sizes::Watch;
use crate::engine::operation::collect::{Asked, asked_by};
use crate::engine::operation::records::{self, Caller};
use crate::engine::operation::{changes, draft};
use crate::error::raise;
use crate::postgres::toplevel;

/// The version of what stands in no script: no operation is its.
const NO_SCRIPT: i64 = 0;

/// What a statement has asked for.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Before {
    asked: Vec<Operation>,
}

impl Runner<'_> {
    /// Runs a unit of operations, from where an earlier run of it stands.
    pub(super) fn operation(&self, running: &Running, step: &Step, standing: &mut Standing) -> Result<i64> {
        let start = Instant::now();
        let source = step.source();
        let (open, tried) = (standing.open.take(), standing.tried.take());
        let earlier = open.as_ref().map(|(_, before)| before.clone()).or(tried);
        let earlier = earlier.and_then(|before| serde_json::from_value::<Before>(before).ok());
        let asked = match earlier {
            Some(before) => Ok(before),
            None => asked(running.plan.purpose.version, &source.text),
        };
        let begun = asked.and_then(|before| {
            let row = match &open {
                Some((row, _)) => *row,
                None => toplevel::in_transaction(|| journal::started(&running.entry, &before, None))?,
            };
            Ok((row, before))
        });
        let (row, before) = match begun {
            Ok(begun) => begun,
            Err(failure) => {
                return Err(self.failed(running, None, start, &failure, Some(source), None));
            }
        };
        let version = running.plan.purpose.version;
        for (operation, place) in before.asked.iter().zip(1..) {
            let caller = Caller { run_as: self.as_role, version, statement: source.number, place };
            if let Err(error) = self.one(operation, caller) {
                return Err(self.failed(running, Some(row), start, &error.failure(), Some(source), None));
            }
        }
        self.finish(running, row, start, None, &Watch::default())
    }

    fn one(&self, operation: &Operation, caller: Caller) -> Result<()> {
        let called = (caller.version, caller.statement, caller.place);
        // What an undo must do first is an operation of its own, and none that the script would undo in turn.
        while let Some(stage) = self.begun(operation, Some(called), || draft::stage(operation))? {
            let plan = self.begun(operation, Some(called), || draft::begin(&stage, self.by, None))?;
            Runner { is_nested: true, is_followed: false, ..*self }.run(&plan)?;
        }
        let plan = self.begun(operation, Some(called), || draft::begin(operation, self.by, Some(caller)))?;
        Runner { is_nested: true, is_followed: false, called: Some(called), ..*self }.run(&plan).map(|_| ())
    }

    /// Runs the safe operation that a call asks for which stands in no script: planned from what is there.
    ///
    /// # Errors
    ///
    /// What the call, the operation or the server refuse.
    pub fn call(&self, sql: &str) -> Result<()> {
        for operation in &asked(NO_SCRIPT, sql).map_err(Error::Server)?.asked {
            while let Some(stage) = self.begun(operation, None, || draft::stage(operation))? {
                self.run(&self.begun(&stage, None, || draft::begin(&stage, self.by, None))?)?;
            }
            if let Some(plan) = self.begun(operation, None, || self.left_of(operation))? {
                self.run(&plan)?;
            }
        }
        Ok(())
    }

    /// Begins an operation of which something is left to be done. Of one whose worker was killed behind its last step only that
    /// is still to be said.
    fn left_of(&self, operation: &Operation) -> Result<Option<Plan>> {
        let drafts = draft::look(operation)?;
        if !draft::from_drafts(operation, &drafts)?.units.is_empty() {
            return draft::begun(operation, drafts, self.by, None).map(|(plan, _)| Some(plan));
        }
        if let Some(record) = records::broken_off(operation, self.by) {
            records::finish(operation, Some(record))?;
        }
        // Somebody may have taken away by hand what the end of a change would have.
        if drafts.is_empty() || changes::is_ended(operation)? {
            changes::finish(operation, None)?;
        }
        Ok(None)
    }

    /// Begins something of an operation. That it failed before its first step is written down.
    fn begun<R>(
        &self,
        operation: &Operation,
        place: Option<Called>,
        begin: impl FnOnce() -> Result<R>,
    ) -> Result<R> {
        let begun = toplevel::in_transaction(begin).map_err(Error::Server).and_then(|begun| begun);
        begun.or_else(|error| {
            let (by, run_as) = (self.by.to_string(), self.as_role.to_string());
            let broken = Broken { operation: operation.clone(), record: None, place, by, run_as };
            let failure = error.failure();
            toplevel::in_transaction(|| broken.write(&failure)).map_err(Error::Server)?;
            Err(error)
        })
    }
}

/// Makes the statement's call, which only says what it is asked for. What stands in its arguments is evaluated before:
/// an operation that somebody's code asks for there is nested, and refused.
fn asked(version: i64, sql: &str) -> std::result::Result<Before, Failure> {
    // A call that stands in no script is one for each of many schemas.
    let schema = if version == NO_SCRIPT { strays::home()? } else { None };
    let collected = limit::run_as_statement(sql, || asked_by(sql, schema))?;
    let mut last = None;
    let mut asked = Vec::new();
    for one in collected {
        match one {
            Asked::Do(operation) => {
                asked.push(strays::asked(*operation, sql)?);
            }
            Asked::Undo => {
                let look = || records::last_of(version, last).unwrap_or_else(|error| raise(&error));
                if let Some(undo) = toplevel::in_transaction(look)? {
                    last = Some(undo.id);
                    asked.push(Operation::Undo(undo));
                }
            }
        }
    }
    Ok(Before { asked })
}
