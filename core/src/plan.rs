//! A plan: what was asked, as data. It can be printed (dry run), stored with a job, and resumed.
//!
//! A *statement* is one SQL statement of a script, a *step* runs it, and a *unit* is the steps that commit together. A
//! plan is the units for one migration and direction.

pub mod draft;
mod failed;
#[cfg(test)]
pub(crate) mod sample;
mod step;
mod unit;
pub mod words;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use failed::Place;
pub use step::{Action, Probe, Step};
pub use unit::{Batched, End, NodeLock, Transaction, Unit};

use crate::migration::Direction;
use crate::request::Operation;
use crate::text;
use crate::version::Event;

/// What a plan is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purpose {
    /// Apply (up) or roll back (down).
    pub direction: Direction,
    /// The migration's version.
    pub version: i64,
    /// Its description.
    pub description: String,
    /// The checksum of its scripts when the plan was made.
    pub checksum: String,
    /// Their fingerprint: what is run, and what must be approved, byte by byte.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fingerprint: String,
    /// The script, where it was derived; for people.
    #[serde(skip)]
    pub derived: Option<String>,
    /// What such a script does not bring back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<String>,
    /// The safe operation that this is instead of a migration; then there is no version, and the units are made anew
    /// from what is there when its turn comes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<Operation>,
    /// When it runs, if it is a callback.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Event>,
    /// Its number in `migrate.operations`, once it has begun.
    #[serde(skip)]
    pub record: Option<i64>,
    /// The number of the online change that it makes, once that has begun: an earlier call may have begun it.
    #[serde(skip)]
    pub change: Option<i64>,
}

impl Purpose {
    /// A safe operation.
    pub fn operation(operation: &Operation) -> Self {
        Purpose {
            direction: Direction::Up,
            version: 0,
            description: operation.title(),
            checksum: String::new(),
            fingerprint: String::new(),
            derived: None,
            lost: Vec::new(),
            operation: Some(operation.clone()),
            event: None,
            record: None,
            change: None,
        }
    }

    /// The migration; none for a safe operation.
    pub fn migration(&self) -> Option<i64> {
        self.operation.is_none().then_some(self.version)
    }
}

/// The ordered units for one purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What for.
    pub purpose: Purpose,
    /// The units, in order; never empty.
    pub units: Vec<Unit>,
}

/// Whether units can run inside the caller's transaction.
pub fn runs_in_caller(units: &[Unit]) -> bool {
    matches!(units, [unit] if unit.runs_in_caller())
}

/// How many bytes of statements are stored with a job: more are as long as a script that is registered already, and
/// JSON takes no text of 256 MB.
const MOST_STORED: usize = 64 << 10;

impl Plan {
    /// The plan as a job keeps it. Of a large script it has the units without their statements: these are read again
    /// when the job begins, of the same text.
    pub fn stored(&self) -> Cow<'_, Plan> {
        /// About what is kept of a statement besides its text.
        const EACH: usize = 300;
        let steps = |unit: &Unit| match unit {
            Unit::Transaction(unit) => unit.steps.iter().map(|step| EACH + step.source().text.len()).sum(),
            _ => 0,
        };
        if self.purpose.operation.is_some() || self.units.iter().map(steps).sum::<usize>() <= MOST_STORED {
            return Cow::Borrowed(self);
        }
        let without = |unit: &Unit| match unit {
            Unit::Transaction(Transaction { begin, steps: _, end, on_nodes, meets_local }) => {
                Unit::Transaction(Transaction {
                    begin: begin.clone(),
                    steps: Vec::new(),
                    end: *end,
                    on_nodes: on_nodes.clone(),
                    meets_local: *meets_local,
                })
            }
            other => other.clone(),
        };
        Cow::Owned(Plan { purpose: self.purpose.clone(), units: self.units.iter().map(without).collect() })
    }

    /// Whether statements may be missing that are to be read again; a migration without any is one that has lost none.
    pub fn is_to_be_read(&self) -> bool {
        let is_empty = |unit: &Unit| matches!(unit, Unit::Transaction(unit) if unit.steps.is_empty());
        self.purpose.operation.is_none() && self.units.iter().any(is_empty)
    }

    /// Whether the plan can run inside the caller's transaction: it is one unit, so nothing in it asks
    /// to be committed apart, and nothing in it needs to be a session's own statement.
    pub fn runs_in_caller(&self) -> bool {
        runs_in_caller(&self.units)
    }

    /// Whether it may share a transaction with those before and behind it: a migration that goes up, and says in one unit
    /// what there is to be.
    pub fn may_share(&self) -> bool {
        let purpose = &self.purpose;
        let is_up =
            purpose.operation.is_none() && purpose.event.is_none() && purpose.direction == Direction::Up;
        is_up && matches!(self.units.as_slice(), [Unit::Transaction(unit)] if unit.only_defines())
    }

    /// What it will do, in few words: `2 statements`; `2 units: 1 statement, CREATE INDEX`; or, of many units,
    /// `12 units, 3 of them standalone`.
    pub fn summary(&self) -> String {
        const FEW: usize = 3;
        let count = text::count(self.units.len(), "unit");
        let in_words = |unit: &Unit| match unit {
            Unit::Transaction(unit) => text::count(unit.steps.len(), "statement"),
            Unit::Standalone(step) | Unit::Operation(step) => step.source().tag.clone(),
            Unit::Batched(batched) => format!("backfill of {}", batched.backfill.table.name),
        };
        match self.units.as_slice() {
            [one] => in_words(one),
            few if few.len() <= FEW => {
                format!("{count}: {}", few.iter().map(in_words).collect::<Vec<_>>().join(", "))
            }
            many => match many.iter().filter(|unit| !matches!(unit, Unit::Transaction(_))).count() {
                0 => count,
                alone => format!("{count}, {alone} of them standalone"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sample::{plan, standalone, step, transaction};
    use super::*;
    use crate::statement::Class;

    #[test]
    fn summaries() {
        let summary = |units: Vec<Unit>| plan(units).summary();
        let many = || transaction(vec![step("SELECT"), step("SELECT")]);
        let vacuum = || standalone(step("VACUUM"));
        assert_eq!(summary(vec![transaction(vec![])]), "no statements");
        assert_eq!(summary(vec![many()]), "2 statements");
        assert_eq!(summary(vec![vacuum()]), "VACUUM");
        assert_eq!(summary(vec![many(), vacuum()]), "2 units: 2 statements, VACUUM");
        assert_eq!(summary(vec![many(), vacuum(), vacuum(), vacuum()]), "4 units, 3 of them standalone");
        assert_eq!(summary(vec![many(), many(), many(), many()]), "4 units");
    }

    #[test]
    fn a_large_script_is_stored_without_its_statements() {
        let with = |count: usize| {
            let mut units = vec![transaction(vec![step("INSERT"); count]), standalone(step("VACUUM"))];
            units.push(transaction(vec![step("SELECT")]));
            plan(units)
        };
        let small = with(3);
        assert_eq!(*small.stored(), small);
        assert!(!small.stored().is_to_be_read());
        let large = with(1_000);
        let stored = large.stored();
        assert!(stored.is_to_be_read() && !large.is_to_be_read());
        assert_eq!(stored.purpose, large.purpose);
        let bare = || transaction(Vec::new());
        assert_eq!(stored.units, [bare(), large.units[1].clone(), bare()]);
        assert!(serde_json::to_string(&stored).expect("JSON").len() < 2_000);
    }

    #[test]
    fn only_one_plain_transaction_runs_in_the_caller() {
        let of = |class: Class| {
            let mut one = step("SELECT");
            let Action::Statement(statement) = &mut one.action;
            statement.class = class;
            transaction(vec![one])
        };
        assert!(plan(vec![transaction(vec![])]).runs_in_caller());
        assert!(plan(vec![of(Class::Ordinary)]).runs_in_caller());
        assert!(plan(vec![of(Class::CommitAfter)]).runs_in_caller());
        assert!(!plan(vec![of(Class::TopLevel)]).runs_in_caller());
        assert!(!plan(vec![standalone(step("VACUUM"))]).runs_in_caller());
        assert!(!plan(vec![of(Class::CommitAfter), of(Class::Ordinary)]).runs_in_caller());
        let with_end = |end| plan(vec![Unit::Transaction(Transaction { end, ..Transaction::default() })]);
        assert!(with_end(End::Commit).runs_in_caller());
        assert!(!with_end(End::Rollback).runs_in_caller());
    }

    #[test]
    fn a_plan_survives_being_stored() {
        let plan = plan(vec![transaction(vec![step("SELECT")]), standalone(step("VACUUM"))]);
        let stored = serde_json::to_string(&plan).unwrap();
        assert_eq!(serde_json::from_str::<Plan>(&stored).unwrap(), plan);
    }
}
