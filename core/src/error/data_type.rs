//! Why a safe operation cannot use or change a type.

use thiserror::Error;

use super::report::Report;
use super::table::AS_OWNER;
use crate::text::did_you_mean;

/// Why a type cannot be used or changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TypeError {
    /// There is no such type.
    #[error("type \"{name}\" does not exist")]
    NoType {
        /// As it was written.
        name: String,
    },
    /// The role is not the type's owner.
    #[error("must be owner of type {name}")]
    NotOwner {
        /// The type.
        name: String,
        /// Its owner.
        owner: String,
    },
    /// The type is not an enum.
    #[error("type {name} is {what}")]
    NotEnum {
        /// The type.
        name: String,
        /// What it is, with an article.
        what: String,
    },
    /// The enum has no such value.
    #[error("\"{value}\" is not a value of enum {name}")]
    NoValue {
        /// The type.
        name: String,
        /// The value.
        value: String,
        /// The values that it has.
        there: Vec<String>,
    },
}

impl Report for TypeError {
    fn sqlstate(&self) -> &str {
        use TypeError::*;
        match self {
            NoValue { .. } => "22023",
            NotEnum { .. } => "42809",
            NotOwner { .. } => "42501",
            NoType { .. } => "42704",
        }
    }

    fn detail(&self) -> Option<String> {
        use TypeError::*;
        match self {
            NotOwner { owner, .. } => Some(format!("The owner is role \"{owner}\".")),
            NoValue { there, .. } => Some(format!("It has {}.", there.join(", "))),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        use TypeError::*;
        match self {
            NotOwner { .. } => Some(AS_OWNER.into()),
            NoValue { value, there, .. } => did_you_mean(value, there),
            NotEnum { .. } => Some("Only enum types have values that can be added.".into()),
            _ => None,
        }
    }
}
