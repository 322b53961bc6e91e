//! What fires on a write: triggers and rules.

use serde::Deserialize;

/// A trigger.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Trigger {
    /// Its name.
    pub name: String,
    /// `tgenabled`: O, D, R or A.
    pub enabled: String,
    /// Whether it fires before a row is written, and may change it.
    #[serde(default)]
    pub is_before_row: bool,
    /// Whether it is there because the table that this one is a partition of has it.
    #[serde(default)]
    pub is_part: bool,
    /// What its function is given.
    #[serde(default)]
    pub arguments: Vec<String>,
    /// Its function, as SQL.
    #[serde(default)]
    pub function: Option<String>,
    /// That function's text.
    #[serde(default)]
    pub body: Option<String>,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// Whether it is on UPDATE; otherwise it is on INSERT.
    pub is_update: bool,
}
