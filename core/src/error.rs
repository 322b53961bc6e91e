//! Everything that can be wrong before SQL runs, in PostgreSQL's message style.
//!
//! Each error has four parts: the message (`Display`: lower-case start, no full stop), the SQLSTATE,
//! an optional detail and an optional hint (full sentences). The extension turns them into a report
//! in one place; tests pin all four.

use thiserror::Error;

use crate::failure::Failure;
use crate::file::FileError;

/// The result of whatever can be wrong.
pub type Result<T> = std::result::Result<T, Error>;

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// A migration file or its name cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// A script cannot be parsed or planned.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// What was asked does not fit the registry or the history.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// What was asked cannot be done in this session, or not now.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The server refused a statement.
    #[error("{}", .0.message)]
    Server(Failure),
}

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
    #[error("psql meta-command \"{command}\" in line {line}")]
    MetaCommand {
        /// Line of the file.
        line: u32,
        /// The command, with its backslash.
        command: String,
    },
    /// Data of a COPY ... FROM STDIN.
    #[error("COPY data in line {line}")]
    CopyData {
        /// Line of the file.
        line: u32,
    },
    /// COPY FROM STDIN or TO STDOUT.
    #[error("COPY from or to the client in line {line}, column {column}")]
    ClientCopy {
        /// Line of the file.
        line: u32,
        /// Column.
        column: u32,
    },
    /// PREPARE TRANSACTION and kin.
    #[error("{tag} in line {line}, column {column}")]
    TwoPhase {
        /// Line of the file.
        line: u32,
        /// Column.
        column: u32,
        /// The command.
        tag: String,
    },
    /// BEGIN without COMMIT.
    #[error("the transaction that begins in line {line} is never committed")]
    NeverCommitted {
        /// Line of the file.
        line: u32,
    },
}

/// Why what was asked does not fit the registry or the history.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RegistryError {
    /// An argument is NULL.
    #[error("{argument} must not be null")]
    Null {
        /// The argument's name.
        argument: &'static str,
    },
    /// An argument holds nothing.
    #[error("{argument} must not be empty")]
    Empty {
        /// The argument's name.
        argument: &'static str,
    },
    /// A number is too small.
    #[error("{argument} must be at least {least}, not {value}")]
    TooSmall {
        /// The argument's name.
        argument: &'static str,
        /// The smallest value.
        least: i64,
        /// What was given.
        value: i64,
    },
    /// The description has more than one line.
    #[error("description must be a single line")]
    Description,
    /// The version is taken by another migration.
    #[error("migration {version} is registered already")]
    Duplicate {
        /// Version.
        version: i64,
        /// The description it has.
        description: String,
    },
    /// The script was changed although it is applied.
    #[error("migration {version} \"{description}\" is applied and cannot be changed")]
    ChangedAfterApply {
        /// Version.
        version: i64,
        /// The description it has.
        description: String,
        /// The checksum in the history.
        applied: String,
        /// The checksum of what was given.
        given: String,
    },
    /// The version is not registered.
    #[error("migration {version} is not registered")]
    NotRegistered {
        /// Version.
        version: i64,
    },
    /// The version is not applied.
    #[error("migration {version} is not applied")]
    NotApplied {
        /// Version.
        version: i64,
    },
    /// The version is recorded as applied already.
    #[error("migration {version} is recorded as applied already")]
    AlreadyApplied {
        /// Version.
        version: i64,
        /// By whom and when, a sentence.
        detail: String,
    },
    /// A draft has no up script.
    #[error("migration {version} \"{description}\" has no up script")]
    NoUp {
        /// Version.
        version: i64,
        /// Description.
        description: String,
    },
    /// There is nothing to take it back with.
    #[error("migration {version} \"{description}\" has no down script")]
    NoDown {
        /// Version.
        version: i64,
        /// Description.
        description: String,
    },
    /// It is applied but its scripts are not here.
    #[error("migration {version} \"{description}\" is applied but not registered")]
    Missing {
        /// Version.
        version: i64,
        /// Description.
        description: String,
    },
    /// It is registered with another script than the one that was applied.
    #[error("migration {version} \"{description}\" was changed after it was applied")]
    ChangedSinceApply {
        /// Version.
        version: i64,
        /// Description.
        description: String,
    },
    /// The registered script changed between planning and running.
    #[error("migration {version} \"{description}\" was changed while it waited to run")]
    ChangedSincePlan {
        /// Version.
        version: i64,
        /// Description.
        description: String,
    },
    /// Units that are committed are not in the script any more.
    #[error(
        "migration {version} \"{description}\" is half applied, and unit {unit} is not what was committed"
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
    #[error("migration {version} \"{description}\" is half rolled back")]
    HalfRolledBack {
        /// Version.
        version: i64,
        /// Description.
        description: String,
    },
    /// A folder cannot be read.
    #[error("could not read \"{path}\": {reason}")]
    Unreadable {
        /// The path.
        path: String,
        /// The system's reason.
        reason: String,
    },
    /// A path is not absolute.
    #[error("path \"{path}\" is not absolute")]
    RelativePath {
        /// The path.
        path: String,
    },
    /// A file is not UTF-8.
    #[error("file \"{path}\" is not valid UTF-8")]
    NotUtf8 {
        /// The path.
        path: String,
        /// The first line with a bad byte.
        line: u32,
    },
    /// The role may not read the server's files.
    #[error("permission denied to read files of the server")]
    MayNotReadFiles,
}

/// Why something cannot be done in this session, or not now.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SessionError {
    /// Another migrator is at work.
    #[error("another migration is running in this database")]
    Busy {
        /// Who and since when, a sentence.
        holder: String,
    },
    /// No background worker could be started.
    #[error("no background worker is free for the migration")]
    NoWorker,
    /// The server is a standby.
    #[error("cannot run migrations on a standby server")]
    Standby,
    /// The transaction is read-only.
    #[error("cannot run migrations in a read-only transaction")]
    ReadOnly,
    /// Within a security-restricted operation.
    #[error("cannot run migrations within a security-restricted operation")]
    Restricted,
    /// The session user cannot take the current role, as in a SECURITY DEFINER function.
    #[error("session user \"{session_user}\" may not take role \"{role}\" to run a migration")]
    MayNotTakeRole {
        /// The session user.
        session_user: String,
        /// The current role.
        role: String,
    },
    /// The session user may not log in, so no worker can connect as it.
    #[error("role \"{role}\" is not permitted to log in, so no worker can run a migration as it")]
    NoLogin {
        /// The session user.
        role: String,
    },
    /// The worker ended without a word.
    #[error("the worker of job {job} ended before the job was done")]
    Lost {
        /// The job.
        job: i64,
    },
}

impl Error {
    /// The SQLSTATE, five characters.
    pub fn sqlstate(&self) -> &str {
        match self {
            Error::File(error) => error.sqlstate(),
            Error::Script(error) => error.sqlstate(),
            Error::Registry(error) => error.sqlstate(),
            Error::Session(error) => error.sqlstate(),
            Error::Server(failure) => &failure.sqlstate,
        }
    }

    /// More about what is wrong, in full sentences.
    pub fn detail(&self) -> Option<String> {
        match self {
            Error::File(error) => error.detail(),
            Error::Script(_) => None,
            Error::Registry(error) => error.detail(),
            Error::Session(error) => error.detail(),
            Error::Server(failure) => failure.detail.clone(),
        }
    }

    /// What to do about it, in full sentences.
    pub fn hint(&self) -> Option<String> {
        match self {
            Error::File(error) => error.hint(),
            Error::Script(error) => error.hint(),
            Error::Registry(error) => error.hint(),
            Error::Session(error) => error.hint(),
            Error::Server(failure) => failure.hint.clone(),
        }
    }

    /// The four parts as one value, to be kept with a job.
    pub fn failure(&self) -> Failure {
        Failure {
            sqlstate: self.sqlstate().to_string(),
            message: self.to_string(),
            detail: self.detail(),
            hint: self.hint(),
            position: None,
        }
    }
}

impl ScriptError {
    fn sqlstate(&self) -> &'static str {
        match self {
            ScriptError::ClientCopy { .. } | ScriptError::TwoPhase { .. } => "0A000",
            _ => "42601",
        }
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
                "A migration's transactions are committed by the engine, with its journal. End it with COMMIT."
            }
            ScriptError::NeverCommitted { .. } => {
                "Put COMMIT behind its last statement, or leave BEGIN out: a script without BEGIN runs in one \
                 transaction."
            }
        };
        Some(hint.into())
    }
}

impl RegistryError {
    fn sqlstate(&self) -> &'static str {
        use RegistryError::*;
        match self {
            Null { .. } => "22004",
            Empty { .. } | TooSmall { .. } | Description | RelativePath { .. } => "22023",
            Duplicate { .. } | AlreadyApplied { .. } => "42710",
            NotRegistered { .. } | NotApplied { .. } | Missing { .. } => "42704",
            Unreadable { .. } => "58030",
            NotUtf8 { .. } => "22021",
            MayNotReadFiles => "42501",
            _ => "55000",
        }
    }

    fn detail(&self) -> Option<String> {
        use RegistryError::*;
        Some(match self {
            Duplicate { description, .. } => format!("It is \"{description}\"."),
            AlreadyApplied { detail, .. } => detail.clone(),
            ChangedAfterApply { applied, given, .. } => {
                format!("Checksum applied: {}…, given: {}….", short(applied), short(given))
            }
            NotUtf8 { line, .. } => format!("The first invalid byte is in line {line}."),
            _ => return None,
        })
    }

    fn hint(&self) -> Option<String> {
        use RegistryError::*;
        Some(match self {
            Duplicate { .. } => "Leave the version out to have a new one made.".into(),
            ChangedAfterApply { .. } => {
                "Write the change as a new migration, or roll this one back (migrate.rollback) and load it again."
                    .into()
            }
            NotRegistered { .. } => {
                "Register it with migrate.load or migrate.create; migrate.status() lists what there is.".into()
            }
            NotApplied { .. } => "migrate.status() lists what is applied.".into(),
            NoUp { version, description } => format!(
                "Give it one: SELECT migrate.create('{}', up => '...', version => {version}).",
                description.replace('\'', "''")
            ),
            NoDown { .. } => {
                "Take it back by hand and SELECT * FROM migrate.remove_migration(version), or go forward with a \
                 new migration."
                    .into()
            }
            Missing { .. } => "Load its file again, so that its down script is known.".into(),
            ChangedSinceApply { .. } => {
                "Load the file that was applied, or SELECT * FROM migrate.verify() to see what differs.".into()
            }
            ChangedSincePlan { .. } => "Ask again: the plan is made anew.".into(),
            ChangedHalfway { .. } => {
                "Put the committed units back as they were, or CALL migrate.down() to take them back first.".into()
            }
            HalfRolledBack { .. } => "CALL migrate.down() to finish the rollback first.".into(),
            RelativePath { .. } => "Give the path on the server, from its root.".into(),
            MayNotReadFiles => {
                "Only roles with privileges of \"pg_read_server_files\" may; others use migrate.load with the \
                 file's text."
                    .into()
            }
            _ => return None,
        })
    }
}

impl SessionError {
    fn sqlstate(&self) -> &'static str {
        use SessionError::*;
        match self {
            Busy { .. } => "55P03",
            NoWorker => "53000",
            Standby | ReadOnly => "25006",
            Restricted | MayNotTakeRole { .. } | NoLogin { .. } => "42501",
            Lost { .. } => "57P01",
        }
    }

    fn detail(&self) -> Option<String> {
        match self {
            SessionError::Busy { holder } => Some(holder.clone()),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        use SessionError::*;
        let hint = match self {
            Busy { .. } => "Wait for it to end; SELECT * FROM migrate.status() shows how far it is.",
            NoWorker => "Raise max_worker_processes, or try again when other background workers have ended.",
            Standby => "Run them on the primary; the standby follows.",
            ReadOnly => "Run them in a transaction that is READ WRITE.",
            Restricted => {
                "Call it directly, not from an index expression, a materialized view or a trigger of a maintenance command."
            }
            MayNotTakeRole { .. } => {
                "Call it as the role that is to run the migration, not from a SECURITY DEFINER function."
            }
            NoLogin { .. } => "Connect as a role with LOGIN and SET ROLE to this one.",
            Lost { .. } => {
                "CALL migrate.up() or migrate.down() again: what is committed is in the journal, and it goes on from there."
            }
        };
        Some(hint.into())
    }
}

/// The beginning of a checksum, enough to tell two apart.
fn short(checksum: &str) -> String {
    checksum.chars().take(12).collect()
}
