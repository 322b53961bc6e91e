//! What is asked of another database, and what it answers.

use migrate_core::error::{ElsewhereError, Error};
use migrate_core::failure::Failure;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::engine::converge::spec::Spec;
use crate::engine::session::Identity;
use crate::registry::parcels::Parcel;

/// Who is sent, and what for.
#[derive(Debug, Serialize, Deserialize)]
pub struct Errand {
    /// As whom it is done.
    pub identity: Identity,
    /// The name under which the worker appears in `pg_stat_activity`.
    pub name: String,
    /// What is to be done.
    pub task: Task,
}

/// What is to be done in another database.
#[derive(Debug, Serialize, Deserialize)]
pub enum Task {
    /// What a call of up or down does there, behind registering what is missing.
    Run {
        /// The call.
        spec: Spec,
        /// What is registered where it is asked.
        parcels: Vec<Parcel>,
    },
    /// The same without doing it.
    Preview {
        /// The call.
        spec: Spec,
        /// What is registered where it is asked.
        parcels: Vec<Parcel>,
    },
    /// What `migrate.status()` says there.
    Status,
    /// In the asker's own database: what each of these servers answers to a query.
    Servers {
        /// Their names.
        names: Vec<String>,
        /// What to ask.
        query: Query,
        /// How many at once.
        most: usize,
    },
    /// In the asker's own database: what a call would do on each of these servers.
    PreviewOnServers {
        /// Their names.
        names: Vec<String>,
        /// The call.
        spec: Spec,
        /// What is registered where it is asked.
        parcels: Vec<Parcel>,
        /// How many at once.
        most: usize,
    },
}

/// What a server can be asked that changes nothing.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub enum Query {
    /// What `migrate.status()` says.
    Status,
    /// What `migrate.preflight()` says.
    Preflight,
}

impl Query {
    /// All rows of it as one value.
    pub fn sql(self) -> &'static str {
        match self {
            Query::Status => {
                "SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(s)), '[]'::pg_catalog.jsonb) FROM migrate.status() s"
            }
            Query::Preflight => {
                "SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(s)), '[]'::pg_catalog.jsonb) FROM migrate.preflight() s"
            }
        }
    }
}

/// What came of it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Answer {
    /// Why it was not done, or not all of it.
    pub failure: Option<Failure>,
    /// How many migrations were brought to their end.
    pub done: i64,
    /// Those that would run.
    pub versions: Vec<i64>,
    /// The rows of a query; the answers of servers, where these were asked.
    pub rows: Option<Value>,
    /// What the call has answered.
    pub summary: Option<String>,
    /// Whether it may have been done, or go on: the connection was lost in the middle.
    pub is_unknown: bool,
}

impl Answer {
    /// What is told of a place that was asked: its rows, or why there are none.
    pub fn said(self, name: &str) -> Value {
        match (self.rows, self.failure) {
            (Some(rows), None) => json!({ "name": name, "rows": rows }),
            (_, failure) => {
                let failure = failure.unwrap_or_else(|| Error::from(ElsewhereError::NoExtension).failure());
                let hint = failure.hint.map_or_else(String::new, |hint| format!(". {hint}"));
                // What libpq says of a connection has lines.
                let detail = failure.detail.unwrap_or_default();
                let detail: Vec<&str> = detail.split_whitespace().collect();
                let detail =
                    if detail.is_empty() { String::new() } else { format!(": {}", detail.join(" ")) };
                let note = format!("{} ({}){detail}{hint}", failure.message, failure.sqlstate);
                json!({ "name": name, "note": note })
            }
        }
    }
}

impl From<Failure> for Answer {
    fn from(failure: Failure) -> Answer {
        Answer { failure: Some(failure), ..Answer::default() }
    }
}

impl From<Error> for Answer {
    fn from(error: Error) -> Answer {
        Answer { failure: Some(error.failure()), ..Answer::default() }
    }
}
