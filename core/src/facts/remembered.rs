//! What is noted before a change is completed, so that its way back leads to what was there.

use serde::{Deserialize, Serialize};

use super::OnTable;
use crate::relation::Relation;

/// What is noted before a change is completed, so that its way back leads to what was there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Remembered {
    /// What was written in one way for the old type, and is in another for the new one.
    Written(Written),
    /// What was dropped.
    Relaxed(Relaxed),
}

/// What is dropped so that writers who do not name the column go on; it comes back with the column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relaxed {
    /// The partition that alone had it; none where it is the table's own.
    pub partition: Option<Relation>,
    /// Name and definition of a constraint; none is the column's NOT NULL.
    pub constraint: Option<(String, String)>,
    /// The constraint's comment.
    #[serde(default)]
    pub comment: Option<String>,
    /// The column that was NOT NULL, where more than one is hidden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

/// A statement that makes something on a column, before and after the column has its new type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// On the old type.
    pub before: OnTable,
    /// On the new type.
    pub after: OnTable,
}
