//! What is asked of another database, and what it answers.

use migrate_core::error::Error;
use migrate_core::failure::Failure;
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
    /// The rows of a status.
    pub rows: Option<Value>,
}

impl From<Error> for Answer {
    fn from(error: Error) -> Answer {
        Answer { failure: Some(error.failure()), ..Answer::default() }
    }
}
