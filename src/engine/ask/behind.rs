//! What a call depends on that a job has still to do. A pasted script asks for one operation after the other: what names the
//! column that the first makes cannot be planned yet, and is not refused for that.

use migrate_core::request::Operation;

use crate::catalog::server::Server;
use crate::engine::job::{self, Ahead};

/// The newest job that has not ended and on whose safe operation the outcome of this one depends.
pub fn of(operation: &Operation) -> Option<Ahead> {
    let depends =
        |ahead: &Ahead| ahead.operation.as_ref().is_some_and(|before| operation.depends_on(before, &Server));
    job::ahead().into_iter().find(depends)
}
