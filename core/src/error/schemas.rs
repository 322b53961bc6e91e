//! What can be wrong with migrations that run in many schemas.

use thiserror::Error;

use super::report::Report;
use crate::failure::Failure;

/// How many schemas a DETAIL lists.
const FEW: usize = 5;

/// Why migrations do not run in the schemas that were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SchemasError {
    /// The argument is of another type.
    #[error("\"schemas\" must be a pattern or an array of names, not of type {given}")]
    WrongType {
        /// The type.
        given: String,
    },
    /// An argument is of use only with schemas.
    #[error("\"{argument}\" cannot be given without \"schemas\", \"databases\" or \"servers\"")]
    Without {
        /// The argument.
        argument: &'static str,
    },
    /// Each schema has a number of its own.
    #[error("the end of a change by its number cannot be had with \"schemas\"")]
    ByNumber,
    /// What is taken back has a number, of which each schema has one of its own.
    #[error("undo cannot be had with \"schemas\"")]
    NoUndo,
    /// The call stands in a transaction.
    #[error("migrations cannot be run in many schemas inside a transaction block or function")]
    InTransaction,
    /// No schema has such a name.
    #[error("no schema matches \"{pattern}\"")]
    NoneMatches {
        /// The pattern.
        pattern: String,
    },
    /// A schema that was named is not there.
    #[error("schema \"{schema}\" does not exist")]
    NotThere {
        /// The schema.
        schema: String,
    },
    /// A schema that was named is not for migrations.
    #[error("migrations cannot be run in schema \"{schema}\"")]
    NotATenant {
        /// The schema.
        schema: String,
    },
    /// The role may not make anything in a schema, or see what is there.
    #[error("role \"{role}\" needs USAGE and CREATE on schema \"{schema}\"")]
    MayNot {
        /// The role.
        role: String,
        /// The schema.
        schema: String,
        /// How many others it lacks.
        others: usize,
    },
    /// The canary is none of the schemas.
    #[error("canary \"{canary}\" is not one of the schemas")]
    NoCanary {
        /// The canary.
        canary: String,
    },
    /// Another schema has the name of one that was migrated.
    #[error("schema \"{schema}\" is not the one that was migrated under this name")]
    MadeAgain {
        /// The schema.
        schema: String,
    },
    /// No schema of that name is gone.
    #[error("no schema \"{schema}\" with a history is gone")]
    NothingToSettle {
        /// The schema.
        schema: String,
    },
    /// A schema is not there any more, or has another name.
    #[error("schema \"{schema}\" was dropped or renamed while it was being migrated")]
    Gone {
        /// The schema, by the name that it had.
        schema: String,
    },
    /// A script names a relation that its schema lacks and another has.
    #[error("relation \"{name}\" does not exist in schema \"{schema}\"")]
    Strays {
        /// The relation.
        name: String,
        /// The schema.
        schema: String,
        /// The one in which it is found.
        other: String,
    },
    /// A migration has run in a schema.
    #[error("migration {version} \"{description}\" is applied in schema \"{schema}\" with another text")]
    Applied {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// The schema.
        schema: String,
    },
    /// A migration that has run in a schema is to be taken out of the registry.
    #[error("migration {version} \"{description}\" is applied in schema \"{schema}\"")]
    InUse {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// The schema.
        schema: String,
    },
    /// A job has no plans that could be made again.
    #[error("job {job} is at many schemas, and is not resumed by its number")]
    NotResumed {
        /// The job.
        job: i64,
    },
    /// The first schema has failed.
    #[error("migrations failed in canary \"{schema}\"; nothing was begun in the other {others}")]
    CanaryFailed {
        /// The canary.
        schema: String,
        /// How many others there are.
        others: i64,
        /// What the server said.
        failure: Failure,
    },
    /// Some have failed.
    #[error("migrations failed in {count} of {all} schemas")]
    Failed {
        /// How many.
        count: i64,
        /// Of how many.
        all: i64,
        /// In how many they are done.
        done: i64,
        /// The first of those that have failed, and what the server said.
        first: Vec<(String, Failure)>,
        /// The call that goes on.
        call: &'static str,
    },
}

impl Report for SchemasError {
    fn sqlstate(&self) -> &str {
        use SchemasError::*;
        match self {
            WrongType { .. } => "42804",
            Without { .. } | NoCanary { .. } => "22023",
            ByNumber | NoUndo | NotResumed { .. } => "0A000",
            InTransaction => "25001",
            Strays { .. } => "42P01",
            NoneMatches { .. } | NotThere { .. } | Gone { .. } => "3F000",
            NotATenant { .. } | MayNot { .. } => "42501",
            MadeAgain { .. } | NothingToSettle { .. } | Applied { .. } | InUse { .. } => "55000",
            CanaryFailed { failure, .. } => &failure.sqlstate,
            Failed { first, .. } => first.first().map_or("55000", |(_, failure)| &failure.sqlstate),
        }
    }

    fn detail(&self) -> Option<String> {
        use SchemasError::*;
        match self {
            MayNot { others, .. } => {
                let more = match others {
                    0 => String::new(),
                    others => format!(" It is so in {others} more."),
                };
                Some(format!("A name that is not found in a schema is looked for in those behind it.{more}"))
            }
            Strays { other, .. } => Some(format!(
                "The search path leads to the one in schema \"{other}\", to which the statement applies in its place."
            )),
            MadeAgain { .. } => Some("That one was dropped, and this one is not empty.".into()),
            CanaryFailed { schema, failure, .. } => Some(said(schema, failure)),
            Failed { count, all, done, first, .. } => {
                let mut lines: Vec<String> =
                    first.iter().take(FEW).map(|(schema, failure)| said(schema, failure)).collect();
                let more = count - lines.len() as i64;
                if more > 0 {
                    lines.push(format!("There are {more} more."));
                }
                lines.push(match all - done - count {
                    0 => format!("It is done in {done}."),
                    left => format!("It is done in {done}; {left} were not begun, or broken off."),
                });
                Some(lines.join("\n"))
            }
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        use SchemasError::*;
        Some(match self {
            WrongType { .. } => {
                "Say schemas => 'tenant\\_%' or schemas => ARRAY['tenant_1', 'tenant_2'].".into()
            }
            InTransaction => "CALL it by itself, outside of BEGIN and of functions.".into(),
            NoneMatches { pattern } => match many_names(pattern) {
                true => "Several names are an array: schemas => ARRAY['tenant_1', 'tenant_2'].".into(),
                false => "The pattern is that of LIKE, where % stands for any characters; the server's own schemas and those of \
                          extensions match none."
                    .into(),
            },
            MadeAgain { schema } => format!(
                "If it was restored: SELECT migrate.settle_schema('{schema}', is_new => false). If it is a new one: is_new => true, \
                 and all migrations run in it."
            ),
            Strays { name, other, .. } => format!(
                "Make it in the schema first. If the other one is meant, write its schema into the script: {other}.{name}."
            ),
            NoUndo => "Run what does the reverse in each of them, such as migrate.safe_drop_column('item', 'note'), or migrate.abort('item', 'note') of a change. Or take each back by its number in migrate.operations: SELECT * FROM migrate.undo(7).".into(),
            ByNumber => "Each schema has a number of its own: see migrate.operations. A change is named by its table and column: migrate.complete('item', 'word').".into(),
            NotResumed { .. } => {
                "CALL migrate.up(schemas => ...), down or run, as before: it goes on where each schema stands."
                    .into()
            }
            Applied { .. } => "Give the new text a version of its own.".into(),
            InUse { .. } => "Roll it back there first: CALL migrate.down(schemas => ...).".into(),
            CanaryFailed { .. } => "Mend the cause; the same call goes on.".into(),
            Failed { call: "migrate.run", .. } => {
                "Mend the cause, then the same CALL goes on; see migrate.schema_queue.".into()
            }
            Failed { call, .. } => format!(
                "Mend the cause, then CALL {call}(schemas => ...) goes on where each schema stands; see migrate.convergence."
            ),
            _ => return None,
        })
    }
}

/// Whether a pattern looks like several names.
pub(super) fn many_names(pattern: &str) -> bool {
    pattern.contains(',') || pattern.starts_with('{') && pattern.ends_with('}')
}

/// What is said of one schema.
fn said(schema: &str, failure: &Failure) -> String {
    let detail = failure.detail.as_deref().map_or(String::new(), |detail| format!(": {detail}"));
    format!("Schema \"{schema}\": {}{detail}", failure.message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(message: &str) -> Failure {
        let (sqlstate, message) = ("42P07".to_string(), message.to_string());
        Failure { sqlstate, message, detail: Some("42P07: it is there.".into()), hint: None, position: None }
    }

    #[test]
    fn few_are_named_and_all_are_counted() {
        let first: Vec<_> = (1..=5).map(|n| (format!("t{n}"), failure("migration 1 failed"))).collect();
        let failed = SchemasError::Failed { count: 7, all: 20, done: 10, first, call: "migrate.up" };
        assert_eq!(failed.to_string(), "migrations failed in 7 of 20 schemas");
        assert_eq!(failed.sqlstate(), "42P07");
        let detail = failed.detail().unwrap();
        assert!(
            detail.starts_with("Schema \"t1\": migration 1 failed: 42P07: it is there.\nSchema \"t2\""),
            "{detail}"
        );
        assert!(
            detail.ends_with("There are 2 more.\nIt is done in 10; 3 were not begun, or broken off."),
            "{detail}"
        );
        assert!(failed.hint().unwrap().contains("CALL migrate.up(schemas => ...)"));
    }

    #[test]
    fn a_canary_says_whom_it_has_kept() {
        let canary = SchemasError::CanaryFailed { schema: "t1".into(), others: 9, failure: failure("no") };
        assert_eq!(
            canary.to_string(),
            "migrations failed in canary \"t1\"; nothing was begun in the other 9"
        );
        assert_eq!(canary.detail().unwrap(), "Schema \"t1\": no: 42P07: it is there.");
    }
}
