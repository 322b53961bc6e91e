//! What is known of a migration or a job when its page is made.

use serde::Deserialize;

use crate::fingerprint::Object;
use crate::statement::Statement;

/// What the page is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A migration.
    Migration {
        /// Its version.
        version: i64,
        /// Its description.
        description: String,
    },
    /// A job.
    Job {
        /// Its number.
        id: i64,
        /// What it does: migrations, or a safe operation.
        what: String,
    },
}

/// All that the page tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// What it is about.
    pub subject: Subject,
    /// In a word: applied, failed, running, …
    pub status: String,
    /// What else there is to know of that.
    pub note: Option<String>,
    /// The database.
    pub database: String,
    /// When the page was made, for people.
    pub made_at: String,
    /// The file, who registered it, …: a word, and what is to be said.
    pub facts: Vec<(String, String)>,
    /// What can be done now.
    pub next: Vec<String>,
    /// Why it failed, where no unit says so.
    pub failure: Option<Failure>,
    /// The runs, the newest first.
    pub runs: Vec<Run>,
    /// How many older ones are left out.
    pub runs_left_out: i64,
}

/// What was run at one go: by a job, or in a caller's transaction.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Run {
    /// The job; none in a caller's transaction.
    pub job: Option<i64>,
    /// Whether it took something back.
    pub is_down: bool,
    /// Session user who asked.
    pub by: String,
    /// Role as which it ran.
    pub run_as: String,
    /// When it was asked for, in milliseconds since the epoch; only a job waits for its turn.
    pub asked_ms: Option<i64>,
    /// When its first unit began.
    pub began_ms: i64,
    /// When its last unit ended; now, where one is at work.
    pub ended_ms: i64,
    /// The same as text, with the time zone.
    pub began: String,
    /// How many units were run.
    pub units: i64,
    /// How many of them failed, were cancelled or broken off.
    pub bad: i64,
    /// How long they waited for table locks.
    pub waited_ms: i64,
    /// Those that are shown, in order.
    pub lines: Vec<Line>,
    /// How long those took that are not.
    pub left_out_ms: i64,
    /// The objects that it has changed.
    pub changed: Vec<Changed>,
    /// How many more of these there are, at least.
    pub changed_left_out: usize,
    /// The tables that it has worked on.
    pub sizes: Vec<Size>,
    /// The backfills in it.
    pub backfills: Vec<Backfill>,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// The migration; none of an operation.
    pub version: Option<i64>,
    /// The safe operation.
    pub operation: Option<String>,
    /// Whether it is a part of an operation that a script calls.
    pub is_nested: bool,
    /// Its number.
    pub unit: i32,
    /// How many there are.
    pub units: i32,
    /// transaction, standalone, operation, batched or record.
    pub kind: String,
    /// started, done, failed or cancelled.
    pub status: String,
    /// When it began, in milliseconds since the epoch.
    pub began_ms: i64,
    /// How long it took; none while it is at work, or where nobody knows.
    pub ms: Option<i64>,
    /// How long of that it waited for table locks.
    pub waited_ms: i64,
    /// Whom it waited for.
    pub waits_for: Option<String>,
    /// What was run; none where that is not known any more.
    pub statements: Option<Vec<Statement>>,
    /// How many statements there were before some were left out.
    pub count: usize,
    /// Whether the reader may see their text.
    pub shows_sql: bool,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// How many units that are not shown come before it.
    pub skipped: i64,
}

/// Why something failed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Failure {
    /// SQLSTATE.
    pub sqlstate: Option<String>,
    /// The server's message.
    pub message: String,
    /// Its DETAIL.
    pub detail: Option<String>,
    /// Its HINT.
    pub hint: Option<String>,
    /// Number of the statement.
    pub statement: Option<i32>,
    /// Line and column in the file.
    pub place: Option<(i32, i32)>,
}

/// An object that a run has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// How it was; none where it was not there, or nobody had recorded it.
    pub before: Option<Object>,
    /// How it is.
    pub after: Option<Object>,
    /// Whether the run has made it.
    pub is_made: bool,
}

/// What a unit's row in the journal says of an object that the unit has changed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, serde::Serialize)]
pub struct ChangedHash {
    /// The object's number in the catalog, by which it is known under another name.
    pub oid: u32,
    /// How it was: the hash of its node; none where nobody had recorded it.
    pub before: Option<String>,
    /// How it was left; none if it was dropped.
    pub after: Option<String>,
    /// Whether the unit has made it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub made: bool,
}

/// A table's size before and after a unit, with its indexes, in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, serde::Serialize)]
pub struct Size {
    /// The table.
    pub table: String,
    /// Before.
    pub before: i64,
    /// After; none if it was dropped.
    pub after: Option<i64>,
}

/// A backfill.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Backfill {
    /// The table.
    pub table: String,
    /// running, paused, done, failed or cancelled.
    pub status: String,
    /// Rows that were changed.
    pub rows: i64,
    /// Batches.
    pub batches: i64,
    /// Rows that failed and were left as they are.
    pub skipped: i64,
    /// Why it failed.
    pub error: Option<String>,
}

impl Changed {
    /// Whether it was there before, and nobody had recorded how.
    pub(super) fn is_first_recorded(&self) -> bool {
        self.before.is_none() && self.after.is_some() && !self.is_made
    }
}
