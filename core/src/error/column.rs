//! Why a safe operation cannot add or change a column.

use thiserror::Error;

use super::report::{Report, missing_ok, sentences};
use crate::name::{bare, shown};
use crate::text::{did_you_mean, listed};

/// Why a column cannot be added or changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ColumnError {
    /// There is no such column.
    #[error("column \"{column}\" of relation \"{table}\" does not exist", table = bare(.table))]
    NoColumn {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// The columns that it has.
        there: Vec<String>,
        /// Whether the call can say that it need not be there.
        can_be_missing: bool,
    },
    /// A new column's name is that of a column that is there.
    #[error("column \"{column}\" of relation \"{table}\" already exists", table = bare(.table))]
    Exists {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// A column of a partition, which has those of its parent.
    #[error("cannot add column \"{column}\" to partition \"{table}\"", table = bare(.table))]
    OfPartition {
        /// The partition.
        table: String,
        /// The column.
        column: String,
        /// The partitioned table.
        parent: String,
    },
    /// The column is of a kind that cannot be changed like that.
    #[error("column \"{column}\" is {what}")]
    WrongColumn {
        /// The column.
        column: String,
        /// What it is, with an article.
        what: String,
    },
    /// The column is to be NOT NULL, and the rows that are there would have no value in it.
    #[error("column \"{column}\" cannot be NOT NULL without a default: table \"{table}\" has rows", table = bare(.table))]
    NoDefault {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// A column that is added would rewrite a large table.
    #[error("cannot {asked} large table \"{table}\" without rewriting it", table = bare(.table))]
    Rewrite {
        /// The table.
        table: String,
        /// What was asked for: `add column "x" to`.
        asked: String,
        /// Why, as a sentence.
        why: String,
        /// What to do instead.
        instead: String,
    },
    /// What is virtual is an expression's value, and there is none.
    #[error("column \"{column}\" is virtual, and generated from nothing")]
    NothingVirtual {
        /// The column.
        column: String,
    },
    /// The server knows no virtual columns.
    #[error("there are no virtual generated columns in PostgreSQL {version}")]
    NoVirtual {
        /// Its major version.
        version: u32,
    },
    /// Something depends on the column that cannot be carried over to another one.
    #[error(
        "column \"{column}\" of relation \"{table}\" has dependent objects that cannot be carried over to another type", table = bare(.table)
    )]
    Hanging {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// What depends on it.
        things: Vec<String>,
    },
    /// Values of the table's row type are stored elsewhere, which keep the column as it is.
    #[error("cannot alter table \"{table}\" because {first} uses its row type", table = bare(.table))]
    Stored {
        /// The table.
        table: String,
        /// The first column that has such values, for people.
        first: String,
        /// All that have.
        things: Vec<String>,
    },
    /// An expression that a trigger evaluates reads a generated column.
    #[error("expression {expression} cannot read generated column \"{column}\"")]
    Generated {
        /// The column.
        column: String,
        /// The expression.
        expression: String,
    },
    /// The column's default cannot be carried over to another type.
    #[error("default for column \"{column}\" cannot be carried over to type {to}")]
    Default {
        /// The column.
        column: String,
        /// The new type.
        to: String,
        /// The default.
        default: String,
        /// What the server says of it, if anything.
        said: String,
    },
    /// Values of the new type cannot be cast back to the old one.
    #[error("type {from} cannot be cast back to {to}")]
    NoReverse {
        /// The column.
        column: String,
        /// The new type.
        from: String,
        /// The old type.
        to: String,
    },
}

impl Report for ColumnError {
    fn sqlstate(&self) -> &str {
        use ColumnError::*;
        match self {
            NoColumn { .. } => "42703",
            Exists { .. } => "42701",
            OfPartition { .. } => "42809",
            Hanging { .. } | Rewrite { .. } | Stored { .. } | Generated { .. } => "0A000",
            NoReverse { .. } => "42846",
            Default { .. } => "42804",
            WrongColumn { .. } => "42P16",
            NoDefault { .. } => "23502",
            NothingVirtual { .. } => "22023",
            NoVirtual { .. } => "0A000",
        }
    }

    fn detail(&self) -> Option<String> {
        use ColumnError::*;
        match self {
            NoColumn { column, there, .. } if !there.is_empty() => {
                Some(format!("It has {}.", listed(column, there)))
            }
            OfPartition { parent, .. } => {
                Some(format!("A partition has the columns of its parent, {parent}."))
            }
            Hanging { things, .. } => Some(format!("These depend on it: {}.", things.join("; "))),
            Stored { things, .. } => Some(format!(
                "Values that are stored in {} would lose what the column has in them.",
                things.join(", ")
            )),
            NoReverse { .. } => Some(
                "The old column is kept in step with the new one, so that the change can be taken back."
                    .into(),
            ),
            Default { default, said, .. } => Some(format!("The default is {default}: {said}.")),
            Generated { .. } => Some(
                "A trigger evaluates the expression before the server computes generated columns.".into(),
            ),
            Rewrite { why, .. } => Some(format!(
                "{why} The table would be locked against readers and writers for as long as that lasts."
            )),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        use ColumnError::*;
        match self {
            NoColumn { column, there, can_be_missing, .. } => {
                let missing = can_be_missing.then(|| missing_ok("it"));
                sentences([did_you_mean(column, there), missing])
            }
            Exists { .. } => Some("Choose another name, or drop or rename what is there.".into()),
            OfPartition { parent, .. } => Some(format!("Add it to {parent}: each of its partitions gets it, too.")),
            NoDefault { .. } => Some(
                "Give a default_value; or add it without not_null, fill it (migrate.safe_backfill) and call migrate.safe_set_not_null."
                    .into(),
            ),
            Hanging { .. } => Some("Drop it (or validate what is NOT VALID), change the type, and make it again.".into()),
            NothingVirtual { .. } => Some("Give its expression as argument \"generated\".".into()),
            NoVirtual { .. } => Some("They came with PostgreSQL 18. Leave \"virtual\" out: then it is stored.".into()),
            Stored { .. } => Some("Store the columns themselves there, or jsonb.".into()),
            NoReverse { column, .. } => Some(format!("Give argument \"reverse_expression\": the old value, from column {}.", shown(column))),
            Default { .. } => Some(
                "Drop the default, or set one that fits; change the type; then set the default of the new type (migrate.safe_set_default)."
                    .into(),
            ),
            Generated { .. } => {
                Some("Write in its place what the column is generated from.".into())
            }
            Rewrite { instead, .. } => Some(instead.clone()),
            _ => None,
        }
    }
}
