//! The workers that follow the job's own: started, waited for, ended.

use migrate_core::failure::Failure;

use crate::postgres::identity::login_user;
use crate::postgres::worker::{self, Order, Worker};
use crate::postgres::{procedure, toplevel};

/// The name under which they appear in `pg_stat_activity`.
pub(super) fn name(job: i64) -> String {
    format!("migrate_ext schemas of job {job}")
}

/// The workers.
pub struct Crew(Vec<Worker>);

impl Crew {
    /// Starts so many, or as many as slots are free.
    pub fn start(job: i64, count: usize) -> Result<Crew, Failure> {
        let start = || {
            let role = login_user().0.to_u32();
            let order = Order { subject: job, database: worker::database(), role, ..Order::default() };
            (0..count).map_while(|_| worker::start("migrate_ext_schemas_main", &name(job), order)).collect()
        };
        Ok(Crew(toplevel::without_snapshot(start)?))
    }

    /// Waits until all have ended, which they do when no schema is left.
    ///
    /// # Errors
    ///
    /// A cancel.
    pub fn wait(&self) -> Result<(), Failure> {
        const PAUSE_MS: i64 = 10;
        while self.0.iter().any(|worker| !worker.has_ended()) {
            toplevel::without_snapshot(|| procedure::pause(PAUSE_MS))?;
        }
        Ok(())
    }

    /// Has them end what they are at, and waits for that: whoever leads must not go before.
    pub fn end(&self) {
        const PAUSE_MS: i64 = 10;
        while self.0.iter().any(|worker| !worker.has_ended()) {
            // One that was between two statements has not heard it.
            self.0.iter().for_each(|worker| {
                worker.cancel();
            });
            procedure::wait(PAUSE_MS);
        }
    }
}
