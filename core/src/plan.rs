//! A plan: what was asked, as data. It can be printed (dry run), stored with a job, and resumed.

pub mod draft;

use serde::{Deserialize, Serialize};

use crate::backfill::Backfill;
use crate::checksum;
use crate::lock::Need;
use crate::migration::Direction;
use crate::relation::Relation;
use crate::request::Operation;
use crate::statement::{Class, Object, Standalone, Statement};
use crate::text;

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
    /// The safe operation that this is instead of a migration; then there is no version, and the units are made anew
    /// from what is there when its turn comes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<Operation>,
    /// Its number in `migrate.operations`, once it has begun.
    #[serde(skip)]
    pub record: Option<i64>,
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
            operation: Some(operation.clone()),
            record: None,
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

/// Steps that commit together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Steps in one transaction.
    Transaction(Transaction),
    /// One step that must run outside a transaction.
    Standalone(Box<Step>),
    /// A statement that calls a safe operation: what that does is planned when its turn comes, from what is there by
    /// then, and its units run here.
    Operation(Box<Step>),
    /// A loop of small transactions that goes on where it was broken off.
    Batched(Box<Batched>),
}

/// The step of a batched unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batched {
    /// The one statement that would do the same, for people and for the fingerprint; it is not run.
    pub step: Step,
    /// What is run.
    pub backfill: Backfill,
}

/// The steps of a transaction unit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Transaction {
    /// The script's own BEGIN, where it sets a transaction mode that must be kept.
    pub begin: Option<String>,
    /// The steps; a migration without statements has a unit without steps.
    pub steps: Vec<Step>,
    /// How it ends.
    pub end: End,
}

/// How a transaction unit ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum End {
    /// What it did stays.
    #[default]
    Commit,
    /// The script itself takes it back (BEGIN; ...; ROLLBACK).
    Rollback,
}

/// One thing that the engine does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What.
    pub action: Action,
    /// How to see, after a crash, whether it happened. Without one it is run again.
    pub probe: Option<Probe>,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Run one statement of a script.
    Statement(Statement),
}

/// A question to the catalog: did it happen?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Probe {
    /// The index is there and valid. An invalid one is a leftover, to be dropped.
    IndexValid {
        /// The table.
        table: Relation,
        /// The index, where its name is known.
        index: Option<String>,
    },
    /// The index is not there.
    IndexGone {
        /// The index.
        index: Relation,
    },
    /// No invalid index is left of a REINDEX CONCURRENTLY, which may be run again.
    Reindexed,
    /// The partition is a table of its own. Half-way it is pending, and can only be finalized.
    Detached {
        /// The partitioned table.
        parent: Relation,
        /// The partition.
        partition: Relation,
    },
    /// The object is there, where it was not before.
    Made(Object),
    /// The object is gone, where it was there before.
    Gone(Object),
}

impl Step {
    /// The step for a statement, with the probe that fits it.
    pub fn statement(statement: Statement) -> Self {
        let probe = match &statement.class {
            Class::Standalone(Standalone::CreateIndex { table, index }) => {
                Some(Probe::IndexValid { table: table.clone(), index: index.clone() })
            }
            Class::Standalone(Standalone::DropIndex { index }) => {
                Some(Probe::IndexGone { index: index.clone() })
            }
            Class::Standalone(Standalone::Reindex) => Some(Probe::Reindexed),
            Class::Standalone(Standalone::Detach { parent, partition }) => {
                Some(Probe::Detached { parent: parent.clone(), partition: partition.clone() })
            }
            Class::Standalone(Standalone::Create(object)) => Some(Probe::Made(object.clone())),
            Class::Standalone(Standalone::Drop(object)) => Some(Probe::Gone(object.clone())),
            _ => None,
        };
        Step { action: Action::Statement(statement), probe }
    }

    /// Whether the step may simply be run again where nobody knows if it has finished: what it does twice is what
    /// it does once, or its probe tells.
    pub fn may_run_again(&self) -> bool {
        const SAME_TWICE: [&str; 6] =
            ["VACUUM", "ANALYZE", "REINDEX", "CLUSTER", "ALTER SYSTEM", "DISCARD ALL"];
        self.probe.is_some() || SAME_TWICE.contains(&self.source().tag.as_str())
    }

    /// Whether it would do something for the session's client alone: nothing where there is none.
    pub fn is_for_the_client(&self) -> bool {
        self.source().tag == "LISTEN"
    }

    /// The statement that the step runs.
    pub fn source(&self) -> &Statement {
        let Action::Statement(statement) = &self.action;
        statement
    }
}

impl Transaction {
    /// The steps, cut where the script changes a setting: names mean something else behind SET search_path.
    /// Each part comes with the table locks that it needs, to be taken before it, all or none.
    pub fn parts(&self) -> Vec<(Vec<Need>, &[Step])> {
        let sets = |step: &Step| step.source().tag == "SET";
        self.steps
            .split_inclusive(sets)
            .map(|steps| (steps.iter().flat_map(|step| step.source().locks.clone()).collect(), steps))
            .collect()
    }
}

impl Unit {
    /// The unit's steps.
    pub fn steps(&self) -> &[Step] {
        match self {
            Unit::Transaction(transaction) => &transaction.steps,
            Unit::Standalone(step) | Unit::Operation(step) => std::slice::from_ref(step.as_ref()),
            Unit::Batched(batched) => std::slice::from_ref(&batched.step),
        }
    }

    /// The word kept in the journal: `transaction`, `standalone`, `operation` or `batched`.
    pub fn kind(&self) -> &'static str {
        match self {
            Unit::Transaction(_) => "transaction",
            Unit::Standalone(_) => "standalone",
            Unit::Operation(_) => "operation",
            Unit::Batched(_) => "batched",
        }
    }

    /// The fingerprint of the unit's statements: a unit that was done is not done again only while it
    /// still says the same.
    pub fn checksum(&self) -> String {
        let texts: Vec<&str> = self.steps().iter().map(|step| step.source().text.as_str()).collect();
        checksum::of_text(&texts.join(";\n"))
    }

    /// Its statements as SQL.
    pub fn sql(&self) -> String {
        self.steps().iter().map(|step| format!("{};", step.source().text)).collect::<Vec<_>>().join("\n")
    }

    /// The numbers of its first and last statement; none for a unit without statements.
    pub fn statements(&self) -> Option<(u32, u32)> {
        let steps = self.steps();
        Some((steps.first()?.source().number, steps.last()?.source().number))
    }

    /// Whether it can run inside somebody else's transaction, from a function.
    fn runs_in_caller(&self) -> bool {
        match self {
            Unit::Standalone(_) | Unit::Operation(_) | Unit::Batched(_) => false,
            Unit::Transaction(unit) => {
                unit.begin.is_none()
                    && unit.end == End::Commit
                    && !unit.steps.iter().any(|step| step.source().class == Class::TopLevel)
            }
        }
    }
}

impl Plan {
    /// Whether the plan can run inside the caller's transaction: it is one unit, so nothing in it asks
    /// to be committed apart, and nothing in it needs to be a session's own statement.
    pub fn runs_in_caller(&self) -> bool {
        matches!(self.units.as_slice(), [unit] if unit.runs_in_caller())
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
    use super::*;
    use crate::migration::Script;
    use crate::unit::{Known, NoFacts};

    fn plan(classes: &[Class]) -> Plan {
        let statement = |(class, number): (&Class, u32)| Statement {
            number,
            text: "VACUUM".into(),
            start: 0,
            line: 1,
            column: 1,
            tag: "VACUUM".into(),
            class: class.clone(),
            tables: vec![],
            locks: vec![],
            bearing: None,
        };
        let statements = classes.iter().zip(1..).map(statement).collect();
        Plan {
            purpose: Purpose {
                direction: Direction::Up,
                version: 1,
                description: "d".into(),
                checksum: "c".into(),
                fingerprint: "f".into(),
                derived: None,
                operation: None,
                record: None,
            },
            units: crate::unit::units(&Script::new(""), statements, &mut Known::new(&NoFacts)).unwrap(),
        }
    }

    #[test]
    fn summaries() {
        let (o, s) = (Class::Ordinary, Class::Standalone(Standalone::Other));
        assert_eq!(plan(&[]).summary(), "no statements");
        assert_eq!(plan(&[o.clone(), o.clone()]).summary(), "2 statements");
        assert_eq!(plan(std::slice::from_ref(&s)).summary(), "VACUUM");
        assert_eq!(plan(&[o.clone(), s.clone()]).summary(), "2 units: 1 statement, VACUUM");
        assert_eq!(plan(&[o, s.clone(), s.clone(), s]).summary(), "4 units, 3 of them standalone");
    }

    #[test]
    fn locks_are_looked_up_anew_behind_a_set() {
        let need = |name: &str| Need {
            relation: Relation { schema: None, name: name.into() },
            mode: crate::lock::Mode::AccessExclusive,
            reach: crate::lock::Reach::Alone,
        };
        let mut unit = Transaction::default();
        for (tag, name) in [("ALTER TABLE", "a"), ("ALTER TABLE", "b"), ("SET", ""), ("ALTER TABLE", "c")] {
            let plan = plan(&[Class::Ordinary]);
            let mut step = plan.units[0].steps()[0].clone();
            let Action::Statement(statement) = &mut step.action;
            statement.tag = tag.into();
            statement.locks = if name.is_empty() { vec![] } else { vec![need(name)] };
            unit.steps.push(step);
        }
        let parts = unit.parts();
        assert_eq!(parts.len(), 2);
        assert_eq!((parts[0].0.as_slice(), parts[0].1.len()), ([need("a"), need("b")].as_slice(), 3));
        assert_eq!((parts[1].0.as_slice(), parts[1].1.len()), ([need("c")].as_slice(), 1));
    }

    #[test]
    fn only_one_plain_transaction_runs_in_the_caller() {
        assert!(plan(&[]).runs_in_caller());
        assert!(plan(&[Class::Ordinary, Class::CommitAfter]).runs_in_caller());
        assert!(!plan(&[Class::TopLevel]).runs_in_caller());
        assert!(!plan(&[Class::Standalone(Standalone::Other)]).runs_in_caller());
        assert!(!plan(&[Class::CommitAfter, Class::Ordinary]).runs_in_caller());
    }

    #[test]
    fn what_would_do_more_when_done_twice_is_not_run_again() {
        let step = |tag: &str, class| {
            let mut step = plan(&[class]).units[0].steps()[0].clone();
            let Action::Statement(statement) = &mut step.action;
            statement.tag = tag.into();
            step
        };
        let other = || Class::Standalone(Standalone::Other);
        let index =
            Class::Standalone(Standalone::DropIndex { index: Relation { schema: None, name: "i".into() } });
        assert!(step("VACUUM", other()).may_run_again());
        assert!(Step::statement(step("DROP INDEX", index).source().clone()).may_run_again());
        assert!(!step("CALL", other()).may_run_again());
        assert!(!step("CREATE DATABASE", other()).may_run_again());
    }

    #[test]
    fn a_plan_survives_being_stored() {
        let plan = plan(&[Class::Ordinary, Class::Standalone(Standalone::Other), Class::TopLevel]);
        let stored = serde_json::to_string(&plan).unwrap();
        assert_eq!(serde_json::from_str::<Plan>(&stored).unwrap(), plan);
    }
}
