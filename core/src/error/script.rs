//! What can be wrong with a script's text.

use thiserror::Error;

use super::report::Report;

/// Why a script cannot be parsed or planned.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ScriptError {
    /// The server's parser refuses it.
    #[error("{message} in the {script} script, line {line}, column {column}")]
    Syntax {
        /// The parser's message.
        message: String,
        /// `up` or `down`.
        script: &'static str,
        /// Line of the file.
        line: u32,
        /// Column.
        column: u32,
        /// The parser's hint.
        hint: Option<String>,
    },
    /// A psql meta-command.
    #[error("psql meta-command \"{command}\" on line {line} cannot run in the server")]
    MetaCommand {
        /// Line of the file.
        line: u32,
        /// The command, with its backslash.
        command: String,
    },
    /// Data of a COPY ... FROM STDIN.
    #[error("COPY data on line {line} cannot be read")]
    CopyData {
        /// Line of the file.
        line: u32,
    },
    /// COPY FROM STDIN or TO STDOUT.
    #[error("COPY from or to the client on line {line}, column {column} is not supported")]
    ClientCopy {
        /// Line of the file.
        line: u32,
        /// Column.
        column: u32,
    },
    /// PREPARE TRANSACTION and kin.
    #[error("{tag} on line {line}, column {column} is not supported")]
    TwoPhase {
        /// Line of the file.
        line: u32,
        /// Column.
        column: u32,
        /// The command.
        tag: String,
    },
    /// A safe operation in a statement that does more.
    #[error("migrate.{function} on line {line}, column {column} must be a statement of its own")]
    DressedOperation {
        /// Line of the file.
        line: u32,
        /// Column.
        column: u32,
        /// The function.
        function: String,
    },
    /// It calls a function that has an operation's name and is none of the extension's.
    #[error("the called function is not one of the extension's safe operations")]
    NotOurs,
    /// BEGIN without COMMIT.
    #[error("the transaction that begins on line {line} is never committed")]
    NeverCommitted {
        /// Line of the file.
        line: u32,
    },
    /// A statement for which no statement that takes it back can be derived.
    #[error("{tag} on line {line}, column {column} cannot be reversed")]
    Irreversible {
        /// Line of the file.
        line: u32,
        /// Column.
        column: u32,
        /// The command.
        tag: String,
        /// The reason, a sentence.
        why: String,
        /// The lines of others for which there is none either.
        others: Vec<u32>,
    },
}

impl Report for ScriptError {
    fn sqlstate(&self) -> &str {
        match self {
            ScriptError::ClientCopy { .. }
            | ScriptError::TwoPhase { .. }
            | ScriptError::DressedOperation { .. }
            | ScriptError::Irreversible { .. } => "0A000",
            ScriptError::NotOurs => "42883",
            _ => "42601",
        }
    }

    fn detail(&self) -> Option<String> {
        let (why, others) = match self {
            ScriptError::Irreversible { why, others, .. } => (why, others),
            ScriptError::DressedOperation { .. } => {
                return Some("Its steps replace the statement, so nothing else in it would run.".into());
            }
            _ => return None,
        };
        let lines: Vec<_> = others.iter().map(u32::to_string).collect();
        Some(match lines.as_slice() {
            [] => why.clone(),
            [line] => format!("{why} The statement on line {line} cannot be reversed either."),
            [most @ .., last] => {
                format!(
                    "{why} The statements on lines {} and {last} cannot be reversed either.",
                    most.join(", ")
                )
            }
        })
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            ScriptError::Syntax { hint, .. } => return hint.clone(),
            ScriptError::MetaCommand { .. } => {
                "A migration runs inside the server, which has no psql. Write the command's effect in SQL, and \
                 what a \\i includes in its place."
            }
            ScriptError::CopyData { .. } | ScriptError::ClientCopy { .. } => {
                "A migration has no client that could send or take rows. Use INSERT ... VALUES, or COPY with a \
                 file of the server."
            }
            ScriptError::TwoPhase { .. } => {
                "The engine commits a migration's transactions together with its journal. Use BEGIN and COMMIT, or neither."
            }
            ScriptError::DressedOperation { function, .. } => {
                return Some(format!(
                    "Write SELECT * FROM migrate.{function}(…) as a statement of its own; what its arguments read may \
                     stand in them as a sub-select."
                ));
            }
            ScriptError::NeverCommitted { .. } => {
                "Put COMMIT after its last statement, or leave out BEGIN: a script without BEGIN runs in one \
                 transaction."
            }
            ScriptError::NotOurs => "Keep functions of your own in a schema of your own.",
            ScriptError::Irreversible { .. } => "Write the down script by hand.",
        };
        Some(hint.into())
    }
}
