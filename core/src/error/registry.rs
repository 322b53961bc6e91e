//! What can be wrong with a request, given what is registered and applied.

use thiserror::Error;

use crate::checksum::short;

/// Why a migration that is applied is not rolled back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stays {
    /// It was recorded, and did not run here.
    Recorded,
    /// It is this baseline, or below it.
    Baseline(i64),
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
    /// All rows of one of our own tables are to go at once.
    #[error("cannot truncate table \"{table}\" of migrate_ext")]
    Truncate {
        /// The table.
        table: String,
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
    /// The description, or a file's name, has more than one line, or characters that no terminal shows as they are.
    #[error("{argument} must be a single line without control characters")]
    NotOneLine {
        /// The argument's name.
        argument: &'static str,
    },
    /// Two files have the same version.
    #[error("version {version} is that of {registered} and of {given}")]
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
    /// An open transaction replaces the text that was to be run.
    #[error("migration {version} \"{description}\" is being replaced by a transaction that is open")]
    BeingReplaced {
        /// Version.
        version: i64,
        /// The description it has.
        description: String,
    },
    /// The role may not register anything.
    #[error("permission denied to register a migration")]
    MayNotRegister,
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
        /// What stands in the way of a rollback.
        stays: Option<Stays>,
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
        /// Why none can be derived, a sentence.
        why: String,
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
    /// Its registrant's scripts need an approval to run as this role.
    #[error("migration {version} \"{description}\" needs approval to run as role \"{role}\"")]
    Unapproved {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// Who registered it.
        registered_by: String,
        /// The applier.
        role: String,
    },
    /// The registered scripts are not those that were registered.
    #[error("migration {version} \"{description}\" is not what was registered")]
    Tampered {
        /// Version.
        version: i64,
        /// Description.
        description: String,
    },
    /// The registered script changed between planning and running.
    #[error("migration {version} \"{description}\" was changed while it was to be run")]
    ChangedSincePlan {
        /// Version.
        version: i64,
        /// Description.
        description: String,
    },
    /// What is registered is not what somebody read and approves.
    #[error("migration {version} \"{description}\" does not have the checksum that is to be approved")]
    ChangedSinceRead {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// The fingerprint that it has.
        fingerprint: String,
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
    /// A unit was broken off, and nobody knows whether it had finished.
    #[error(
        "unit {unit} of migration {version} \"{description}\" was broken off, and may have finished or not"
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
    #[error("migration {version} has no unit that was broken off")]
    NothingToSettle {
        /// Version.
        version: i64,
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

impl RegistryError {
    pub(crate) fn sqlstate(&self) -> &'static str {
        use RegistryError::*;
        match self {
            Null { .. } => "22004",
            Empty { .. } | TooSmall { .. } | NotOneLine { .. } | RelativePath { .. } => "22023",
            Duplicate { .. } | AlreadyApplied { .. } | Rivals { .. } => "42710",
            BeingRun { .. } => "55006",
            BeingReplaced { .. } => "55P03",
            NotRegistered { .. } | NotApplied { .. } | Missing { .. } => "42704",
            Unreadable { .. } => "58030",
            NotUtf8 { .. } => "22021",
            Truncate { .. } => "0A000",
            MayNotReadFiles | MayNotRegister | Unapproved { .. } => "42501",
            _ => "55000",
        }
    }

    pub(crate) fn detail(&self) -> Option<String> {
        use RegistryError::*;
        Some(match self {
            NoDown { why, .. } => return Some(why.clone()).filter(|why| !why.is_empty()),
            Duplicate { description, .. } => format!("It is \"{description}\"."),
            AlreadyApplied { detail, .. } => detail.clone(),
            ChangedAfterApply { applied, given, .. } => {
                format!("Checksum applied: {}…, given: {}….", short(applied), short(given))
            }
            Unsettled { tag, line, .. } => format!(
                "It is {tag} on line {line}, which runs on its own; its worker was lost before it could write the end."
            ),
            Unapproved { registered_by, .. } => {
                format!(
                    "It was registered by role \"{registered_by}\"; its scripts would run with rights that role may not have."
                )
            }
            Tampered { .. } => "Its scripts are not those of its checksum.".into(),
            ChangedSinceRead { fingerprint, .. } => format!("It has fingerprint {fingerprint}."),
            Rivals { .. } => "Only one of them can be registered.".into(),
            BeingRun { job: Some(job), .. } => {
                format!("Job {job} runs it, with the text that it began with.")
            }
            BeingReplaced { .. } => {
                "Nothing of it was run: which text it has is known when that transaction has ended.".into()
            }
            MayNotRegister => "With migration => the call is registered, as by migrate.create.".into(),
            NotUtf8 { line, .. } => format!("The first invalid byte is in line {line}."),
            _ => return None,
        })
    }

    pub(crate) fn hint(&self) -> Option<String> {
        use RegistryError::*;
        Some(match self {
            Truncate { .. } => {
                "migrate.prune() takes away what is old. A subscription would hand a TRUNCATE on to another database's \
                 registry."
                    .into()
            }
            Duplicate { .. } => "Leave the version out to have a new one made.".into(),
            ChangedAfterApply { version, stays: Some(Stays::Recorded), .. } => format!(
                "Write the change as a new migration; or SELECT * FROM migrate.remove_migration({version}), load it again, \
                 and record it again (migrate.record_migration)."
            ),
            ChangedAfterApply { version, stays: Some(Stays::Baseline(baseline)), .. } => {
                let below = if version == baseline {
                    String::new()
                } else {
                    format!(" and then SELECT * FROM migrate.remove_migration({version})")
                };
                format!(
                    "Write the change as a new migration; or take the baseline away (SELECT * FROM \
                     migrate.remove_migration({baseline})){below}, load it again, and draw the baseline again \
                     (SELECT * FROM migrate.baseline({baseline}))."
                )
            }
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
            NoDown { version, .. } => format!(
                "Take it back by hand and SELECT * FROM migrate.remove_migration({version}), or go forward with a \
                 new migration."
            ),
            Missing { .. } => "Load its file again, so that its down script is known.".into(),
            ChangedSinceApply { .. } => {
                "Load the file that was applied, or SELECT * FROM migrate.verify() to see what differs.".into()
            }
            Unsettled { version, .. } => format!(
                "Look whether its effect is there, then SELECT * FROM migrate.settle({version}, finished => true) or \
                 finished => false, and run it again."
            ),
            NothingToSettle { .. } => "SELECT * FROM migrate.unfinished lists what is not finished.".into(),
            Unapproved { version, .. } => format!(
                "Read its scripts (SELECT up, down FROM migrate.migrations WHERE version = {version}), then SELECT * \
                 FROM migrate.approve({version})."
            ),
            Tampered { .. } => {
                "Load its file again; SELECT * FROM migrate.verify() lists what does not match.".into()
            }
            ChangedSinceRead { version, .. } => format!(
                "Somebody has replaced it: read it again (SELECT up, down, fingerprint FROM migrate.migrations WHERE \
                 version = {version})."
            ),
            Rivals { .. } => {
                "Give one of them another version. If they are the same file, renamed, load it with its old text under the \
                 new name first."
                    .into()
            }
            BeingRun { .. } => "Wait until it has ended; migrate.progress says how far it is.".into(),
            BeingReplaced { .. } => {
                "Have that transaction committed or rolled back, and run it again; migrate.transactions lists who is in \
                 the way."
                    .into()
            }
            MayNotRegister => "Leave migration out, or ask for EXECUTE on migrate.create.".into(),
            ChangedSincePlan { .. } => "Run it again: the plan is then made of what is registered now.".into(),
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
