//! What can be wrong with an argument of a safe operation, or with a file's text.

use thiserror::Error;

use super::report::Report;
use crate::text::{count, did_you_mean, one_line};

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
        /// How it is written.
        hint: Option<String>,
    },
    /// An argument is a constraint of another kind, for which there is another function.
    #[error("argument \"{argument}\" is {kind}, not the condition of a CHECK")]
    OtherConstraint {
        /// Its name.
        argument: &'static str,
        /// What it is, with an article.
        kind: &'static str,
        /// The call that makes it, or what to do instead, as a sentence.
        instead: String,
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
    /// There is no such collation.
    #[error("argument \"collation\" names no collation: \"{value}\"")]
    NoCollation {
        /// What was given.
        value: String,
        /// Those that can be named without a schema.
        there: Vec<String>,
    },
    /// A new name is the old one.
    #[error("argument \"{argument}\" is the name that it has already: \"{value}\"")]
    Same {
        /// Its name.
        argument: &'static str,
        /// What was given.
        value: String,
    },
    /// A name stands in a list twice.
    #[error("argument \"{argument}\" has \"{value}\" twice")]
    Repeated {
        /// Its name.
        argument: &'static str,
        /// The name.
        value: String,
    },
    /// Two lists of which one belongs to the other are not equally long.
    #[error("{}, but {}", count(*.columns, .column), count(*.others, .other))]
    Counts {
        /// How many there are of the first.
        columns: usize,
        /// What one of them is.
        column: &'static str,
        /// How many there are of the second.
        others: usize,
        /// What one of them is.
        other: &'static str,
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
    /// Two arguments stand in each other's place.
    #[error("arguments \"{one}\" and \"{other}\" look swapped")]
    Swapped {
        /// The first.
        one: &'static str,
        /// The second.
        other: &'static str,
        /// The call as it should be.
        call: &'static str,
    },
    /// The name of a file stands where its text should.
    #[error("argument \"{argument}\" is a file's name, not its text: \"{}\"", one_line(.name, 60))]
    FileName {
        /// The argument's name.
        argument: &'static str,
        /// The file's name.
        name: String,
    },
    /// The name of a file stands where a description should.
    #[error("description \"{name}\" is a file's name")]
    FileDescribed {
        /// The file's name.
        name: String,
    },
    /// The server would cut the name.
    #[error("argument \"{argument}\" is longer than 63 bytes")]
    LongName {
        /// The argument's name.
        argument: &'static str,
        /// The name.
        name: String,
    },
}

impl Report for ArgumentError {
    fn sqlstate(&self) -> &str {
        use ArgumentError::*;
        match self {
            MoreThanOne { .. } | NotOne { .. } | OtherConstraint { .. } => "42601",
            Name { .. } => "42602",
            NoCollation { .. } => "42704",
            Repeated { .. } => "42701",
            Empty { .. }
            | Choice { .. }
            | Same { .. }
            | Counts { .. }
            | Range { .. }
            | Both { .. }
            | Swapped { .. }
            | FileName { .. }
            | FileDescribed { .. } => "22023",
            LongName { .. } => "42622",
        }
    }

    fn detail(&self) -> Option<String> {
        use ArgumentError::*;
        match self {
            MoreThanOne { sql } => Some(format!("It would make: {sql}")),
            NotOne { why, .. } => Some(why.clone()),
            Name { why, .. } => Some((*why).into()),
            LongName { name, .. } => {
                let (bytes, letters) = (name.len(), name.chars().count());
                let of = if bytes == letters { String::new() } else { format!(", of {letters} characters") };
                Some(format!("It has {bytes} bytes{of}: \"{name}\"."))
            }
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        use ArgumentError::*;
        Some(match self {
            NotOne { hint, .. } => return hint.clone(),
            OtherConstraint { instead, .. } => instead.clone(),
            NoCollation { value, there } => match did_you_mean(value, there) {
                Some(question) => format!("{question} pg_collation has them all."),
                None => "Give a name such as C, de-x-icu or shop.mine; pg_collation has them all.".into(),
            },
            Choice { choices, .. } => format!("It is one of {choices}."),
            Name { name, .. } => {
                let quoted = name.replace('"', "\"\"");
                format!("Write the name in double quotes if it is to be that: \"{quoted}\".")
            }
            Range { least, most, .. } => format!("It is a number from {least} to {most}."),
            Counts { column, other, .. } => format!("Give one {other} for each {column}, in the same order."),
            Both { .. } => "Give one of them.".into(),
            Swapped { call, .. } => format!("The call is {call}."),
            FileName { .. } => {
                "The server does not see the client's files. In psql: \\set text `cat FILE`, then :'text' in \
                the call; or migrate.load_dir('/...') for a folder of the server."
                    .into()
            }
            FileDescribed { .. } => "Say in a few words what the migration does; a file is registered with \
                migrate.load(content, filename)."
                .into(),
            LongName { .. } => "Choose a shorter name.".into(),
            MoreThanOne { .. } | Same { .. } | Repeated { .. } | Empty { .. } => return None,
        })
    }
}
