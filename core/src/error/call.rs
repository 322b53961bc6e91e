//! What can be wrong with an argument of a function, whatever it does.

use thiserror::Error;

use super::report::Report;

/// An argument of a function is not what it can be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CallError {
    /// An argument is NULL.
    #[error("{argument} must not be null")]
    Null {
        /// The argument's name.
        argument: &'static str,
    },
    /// An element of an array is NULL.
    #[error("{argument} must not contain NULL (element {element})")]
    NullElement {
        /// The argument's name.
        argument: &'static str,
        /// The element's number, from 1.
        element: usize,
    },
    /// An element of an array holds nothing.
    #[error("{argument} must not contain an empty text (element {element})")]
    EmptyElement {
        /// The argument's name.
        argument: &'static str,
        /// The element's number, from 1.
        element: usize,
    },
    /// A length of time that leads to no date.
    #[error("{argument} is out of range")]
    OutOfRange {
        /// The argument's name.
        argument: &'static str,
    },
    /// An argument holds nothing.
    #[error("{argument} must not be empty")]
    Empty {
        /// The argument's name.
        argument: &'static str,
    },
    /// Neither or both of two arguments are given.
    #[error("one of {} and {} must be given", .of[0], .of[1])]
    NotOne {
        /// Their names.
        of: [&'static str; 2],
    },
    /// Arguments that say different things are given.
    #[error("{} and {} must not be given together", .of[0], .of[1])]
    Together {
        /// Their names.
        of: [&'static str; 2],
    },
    /// A number is too small.
    #[error("{argument} must be at least {least}, not {value}")]
    TooSmall {
        /// The argument's name.
        argument: &'static str,
        /// The smallest value.
        least: i64,
        /// What was given.
        value: i64,
    },
    /// The session has set something that is none of our settings, before these were known.
    #[error("unrecognized configuration parameter \"{name}\"")]
    UnknownSetting {
        /// Its name.
        name: String,
    },
    /// The session has set a setting of ours that only a superuser may set, before it was known.
    #[error("permission denied to set parameter \"{name}\"")]
    DeniedSetting {
        /// Its name.
        name: String,
    },
    /// The session has set one of our settings to what it cannot be, before it was known.
    #[error("invalid value for parameter \"{name}\": \"{value}\"")]
    InvalidSetting {
        /// Its name.
        name: String,
        /// What it was set to.
        value: String,
    },
    /// A job would have no time to be at work in.
    #[error("stop_at must be later than not_before")]
    EmptyWindow,
    /// A time lies behind.
    #[error("{argument} is in the past")]
    Past {
        /// The argument's name.
        argument: &'static str,
    },
    /// What is to be run is not one statement.
    #[error("{argument} must be one SELECT of one function of schema migrate")]
    NotOneCall {
        /// The argument's name.
        argument: &'static str,
        /// What it is instead, a sentence; empty where that is plain.
        detail: String,
    },
    /// What is to be run is a call of something that does not run one operation.
    #[error("migrate.{function} is not one of the functions that migrate.run runs")]
    NotRun {
        /// The function.
        function: String,
    },
    /// The description, or a file's name, has more than one line, or characters that no terminal shows as they are.
    #[error("{argument} must be a single line without control characters")]
    NotOneLine {
        /// The argument's name.
        argument: &'static str,
    },
}

impl Report for CallError {
    fn sqlstate(&self) -> &str {
        use CallError::*;
        match self {
            UnknownSetting { .. } => "42704",
            DeniedSetting { .. } => "42501",
            InvalidSetting { .. } => "22023",
            NotOneCall { .. } => "42601",
            NotRun { .. } => "0A000",
            Null { .. } | NullElement { .. } => "22004",
            OutOfRange { .. } => "22008",
            Empty { .. }
            | EmptyElement { .. }
            | TooSmall { .. }
            | NotOneLine { .. }
            | NotOne { .. }
            | Together { .. } => "22023",
            EmptyWindow | Past { .. } => "22023",
        }
    }

    fn detail(&self) -> Option<String> {
        match self {
            CallError::NotOneCall { detail, .. } => Some(detail.clone()).filter(|detail| !detail.is_empty()),
            CallError::UnknownSetting { .. }
            | CallError::DeniedSetting { .. }
            | CallError::InvalidSetting { .. } => Some(
                "It was set before this session had loaded the library, and has come to nothing; nothing was done."
                    .into(),
            ),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            CallError::DeniedSetting { .. } => "A superuser sets it, for a database or a role.",
            CallError::UnknownSetting { .. } | CallError::InvalidSetting { .. } => {
                "Set it again; with session_preload_libraries = migrate_ext such a SET is refused at once."
            }
            CallError::NotOne { of: [first, second] } => {
                return Some(format!("Name it: {first} => ..., or {second} => ...."));
            }
            CallError::Together { of: [first, second] } => {
                return Some(format!("Leave out {first} or {second}."));
            }
            CallError::NotOneCall { .. } => {
                "Write it as CALL migrate.run($$SELECT * FROM migrate.safe_create_index('articles', ARRAY['slug'])$$)."
            }
            CallError::NotRun { function } if ["apply", "rollback"].contains(&function.as_str()) => {
                "CALL migrate.up() and CALL migrate.down() run migrations to their end."
            }
            CallError::NotRun { .. } => {
                "It runs a safe operation, complete, abort, undo, restore, repair_indexes and complete_due to the end. Call others by themselves."
            }
            _ => return None,
        };
        Some(hint.into())
    }
}
