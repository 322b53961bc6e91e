//! A migration and its scripts, as they come out of a file or a function call.

use serde::{Deserialize, Serialize};

/// One script (up or down), exactly as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Script {
    /// The text between the section's markers, without blank lines before and white space after it.
    pub text: String,
    /// The line of the file on which `text` begins, counted from 1.
    pub line: u32,
    /// False where the file asks for no transaction (`-- migrate:up transaction:false`,
    /// `-- +goose NO TRANSACTION`): each statement then commits by itself, as in psql.
    pub transaction: bool,
}

impl Script {
    /// A script that did not come from a file: it begins on line 1 and runs in transactions.
    pub fn new(text: impl Into<String>) -> Self {
        Script { text: text.into(), line: 1, transaction: true }
    }
}

/// Which of a migration's scripts is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// The script that makes the change.
    Up,
    /// The script that takes it back.
    Down,
}

impl Direction {
    /// The word kept in the journal: `up` or `down`.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Up => "up",
            Direction::Down => "down",
        }
    }
}

/// A migration as it is registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Migration {
    /// Milliseconds since the epoch, or whatever number the file's name carries; at least 1.
    pub version: i64,
    /// What it does, in a few words.
    pub description: String,
    /// The up script.
    pub up: Script,
    /// The down script, where there is one.
    pub down: Option<Script>,
}
