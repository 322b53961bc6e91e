//! What cannot be done on a table that Citus manages, each told before anything is queued.

use thiserror::Error;

use super::report::Report;
use crate::name::{bare, shown};

/// Why something cannot be done on a table that Citus manages.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CitusError {
    /// Each shard would be unique by itself.
    #[error("a unique index of distributed table \"{table}\" must have its distribution column \"{column}\"", table = bare(.table))]
    Unique {
        /// The table.
        table: String,
        /// Its distribution column.
        column: String,
    },
    /// The rows that a foreign key looks up are not beside those that it is of.
    #[error(
        "distributed table \"{table}\" can refer to reference tables, and with its distribution column to tables that it is co-located with", table = bare(.table)
    )]
    ForeignKey {
        /// The table.
        table: String,
        /// The table that it was to refer to.
        referenced: String,
    },
    /// The same of a table that is whole on each node.
    #[error("a reference table cannot refer to a distributed one")]
    OfReference {
        /// The reference table.
        table: String,
        /// The distributed one.
        referenced: String,
    },
    /// A foreign key would hand an ordinary table over to Citus.
    #[error("Citus would manage table \"{table}\" from then on", table = bare(.table))]
    TakenOver {
        /// The ordinary table.
        table: String,
        /// The table that it was to refer to.
        referenced: String,
    },
    /// So would it another table, which is somebody else's.
    #[error("must be owner of table \"{tied}\", which Citus would manage from then on, too", tied = bare(.tied))]
    TiedOwner {
        /// The ordinary table.
        table: String,
        /// The one that foreign keys tie to it.
        tied: String,
        /// Its owner.
        owner: String,
    },
    /// The rows are where they are by this column.
    #[error(
        "column \"{column}\" distributes table \"{table}\": it can be renamed at once (strategy => 'instant'), not changed, split, merged or dropped", table = bare(.table)
    )]
    DistributionColumn {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// Both ends of a change are kept in step by triggers, and what is hidden is watched by them.
    #[error("this needs triggers, which Citus does not allow on table \"{table}\"", table = bare(.table))]
    Triggers {
        /// The table.
        table: String,
        /// Whether a rename is asked for, which can be had without.
        is_rename: bool,
    },
    /// Nobody could write by the old name.
    #[error("a view over a table of Citus cannot be written")]
    View {
        /// The table.
        table: String,
    },
    /// A column with numbers of its own.
    #[error("Citus adds no serial or identity columns to table \"{table}\"", table = bare(.table))]
    Serial {
        /// The table.
        table: String,
    },
    /// A default that is not the same everywhere.
    #[error("each node of Citus would give column \"{column}\" of table \"{table}\" values of its own", table = bare(.table))]
    Values {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// One UPDATE would lock all rows for as long as it lasts.
    #[error("the rows of table \"{table}\" are too many for one UPDATE, and cannot be filled by ranges of its key", table = bare(.table))]
    Large {
        /// The table.
        table: String,
        /// Why, as a sentence.
        why: String,
    },
    /// Its rows have no order.
    #[error("a table of Citus needs a primary key for a backfill")]
    NoKey {
        /// The table.
        table: String,
    },
    /// Not all nodes say what they have.
    #[error("the placements of table \"{table}\" do not all say whether its indexes are valid", table = bare(.table))]
    Unanswered {
        /// The table.
        table: String,
    },
    /// Copies of a table are not the same.
    #[error("the copies of table \"{table}\" are not the same after the backfill", table = bare(.table))]
    Copies {
        /// The table.
        table: String,
        /// Which of them, as a sentence.
        told: String,
    },
    /// A copy does not say what it has.
    #[error("the copies of table \"{table}\" do not all say what they have", table = bare(.table))]
    Uncompared {
        /// The table.
        table: String,
    },
    /// A table is kept in another way than when its steps were planned.
    #[error("Citus manages table \"{table}\" in another way than when the step was planned", table = bare(.table))]
    Changed {
        /// The table.
        table: String,
    },
}

impl Report for CitusError {
    fn sqlstate(&self) -> &str {
        match self {
            CitusError::Changed { .. } => "40001",
            CitusError::TiedOwner { .. } => "42501",
            CitusError::Unanswered { .. } | CitusError::Copies { .. } | CitusError::Uncompared { .. } => {
                "55000"
            }
            _ => "0A000",
        }
    }

    fn detail(&self) -> Option<String> {
        use CitusError::*;
        Some(match self {
            Unique { .. } => {
                "Each shard has an index of its own, which sees the rows of that shard alone.".into()
            }
            ForeignKey { referenced, .. } => {
                format!("The rows of {referenced} that are referred to may be on another node.")
            }
            OfReference { table, referenced } => {
                format!("All rows of {table} are on each node, those of {referenced} are not.")
            }
            TakenOver { referenced, .. } => format!(
                "{referenced} is managed by Citus, which also takes what foreign keys tie to it: the rows would be in a shard, and other steps would be right."
            ),
            TiedOwner { table, tied, owner } => {
                format!("Foreign keys tie {tied} to {table}, and its owner is {}.", shown(owner))
            }
            Unanswered { .. } => {
                "A node is down, or this transaction has locked the table, for which they would wait.".into()
            }
            Triggers { .. } => "What they note on one node is not seen on another.".into(),
            Copies { told, .. } => told.clone(),
            Uncompared { .. } => {
                "The rows are filled; whether they are so in each copy of them could not be looked at.".into()
            }
            Values { .. } => {
                "Rows that are there would get another value in each shard, and in each copy of the same row."
                    .into()
            }
            Large { why, .. } => why.clone(),
            NoKey { table } => format!(
                "Table {table} has none, and blocks are numbered anew in each shard, and in each copy of it."
            ),
            DistributionColumn { .. } | View { .. } | Serial { .. } | Changed { .. } => return None,
        })
    }

    fn hint(&self) -> Option<String> {
        use CitusError::*;
        let hint = match self {
            Unique { column, .. } => return Some(format!("Add column \"{column}\" to the columns.")),
            ForeignKey { .. } | OfReference { .. } => {
                "Make the referenced table a reference table, or distribute both by the columns of the key."
            }
            TakenOver { .. } => {
                "If that is meant, write the statements into a migration, as Citus' manual has them."
            }
            TiedOwner { .. } => "Call it as a role that is a member of the owners of all of these tables.",
            DistributionColumn { .. } => {
                "To distribute the table by another column, use Citus' alter_distributed_table."
            }
            Triggers { is_rename: true, .. } => "Rename it at once: strategy => 'instant'.",
            Triggers { .. } => "Write the statements into a migration, as Citus' manual has them.",
            View { .. } => "Rename it without one: compatibility_view => false.",
            Serial { .. } => {
                "Add a column of type bigint, fill it, and give it the default with migrate.safe_set_default."
            }
            Values { .. } => {
                "An expression may call functions, and read no row, no sequence and no query. Or add the column with a constant for the rows that are there, or without a default; then set the default for new rows with migrate.safe_set_default."
            }
            Copies { table, .. } => {
                return Some(format!(
                    "A copy that lacks rows, or has others, was so before, or lost them in a crash: compare them by run_command_on_placements('{table}', 'SELECT ... FROM %s'), mend that one, then call it again."
                ));
            }
            Uncompared { .. } => {
                "Call it again when all nodes are up: SELECT * FROM citus_check_cluster_node_health()."
            }
            Unanswered { .. } => {
                "Call it in a transaction of its own, when all nodes are up: SELECT * FROM citus_check_cluster_node_health()."
            }
            Large { .. } | NoKey { .. } => {
                "Write UPDATEs of ranges of its key into a migration, in transactions of their own."
            }
            Changed { .. } => "Call it again: it is planned on what is there now.",
        };
        Some(hint.into())
    }
}
