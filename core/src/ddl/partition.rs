//! How a table is partitioned, and which rows a partition has.

use serde::{Deserialize, Serialize};

use super::expression::{Expression, Span};
use super::name::Name;

/// PARTITION BY (PartitionSpec).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PartitionSpec {
    /// `range`, `list` or `hash`.
    pub strategy: String,
    /// The columns and expressions.
    pub params: Vec<PartitionElem>,
    /// Where it stands.
    pub place: Option<u32>,
}

/// A column or expression of a partition key (PartitionElem).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PartitionElem {
    /// The column.
    pub name: Option<String>,
    /// The expression, where it is no column.
    pub expression: Option<Expression>,
    /// COLLATE.
    pub collation: Option<Name>,
    /// The operator class.
    pub opclass: Option<Name>,
    /// Where it stands.
    pub place: Option<u32>,
}

/// How a partition's rows are told from others'.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartitionStrategy {
    /// FROM … TO.
    #[default]
    Range,
    /// IN.
    List,
    /// WITH (MODULUS …, REMAINDER …).
    Hash,
    /// DEFAULT.
    Default,
}

/// FOR VALUES (PartitionBoundSpec).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PartitionBound {
    /// Which clause it is.
    pub strategy: PartitionStrategy,
    /// MODULUS.
    pub modulus: Option<i32>,
    /// REMAINDER.
    pub remainder: Option<i32>,
    /// Its text, from FOR or DEFAULT on.
    pub span: Option<Span>,
}
