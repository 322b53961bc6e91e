//! What an error says beside its message.

use std::fmt::Display;

use crate::failure::Failure;

/// The parts of an error's report; the message is its `Display`.
pub trait Report: Display {
    /// The SQLSTATE, five characters.
    fn sqlstate(&self) -> &str;

    /// More about what is wrong, in full sentences.
    fn detail(&self) -> Option<String> {
        None
    }

    /// What to do about it, in full sentences.
    fn hint(&self) -> Option<String> {
        None
    }
}

impl Report for Failure {
    fn sqlstate(&self) -> &str {
        &self.sqlstate
    }

    fn detail(&self) -> Option<String> {
        self.detail.clone()
    }

    fn hint(&self) -> Option<String> {
        self.hint.clone()
    }
}
