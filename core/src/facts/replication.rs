//! What logical replication has to do with a table. Read by the extension (`src/catalog/replication.rs`).

use serde::Deserialize;

/// Publications and subscriptions of a table, of what it is a partition of, and of its own partitions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Replication {
    /// Publications that send its changes.
    #[serde(default)]
    pub publications: Vec<Publication>,
    /// Subscriptions that write to it.
    #[serde(default)]
    pub subscriptions: Vec<String>,
    /// `relreplident`: d, n, f or i.
    #[serde(default)]
    pub identity: String,
}

/// A publication.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Publication {
    /// Its name.
    pub name: String,
    /// Whether it sends updates or deletes, for which a row must be known by something.
    pub needs_identity: bool,
    /// Whether it sends some columns only, which it names.
    pub has_columns: bool,
}
