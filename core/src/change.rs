//! The words of online changes, which have two ends: between them old and new applications use the table at once.

use serde::{Deserialize, Serialize};

use crate::relation::Relation;

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `migrate.safe_rename_column`.
    RenameColumn,
    /// `migrate.safe_split_column` and `migrate.safe_merge_columns`.
    SplitColumn,
    /// `migrate.safe_drop_column`.
    DropColumn,
    /// `migrate.safe_drop_table`.
    DropTable,
    /// `migrate.safe_change_column_type`.
    ChangeType,
}

impl Kind {
    /// Whether something is hidden, and goes for good later: there is nothing between that could be called ready.
    pub fn is_drop(self) -> bool {
        matches!(self, Kind::DropColumn | Kind::DropTable)
    }
}

/// Where a change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The new end is being made.
    Expanding,
    /// It gets the values that there are.
    Backfilling,
    /// What it needs beside them is built, and it is looked whether it is right.
    Verifying,
    /// Old and new can be used at once.
    Ready,
    /// The old end is about to go: in more than one step, of which the exchange is one.
    Contracting,
    /// The old end is gone from sight, and can be had back.
    Grace,
    /// It can not be had back any more.
    Done,
    /// It was given up before it was complete.
    Aborted,
    /// It was complete, and was taken back.
    Undone,
}

impl State {
    /// Whether the new end cannot be used yet.
    pub fn is_being_made(self) -> bool {
        matches!(self, State::Expanding | State::Backfilling | State::Verifying)
    }

    /// Whether both ends are there, and nothing is missing.
    pub fn has_both_ends(self) -> bool {
        matches!(self, State::Ready | State::Contracting)
    }

    /// Its word, as the table has it.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Expanding => "expanding",
            State::Backfilling => "backfilling",
            State::Verifying => "verifying",
            State::Ready => "ready",
            State::Contracting => "contracting",
            State::Grace => "grace",
            State::Done => "done",
            State::Aborted => "aborted",
            State::Undone => "undone",
        }
    }
}

/// How a change is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Which {
    /// By its number.
    Number(i64),
    /// By its table and an old or new column: the newest.
    Column {
        /// The table.
        table: Relation,
        /// The column.
        column: String,
    },
    /// A dropped table by the name that it had: the newest.
    Table {
        /// The table.
        table: Relation,
    },
}

/// Which way a change ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The old end goes; after the grace period for good.
    Complete,
    /// The new end goes.
    Abort,
    /// One step back: to before the completion, or to before all of it.
    Back,
    /// To before the completion, with both ends there.
    Reopen,
    /// The old name alone comes back: who needs it does not wait for what else is to be made.
    NameBack,
    /// What was dropped is there again.
    Restore,
}
