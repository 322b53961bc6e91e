//! A step: one statement, and how to see after a crash whether it happened.

use serde::{Deserialize, Serialize};

use crate::relation::Relation;
use crate::statement::{Class, Object, Standalone, Statement};

/// One thing that the engine does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What.
    pub action: Action,
    /// How to see, after a crash, whether it happened. Without one it is run again.
    pub probe: Option<Box<Probe>>,
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
        Step { action: Action::Statement(statement), probe: probe.map(Box::new) }
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

#[cfg(test)]
mod tests {
    use super::super::sample::step_of;
    use super::*;

    #[test]
    fn what_would_do_more_when_done_twice_is_not_run_again() {
        let other = |tag: &str| step_of(tag, Class::Standalone(Standalone::Other)).may_run_again();
        let index =
            Class::Standalone(Standalone::DropIndex { index: Relation { schema: None, name: "i".into() } });
        assert!(other("VACUUM"));
        assert!(step_of("DROP INDEX", index).may_run_again());
        assert!(!other("CALL"));
        assert!(!other("CREATE DATABASE"));
    }
}
