//! What can be wrong with an argument of a safe operation.

use thiserror::Error;

use super::report::Report;

/// An argument is not what it can be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ArgumentError {
    /// An argument that must be one expression makes more than one statement.
    #[error("an argument is more than one expression, type or clause")]
    MoreThanOne {
        /// The statement that it would make.
        sql: String,
    },
    /// An argument is not the one thing that it should be, or more than that.
    #[error("argument \"{argument}\" is not {part}")]
    NotOne {
        /// Its name.
        argument: &'static str,
        /// What it should be.
        part: &'static str,
        /// What stands where.
        why: String,
    },
    /// A new name would be read as more than a name.
    #[error("argument \"{argument}\" cannot be the name \"{name}\"")]
    Name {
        /// The argument's name.
        argument: &'static str,
        /// The name.
        name: String,
        /// Why not.
        why: &'static str,
    },
    /// An argument must have something in it.
    #[error("argument \"{argument}\" must not be empty")]
    Empty {
        /// Its name.
        argument: &'static str,
    },
    /// An argument is not one of the words that it may be.
    #[error("argument \"{argument}\" cannot be \"{value}\"")]
    Choice {
        /// Its name.
        argument: &'static str,
        /// What was given.
        value: String,
        /// What it may be.
        choices: String,
    },
    /// A number is out of an argument's range.
    #[error("argument \"{argument}\" cannot be {value}")]
    Range {
        /// Its name.
        argument: &'static str,
        /// What was given.
        value: i32,
        /// The least that it may be.
        least: i32,
        /// The most that it may be.
        most: i32,
    },
    /// Two arguments were given, of which only one may be.
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
            MoreThanOne { .. } | NotOne { .. } => "42601",
            Name { .. } => "42602",
            Empty { .. } | Choice { .. } | Range { .. } | Both { .. } => "22023",
            LongName { .. } => "42622",
        }
    }

    fn detail(&self) -> Option<String> {
        use ArgumentError::*;
        match self {
            MoreThanOne { sql } => Some(format!("It would make: {sql}")),
            NotOne { why, .. } => Some(why.clone()),
            Name { why, .. } => Some((*why).into()),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        use ArgumentError::*;
        match self {
            Choice { choices, .. } => Some(format!("It is one of {choices}.")),
            Name { name, .. } => {
                let quoted = name.replace('"', "\"\"");
                Some(format!("Write the name in double quotes if it is to be that: \"{quoted}\"."))
            }
            Range { least, most, .. } => Some(format!("It is a number from {least} to {most}.")),
            _ => None,
        }
    }
}
