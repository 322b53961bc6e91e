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
    /// Whether the server checks it; one that is NOT ENFORCED is never valid.
    #[serde(default = "yes")]
    pub is_enforced: bool,
    /// Whether it goes by periods: a key WITHOUT OVERLAPS, a foreign key with PERIOD.
    #[serde(default)]
    pub is_temporal: bool,
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

impl Constraint {
    /// Whether it is to be validated: it is checked for new rows, and may not hold for those that were there.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_enforced && !self.is_valid
    }

    /// Whether the server makes it only while everybody waits: neither is its index built concurrently, nor can it be
    /// NOT VALID.
    #[must_use]
    pub fn excludes(&self) -> bool {
        self.kind == "x" || self.is_temporal && self.kind != "f"
    }

    /// Whether it can be checked, or fire, at the end of the transaction: its own words say so, or SET CONSTRAINTS.
    #[must_use]
    pub fn is_deferrable(&self) -> bool {
        self.definition.contains(" DEFERRABLE") && !self.definition.contains(" NOT DEFERRABLE")
    }
}

fn yes() -> bool {
    true
}
