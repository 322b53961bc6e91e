//! An index.

use serde::Deserialize;

/// An index.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Index {
    /// Its oid.
    pub oid: u32,
    /// Its name.
    pub name: String,
    /// Schema and name, quoted.
    pub sql: String,
    /// As `pg_get_indexdef` writes it, from USING on; `UNIQUE` before it, if it is.
    pub definition: String,
    /// Whether it can be used; of a table that Citus manages, on each of its placements.
    pub is_valid: bool,
    /// The index of the parent table that it is attached to.
    pub parent: Option<u32>,
    /// The constraint that it belongs to.
    pub constraint: Option<String>,
    /// The names of its key columns, empty for an expression.
    #[serde(default)]
    pub columns: Vec<String>,
    /// The names of the columns that it only carries.
    #[serde(default)]
    pub include: Vec<String>,
    /// The names of all columns that it is made of, in expressions and in its WHERE, too.
    #[serde(default)]
    pub uses: Vec<String>,
    /// The statistics targets of its expressions, by their place in it.
    #[serde(default)]
    pub statistics: Vec<(i16, i32)>,
    /// The extensions that it depends on as people said: ALTER INDEX … DEPENDS ON EXTENSION.
    #[serde(default)]
    pub extensions: Vec<String>,
    /// Foreign keys that refer to it, where it is no constraint's.
    #[serde(default)]
    pub referenced_by: Vec<String>,
    /// Whether CLUSTER goes by it.
    #[serde(default)]
    pub is_clustered: bool,
    /// Whether replication knows the rows by it.
    #[serde(default)]
    pub is_replica_identity: bool,
    /// Whether it has a WHERE.
    #[serde(default)]
    pub is_partial: bool,
    /// That WHERE, as the definition has it.
    #[serde(default)]
    pub predicate: Option<String>,
    /// Its tablespace, where that is not the database's own.
    #[serde(default)]
    pub tablespace: Option<String>,
    /// Its comment.
    #[serde(default)]
    pub comment: Option<String>,
}
