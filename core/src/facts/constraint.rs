//! A constraint.

use serde::Deserialize;

/// A constraint.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Constraint {
    /// Its name.
    pub name: String,
    /// `contype`: c, f, p, u, x, t, n.
    pub kind: String,
    /// As `pg_get_constraintdef` writes it.
    pub definition: String,
    /// Whether it is known to hold for every row.
    pub is_valid: bool,
    /// Whether it is a part of another one of the same table: a foreign key to a partition of what that refers to.
    #[serde(default)]
    pub is_part: bool,
    /// Whether the table has it of its own, and not from a parent alone.
    #[serde(default = "yes")]
    pub is_local: bool,
    /// The names of its columns.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Its comment.
    #[serde(default)]
    pub comment: Option<String>,
}

fn yes() -> bool {
    true
}
