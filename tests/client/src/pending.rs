//! SQL that runs while the test goes on.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::session::{Canceller, Session, SqlError};
use crate::wait::PATIENCE;

/// A statement under way in a thread of its own.
pub struct Pending {
    sql: String,
    canceller: Option<Canceller>,
    result: Receiver<(Session, Result<Vec<String>, SqlError>)>,
}

impl Pending {
    pub(crate) fn new(mut session: Session, sql: &str) -> Pending {
        let canceller = session.canceller();
        let (sender, result) = channel();
        let text = sql.to_string();
        thread::spawn(move || {
            let answer = session.try_query(&text);
            let _ = sender.send((session, answer));
        });
        Pending { sql: sql.into(), canceller, result }
    }

    /// Ctrl-C.
    pub fn cancel(&self) {
        self.canceller.as_ref().expect("a session that could say which process it is").cancel();
    }

    /// The session and what came of it.
    pub fn end(self) -> (Session, Result<Vec<String>, SqlError>) {
        match self.result.recv_timeout(PATIENCE) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Timeout) => panic!("{} did not end within {PATIENCE:?}", self.sql),
            Err(RecvTimeoutError::Disconnected) => panic!("{} has panicked", self.sql),
        }
    }

    /// The session and the rows.
    pub fn rows(self) -> (Session, Vec<String>) {
        let sql = self.sql.clone();
        let (session, result) = self.end();
        (session, result.unwrap_or_else(|error| panic!("{sql}: {error:#?}")))
    }

    /// The session and the error that it must end with.
    pub fn error(self) -> (Session, SqlError) {
        let sql = self.sql.clone();
        let (session, result) = self.end();
        match result {
            Ok(rows) => panic!("{sql}: no error, but {rows:?}"),
            Err(error) => (session, error),
        }
    }

    /// Whether it is still under way after a moment, for what must not end yet.
    pub fn is_running_after(&self, moment: Duration) -> bool {
        matches!(self.result.recv_timeout(moment), Err(RecvTimeoutError::Timeout))
    }
}
