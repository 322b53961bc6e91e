//! What the server said when a statement failed. [`crate::plan::Place`] tells where in a plan that was.

use serde::{Deserialize, Serialize};
use thiserror::Error;

// Its place is the plan's.
pub use crate::plan::Place;

/// An error of the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Error)]
#[error("{message}")]
pub struct Failure {
    /// SQLSTATE, five characters.
    pub sqlstate: String,
    /// The message.
    pub message: String,
    /// The detail.
    pub detail: Option<String>,
    /// The hint.
    pub hint: Option<String>,
    /// The character of the statement at which it stands, from 1.
    #[serde(default)]
    pub position: Option<u32>,
}

const WINDOW_OVER: &str = "the window of the job is over";

impl Failure {
    fn canceled(why: &str) -> Failure {
        let message = format!("canceling statement due to {why}");
        Failure { sqlstate: "57014".into(), message, detail: None, hint: None, position: None }
    }

    /// A cancel, as the server words it.
    pub fn cancel() -> Failure {
        Failure::canceled("user request")
    }

    /// The end of a statement that has lasted for longer than `statement_timeout`, as the server words it.
    pub fn statement_timeout() -> Failure {
        Failure::canceled("statement timeout")
    }

    /// The end of a job's time, at which it stops until it may go on: nobody's failure.
    pub fn window_over() -> Failure {
        let message = WINDOW_OVER.to_string();
        Failure { sqlstate: "57014".into(), message, detail: None, hint: None, position: None }
    }

    /// Whether it is [`Failure::window_over`].
    pub fn is_window_over(&self) -> bool {
        self.is_cancel() && self.message == WINDOW_OVER
    }

    /// SQLSTATE, message and detail in one line, without a full stop.
    pub(crate) fn in_words(&self) -> String {
        match &self.detail {
            Some(more) => format!("{}: {}: {}", self.sqlstate, self.message, more.trim_end_matches('.')),
            None => format!("{}: {}", self.sqlstate, self.message),
        }
    }

    /// A cancelled statement: SQLSTATE 57014.
    pub fn is_cancel(&self) -> bool {
        self.sqlstate == "57014"
    }

    /// Whether the server had no room at that moment: locks, memory, disk. SQLSTATE of class 53.
    pub fn is_shortage(&self) -> bool {
        self.sqlstate.starts_with("53")
    }

    /// Whether the server has no such function or operator, or more than one: SQLSTATE 42883, 42804, 42725.
    pub fn has_no_function(&self) -> bool {
        ["42883", "42804", "42725"].contains(&self.sqlstate.as_str())
    }

    /// The same failure, which also says what of a column has no meaning for the column's new type.
    #[must_use]
    pub fn needed_for(self, data_type: &str, what: &str) -> Failure {
        let detail = format!("It cannot be carried over to type {data_type}: {what}.");
        let hint = "Drop it before, and make what is to take its place when the change is complete.";
        Failure { detail: Some(detail), hint: Some(hint.into()), ..self }
    }
}
