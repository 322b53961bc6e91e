//! An enum type.

use serde::Deserialize;

/// An enum type as the operation sees it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Enumeration {
    /// Schema and name, quoted, as SQL takes them.
    pub sql: String,
    /// As the session's search path lets it be written, for people.
    pub display: String,
    /// What it is, with an article, if it is no enum.
    pub other: Option<String>,
    /// Its owner.
    pub owner: String,
    /// Whether the role may act as its owner.
    pub is_owned: bool,
    /// Its values in their order.
    #[serde(default)]
    pub values: Vec<String>,
}
