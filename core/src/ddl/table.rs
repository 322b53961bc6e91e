//! Tables: how they are made, emptied, locked and looked after.

use serde::{Deserialize, Serialize};

use super::alter_table::AlterTable;
use super::column::ColumnDef;
use super::constraint::Constraint;
use super::expression::Query;
use super::name::{ObjectType, RangeVar, TypeName};
use super::partition::{PartitionBound, PartitionSpec};
use super::value::DefElem;
use crate::lock::Mode;

/// LIKE in a table's definition (TableLikeClause).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TableLike {
    /// The table that is copied.
    pub relation: RangeVar,
    /// INCLUDING …, each as SQL has it: `INDEXES`; `ALL` for all of them.
    pub including: Vec<String>,
}

/// What becomes of a temporary table at the end of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnCommit {
    /// Nothing is said.
    #[default]
    Noop,
    /// PRESERVE ROWS.
    PreserveRows,
    /// DELETE ROWS.
    DeleteRows,
    /// DROP.
    Drop,
}

/// What stands in the parentheses of a table's definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableElement {
    /// A column.
    Column(Box<ColumnDef>),
    /// A constraint that does not stand behind a column.
    Constraint(Box<Constraint>),
    /// LIKE.
    Like(TableLike),
}

/// CREATE TABLE or CREATE FOREIGN TABLE (CreateStmt, CreateForeignTableStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateTable {
    /// The table.
    pub relation: RangeVar,
    /// What stands in its parentheses.
    pub elements: Vec<TableElement>,
    /// INHERITS, or PARTITION OF.
    pub inherits: Vec<RangeVar>,
    /// FOR VALUES: it is a partition.
    pub partition_bound: Option<PartitionBound>,
    /// PARTITION BY.
    pub partition_spec: Option<PartitionSpec>,
    /// OF a type.
    pub of_type: Option<TypeName>,
    /// WITH (…).
    pub options: Vec<DefElem>,
    /// ON COMMIT.
    pub on_commit: OnCommit,
    /// TABLESPACE.
    pub tablespace: Option<String>,
    /// USING.
    pub access_method: Option<String>,
    /// IF NOT EXISTS.
    pub if_not_exists: bool,
    /// The server of a foreign table.
    pub server: Option<String>,
    /// OPTIONS (…), of a foreign table.
    pub fdw_options: Vec<DefElem>,
}

/// CREATE TABLE AS, CREATE MATERIALIZED VIEW (CreateTableAsStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateTableAs {
    /// A table or a materialized view.
    pub kind: ObjectType,
    /// What is made.
    pub relation: RangeVar,
    /// The names of its columns, where the statement gives them.
    pub columns: Vec<String>,
    /// The query.
    pub query: Query,
    /// WITH (…).
    pub options: Vec<DefElem>,
    /// ON COMMIT.
    pub on_commit: OnCommit,
    /// TABLESPACE.
    pub tablespace: Option<String>,
    /// USING.
    pub access_method: Option<String>,
    /// WITH NO DATA.
    pub skip_data: bool,
    /// IF NOT EXISTS.
    pub if_not_exists: bool,
}

/// TRUNCATE (TruncateStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Truncate {
    /// The tables.
    pub relations: Vec<RangeVar>,
    /// RESTART IDENTITY.
    pub restart_identity: bool,
    /// CASCADE.
    pub cascade: bool,
}

/// LOCK TABLE (LockStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LockTable {
    /// The tables.
    pub relations: Vec<RangeVar>,
    /// The lock's mode.
    pub mode: Option<Mode>,
    /// NOWAIT.
    pub nowait: bool,
}

/// A table of VACUUM or ANALYZE.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct VacuumRelation {
    /// The table.
    pub relation: Option<RangeVar>,
    /// The columns.
    pub columns: Vec<String>,
}

/// VACUUM or ANALYZE (VacuumStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Vacuum {
    /// VACUUM rather than ANALYZE.
    pub is_vacuum: bool,
    /// The tables; none for all.
    pub relations: Vec<VacuumRelation>,
    /// FULL, as the server reads that option; read for VACUUM alone.
    pub full: bool,
    /// Its options.
    pub options: Vec<DefElem>,
}

/// CLUSTER (ClusterStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Cluster {
    /// The table; none for all.
    pub relation: Option<RangeVar>,
    /// The index.
    pub index: Option<String>,
    /// Its options.
    pub params: Vec<DefElem>,
}

/// Statements on tables, and ALTER of whatever the server alters in the same way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Table {
    /// CREATE TABLE.
    Create(Box<CreateTable>),
    /// CREATE FOREIGN TABLE.
    CreateForeign(Box<CreateTable>),
    /// CREATE TABLE AS, CREATE MATERIALIZED VIEW.
    CreateAs(Box<CreateTableAs>),
    /// ALTER TABLE, and ALTER INDEX, VIEW, SEQUENCE, TYPE where the grammar makes the same of them.
    Alter(Box<AlterTable>),
    /// TRUNCATE.
    Truncate(Truncate),
    /// LOCK TABLE.
    Lock(LockTable),
    /// VACUUM or ANALYZE.
    Vacuum(Vacuum),
    /// CLUSTER.
    Cluster(Cluster),
}
