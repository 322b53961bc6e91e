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
    /// Nothing is to be validated of a constraint that the server does not check.
    #[error("constraint \"{constraint}\" of relation \"{table}\" is NOT ENFORCED", table = bare(.table))]
    NotEnforced {
        /// The table.
        table: String,
        /// The constraint.
        constraint: String,
        /// Whether it is a foreign key.
        is_key: bool,
    },
    /// A constraint that is there and the one of the parent are not both checked.
    #[error("constraint \"{constraint}\" of relation \"{partition}\" is {there}, and that of \"{parent}\" is {wanted}", partition = bare(.partition), parent = bare(.parent))]
    Enforcement {
        /// The partition.
        partition: String,
        /// Its constraint.
        constraint: String,
        /// The partitioned table.
        parent: String,
        /// How the one that is there is checked.
        there: &'static str,
        /// How the parent's is.
        wanted: &'static str,
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
    /// A constraint of a table in use that cannot be made without everybody waiting.
    #[error("{what} of table \"{table}\" is only made while everybody waits", table = bare(.table))]
    OnlyWhileAllWait {
        /// What it is, with its article.
        what: &'static str,
        /// The table.
        table: String,
        /// The statement that makes it.
        sql: String,
    },
    /// The server has no constraints that go by periods.
    #[error("there is no {words} in PostgreSQL {version}")]
    NoPeriods {
        /// The words that say it.
        words: &'static str,
        /// Its major version.
        version: u32,
    },
    /// It is the index of an exclusion constraint or of a key WITHOUT OVERLAPS, and the table is in use.
    #[error("cannot reindex \"{index}\" of table \"{table}\" concurrently", table = bare(.table))]
    Exclusion {
        /// The index.
        index: String,
        /// The table.
        table: String,
        /// Whether it is a key's.
        is_key: bool,
    },
}

impl Report for DefinitionError {
    fn sqlstate(&self) -> &str {
        use DefinitionError::*;
        match self {
            NoConstraint { .. } | NoIndex { .. } | NoPrimaryKey { .. } => "42704",
            Differs { .. } => "42710",
            OfConstraint { .. } => "2BP01",
            Identity { .. } | NotEnforced { .. } => "55000",
            Enforcement { .. } => "42P17",
            PartitionKey { .. }
            | NoReplacing { .. }
            | Exclusion { .. }
            | OnlyWhileAllWait { .. }
            | NoPeriods { .. } => "0A000",
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
            OnlyWhileAllWait { what, .. } if what.ends_with("PERIOD") => Some(
                "VALIDATE CONSTRAINT lets rows through that break it: it takes a part of the period for all of it.".into(),
            ),
            OnlyWhileAllWait { .. } => {
                Some("Neither can its index be built concurrently, nor can it be NOT VALID.".into())
            }
            Exclusion { is_key: true, .. } => Some("It belongs to a key WITHOUT OVERLAPS.".into()),
            Exclusion { .. } => Some("It belongs to an exclusion constraint.".into()),
            NotEnforced { .. } => Some("The server does not check it, so no row can break it.".into()),
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
            NoPeriods { words, .. } => {
                let instead = match *words {
                    "PERIOD" => "",
                    _ => " Before that an exclusion constraint keeps rows from overlapping: EXCLUDE USING gist (... WITH =, ... WITH &&).",
                };
                Some(format!("It came with PostgreSQL 18.{instead}"))
            }
            NotEnforced { table, constraint, is_key: true } => Some(format!(
                "ALTER TABLE {table} ALTER CONSTRAINT {} ENFORCED reads both tables, and locks them while it does.",
                shown(constraint)
            )),
            NotEnforced { .. } => Some(
                "Drop it, and make it with migrate.safe_add_constraint: the server cannot make a CHECK an enforced one."
                    .into(),
            ),
            Enforcement { partition, constraint, .. } => Some(format!(
                "ALTER TABLE {partition} DROP CONSTRAINT {}, or make it as the parent's is; then call it again.",
                shown(constraint)
            )),
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
                "Give the table another one first (ALTER TABLE ... REPLICA IDENTITY), or call it with acknowledge => true."
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
