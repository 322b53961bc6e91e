//! What can be wrong with migrations that run in many databases, or on many servers.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::report::Report;
use crate::failure::Failure;

/// How many of them a DETAIL lists.
const FEW: usize = 5;

/// What kind of places there are beside this database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Databases of this server.
    Databases,
    /// Foreign servers, each with a database.
    Servers,
}

impl Kind {
    /// One of them, for people.
    pub fn one(self) -> &'static str {
        match self {
            Kind::Databases => "database",
            Kind::Servers => "server",
        }
    }

    /// What stands before them.
    pub fn at(self) -> &'static str {
        match self {
            Kind::Databases => "in",
            Kind::Servers => "on",
        }
    }

    /// The argument that names them.
    pub fn argument(self) -> &'static str {
        match self {
            Kind::Databases => "databases",
            Kind::Servers => "servers",
        }
    }
}

/// Why migrations do not run in the databases that were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ElsewhereError {
    /// The argument is of another type.
    #[error("\"{}\" must be a pattern or an array of names, not of type {given}", .kind.argument())]
    WrongType {
        /// Of what.
        kind: Kind,
        /// The type.
        given: String,
    },
    /// The call stands in a transaction.
    #[error("migrations cannot be run {} many {} inside a transaction block or function", .kind.at(), .kind.argument())]
    InTransaction {
        /// Of what.
        kind: Kind,
    },
    /// None has such a name.
    #[error("no {} matches \"{pattern}\"", .kind.one())]
    NoneMatches {
        /// Of what.
        kind: Kind,
        /// The pattern.
        pattern: String,
    },
    /// No name was given.
    #[error("\"{}\" names none", .kind.argument())]
    NoNames {
        /// Of what.
        kind: Kind,
    },
    /// The canary is none of them.
    #[error("canary \"{canary}\" is not one of the {}", .kind.argument())]
    NoCanary {
        /// Of what.
        kind: Kind,
        /// The canary.
        canary: String,
    },
    /// Another call of the kind is at work.
    #[error("another call is at work on other {} of this one", .kind.argument())]
    Busy {
        /// Of what.
        kind: Kind,
    },
    /// A job has no plans that could be made again.
    #[error("job {job} is at many {}, and is not resumed by its number", .kind.argument())]
    NotResumed {
        /// Of what.
        kind: Kind,
        /// The job.
        job: i64,
    },
    /// The first one has failed.
    #[error("{} canary \"{name}\"; nothing was begun {} the other {others}", canary(*.kind, *.is_unknown), .kind.at())]
    CanaryFailed {
        /// Of what.
        kind: Kind,
        /// Whether it is not known what became of it.
        is_unknown: bool,
        /// The canary.
        name: String,
        /// How many others there are.
        others: i64,
        /// What is said of it.
        failure: Failure,
    },
    /// Some have failed.
    #[error("{}", not_done(*.kind, *.count, *.unknown, *.all))]
    Failed {
        /// Of what.
        kind: Kind,
        /// How many.
        count: i64,
        /// Of how many more it is not known.
        unknown: i64,
        /// Of how many.
        all: i64,
        /// In how many they are done.
        done: i64,
        /// The first of those that have failed, and what is said of them.
        first: Vec<(String, Failure)>,
        /// The call that goes on.
        call: &'static str,
    },
    /// There is no such database.
    #[error("database \"{database}\" does not exist")]
    NoDatabase {
        /// The database.
        database: String,
    },
    /// It is a template for others.
    #[error("database \"{database}\" is a template")]
    Template {
        /// The database.
        database: String,
    },
    /// Nobody can connect to it.
    #[error("database \"{database}\" is not currently accepting connections")]
    Closed {
        /// The database.
        database: String,
    },
    /// DROP DATABASE was broken off in it.
    #[error("cannot connect to invalid database \"{database}\"")]
    Invalid {
        /// The database.
        database: String,
    },
    /// The asker may not connect to it.
    #[error("permission denied for database \"{database}\"")]
    MayNotConnect {
        /// The database.
        database: String,
        /// The asker.
        role: String,
    },
    /// The asker may not do there what is asked for.
    #[error("permission denied for {what}")]
    MayNot {
        /// What: `schema migrate`.
        what: &'static str,
    },
    /// It does not have the extension.
    #[error("extension \"migrate_ext\" does not exist")]
    NoExtension,
    /// Its texts are of another encoding.
    #[error("the encoding of the database is not UTF8")]
    Encoding,
    /// There is no such server.
    #[error("server \"{server}\" does not exist")]
    NoServer {
        /// The server.
        server: String,
    },
    /// Servers are asked by another extension.
    #[error("other servers are asked by extension \"dblink\", which this database does not have")]
    NoDblink,
    /// What came is no registry.
    #[error("the argument \"registry\" is not what another database sends")]
    NoRegistry {
        /// Why it cannot be read.
        why: String,
    },
    /// The connection has ended in the middle.
    #[error("the connection to server \"{server}\" was lost")]
    Lost {
        /// The server.
        server: String,
    },
    /// Whoever was sent there has not come back.
    #[error("the worker in database \"{database}\" ended before it said how far it was")]
    NoAnswer {
        /// The database.
        database: String,
    },
}

impl Report for ElsewhereError {
    fn sqlstate(&self) -> &str {
        use ElsewhereError::*;
        match self {
            WrongType { .. } => "42804",
            NoCanary { .. } | NoNames { .. } | NoRegistry { .. } => "22023",
            NotResumed { .. } | Encoding | NoDblink => "0A000",
            InTransaction { .. } => "25001",
            NoneMatches { .. } | NoDatabase { .. } => "3D000",
            Busy { .. } => "55P03",
            Template { .. } => "42809",
            Closed { .. } | Invalid { .. } => "55000",
            MayNotConnect { .. } | MayNot { .. } => "42501",
            NoExtension | NoServer { .. } => "42704",
            NoAnswer { .. } | Lost { .. } => "08006",
            CanaryFailed { failure, .. } => &failure.sqlstate,
            Failed { first, .. } => first.first().map_or("55000", |(_, failure)| &failure.sqlstate),
        }
    }

    fn detail(&self) -> Option<String> {
        use ElsewhereError::*;
        match self {
            MayNotConnect { role, .. } => {
                Some(format!("Role \"{role}\" does not have the CONNECT privilege."))
            }
            NoRegistry { why } => Some(format!("It cannot be read: {why}.")),
            CanaryFailed { name, failure, .. } => Some(said(name, failure)),
            Failed { kind, count, unknown, all, done, first, .. } => {
                let mut lines: Vec<String> =
                    first.iter().take(FEW).map(|(name, failure)| said(name, failure)).collect();
                let more = count + unknown - lines.len() as i64;
                match more {
                    0 => {}
                    1 => lines.push("There is one more.".into()),
                    more => lines.push(format!("There are {more} more.")),
                }
                lines.push(match all - done - count - unknown {
                    0 => format!("It is done {} {done}.", kind.at()),
                    left => format!("It is done {} {done}; {left} were not begun, or broken off.", kind.at()),
                });
                Some(lines.join("\n"))
            }
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        use ElsewhereError::*;
        Some(match self {
            WrongType { kind: Kind::Databases, .. } => {
                "Say databases => 'customer\\_%' or databases => ARRAY['customer_1', 'customer_2'].".into()
            }
            WrongType { kind: Kind::Servers, .. } => {
                "Say servers => 'eu\\_%' or servers => ARRAY['eu_1', 'eu_2'].".into()
            }
            InTransaction { .. } => "CALL it by itself, outside of BEGIN and of functions.".into(),
            NoneMatches { kind, pattern } if super::schemas::many_names(pattern) => {
                let one = kind.one();
                format!("Several names are an array: {} => ARRAY['{one}_1', '{one}_2'].", kind.argument())
            }
            NoneMatches { kind: Kind::Databases, .. } => {
                "The pattern is that of LIKE, where % stands for any characters; templates match none.".into()
            }
            NoneMatches { kind: Kind::Servers, .. } | NoServer { .. } => {
                "migrate.servers has those that CREATE SERVER has made for dblink_fdw.".into()
            }
            NoDblink => "CREATE EXTENSION dblink, then CREATE SERVER and CREATE USER MAPPING.".into(),
            Lost { .. } => "What was begun there may go on; the same call asks again.".into(),
            Busy { .. } => "Wait for it to end: wait => true waits until it is its turn.".into(),
            NotResumed { kind, .. } => format!(
                "CALL migrate.up({} => ...) or down, as before: it goes on where each stands.",
                kind.argument()
            ),
            CanaryFailed { .. } => "Mend the cause; the same call goes on.".into(),
            Failed { kind, call, .. } => format!(
                "Mend the cause, then CALL {call}({} => ...) goes on; see migrate.{}_convergence.",
                kind.argument(),
                kind.one()
            ),
            Template { .. } => "Migrate the databases that are made from it.".into(),
            Invalid { .. } => "DROP DATABASE has been broken off in it; do it again.".into(),
            Closed { .. } => "ALTER DATABASE ... ALLOW_CONNECTIONS true lets sessions in.".into(),
            MayNotConnect { database, role } => {
                format!("GRANT CONNECT ON DATABASE \"{database}\" TO \"{role}\".")
            }
            MayNot { .. } => {
                "The grants of that database count, as if you had connected to it: see SECURITY.md.".into()
            }
            NoExtension => "Connect to that database and run CREATE EXTENSION migrate_ext.".into(),
            Encoding => "Call migrate.up() in that database itself.".into(),
            NoAnswer { .. } => {
                "The server's log says why. The same call goes on where the database stands.".into()
            }
            NoRegistry { .. } => {
                "CALL migrate.up(servers => ...) calls this function; files are registered by migrate.load()."
                    .into()
            }
            NoDatabase { .. } | NoCanary { .. } | NoNames { .. } => return None,
        })
    }
}

/// That it is not done in the first of them.
fn canary(kind: Kind, is_unknown: bool) -> String {
    let what = if is_unknown { "what became of the migrations is unknown" } else { "migrations failed" };
    format!("{what} {}", kind.at())
}

/// That it is not done in all of them.
fn not_done(kind: Kind, failed: i64, unknown: i64, all: i64) -> String {
    let (at, places) = (kind.at(), kind.argument());
    match (failed, unknown) {
        (0, unknown) => format!("what became of the migrations is unknown {at} {unknown} of {all} {places}"),
        (failed, 0) => format!("migrations failed {at} {failed} of {all} {places}"),
        (failed, unknown) => {
            format!(
                "migrations failed {at} {failed} of {all} {places}, and what became of them is unknown {at} {unknown}"
            )
        }
    }
}

/// What is said of one of them.
fn said(name: &str, failure: &Failure) -> String {
    let mut lines = vec![format!("\"{name}\": {} ({})", failure.message, failure.sqlstate)];
    lines.extend(failure.detail.clone());
    lines.extend(failure.hint.as_ref().map(|hint| format!("Hint: {hint}")));
    lines.join("\n  ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(message: &str, hint: Option<&str>) -> Failure {
        let (sqlstate, message) = ("42704".to_string(), message.to_string());
        Failure { sqlstate, message, detail: None, hint: hint.map(String::from), position: None }
    }

    #[test]
    fn few_are_named_with_what_to_do_and_all_are_counted() {
        let first = (1..=5).map(|n| (format!("c{n}"), failure("no", Some("Do it.")))).collect();
        let (kind, call) = (Kind::Databases, "migrate.up");
        let failed = ElsewhereError::Failed { kind, count: 5, unknown: 1, all: 20, done: 10, first, call };
        assert_eq!(
            failed.to_string(),
            "migrations failed in 5 of 20 databases, and what became of them is unknown in 1"
        );
        assert_eq!(failed.sqlstate(), "42704");
        let detail = failed.detail().unwrap();
        assert!(detail.starts_with("\"c1\": no (42704)\n  Hint: Do it.\n\"c2\""), "{detail}");
        assert!(
            detail.ends_with("There is one more.\nIt is done in 10; 4 were not begun, or broken off."),
            "{detail}"
        );
        assert!(failed.hint().unwrap().contains("CALL migrate.up(databases => ...)"));
    }
}
