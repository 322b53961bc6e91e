//! What can be wrong with a question about fingerprints.

use thiserror::Error;

use super::report::Report;

/// Why fingerprints cannot be taken or compared.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FingerprintError {
    /// There is no such schema.
    #[error("schema \"{name}\" does not exist")]
    NoSchema {
        /// The name, as it was given.
        name: String,
    },
    /// None is stored of this number or hash.
    #[error("no fingerprint \"{given}\" is stored")]
    NotStored {
        /// What was given.
        given: String,
    },
    /// The beginning of a hash is that of more than one.
    #[error("fingerprint \"{given}\" is not unique")]
    Ambiguous {
        /// What was given.
        given: String,
        /// The numbers of those that begin so.
        ids: Vec<i64>,
    },
}

impl Report for FingerprintError {
    fn sqlstate(&self) -> &str {
        match self {
            FingerprintError::NoSchema { .. } => "3F000",
            FingerprintError::NotStored { .. } => "42704",
            FingerprintError::Ambiguous { .. } => "42725",
        }
    }

    fn detail(&self) -> Option<String> {
        match self {
            FingerprintError::Ambiguous { ids, .. } => {
                let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
                Some(format!("Fingerprints {} begin with it.", ids.join(", ")))
            }
            FingerprintError::NoSchema { .. } | FingerprintError::NotStored { .. } => None,
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            FingerprintError::NoSchema { .. } => {
                Some("Give the name as the catalog has it, without quotes; without one all schemas count.".into())
            }
            FingerprintError::NotStored { .. } => Some(
                "SELECT migrate.fingerprint(store => true) stores one; the table migrate.fingerprints lists them.".into(),
            ),
            FingerprintError::Ambiguous { .. } => Some("Give its number, or more of the hash.".into()),
        }
    }
}
