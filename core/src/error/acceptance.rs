//! Why a text is not accepted for a migration that is applied.

use thiserror::Error;

use super::report::Report;

/// Why there is nothing that could be accepted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AcceptanceError {
    /// The text is the one that was applied.
    #[error("migration {version} \"{description}\" has the checksum that was applied")]
    Same {
        /// Version.
        version: i64,
        /// Description.
        description: String,
    },
    /// Nobody knows what was applied.
    #[error("migration {version} \"{description}\" was recorded without a checksum")]
    Unknown {
        /// Version.
        version: i64,
        /// Description.
        description: String,
    },
    /// It is no checksum.
    #[error("\"{given}\" is not a checksum")]
    NotAChecksum {
        /// What was given.
        given: String,
    },
}

impl Report for AcceptanceError {
    fn sqlstate(&self) -> &str {
        match self {
            AcceptanceError::NotAChecksum { .. } => "22023",
            _ => "55000",
        }
    }

    fn detail(&self) -> Option<String> {
        match self {
            AcceptanceError::Unknown { .. } => Some("Any text can be loaded for it once.".into()),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            AcceptanceError::Same { .. } => {
                "Load the changed file: the error has the checksum that is to be accepted.".into()
            }
            AcceptanceError::Unknown { .. } => "Load its file.".into(),
            AcceptanceError::NotAChecksum { .. } => {
                "Give all of its 64 hexadecimal digits, as the error of the load has them.".into()
            }
        })
    }
}
