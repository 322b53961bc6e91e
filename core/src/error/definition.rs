//! Why a safe operation cannot change an index or constraint, or make something whose name is taken by another
//! definition.

use thiserror::Error;

use super::report::{Report, missing_ok, sentences};
use crate::name::{as_argument, bare, shown};
use crate::text::{did_you_mean, listed};

/// What is asked does not fit the definitions that are there.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DefinitionError {
    /// Something of that name is there with another definition.
    #[error("{what} \"{name}\" exists with another definition")]
    Differs {
        /// What it is: `index`, `constraint`, `column`.
        what: &'static str,
        /// Its name.
        name: String,
        /// The definition that is there.
        there: String,
        /// The definition that is asked for.
        wanted: String,
    },
    /// There is no such constraint.
    #[error("constraint \"{constraint}\" of relation \"{table}\" does not exist", table = bare(.table))]
    NoConstraint {
        /// The table.
        table: String,
        /// The constraint.
        constraint: String,
        /// Those that it has.
        there: Vec<String>,
        /// Whether the call can say that it need not be there.
        can_be_missing: bool,
    },
    /// The referenced table has no primary key, and no columns were given.
    #[error("there is no primary key for referenced table \"{table}\"", table = bare(.table))]
    NoPrimaryKey {
        /// The table.
        table: String,
    },
    /// There is no such index.
    #[error("index \"{index}\" does not exist")]
    NoIndex {
        /// The index.
        index: String,
        /// Those with names like that.
        near: Vec<String>,
        /// Whether the call can say that it need not be there.
        can_be_missing: bool,
    },
    /// The index belongs to a constraint.
    #[error("index \"{index}\" belongs to constraint \"{constraint}\"")]
    OfConstraint {
        /// The index.
        index: String,
        /// The constraint.
        constraint: String,
        /// The table.
        table: String,
    },
    /// It is what tells the rows of a published table apart.
    #[error("{what} \"{name}\" is the replica identity of published table \"{table}\"", table = bare(.table))]
    Identity {
        /// `index` or `constraint`.
        what: &'static str,
        /// Its name.
        name: String,
        /// The table.
        table: String,
        /// The publications that need it.
        publications: Vec<String>,
    },
    /// Rows of different partitions cannot be compared by an index.
    #[error("unique constraint on partitioned table \"{table}\" must include all partitioning columns", table = bare(.table))]
    PartitionKey {
        /// The partitioned table.
        table: String,
        /// The columns that are missing.
        columns: Vec<String>,
    },
    /// Something depends on the index.
    #[error("index \"{index}\" cannot be replaced")]
    NoReplacing {
        /// The index.
        index: String,
        /// Why, as a sentence.
        why: String,
    },
    /// An exclusion constraint of a table in use cannot be made again without everybody waiting.
    #[error("an exclusion constraint of table \"{table}\" is only made while everybody waits", table = bare(.table))]
    OnlyWhileAllWait {
        /// The table.
        table: String,
        /// The statement that makes it.
        sql: String,
    },
    /// It is the index of an exclusion constraint, and the table is in use.
    #[error("cannot reindex \"{index}\" of table \"{table}\" concurrently", table = bare(.table))]
    Exclusion {
        /// The index.
        index: String,
        /// The table.
        table: String,
    },
}

impl Report for DefinitionError {
    fn sqlstate(&self) -> &str {
        use DefinitionError::*;
        match self {
            NoConstraint { .. } | NoIndex { .. } | NoPrimaryKey { .. } => "42704",
            Differs { .. } => "42710",
            OfConstraint { .. } => "2BP01",
            Identity { .. } => "55000",
            PartitionKey { .. } | NoReplacing { .. } | Exclusion { .. } | OnlyWhileAllWait { .. } => "0A000",
        }
    }

    fn detail(&self) -> Option<String> {
        use DefinitionError::*;
        match self {
            Differs { there, wanted, .. } => Some(format!("Existing: {there}\nAsked for: {wanted}")),
            NoReplacing { why, .. } => Some(why.clone()),
            NoConstraint { constraint, there, .. } if !there.is_empty() => {
                Some(format!("It has {}.", listed(constraint, there)))
            }
            Identity { publications, .. } => Some(format!(
                "Without it each UPDATE and DELETE of the table fails, as they are published: {}.",
                publications.join(", ")
            )),
            PartitionKey { columns, .. } => Some(format!("It is partitioned by {}.", columns.join(", "))),
            OnlyWhileAllWait { .. } => {
                Some("Neither can its index be built concurrently, nor can it be NOT VALID.".into())
            }
            Exclusion { .. } => Some("It belongs to an exclusion constraint.".into()),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        use DefinitionError::*;
        match self {
            Differs { .. } => Some("Choose another name, or drop or rename what is there.".into()),
            OnlyWhileAllWait { sql, .. } => {
                Some(format!("When writers can wait: {sql}; then call it again."))
            }
            OfConstraint { constraint, table, .. } => Some(format!(
                "SELECT * FROM migrate.safe_drop_constraint('{}', '{}') drops both.",
                table.replace('\'', "''"),
                as_argument(constraint).replace('\'', "''")
            )),
            NoConstraint { constraint: name, there: near, can_be_missing, .. }
            | NoIndex { index: name, near, can_be_missing } => {
                // Of a name with its schema, that alone was misspelt.
                let name = name.rsplit('.').next().unwrap_or(name);
                let missing = can_be_missing.then(|| missing_ok("it"));
                sentences([did_you_mean(name, near), missing])
            }
            Identity { .. } => Some(
                "Give the table another one first (ALTER TABLE … REPLICA IDENTITY), or call it with acknowledge => true."
                    .into(),
            ),
            NoPrimaryKey { .. } => Some("Name the columns in argument \"referenced_columns\".".into()),
            NoReplacing { .. } => Some(
                "Make the new one beside it with migrate.safe_create_index or migrate.safe_add_unique, then drop it."
                    .into(),
            ),
            Exclusion { index, .. } => Some(format!(
                "REINDEX INDEX {} without CONCURRENTLY keeps writers out while it lasts.",
                shown(index)
            )),
            PartitionKey { .. } => None,
        }
    }
}
