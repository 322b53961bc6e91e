//! Why migrations do not become one.

use thiserror::Error;

use super::report::Report;

/// Why a range of migrations cannot be squashed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SquashError {
    /// The first one comes after the last one.
    #[error("migration {from} does not come before migration {to}")]
    Order {
        /// The first version.
        from: i64,
        /// The last version.
        to: i64,
    },
    /// One end of the range does not belong into a range of versions.
    #[error("migration {version} is repeatable or a callback")]
    NoVersion {
        /// Version.
        version: i64,
    },
    /// There is nothing in the range, and no script is given.
    #[error("no migration from {from} to {to} is registered")]
    Nothing {
        /// The first version.
        from: i64,
        /// The last version.
        to: i64,
    },
    /// This database is in the middle of the range.
    #[error("migrations from {from} to {to} are applied in part")]
    Middle {
        /// The first version.
        from: i64,
        /// The last version.
        to: i64,
        /// The first that is applied, or applied in part.
        applied: i64,
        /// The first that is not.
        pending: i64,
    },
    /// A script cannot be joined with others.
    #[error("the script of migration {version} \"{description}\" cannot be joined with others")]
    NotJoined {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// Why, a sentence.
        why: &'static str,
    },
    /// The baseline is one of them.
    #[error("baseline {baseline} is one of the migrations from {from} to {to}")]
    Baseline {
        /// The first version.
        from: i64,
        /// The last version.
        to: i64,
        /// The baseline.
        baseline: i64,
    },
}

impl Report for SquashError {
    fn sqlstate(&self) -> &str {
        use SquashError::*;
        match self {
            Order { .. } | NoVersion { .. } => "22023",
            Nothing { .. } => "42704",
            NotJoined { .. } => "0A000",
            Middle { .. } | Baseline { .. } => "55000",
        }
    }

    fn detail(&self) -> Option<String> {
        use SquashError::*;
        match self {
            Middle { applied, pending, .. } => Some(format!(
                "Migration {applied} is applied, all of it or a part, and migration {pending} is not."
            )),
            NotJoined { why, .. } => Some((*why).into()),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        use SquashError::*;
        Some(match self {
            Order { .. } => "Give the version that runs first as from_version.".into(),
            NoVersion { .. } => {
                "Such a migration has no place among the versions, and stays as it is.".into()
            }
            Nothing { .. } => "Give the script: up => '...'.".into(),
            Middle { to, .. } => {
                format!(
                    "Apply all of them first (CALL migrate.up({to})), or roll back those that are applied."
                )
            }
            NotJoined { .. } => "Give the script of all of them: up => '...'.".into(),
            Baseline { baseline, .. } => format!(
                "Squash up to the one before it or from the one behind it; what is below a baseline is never run anyway. Or remove \
                 the baseline: SELECT * FROM migrate.remove_migration({baseline})."
            ),
        })
    }
}
