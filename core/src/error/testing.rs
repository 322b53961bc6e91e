//! What can be wrong with a question about objects or rows.

use thiserror::Error;

use super::report::Report;
use crate::failure::Failure;
use crate::relation::Malformed;
use crate::text::{did_you_mean, first_quoted, listed, one_line};

/// Why a question about objects or rows cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TestingError {
    /// A name does not read as one.
    #[error("{argument} \"{given}\" is not a valid name")]
    Name {
        /// The argument's name.
        argument: &'static str,
        /// What was given.
        given: String,
        /// Why it is none.
        why: Malformed,
    },
    /// There is no such relation.
    #[error("relation \"{name}\" does not exist")]
    NoRelation {
        /// The name, as it was given.
        name: String,
    },
    /// It is there, and has no rows to look at.
    #[error("\"{name}\" has no rows to check")]
    NoRows {
        /// The name, as it was given.
        name: String,
        /// What it is, with an article.
        kind: &'static str,
    },
    /// Neither a number of rows nor a check was given.
    #[error("nothing to check")]
    NothingToCheck,
    /// The checks are not what they should be.
    #[error("checks must be an object or an array, not {found}")]
    Checks {
        /// What they are, with an article.
        found: &'static str,
    },
    /// One check is not what it should be.
    #[error("check \"{check}\" {problem}")]
    CheckForm {
        /// Its name, or its place in the array.
        check: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A check names a column that is not there.
    #[error("check \"{check}\": column \"{column}\" of \"{table}\" does not exist")]
    NoColumn {
        /// The check's name.
        check: String,
        /// The column.
        column: String,
        /// The table, as it was given.
        table: String,
        /// The columns that it has.
        there: Vec<String>,
    },
    /// The server cannot evaluate a check's expression.
    #[error("check \"{check}\" cannot be evaluated")]
    Expression {
        /// The check's name.
        check: String,
        /// Its expression.
        expression: String,
        /// What the server says; the position counts from the expression's first character.
        failure: Failure,
        /// The columns of the table, where it names one that is not there.
        there: Vec<String>,
    },
}

impl Report for TestingError {
    fn sqlstate(&self) -> &str {
        use TestingError::*;
        match self {
            Name { .. } => "42602",
            NoRelation { .. } => "42P01",
            NoRows { .. } => "42809",
            NothingToCheck | Checks { .. } | CheckForm { .. } => "22023",
            NoColumn { .. } => "42703",
            Expression { failure, .. } => &failure.sqlstate,
        }
    }

    fn detail(&self) -> Option<String> {
        use TestingError::*;
        Some(match self {
            Name { why: Malformed::Parts, .. } => "It has more parts than a schema and a name.".into(),
            NoRows { kind, .. } => format!("It is {kind}."),
            NoColumn { column, there, .. } => format!("It has {}.", listed(column, there)),
            Expression { expression, failure, there, .. } => {
                let at = match failure.position {
                    Some(position) => format!("at character {position} of"),
                    None => "in".into(),
                };
                let said = format!("{}, {at}: {}", failure.in_words(), one_line(expression, 200));
                match there.as_slice() {
                    [] => said,
                    there => format!("{said}\nThe columns are {}.", listed("", there)),
                }
            }
            _ => return None,
        })
    }

    fn hint(&self) -> Option<String> {
        use TestingError::*;
        let hint = match self {
            Name { .. } => "Write it as in SQL: articles, shop.articles, \"Articles\".",
            NoRelation { .. } => {
                "Write it as in SQL, with its schema if search_path does not have that: shop.articles, \"Articles\"."
            }
            NoRows { .. } => "Give a table, a view or a materialized view.",
            NothingToCheck => {
                "Give expected_count, or checks such as '{\"priority is set\": \"priority IS NOT NULL\"}'."
            }
            Checks { .. } | CheckForm { .. } => {
                "Write {\"name\": \"expression\", ...}, or [{\"column\": \"priority\", \"constraint\": \"IN ('low', 'high')\"}, ...], \
                 or [{\"name\": \"...\", \"check\": \"expression\"}, ...]."
            }
            NoColumn { column, there, .. } => {
                return did_you_mean(column, there).or_else(|| {
                    Some(
                        "Name a column as the table has it, or write the whole expression as \"check\"."
                            .into(),
                    )
                });
            }
            Expression { failure, there, .. } => {
                // The message may be in any language, and has the name in quotes.
                let meant = || did_you_mean(first_quoted(&failure.message)?, there);
                return failure.hint.clone().or_else(meant).or_else(|| {
                    // What went wrong with a row's values is not the expression's form.
                    failure.sqlstate.starts_with("42").then(|| {
                        "A check is one expression that is true or false for a row, as in a CHECK constraint.".into()
                    })
                });
            }
        };
        Some(hint.into())
    }
}
