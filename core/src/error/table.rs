//! Why a safe operation cannot change a table, or its place among partitions.

use thiserror::Error;

use super::report::{Report, missing_ok, sentences};
use crate::name::{bare, shown};
use crate::text::did_you_mean;

/// Why a table cannot be changed, or not become a partition or cease to be one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TableError {
    /// There is no such table.
    #[error("relation \"{table}\" does not exist", table = bare(.table))]
    NoTable {
        /// As it was written.
        table: String,
        /// Tables and indexes with a name like that.
        near: Vec<String>,
        /// Whether the call can say that it need not be there.
        can_be_missing: bool,
    },
    /// There is no such schema.
    #[error("schema \"{schema}\" does not exist")]
    NoSchema {
        /// Its name.
        schema: String,
        /// Schemas with a name like that.
        near: Vec<String>,
    },
    /// A table is to be its own partition.
    #[error("table \"{table}\" cannot be a partition of itself", table = bare(.table))]
    Itself {
        /// The table.
        table: String,
    },
    /// The relation is not a table.
    #[error("\"{table}\" is {what}", table = bare(.table))]
    WrongKind {
        /// The relation.
        table: String,
        /// What it is, with an article.
        what: &'static str,
    },
    /// The relation is not an index.
    #[error("\"{name}\" is not an index")]
    NoIndex {
        /// The relation.
        name: String,
        /// What it is, with an article.
        what: &'static str,
    },
    /// The role is not the table's owner.
    #[error("must be owner of table {table}")]
    NotOwner {
        /// The table.
        table: String,
        /// Its owner.
        owner: String,
    },
    /// The function of a trigger cannot be made beside the table.
    #[error("permission denied for schema {schema}")]
    NoCreate {
        /// The table.
        table: String,
        /// Its schema.
        schema: String,
        /// Its owner.
        owner: String,
    },
    /// Definitions are looked at as the table's owner, who may not see or use what the caller can.
    #[error("role \"{owner}\", the owner of table \"{table}\", may not use what is asked for", table = bare(.table))]
    OutOfReach {
        /// The table.
        table: String,
        /// Its owner.
        owner: String,
        /// What the server said.
        said: String,
    },
    /// Citus keeps the table's rows elsewhere, or copies of them.
    #[error("table \"{table}\" is managed by Citus", table = bare(.table))]
    Managed {
        /// The table.
        table: String,
    },
    /// Another relation has the name.
    #[error("relation \"{name}\" already exists")]
    Taken {
        /// The name.
        name: String,
    },
    /// A partition is a foreign table, with which this cannot be done.
    #[error("cannot {what}: a partition of table \"{table}\" is a foreign table", table = bare(.table))]
    HasForeign {
        /// The partitioned table.
        table: String,
        /// The foreign tables.
        foreign: Vec<String>,
        /// What cannot be done.
        what: String,
        /// Why, as a sentence.
        why: String,
    },
    /// The table is a part of an extension.
    #[error("cannot drop table {table} because extension {extension} requires it")]
    OfExtension {
        /// The table.
        table: String,
        /// The extension.
        extension: String,
    },
    /// Triggers that a partition cannot have.
    #[error("trigger \"{trigger}\" prevents table \"{table}\" from becoming a partition", table = bare(.table))]
    HasTransition {
        /// The table.
        table: String,
        /// The trigger.
        trigger: String,
    },
    /// The schema is one of the server's or ours.
    #[error("cannot move table \"{table}\" to schema \"{schema}\"", table = bare(.table))]
    SystemSchema {
        /// The table.
        table: String,
        /// The schema.
        schema: String,
    },
    /// The table has no partitions.
    #[error("table \"{table}\" is not partitioned", table = bare(.table))]
    NotPartitioned {
        /// The table.
        table: String,
    },
    /// The table is a partition.
    #[error("table \"{table}\" is a partition of \"{parent}\"", table = bare(.table), parent = bare(.parent))]
    IsPart {
        /// The partition.
        table: String,
        /// The partitioned table.
        parent: String,
    },
    /// The table is not a partition of that one.
    #[error("relation \"{partition}\" is not a partition of relation \"{parent}\"", parent = bare(.parent), partition = bare(.partition))]
    NotPartitionOf {
        /// The partition.
        partition: String,
        /// The partitioned table.
        parent: String,
    },
    /// The table does not match the one that it is to be a partition of.
    #[error("column \"{column}\" of table \"{partition}\" {what}", partition = bare(.partition))]
    Misfit {
        /// The table.
        partition: String,
        /// The column.
        column: String,
        /// What is wrong with it, as the end of a sentence.
        what: String,
    },
}

/// What somebody does who may not change what another role owns. No right is to be handed out for it: membership in an
/// owner that is a superuser would be all rights.
pub(super) const AS_OWNER: &str = "SET ROLE to that role or a member of it, or have one of them call it.";

impl TableError {
    /// That there is no such relation.
    pub fn none(table: impl Into<String>) -> TableError {
        TableError::NoTable { table: table.into(), near: Vec::new(), can_be_missing: false }
    }
}

impl Report for TableError {
    fn sqlstate(&self) -> &str {
        use TableError::*;
        match self {
            NoTable { .. } | NotPartitionOf { .. } => "42P01",
            NoSchema { .. } => "3F000",
            Itself { .. } => "42P17",
            WrongKind { .. } | NoIndex { .. } | NotPartitioned { .. } | IsPart { .. } | HasForeign { .. } => {
                "42809"
            }
            OfExtension { .. } => "2BP01",
            HasTransition { .. } => "55000",
            SystemSchema { .. } => "42939",
            NotOwner { .. } | OutOfReach { .. } | NoCreate { .. } => "42501",
            Managed { .. } => "0A000",
            Taken { .. } => "42P07",
            Misfit { .. } => "42804",
        }
    }

    fn detail(&self) -> Option<String> {
        use TableError::*;
        match self {
            NoIndex { what, .. } => Some(format!("It is {what}.")),
            NotOwner { owner, .. } => {
                Some(format!("The owner is role \"{owner}\"."))
            }
            NoCreate { table, owner, .. } => Some(format!(
                "The trigger that keeps both ends of a change of {table} in step has a function there, which is owned by \"{owner}\"."
            )),
            Managed { .. } => Some(
                "Its rows are on other nodes, or are copied to them, where steps that are right for a table of this server are not."
                    .into(),
            ),
            HasForeign { foreign, why, .. } => Some(format!("{}: {why}", foreign.join(", "))),
            HasTransition { .. } => {
                Some("ROW triggers with transition tables are not supported on partitions.".into())
            }
            SystemSchema { .. } => Some(
                "What is in there belongs to the server or to an extension: no safe operation would change the table any more, or move it back."
                    .into(),
            ),
            OfExtension { .. } => Some(
                "Its functions use the table, and the server would not let it be dropped afterwards.".into(),
            ),
            OutOfReach { said, .. } => Some(format!("As that role: {said}.")),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        use TableError::*;
        match self {
            Managed { .. } => {
                Some("Write the statements into a migration, as Citus' manual has them.".into())
            }
            NoCreate { schema, owner, .. } => Some(format!(
                "GRANT CREATE ON SCHEMA {} TO the current role and {}, for as long as the change lasts.",
                shown(schema),
                shown(owner)
            )),
            HasForeign { .. } => Some(
                "Detach the foreign table meanwhile, or write the plain statements into a migration.".into(),
            ),
            OfExtension { extension, .. } => {
                Some(format!("You can drop extension {} instead.", shown(extension)))
            }
            HasTransition { trigger, .. } => {
                Some(format!("Drop trigger {} first, or make it one FOR EACH STATEMENT.", shown(trigger)))
            }
            OutOfReach { owner, .. } => Some(format!(
                "What the definitions of a table call has its owner's rights while it is looked at: GRANT {} what it needs, or write the plain statement into a migration.",
                shown(owner)
            )),
            WrongKind { .. } => Some("Safe operations change ordinary and partitioned tables.".into()),
            NotOwner { .. } => Some(AS_OWNER.into()),
            NoTable { table, near, can_be_missing } => {
                let name = bare(table);
                let missing = can_be_missing.then(|| missing_ok("it"));
                sentences([did_you_mean(name.rsplit('.').next().unwrap_or(&name), near), missing])
            }
            NoSchema { schema, near } => did_you_mean(schema, near),
            NotPartitionOf { .. } => {
                Some("SELECT * FROM pg_partition_tree('...') lists the partitions of a table.".into())
            }
            IsPart { .. } => Some("Make it a table of its own first: migrate.safe_detach_partition.".into()),
            Taken { .. } => Some("Choose another name, or drop or rename what is there.".into()),
            Misfit { .. } => {
                Some("A partition has the columns of its parent, with the same types, in any order.".into())
            }
            _ => None,
        }
    }
}
