//! Why something is not taken back that is in the history.

use thiserror::Error;

use super::report::Report;

/// Why a migration that is recorded as applied cannot be rolled back, or taken out of the history.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HistoryError {
    /// It is below the baseline, or the baseline itself: none of it ran here.
    #[error("migration {version} \"{description}\" {}", at_baseline(*.version, *.baseline))]
    BelowBaseline {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// The version of the baseline; none if that was removed since.
        baseline: Option<i64>,
    },
    /// All rows of one of our own tables are to go at once.
    #[error("cannot truncate table \"{table}\" of migrate_ext")]
    Truncate {
        /// The table.
        table: String,
    },
    /// It would be pending again, but below the baseline nothing runs.
    #[error("migration {version} \"{description}\" is below baseline {baseline}")]
    Covered {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// The version of the baseline.
        baseline: i64,
        /// It is the baseline of a schema.
        in_schemas: bool,
    },
    /// It is below the baseline, where nothing runs.
    #[error("migration {version} \"{description}\" is below baseline {baseline} and is not run")]
    NotAbove {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// The version of the baseline.
        baseline: i64,
    },
    /// It was recorded, so nothing can be derived from its up script.
    #[error("migration {version} \"{description}\" was recorded by hand and has no down script")]
    NotRunHere {
        /// Version.
        version: i64,
        /// Description.
        description: String,
    },
    /// A schema of the search path of its run is not there.
    #[error(
        "schema \"{schema}\" of migration {version} \"{description}\" does not exist or is not accessible to role \"{role}\""
    )]
    SchemaGone {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// The schema.
        schema: String,
        /// Who rolls it back.
        role: String,
    },
    /// A name of its down script, which is derived, is found in another schema than when it had run.
    #[error("\"{name}\" of migration {version} \"{description}\" is found in schema \"{now}\" now")]
    FoundElsewhere {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// The name.
        name: String,
        /// The schema in which it was found.
        before: Option<String>,
        /// The schema in which it is found.
        now: String,
    },
}

fn at_baseline(version: i64, baseline: Option<i64>) -> String {
    match baseline {
        Some(baseline) if baseline == version => "is the baseline and cannot be rolled back".into(),
        Some(baseline) => format!("is below baseline {baseline} and cannot be rolled back"),
        None => "was recorded by a baseline and cannot be rolled back".into(),
    }
}

impl Report for HistoryError {
    fn sqlstate(&self) -> &str {
        match self {
            HistoryError::SchemaGone { .. } => "3F000",
            HistoryError::Truncate { .. } => "0A000",
            _ => "55000",
        }
    }

    fn detail(&self) -> Option<String> {
        use HistoryError::*;
        Some(match self {
            BelowBaseline { .. } => "A baseline stands for what existed before; none of it ran here.".into(),
            Covered { .. } => "It would be pending again, and nothing below a baseline is run.".into(),
            NotAbove { .. } => "What it does is taken to be there.".into(),
            Truncate { .. } => return None,
            NotRunHere { .. } => {
                "A down script is derived only for what ran here: what a recorded migration stands for may have been \
                 there before."
                    .into()
            }
            SchemaGone { .. } => {
                "Its up script looked names up there first. A derived down script must find the same objects, and no \
                 others of the same names."
                    .into()
            }
            FoundElsewhere { before, .. } => format!(
                "When its up script had run, it was found {}. A derived down script must find the same objects, and no \
                 others of the same names.",
                match before {
                    Some(schema) => format!("in schema \"{schema}\""),
                    None => "nowhere".into(),
                }
            ),
        })
    }

    fn hint(&self) -> Option<String> {
        use HistoryError::*;
        Some(match self {
            BelowBaseline { version, baseline, .. } => format!(
                "Write a new migration, or undo it by hand and SELECT * FROM \
                 migrate.remove_migration({}).",
                baseline.unwrap_or(*version)
            ),
            Covered { baseline, in_schemas: true, .. } => format!(
                "SELECT * FROM migrate.remove_migration({baseline}, schemas => ...) removes the baseline; then this one can be \
                 removed."
            ),
            Covered { baseline, .. } => format!(
                "SELECT * FROM migrate.remove_migration({baseline}) removes the baseline; then this one can be removed."
            ),
            NotAbove { version, .. } => format!(
                "Load it again to have it recorded; what it does can be written as a new migration. SELECT * FROM \
                 migrate.record_migration({version}) records it by hand."
            ),
            Truncate { .. } => {
                "migrate.prune() removes old rows. A subscription would hand a TRUNCATE on to another database's \
                 registry."
                    .into()
            }
            NotRunHere { version, .. } => format!(
                "Undo it by hand and SELECT * FROM migrate.remove_migration({version}); or remove it, give it a \
                 down script by migrate.load(..., down => ...), and record it again."
            ),
            SchemaGone { version, schema, .. } => format!(
                "Restore schema \"{schema}\", or grant the right to use it; or undo the migration by hand and SELECT * \
                 FROM migrate.remove_migration({version})."
            ),
            FoundElsewhere { version, name, now, .. } => format!(
                "Roll back as the role that applied it, or with \"{name}\" of schema \"{now}\" renamed meanwhile; or undo the \
                 migration by hand and SELECT * FROM migrate.remove_migration({version})."
            ),
        })
    }
}
