//! Why a migration is not approved.

use thiserror::Error;

use super::report::Report;

/// Why a migration's scripts are not run as this role, or not approved.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ApprovalError {
    /// Another role registered the scripts, and nobody has approved them for this one.
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
    /// The scripts do not have the checksum that they were registered with.
    #[error("migration {version} \"{description}\" is not what was registered")]
    Tampered {
        /// Version.
        version: i64,
        /// Description.
        description: String,
    },
    /// The scripts are not those that were read by who approves them.
    #[error("migration {version} \"{description}\" does not have the checksum to approve")]
    ChangedSinceRead {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// The fingerprint that it has.
        fingerprint: String,
    },
}

impl Report for ApprovalError {
    fn sqlstate(&self) -> &str {
        use ApprovalError::*;
        match self {
            Unapproved { .. } => "42501",
            _ => "55000",
        }
    }

    fn detail(&self) -> Option<String> {
        use ApprovalError::*;
        Some(match self {
            Unapproved { registered_by, .. } => {
                format!(
                    "It was registered by role \"{registered_by}\"; its scripts would run with rights that role may not have."
                )
            }
            Tampered { .. } => "Its scripts do not match its checksum.".into(),
            ChangedSinceRead { fingerprint, .. } => format!("It has fingerprint {fingerprint}."),
        })
    }

    fn hint(&self) -> Option<String> {
        use ApprovalError::*;
        Some(match self {
            Unapproved { version, .. } => format!(
                "Read its scripts (SELECT up, down FROM migrate.migrations WHERE version = {version}), then\n\
                 SELECT * FROM migrate.approve({version})."
            ),
            Tampered { .. } => {
                "Load its file again; SELECT * FROM migrate.verify() lists what does not match.".into()
            }
            ChangedSinceRead { version, .. } => format!(
                "Somebody has replaced it: read it again (SELECT up, down, fingerprint FROM migrate.migrations WHERE \
                 version = {version})."
            ),
        })
    }
}
