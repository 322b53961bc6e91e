//! Expressions and queries: where they stand and what they name. No tree of them is kept, for a tree is as deep as its
//! text is long.

use serde::{Deserialize, Serialize};

use super::name::Name;
use super::value::Constant;
use crate::relation::Relation;

/// A part of a statement's text, in bytes from its first token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Span {
    /// Where it begins.
    pub from: u32,
    /// Where it ends: behind its last byte.
    pub to: u32,
}

impl Span {
    /// That part of a text; nothing if it is no part of it.
    pub fn of(self, text: &str) -> &str {
        text.get(self.from as usize..self.to as usize).unwrap_or_default()
    }
}

/// What an expression is as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A constant.
    Constant,
    /// A column, or `*`.
    Column,
    /// A call of a function.
    Call,
    /// A field of a row, or an element of an array.
    Field,
    /// A cast of something.
    Cast,
    /// DEFAULT in place of a value.
    Default,
    /// A query.
    Query,
    /// Anything else: an operator, a condition.
    #[default]
    Other,
}

/// An expression: its text, and flat facts about it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Expression {
    /// Where it stands; none where the server does not say enough to find it.
    pub span: Option<Span>,
    /// What it is.
    pub form: Form,
    /// The constant that it is, under any number of casts.
    pub constant: Option<Constant>,
    /// The columns that are named, each once.
    pub columns: Vec<Name>,
    /// The columns that it tests by `IS NOT NULL`, alone or with AND.
    pub not_null: Vec<Name>,
    /// The functions that are called, each once.
    pub functions: Vec<Name>,
    /// The constants, each once.
    pub constants: Vec<Constant>,
    /// The types to which something is cast, each once.
    pub types: Vec<Name>,
    /// The operators, each once.
    pub operators: Vec<Name>,
    /// The relations of its queries, each once.
    pub relations: Vec<Relation>,
    /// It has a query in it.
    pub has_query: bool,
}

/// What a query does with rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueryKind {
    /// SELECT, VALUES or TABLE.
    #[default]
    Select,
    /// INSERT.
    Insert,
    /// UPDATE.
    Update,
    /// DELETE.
    Delete,
    /// MERGE.
    Merge,
    /// None of these: EXECUTE, or what EXPLAIN has for a query.
    Other,
}

/// A query, as far as it is of interest: what it names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    /// What it does.
    pub kind: QueryKind,
    /// The relations that it names, each once, in the order in which they stand: names of its WITH, too.
    pub relations: Vec<Relation>,
    /// The functions that it calls, each once.
    pub functions: Vec<Name>,
    /// Its WITH has something else than a SELECT.
    pub with_writes: bool,
}

/// Clauses of a SELECT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clause {
    /// WITH.
    With,
    /// DISTINCT.
    Distinct,
    /// INTO.
    Into,
    /// FROM.
    From,
    /// WHERE.
    Where,
    /// GROUP BY.
    Group,
    /// HAVING.
    Having,
    /// WINDOW.
    Window,
    /// VALUES.
    Values,
    /// ORDER BY.
    Sort,
    /// OFFSET.
    Offset,
    /// LIMIT or FETCH.
    Limit,
    /// FOR UPDATE and kin.
    Locking,
    /// UNION, INTERSECT or EXCEPT.
    SetOperation,
}
