//! Statements on rows: SELECT, INSERT, UPDATE, DELETE, MERGE and COPY.

use serde::{Deserialize, Serialize};

use super::expression::{Clause, Expression, Form, Query};
use super::name::RangeVar;
use super::routine::FuncCall;
use super::value::DefElem;

/// A column of a SELECT's answer (ResTarget).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Target {
    /// Its name: AS.
    pub name: Option<String>,
    /// What it is.
    pub form: Form,
}

/// An entry of ORDER BY (SortBy).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Sort {
    /// By what.
    pub form: Form,
    /// USING an operator.
    pub using: bool,
}

/// What is taken of the row that a call gives: `(f()).*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// All fields.
    Star,
    /// One by its name.
    Name,
    /// An element of an array.
    Subscript,
}

/// The call that is a SELECT's only column or its only row source.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OnlyCall {
    /// The call.
    pub call: FuncCall,
    /// It is the row source: `SELECT … FROM f()`.
    pub is_source: bool,
    /// What is taken of it, where it is the column.
    pub fields: Vec<Field>,
    /// The row source has definitions of its columns.
    pub has_definitions: bool,
}

/// SELECT, VALUES or TABLE (SelectStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Select {
    /// What it names.
    pub query: Query,
    /// Its clauses; of a UNION and kin those of the whole.
    pub clauses: Vec<Clause>,
    /// INTO.
    pub into: Option<RangeVar>,
    /// The columns of its answer.
    pub targets: Vec<Target>,
    /// ORDER BY.
    pub sorts: Vec<Sort>,
    /// The only call, if it is a SELECT of one.
    pub only_call: Option<Box<OnlyCall>>,
}

/// Where an INSERT has its rows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InsertSource {
    /// DEFAULT VALUES.
    #[default]
    Default,
    /// VALUES.
    Values,
    /// A query.
    Select,
}

/// What ON CONFLICT does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnConflict {
    /// DO NOTHING.
    Nothing,
    /// DO UPDATE.
    Update,
}

/// INSERT (InsertStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Insert {
    /// The table.
    pub relation: RangeVar,
    /// The columns; none where the statement names none.
    pub columns: Vec<String>,
    /// Where the rows are from.
    pub source: InsertSource,
    /// How many rows VALUES has.
    pub rows: Option<u32>,
    /// ON CONFLICT.
    pub on_conflict: Option<OnConflict>,
    /// RETURNING.
    pub returning: bool,
    /// What it names.
    pub query: Query,
}

/// A column that is set, and to what.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Assignment {
    /// The column.
    pub column: String,
    /// A part of it: a field, an element.
    pub has_indirection: bool,
    /// It is one of several that are set to the fields of one row: `(a, b) = …`.
    pub is_multiple: bool,
    /// To what; none where that is one field of a row.
    pub value: Option<Expression>,
    /// Where the column stands.
    pub place: Option<u32>,
}

/// UPDATE (UpdateStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Update {
    /// The table.
    pub relation: RangeVar,
    /// SET.
    pub set: Vec<Assignment>,
    /// FROM.
    pub has_from: bool,
    /// WHERE.
    pub has_where: bool,
    /// RETURNING.
    pub returning: bool,
    /// What it names.
    pub query: Query,
}

/// DELETE (DeleteStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Delete {
    /// The table.
    pub relation: RangeVar,
    /// USING.
    pub has_using: bool,
    /// WHERE.
    pub has_where: bool,
    /// RETURNING.
    pub returning: bool,
    /// What it names.
    pub query: Query,
}

/// MERGE (MergeStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Merge {
    /// The table.
    pub relation: RangeVar,
    /// What it names.
    pub query: Query,
}

/// COPY (CopyStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Copy {
    /// The table.
    pub relation: Option<RangeVar>,
    /// The query.
    pub query: Option<Query>,
    /// The columns; none for all.
    pub columns: Vec<String>,
    /// FROM rather than TO.
    pub is_from: bool,
    /// PROGRAM.
    pub is_program: bool,
    /// The file or program; none for STDIN and STDOUT.
    pub filename: Option<String>,
    /// Its options.
    pub options: Vec<DefElem>,
    /// WHERE.
    pub has_where: bool,
}

/// Statements on rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dml {
    /// SELECT, VALUES or TABLE.
    Select(Box<Select>),
    /// INSERT.
    Insert(Box<Insert>),
    /// UPDATE.
    Update(Box<Update>),
    /// DELETE.
    Delete(Box<Delete>),
    /// MERGE.
    Merge(Box<Merge>),
    /// COPY.
    Copy(Box<Copy>),
}
