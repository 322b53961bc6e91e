//! What can be wrong with a script's text.

use thiserror::Error;

use super::report::Report;

/// Why a script cannot be parsed or planned.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ScriptError {
    /// The server's parser refuses it.
    #[error("{message} in {script}, line {line}, column {column}")]
    Syntax {
        /// The parser's message.
        message: String,
        /// `the up script`, `the down script`, `argument "sql"`.
        script: String,
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
    #[error("{}", .statements.first().map(Irreversible::message).unwrap_or_default())]
    Irreversible {
        /// All of them, at least one.
        statements: Vec<Irreversible>,
    },
}

/// A statement for which no statement that takes it back can be derived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Irreversible {
    /// Line of the file.
    pub line: u32,
    /// Column.
    pub column: u32,
    /// The command.
    pub tag: String,
    /// The reason, a sentence.
    pub why: String,
}

impl Irreversible {
    fn message(&self) -> String {
        format!("{} on line {}, column {} cannot be reversed", self.tag, self.line, self.column)
    }

    /// Where it stands, and the reason.
    pub fn in_words(&self) -> String {
        format!("Line {}, column {}, {}: {}", self.line, self.column, self.tag, self.why)
    }
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
        match self {
            ScriptError::Irreversible { statements } => Some(match statements.as_slice() {
                [only] => only.why.clone(),
                all => all.iter().map(Irreversible::in_words).collect::<Vec<_>>().join("\n"),
            }),
            ScriptError::DressedOperation { .. } => {
                Some("Its steps replace the statement, so nothing else in it would run.".into())
            }
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            ScriptError::Syntax { hint, .. } => return hint.clone(),
            ScriptError::MetaCommand { .. } => {
                "A migration runs inside the server, which has no psql. Write the command's effect in SQL, and \
                 what a \\i includes in its place."
            }
            ScriptError::CopyData { .. } => {
                "Rows begin on the line behind the semicolon of their COPY, and end at a line that is \\. and no more."
            }
            ScriptError::ClientCopy { .. } => {
                "A migration has no client that could send or take rows. Put them behind a COPY ... FROM stdin, as \
                 pg_dump does, with a line \\. at their end; or use INSERT, or COPY with a file of the server."
            }
            ScriptError::TwoPhase { .. } => {
                "The engine commits a migration's transactions together with its journal. Use BEGIN and COMMIT, or neither."
            }
            ScriptError::DressedOperation { function, .. } => {
                return Some(format!(
                    "Write SELECT * FROM migrate.{function}(...) as a statement of its own; what its arguments read may \
                     stand in them as a sub-select."
                ));
            }
            ScriptError::NeverCommitted { .. } => {
                "Put COMMIT after its last statement, or leave out BEGIN: a script without BEGIN runs in one \
                 transaction."
            }
            ScriptError::NotOurs => "Keep functions of your own in a schema of your own.",
            ScriptError::Irreversible { .. } => {
                "Write the down script by hand; migrate.reverse(sql, partial => true) gives the rest of it."
            }
        };
        Some(hint.into())
    }
}
