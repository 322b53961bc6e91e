//! A worker that was sent to another database, as who has sent it sees it.

use migrate_core::error::{ElsewhereError, Error, Result, SessionError};

use super::away::Away;
use super::errand::{Answer, Errand};
use crate::postgres::letter::{self, Asked, Back};
use crate::postgres::worker::{self, Order, Worker};
use crate::registry::databases;

/// `backend_type` of such workers.
const KIND: &str = "migrate_ext database";

/// A worker that was sent. It is cancelled when nobody waits for it any more.
pub struct Link {
    name: String,
    asked: Asked,
    worker: Worker,
}

impl Link {
    /// Sends one. Call it inside a transaction.
    ///
    /// # Errors
    ///
    /// What [`databases::reach`] says; [`SessionError::NoWorker`].
    pub fn send(database: &str, errand: &Errand) -> Result<Link> {
        let role = errand.identity.session_oid;
        let oid = databases::reach(database, role)?;
        let question = serde_json::to_vec(errand).unwrap_or_default();
        let asked = letter::ask(&question);
        let order = Order { subject: asked.handle().into(), database: oid, role, ..Order::default() };
        let worker = worker::start_as(KIND, "migrate_ext_database_main", &errand.name, order);
        let worker = worker.ok_or_else(|| Error::from(SessionError::NoWorker))?;
        Ok(Link { name: database.into(), asked, worker })
    }

    fn nobody(&self) -> Answer {
        Answer::from(Error::from(ElsewhereError::NoAnswer { database: self.name.clone() }))
    }
}

impl Away for Link {
    fn name(&self) -> &str {
        &self.name
    }

    fn look(&mut self) -> Option<Answer> {
        // Asked first: what it has said before it ended is there.
        let has_ended = self.worker.has_ended();
        match self.asked.look() {
            Back::Answer(bytes) => Some(serde_json::from_slice(&bytes).unwrap_or_else(|_| self.nobody())),
            Back::Nobody => Some(self.nobody()),
            Back::Nothing => has_ended.then(|| self.nobody()),
        }
    }

    fn cancel(&mut self) -> bool {
        self.worker.cancel();
        self.worker.has_ended()
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        if !self.worker.has_ended() {
            self.worker.cancel();
        }
    }
}
