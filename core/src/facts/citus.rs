//! What Citus has made of a table: where its rows are.

use serde::{Deserialize, Serialize};

use crate::relation::Relation;

/// A table that Citus manages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citus {
    /// How its rows are kept.
    pub kind: Kept,
    /// The number of its co-location group; 0 is none. What is in one group has its shards side by side.
    pub group: i64,
}

/// How Citus keeps the rows of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// In shards, by a hash of this column.
    Distributed(String),
    /// All of them on each node.
    Reference,
    /// In one shard on some node.
    SingleShard,
    /// The same, with all tables of its schema.
    SchemaBased,
    /// In one shard on the coordinator.
    Local,
    /// In a way that is not known here.
    Other,
}

impl Citus {
    /// Whether it is of a kind of which was seen what is right on it.
    pub fn is_known(&self) -> bool {
        matches!(self.kind, Kept::Distributed(_) | Kept::Reference)
    }

    /// The column that says in which shard a row is.
    pub fn distribution_column(&self) -> Option<&str> {
        match &self.kind {
            Kept::Distributed(column) => Some(column),
            _ => None,
        }
    }
}

/// A table that foreign keys tie together with others, at whatever distance and in either direction. Citus manages all of
/// them, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tied {
    /// Schema and name.
    pub relation: Relation,
    /// As the session's search path lets it be written, for people.
    pub display: String,
    /// Its owner.
    pub owner: String,
    /// Whether the role may act as its owner.
    pub is_owned: bool,
    /// Whether it has no part in partitioning or inheritance, and is no foreign table.
    pub is_plain: bool,
}
