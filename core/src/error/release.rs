//! What can be wrong between the extension of a database and the library of the server.

use thiserror::Error;

use super::report::Report;

/// Why the library does nothing in this database.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReleaseError {
    /// The files of the server are newer than what the database has.
    #[error("extension migrate_ext is version {extension} here, its library {library}")]
    ExtensionIsOlder {
        /// The version that the database has.
        extension: String,
        /// The version of the library.
        library: String,
    },
    /// The library was loaded before the extension was updated.
    #[error("extension migrate_ext is version {extension} here, the library of this session {library}")]
    LibraryIsOlder {
        /// See above.
        extension: String,
        /// See above.
        library: String,
    },
    /// What a job is to do was written by another version, and cannot be read.
    #[error("job {job} was written by another version of migrate_ext")]
    Unreadable {
        /// The job.
        job: i64,
        /// What is wrong with it.
        why: String,
    },
}

impl Report for ReleaseError {
    fn sqlstate(&self) -> &str {
        "55000"
    }

    fn detail(&self) -> Option<String> {
        match self {
            ReleaseError::ExtensionIsOlder { .. } => Some(
                "The files on the server are newer than this database's functions and tables. Until they are updated, triggers of online changes go on working, and everything else waits.".into(),
            ),
            ReleaseError::LibraryIsOlder { .. } => {
                Some("This session has loaded the library before the extension was updated.".into())
            }
            ReleaseError::Unreadable { why, .. } => Some(format!("Its plan cannot be read: {why}.")),
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            ReleaseError::ExtensionIsOlder { .. } => "Run ALTER EXTENSION migrate_ext UPDATE.",
            ReleaseError::LibraryIsOlder { .. } => {
                "Reconnect. If shared_preload_libraries names migrate_ext, restart the server; if new sessions say the same, install that version's files on it."
            }
            ReleaseError::Unreadable { .. } => {
                "Ask for it again: what is committed is in the journal, and it goes on from there."
            }
        };
        Some(hint.into())
    }
}
