//! What can be wrong with an argument of a safe operation.

use thiserror::Error;

use super::report::Report;

/// An argument is not what it can be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ArgumentError {
    /// What was given as an expression is more than one.
    #[error("an argument makes more than one statement of it")]
    MoreThanOne {
        /// What it makes of the statement.
        sql: String,
    },
    /// An argument must have something in it.
    #[error("argument \"{argument}\" must not be empty")]
    Empty {
        /// Its name.
        argument: &'static str,
    },
    /// An argument is none of the words that it can be.
    #[error("argument \"{argument}\" cannot be \"{value}\"")]
    Choice {
        /// Its name.
        argument: &'static str,
        /// What was given.
        value: String,
        /// What can be.
        choices: String,
    },
    /// Two arguments of which only one can be given.
    #[error("arguments \"{one}\" and \"{other}\" exclude each other")]
    Both {
        /// One.
        one: &'static str,
        /// The other.
        other: &'static str,
    },
    /// The server would cut the name.
    #[error("name \"{name}\" is longer than 63 bytes")]
    LongName {
        /// The name.
        name: String,
    },
}

impl Report for ArgumentError {
    fn sqlstate(&self) -> &str {
        use ArgumentError::*;
        match self {
            MoreThanOne { .. } => "42601",
            Empty { .. } | Choice { .. } | Both { .. } => "22023",
            LongName { .. } => "42622",
        }
    }

    fn detail(&self) -> Option<String> {
        use ArgumentError::*;
        match self {
            MoreThanOne { sql } => Some(format!("It would make: {sql}")),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        use ArgumentError::*;
        match self {
            Choice { choices, .. } => Some(format!("It is one of {choices}.")),
            _ => None,
        }
    }
}
