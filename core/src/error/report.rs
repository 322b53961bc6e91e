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

/// Sentences, one after the other; nothing where there is none.
pub(super) fn sentences(all: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    let said: Vec<String> = all.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// How a call says that what it drops need not be there.
pub(super) fn missing_ok(what: &str) -> String {
    format!("Where {what} need not be there, say missing_ok => true.")
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
