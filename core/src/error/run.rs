//! Why a migration cannot be run, or not any further.

use thiserror::Error;

use super::report::Report;

/// Why a migration cannot be run, or not any further.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RunError {
    /// An open transaction replaces the text that was to be run.
    #[error("migration {version} \"{description}\" is being replaced by an open transaction")]
    BeingReplaced {
        /// Version.
        version: i64,
        /// The description it has.
        description: String,
    },
    /// The registered script changed between planning and running.
    #[error("migration {version} \"{description}\" was changed before it could run")]
    ChangedSincePlan {
        /// Version.
        version: i64,
        /// Description.
        description: String,
    },
    /// Units that are committed are not in the script any more.
    #[error(
        "migration {version} \"{description}\" is partly applied, and unit {unit} is not what was committed"
    )]
    ChangedHalfway {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// The first unit that differs.
        unit: u32,
    },
    /// Its rollback stopped halfway, so it cannot go up.
    #[error("migration {version} \"{description}\" is partly rolled back")]
    HalfRolledBack {
        /// Version.
        version: i64,
        /// Description.
        description: String,
    },
    /// A unit was broken off, and nobody knows whether it had finished.
    #[error(
        "unit {unit} of migration {version} \"{description}\" was interrupted, and may or may not have finished"
    )]
    Unsettled {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// The unit.
        unit: u32,
        /// Its command.
        tag: String,
        /// Its line in the file.
        line: u32,
    },
    /// There is no such unit.
    #[error("migration {version} has no interrupted unit")]
    NothingToSettle {
        /// Version.
        version: i64,
    },
}

impl Report for RunError {
    fn sqlstate(&self) -> &str {
        use RunError::*;
        match self {
            BeingReplaced { .. } => "55P03",
            _ => "55000",
        }
    }

    fn detail(&self) -> Option<String> {
        use RunError::*;
        Some(match self {
            Unsettled { tag, line, .. } => format!(
                "It is {tag} on line {line}, which runs on its own; its worker ended before it could record the result."
            ),
            BeingReplaced { .. } => {
                "Nothing of it was run: which text it has is known when that transaction has ended.".into()
            }
            _ => return None,
        })
    }

    fn hint(&self) -> Option<String> {
        use RunError::*;
        Some(match self {
            Unsettled { version, .. } => format!(
                "Check whether it took effect, then SELECT * FROM migrate.settle({version}, finished => true) or \
                 finished => false, and run it again."
            ),
            NothingToSettle { .. } => "SELECT * FROM migrate.unfinished lists what is not finished.".into(),
            BeingReplaced { .. } => {
                "Have that transaction committed or rolled back, and run it again; migrate.transactions lists who is in \
                 the way."
                    .into()
            }
            ChangedSincePlan { .. } => "Run it again: the plan is then made of what is registered now.".into(),
            ChangedHalfway { .. } => {
                "Restore the text of the committed units, or CALL migrate.down() to undo them first.".into()
            }
            HalfRolledBack { .. } => "CALL migrate.down() to finish the rollback first.".into(),
        })
    }
}
