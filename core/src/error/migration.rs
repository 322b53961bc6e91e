//! What can be wrong with a request, given what is registered and applied.

use thiserror::Error;

use super::report::Report;
use crate::checksum::short;

/// Why what was asked does not fit the registered migrations.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MigrationError {
    /// The role may not register anything.
    #[error("permission denied to register a migration")]
    MayNotRegister,
    /// The version is taken by another migration.
    #[error("migration {version} is already registered")]
    Duplicate {
        /// Version.
        version: i64,
        /// The description it has.
        description: String,
        /// The file name under which another text takes its place; none if it is applied.
        file: Option<String>,
    },
    /// Two files have the same version.
    #[error("version {version} belongs to both {registered} and {given}")]
    Rivals {
        /// Version.
        version: i64,
        /// The migration that is registered, in words.
        registered: String,
        /// The one that was given.
        given: String,
    },
    /// A job runs this text, and keeps it to its end.
    #[error("migration {version} \"{description}\" is being run and cannot be changed now")]
    BeingRun {
        /// Version.
        version: i64,
        /// The description it has.
        description: String,
        /// The job, where it is known.
        job: Option<i64>,
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
        /// Whether it ran here, and can be rolled back.
        ran: bool,
    },
    /// It is registered with another script than the one that was applied.
    #[error("migration {version} \"{description}\" was changed after it was applied")]
    ChangedSinceApply {
        /// Version.
        version: i64,
        /// Description.
        description: String,
    },
    /// No migration is known by this text.
    #[error("no migration has version \"{label}\"")]
    UnknownLabel {
        /// The text.
        label: String,
    },
    /// The version is not registered.
    #[error("migration {version} is not registered")]
    NotRegistered {
        /// Version.
        version: i64,
    },
    /// It is applied but its scripts are not here.
    #[error("migration {version} \"{description}\" is applied but not registered")]
    Missing {
        /// Version.
        version: i64,
        /// Description.
        description: String,
    },
    /// The version is not applied.
    #[error("migration {version} is not applied")]
    NotApplied {
        /// Version.
        version: i64,
    },
    /// The version is already recorded as applied.
    #[error("migration {version} is already recorded as applied")]
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
    /// A job is to apply it later.
    #[error("migration {version} \"{description}\" is to be applied by job {job}, {when}")]
    Scheduled {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// The job.
        job: i64,
        /// When: `not before 2026-11-30 22:00`.
        when: String,
    },
    /// It runs again when its text changes, and is no step on the way of versions.
    #[error("migration {version} \"{description}\" is repeatable and cannot be {cannot}")]
    Repeatable {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// What it cannot be: rolled back, a baseline.
        cannot: &'static str,
    },
    /// It runs when its event comes, and not otherwise.
    #[error("migration {version} \"{description}\" is a callback and cannot be {cannot}")]
    Callback {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// What it cannot be: applied by itself, recorded.
        cannot: &'static str,
    },
    /// There is no such event.
    #[error("no event is called \"{name}\"")]
    UnknownEvent {
        /// The name.
        name: String,
    },
    /// An event has no callback.
    #[error("there is no callback {event}")]
    NoCallback {
        /// The event.
        event: &'static str,
    },
    /// There is nothing to take it back with.
    #[error("migration {version} \"{description}\" has no down script")]
    NoDown {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// Why none can be derived, a sentence.
        why: String,
    },
}

impl Report for MigrationError {
    fn sqlstate(&self) -> &str {
        use MigrationError::*;
        match self {
            Duplicate { .. } | AlreadyApplied { .. } | Rivals { .. } => "42710",
            BeingRun { .. } => "55006",
            UnknownEvent { .. } => "22023",
            NoCallback { .. }
            | UnknownLabel { .. }
            | NotRegistered { .. }
            | NotApplied { .. }
            | Missing { .. } => "42704",
            MayNotRegister => "42501",
            _ => "55000",
        }
    }

    fn detail(&self) -> Option<String> {
        use MigrationError::*;
        Some(match self {
            NoDown { why, .. } => return Some(why.clone()).filter(|why| !why.is_empty()),
            Duplicate { description, .. } => format!("It is \"{description}\"."),
            AlreadyApplied { detail, .. } => detail.clone(),
            ChangedAfterApply { applied, given, .. } => {
                format!("Checksum applied: {}..., given: {}....", short(applied), short(given))
            }
            Repeatable { .. } => {
                "It stands for how things are now, and has no place among the versions.".into()
            }
            Rivals { .. } => "Only one of them can be registered.".into(),
            BeingRun { job: Some(job), .. } => {
                format!("Job {job} runs it, with the text that it began with.")
            }
            MayNotRegister => "With migration => the call is registered, as by migrate.create.".into(),
            _ => return None,
        })
    }

    fn hint(&self) -> Option<String> {
        use MigrationError::*;
        Some(match self {
            Duplicate { file: None, .. } => "Leave out the version to get a new one.".into(),
            Duplicate { version, file: Some(file), .. } => format!(
                "Leave out the version to get a new one. To correct migration {version}, give its whole text: SELECT * FROM \
                 migrate.load('...', '{file}')."
            ),
            Scheduled { job, .. } => format!("SELECT * FROM migrate.window({job}) has the job begin now."),
            ChangedAfterApply { version, given, ran, .. } => {
                let change = if *ran {
                    "Write the change as a new migration, or roll this one back (migrate.rollback) and load it again."
                } else {
                    "Write the change as a new migration."
                };
                let call = format!("migrate.accept({version}, 'why', '{given}');");
                format!(
                    "{change}\n\
                     If what is there is right as it is, accept the text, and load it again:\n\
                     SELECT * FROM {call}"
                )
            }
            UnknownLabel { .. } => {
                "migrate.status() lists the migrations; one whose version is no number has it before its description.".into()
            }
            NotRegistered { .. } => {
                "Register it with migrate.load or migrate.create; migrate.status() lists what there is.".into()
            }
            NotApplied { .. } => "SELECT * FROM migrate.status() lists what is applied.".into(),
            NoUp { version, description } => format!(
                "Give it one: SELECT migrate.create('{}', up => '...', version => {version}).",
                description.replace('\'', "''")
            ),
            Callback { .. } => "It runs with the next migration that is applied.".into(),
            UnknownEvent { .. } => "Events are before_all, after_each and after_all.".into(),
            NoCallback { .. } => "SELECT * FROM migrate.callbacks lists those that there are.".into(),
            Repeatable { .. } => {
                "Load it with the text that is wanted: the next migrate.up() runs it again.".into()
            }
            NoDown { version, .. } => format!(
                "Undo it by hand and SELECT * FROM migrate.remove_migration({version}), or write a new \
                 migration."
            ),
            Missing { .. } => "Load its file again, so that its down script is known.".into(),
            ChangedSinceApply { version, .. } => format!(
                "Load the file that was applied; or, if what is there is right as it is, SELECT * FROM migrate.accept({version}, 'why')."
            ),
            Rivals { .. } => {
                "Give one of them another version. If they are the same file, renamed, load it with its old text under the \
                 new name first."
                    .into()
            }
            BeingRun { .. } => "Wait until it has ended; migrate.progress says how far it is.".into(),
            MayNotRegister => "Leave migration out, or ask for EXECUTE on migrate.create.".into(),
            _ => return None,
        })
    }
}
