//! A backfill: rows that are there get new values, in a loop of small transactions over the table's blocks.
//!
//! Here is what is to be done, as data; beside it are its SQL and the size of batches. The loop itself is the
//! extension's (`src/engine/backfill.rs`). Each batch is an UPDATE of a range of blocks, so the whole reads every block
//! once, needs no key, and goes on from one number. The number is kept in `migrate.backfills` and commits with the
//! batch.
//!
//! An operation has one among its drafts (`Draft::backfill`, or `Draft::fill` where a small table gets one statement).
//! It is a unit of its own: how many blocks there are is asked when the steps before it are committed.
//!
//! [`Backfill::rest`] tells rows that are still to be done. Leave it out where a trigger of the operation sees to every
//! later write. Where triggers fire only for writes to some columns, it is needed: whoever writes to the others moves a
//! row.

pub mod batch;
pub mod copies;
pub mod keys;
pub mod rate;
mod sql;

use serde::{Deserialize, Serialize};

pub use keys::KeyColumn;
pub use sql::{Blocks, asking, closed};

use crate::relation::Relation;
use crate::scope::Scope;

/// What a column is set to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// The column.
    pub column: String,
    /// The expression, as it stands behind SET; it may be DEFAULT.
    pub expression: String,
}

/// What is done about a row whose UPDATE fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnError {
    /// The backfill stops before it, and names it.
    #[default]
    Stop,
    /// It is left as it is, and listed in `migrate.backfill_skipped`.
    Skip,
}

impl OnError {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            OnError::Stop => "stop",
            OnError::Skip => "skip",
        }
    }
}

/// How it is known that a changed row is done, which is that [`Backfill::rest`] does not hold for it any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Settled {
    /// It follows from what is set.
    #[default]
    Known,
    /// It must be seen in each row that is changed. Where a changed row is not done, rows that are left cannot be
    /// looked for.
    Seen,
    /// The same, and where a changed row is not done, the backfill stops: what is set depends on what was there, so a
    /// row that others write meanwhile would be changed twice.
    Required,
}

/// What a backfill does. Doing it twice to a row must be the same as doing it once: a row that others write meanwhile
/// may be met again in another place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backfill {
    /// The table, with all that inherits from it.
    pub table: Relation,
    /// What is set; never empty.
    pub assignments: Vec<Assignment>,
    /// Which rows; none for all.
    #[serde(default)]
    pub condition: Option<String>,
    /// A predicate that holds for the rows that are still to be done. A row that others write meanwhile moves to
    /// another block, where the pass may have been: with this the backfill looks again until there is none. None where
    /// triggers see to every later write, or where a row does not show whether it is done.
    #[serde(default)]
    pub rest: Option<String>,
    /// How it is known that a row which was changed is done.
    #[serde(default)]
    pub settled: Settled,
    /// What is done about a row that fails.
    #[serde(default)]
    pub on_error: OnError,
    /// Whether whoever asks for it may have such a row left as it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub can_skip: bool,
    /// How many workers; 0 is one.
    #[serde(default)]
    pub parallel: u32,
    /// An expression, such as a query in parentheses; while it is true, no batch begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait_while: Option<String>,
    /// What the table is called in the expressions, where that may be another name than it has by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
    /// Under what its expressions mean something; as in the session where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// The columns of the primary key, where batches go by it and not by blocks: on a table that Citus manages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key: Vec<KeyColumn>,
    /// The columns whose values are made by a query before they are set: what is VOLATILE must be the same in each copy
    /// of a row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made: Vec<String>,
}

impl Backfill {
    /// A backfill by one worker, which stops at a row that fails and does not look again.
    pub fn new(table: Relation, assignments: Vec<Assignment>, condition: Option<String>) -> Self {
        let (rest, settled) = (None, Settled::Known);
        let (on_error, parallel, wait_while) = (OnError::Stop, 1, None);
        let can_skip = false;
        Backfill {
            table,
            assignments,
            condition,
            rest,
            settled,
            on_error,
            can_skip,
            parallel,
            wait_while,
            row: None,
            scope: None,
            key: Vec::new(),
            made: Vec::new(),
        }
    }

    /// The same with expressions in which the table has this name.
    #[must_use]
    pub fn named(mut self, row: &str) -> Self {
        self.row = Some(row.into());
        self
    }

    /// The same with a predicate for the rows that are still to be done.
    #[must_use]
    pub fn with_rest(mut self, rest: Option<String>) -> Self {
        self.rest = rest;
        self
    }
}
