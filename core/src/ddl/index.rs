//! Indexes, and statements that rebuild them.

use serde::{Deserialize, Serialize};

use super::expression::Expression;
use super::name::{Name, RangeVar};
use super::value::DefElem;

/// The order of an index's column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortByDir {
    /// Nothing is said.
    #[default]
    Default,
    /// ASC.
    Asc,
    /// DESC.
    Desc,
    /// USING an operator.
    Using,
}

/// Where NULL stands in an index's column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortByNulls {
    /// Nothing is said.
    #[default]
    Default,
    /// NULLS FIRST.
    First,
    /// NULLS LAST.
    Last,
}

/// A column or expression of an index (IndexElem).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IndexElem {
    /// The column.
    pub name: Option<String>,
    /// The expression, where it is no column.
    pub expression: Option<Expression>,
    /// COLLATE.
    pub collation: Option<Name>,
    /// The operator class.
    pub opclass: Option<Name>,
    /// The operator class's options.
    pub opclass_options: Vec<DefElem>,
    /// The order.
    pub ordering: SortByDir,
    /// Where NULL stands.
    pub nulls_ordering: SortByNulls,
}

/// CREATE INDEX (IndexStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateIndex {
    /// Its name, where the statement gives one.
    pub name: Option<String>,
    /// The table.
    pub relation: RangeVar,
    /// USING.
    pub access_method: String,
    /// TABLESPACE.
    pub tablespace: Option<String>,
    /// The columns and expressions.
    pub params: Vec<IndexElem>,
    /// INCLUDE.
    pub including: Vec<IndexElem>,
    /// WITH (…).
    pub options: Vec<DefElem>,
    /// WHERE.
    pub predicate: Option<Expression>,
    /// UNIQUE.
    pub unique: bool,
    /// NULLS NOT DISTINCT.
    pub nulls_not_distinct: bool,
    /// CONCURRENTLY.
    pub concurrent: bool,
    /// IF NOT EXISTS.
    pub if_not_exists: bool,
}

/// What a REINDEX rebuilds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReindexKind {
    /// An index.
    #[default]
    Index,
    /// The indexes of a table.
    Table,
    /// Those of a schema.
    Schema,
    /// Those of the system catalogs.
    System,
    /// Those of a database.
    Database,
}

/// REINDEX (ReindexStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reindex {
    /// What it rebuilds.
    pub kind: ReindexKind,
    /// The index or table.
    pub relation: Option<RangeVar>,
    /// The schema or database.
    pub name: Option<String>,
    /// Its options.
    pub params: Vec<DefElem>,
    /// CONCURRENTLY, as the server reads that option.
    pub concurrent: bool,
}

/// Statements on indexes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Index {
    /// CREATE INDEX.
    Create(Box<CreateIndex>),
    /// REINDEX.
    Reindex(Reindex),
}
