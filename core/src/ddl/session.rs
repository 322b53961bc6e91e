//! What concerns the session: settings, prepared statements, cursors, messages.

use serde::{Deserialize, Serialize};

use super::expression::Query;
use super::name::RangeVar;
use super::value::{DefElem, VariableSet};

/// What a DISCARD throws away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiscardTarget {
    /// ALL.
    #[default]
    All,
    /// PLANS.
    Plans,
    /// SEQUENCES.
    Sequences,
    /// TEMP.
    Temp,
}

/// SET CONSTRAINTS (ConstraintsSetStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SetConstraints {
    /// The constraints; none for ALL.
    pub constraints: Vec<RangeVar>,
    /// DEFERRED rather than IMMEDIATE.
    pub deferred: bool,
}

/// A prepared statement, cursor, channel, library or setting, by its name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionName {
    /// Its name; none for ALL.
    pub name: Option<String>,
}

/// PREPARE, DECLARE CURSOR, EXPLAIN: a query for later, or to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionQuery {
    /// The name that it gets.
    pub name: Option<String>,
    /// The query.
    pub query: Query,
    /// The options of an EXPLAIN.
    pub options: Vec<DefElem>,
}

/// Statements on the session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Session {
    /// SET or RESET.
    Set(VariableSet),
    /// SHOW.
    Show(SessionName),
    /// SET CONSTRAINTS.
    SetConstraints(SetConstraints),
    /// DISCARD.
    Discard {
        /// What it throws away.
        target: DiscardTarget,
    },
    /// LOAD.
    Load(SessionName),
    /// PREPARE.
    Prepare(SessionQuery),
    /// EXECUTE.
    Execute(SessionName),
    /// DEALLOCATE.
    Deallocate(SessionName),
    /// DECLARE CURSOR.
    DeclareCursor(SessionQuery),
    /// FETCH or MOVE.
    Fetch(SessionName),
    /// CLOSE.
    ClosePortal(SessionName),
    /// LISTEN.
    Listen(SessionName),
    /// UNLISTEN.
    Unlisten(SessionName),
    /// NOTIFY.
    Notify(SessionName),
    /// EXPLAIN.
    Explain(SessionQuery),
    /// CHECKPOINT.
    Checkpoint,
}
