//! Why the rows of a table cannot be filled, or two columns cannot be kept in step.

use thiserror::Error;

use super::report::Report;
use crate::name::{bare, shown};

/// Why rows cannot be filled, or columns cannot be kept in step.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FillError {
    /// What is set depends on what was there, in a way that cannot be seen afterwards.
    #[error("cannot backfill table \"{table}\" in batches with values that depend on the old ones", table = bare(.table))]
    Twice {
        /// The table.
        table: String,
    },
    /// A backfill that comes to no end: there are rows still that it was to change.
    #[error("the backfill did not reach {rows} rows of {table}")]
    Unreached {
        /// The table.
        table: String,
        /// How many.
        rows: i64,
        /// Whether its passes change nothing any more.
        is_idle: bool,
    },
    /// A policy hides rows from the role, which would be left as they are.
    #[error("row security of table \"{table}\" may hide rows from the current role", table = bare(.table))]
    RowSecurity {
        /// The table.
        table: String,
    },
    /// Rules make other statements of those that write to the table.
    #[error("table \"{table}\" has rules, which rewrite what is written to it", table = bare(.table))]
    Rules {
        /// The table.
        table: String,
        /// Their names.
        rules: Vec<String>,
    },
    /// A trigger of the table's own would fire after the one that keeps columns in step.
    #[error(
        "trigger \"{trigger}\" of table \"{table}\" would fire after the one that keeps both columns in step", table = bare(.table)
    )]
    LateTrigger {
        /// The table.
        table: String,
        /// The table's own.
        trigger: String,
        /// The other one.
        ours: String,
    },
}

impl Report for FillError {
    fn sqlstate(&self) -> &str {
        use FillError::*;
        match self {
            Unreached { .. } => "55000",
            Twice { .. } | Rules { .. } | LateTrigger { .. } => "0A000",
            RowSecurity { .. } => "42501",
        }
    }

    fn detail(&self) -> Option<String> {
        use FillError::*;
        match self {
            Unreached { is_idle: false, .. } => Some(
                "Each pass changes rows, and as many are left: a trigger sets other values, or other sessions go on writing such rows."
                    .into(),
            ),
            Unreached { .. } => Some(
                "The last two passes changed no row: a trigger leaves them as they are, or they are not in this server's files."
                    .into(),
            ),
            Twice { .. } => Some(
                "A row that others write while it runs may be met twice, or not at all, and nothing would tell which rows are done."
                    .into(),
            ),
            RowSecurity { .. } => Some("They would be left as they are.".into()),
            Rules { rules, .. } => Some(format!("It has: {}.", rules.join(", "))),
            LateTrigger { ours, .. } => {
                Some(format!("It fires after \"{ours}\", so its changes would not be carried over."))
            }
        }
    }

    fn hint(&self) -> Option<String> {
        use FillError::*;
        match self {
            Unreached { .. } => Some(
                "See what becomes of an UPDATE of one of them; what is done stays done, and the same call goes on.".into(),
            ),
            Twice { .. } => Some(
                "Add a column that says which rows are done, set it too, and give a condition on it; or write the values to a new column."
                    .into(),
            ),
            RowSecurity { table } => Some(format!(
                "Do it as a role with BYPASSRLS, or ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY while it is done."
            )),
            Rules { table, .. } => Some(format!(
                "Make triggers of them, or ALTER TABLE {table} DISABLE RULE ... while it is done."
            )),
            LateTrigger { table, trigger, .. } => Some(format!(
                "ALTER TRIGGER {} ON {table} RENAME TO a name that begins with an ASCII letter.",
                shown(trigger)
            )),
        }
    }
}
