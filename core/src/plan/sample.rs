//! Plans for tests, without a script that was cut.

use super::{Plan, Purpose, Step, Transaction, Unit};
use crate::migration::Direction;
use crate::statement::{Class, Standalone, Statement};

/// A step of a statement with this tag, which is its text as well; numbered 1, on line 11.
pub(crate) fn step(tag: &str) -> Step {
    Step::statement(Statement {
        number: 1,
        text: tag.into(),
        start: 0,
        line: 11,
        column: 3,
        tag: tag.into(),
        class: Class::Ordinary,
        tables: Default::default(),
        locks: Default::default(),
        bearing: None,
        what: String::new(),
        on_failure: None,
    })
}

/// The same of another class, with the probe that goes with it.
pub(super) fn step_of(tag: &str, class: Class) -> Step {
    Step::statement(Statement { class, ..step(tag).source().clone() })
}

/// The steps in one transaction.
pub(super) fn transaction(steps: Vec<Step>) -> Unit {
    Unit::Transaction(Transaction { steps, ..Transaction::default() })
}

/// The step outside of a transaction.
pub(super) fn standalone(step: Step) -> Unit {
    Unit::Standalone(Box::new(step_of(&step.source().tag, Class::Standalone(Standalone::Other))))
}

/// The way up of migration 7; its statements are numbered, one on a line each from 11.
pub(super) fn plan(mut units: Vec<Unit>) -> Plan {
    let mut number = 0;
    for unit in &mut units {
        let steps = match unit {
            Unit::Transaction(transaction) => transaction.steps.as_mut_slice(),
            Unit::Standalone(step) | Unit::Operation(step) => std::slice::from_mut(step.as_mut()),
            Unit::Batched(batched) => std::slice::from_mut(&mut batched.step),
        };
        for step in steps {
            let super::Action::Statement(statement) = &mut step.action;
            number += 1;
            (statement.number, statement.line) = (number, 10 + number);
        }
    }
    Plan {
        purpose: Purpose {
            direction: Direction::Up,
            version: 7,
            description: "Add index".into(),
            checksum: "c".into(),
            fingerprint: "f".into(),
            derived: None,
            lost: Vec::new(),
            operation: None,
            event: None,
            record: None,
            change: None,
        },
        units,
    }
}
