//! Why an operation cannot be undone, or not by this role.

use thiserror::Error;

use super::report::Report;
use crate::name::shown;

/// Why an operation cannot be undone.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UndoError {
    /// There is no such operation.
    #[error("operation {id} does not exist")]
    NoOperation {
        /// Its number.
        id: i64,
    },
    /// No operation is named.
    #[error("the operation to undo must be given")]
    Unnamed,
    /// Nothing takes the operation back.
    #[error("{title} cannot be undone")]
    NoWayBack {
        /// The operation, in words.
        title: String,
    },
    /// It was called by a migration's script.
    #[error("{title} belongs to migration {version}")]
    OfMigration {
        /// The operation, in words.
        title: String,
        /// The migration.
        version: i64,
    },
    /// Somebody else asked for it.
    #[error("permission denied to undo {title}")]
    NotYours {
        /// The operation, in words.
        title: String,
        /// Who asked for it.
        asked_by: String,
        /// Who wants to undo it.
        role: String,
    },
}

impl Report for UndoError {
    fn sqlstate(&self) -> &str {
        use UndoError::*;
        match self {
            NoWayBack { .. } => "0A000",
            NoOperation { .. } => "42704",
            OfMigration { .. } => "55000",
            NotYours { .. } => "42501",
            Unnamed => "22004",
        }
    }

    fn detail(&self) -> Option<String> {
        use UndoError::*;
        match self {
            NoWayBack { .. } => Some("What it has done has no opposite, or was not noted.".into()),
            NotYours { asked_by, role, .. } => {
                Some(format!("It was requested by \"{asked_by}\", who may not act as \"{role}\"."))
            }
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        use UndoError::*;
        match self {
            NoOperation { .. } | Unnamed => {
                Some("SELECT id, operation, status FROM migrate.operations ORDER BY id shows them.".into())
            }
            NoWayBack { .. } => Some("Write the statements that take it back.".into()),
            OfMigration { .. } => Some("CALL migrate.down() takes back the migration as a whole.".into()),
            NotYours { asked_by, .. } => Some(format!(
                "Have it undone by {}, or as that session user: what it was about may call functions, which run with the rights of who undoes it.",
                shown(asked_by)
            )),
        }
    }
}
