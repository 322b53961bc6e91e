//! Why a migration stays registered.

use thiserror::Error;

use super::report::Report;

/// What has a migration that is to be taken out of the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Has {
    /// It is applied.
    History,
    /// A job that has not ended.
    Job(i64),
    /// A session that runs it.
    Session,
    /// A run that was broken off behind this unit, of so many.
    Run {
        /// The unit.
        unit: i32,
        /// How many there are.
        units: i32,
    },
    /// An online change that its script has begun.
    Change(i64),
}

impl Has {
    /// In words, behind the migration.
    pub fn in_words(self) -> String {
        match self {
            Has::History => "is applied".into(),
            Has::Job(job) => format!("is in job {job}"),
            Has::Session => "is being run".into(),
            Has::Run { unit, units } => format!("has run in part, up to unit {unit} of {units}"),
            Has::Change(change) => format!("has begun change {change}, which is open"),
        }
    }
}

/// Why a migration cannot be taken out of the registry.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WithdrawalError {
    /// The role may not register anything, and so not change what is registered.
    #[error("permission denied to change what is registered")]
    MayNot,
    /// Something has it.
    #[error("migration {version} \"{description}\" {}", has.in_words())]
    InUse {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// What has it.
        has: Has,
    },
}

impl Report for WithdrawalError {
    fn sqlstate(&self) -> &str {
        match self {
            WithdrawalError::MayNot => "42501",
            WithdrawalError::InUse { has: Has::Job(_) | Has::Session, .. } => "55006",
            WithdrawalError::InUse { .. } => "55000",
        }
    }

    fn detail(&self) -> Option<String> {
        Some(match self {
            WithdrawalError::MayNot => "Only who may register migrations may.".into(),
            WithdrawalError::InUse { .. } => "Only what is pending can be taken out of the registry.".into(),
        })
    }

    fn hint(&self) -> Option<String> {
        let WithdrawalError::InUse { version, has, .. } = self else {
            return Some("Ask for EXECUTE on migrate.create.".into());
        };
        Some(match has {
            Has::History => format!(
                "Roll it back first (migrate.rollback). If nothing of it is to be taken back, SELECT * FROM \
                 migrate.remove_migration({version}) takes it out of the history."
            ),
            Has::Job(job) => format!("Wait until it has ended, or SELECT * FROM migrate.cancel({job})."),
            Has::Session => "Wait until it has ended; migrate.progress says how far it is.".into(),
            Has::Run { .. } => {
                "CALL migrate.up() goes on with it; CALL migrate.down() takes back what is done.".into()
            }
            Has::Change(change) => format!("SELECT * FROM migrate.abort({change}) takes the change back."),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_has_it_and_what_to_do() {
        let of = |has| WithdrawalError::InUse { version: 5, description: "x".into(), has };
        for (has, message, sqlstate, hint) in [
            (Has::History, "is applied", "55000", "migrate.remove_migration(5)"),
            (Has::Job(7), "is in job 7", "55006", "migrate.cancel(7)"),
            (Has::Session, "is being run", "55006", "migrate.progress"),
            (Has::Run { unit: 1, units: 2 }, "has run in part, up to unit 1 of 2", "55000", "migrate.down()"),
            (Has::Change(9), "has begun change 9, which is open", "55000", "migrate.abort(9)"),
        ] {
            let error = of(has);
            assert_eq!(error.to_string(), format!("migration 5 \"x\" {message}"));
            assert_eq!(error.sqlstate(), sqlstate);
            assert!(error.hint().unwrap().contains(hint), "{:?}", error.hint());
        }
    }
}
