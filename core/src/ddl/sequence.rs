//! Sequences.

use serde::{Deserialize, Serialize};

use super::name::RangeVar;
use super::value::DefElem;

/// CREATE SEQUENCE (CreateSeqStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateSequence {
    /// The sequence.
    pub sequence: RangeVar,
    /// Its options.
    pub options: Vec<DefElem>,
    /// IF NOT EXISTS.
    pub if_not_exists: bool,
}

/// ALTER SEQUENCE (AlterSeqStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AlterSequence {
    /// The sequence.
    pub sequence: RangeVar,
    /// What becomes of its options.
    pub options: Vec<DefElem>,
    /// IF EXISTS.
    pub if_exists: bool,
}

/// Statements on sequences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sequence {
    /// CREATE SEQUENCE.
    Create(CreateSequence),
    /// ALTER SEQUENCE.
    Alter(AlterSequence),
}
