//! More workers for one backfill: started, waited for, cancelled.

use migrate_core::failure::Failure;

use crate::postgres::identity::login_user;
use crate::postgres::worker::{self, Order, Worker};
use crate::postgres::{procedure, toplevel};

/// The name under which helpers appear in `pg_stat_activity`.
pub(super) fn name(id: i64) -> String {
    format!("migrate_ext backfill {id}")
}

/// The helpers of a backfill.
pub struct Helpers(Vec<Worker>);

impl Helpers {
    /// Starts so many, or as many as slots are free.
    pub fn start(id: i64, count: u32) -> Result<Helpers, Failure> {
        let start = || {
            let role = login_user().0.to_u32();
            let order = Order {
                subject: id,
                database: worker::database(),
                role,
                transaction: 0,
                patient: false,
                is_heir: false,
            };
            (0..count).map_while(|_| worker::start("migrate_ext_backfill_main", &name(id), order)).collect()
        };
        Ok(Helpers(toplevel::without_snapshot(start)?))
    }

    /// Waits until all have ended, which they do when no range is left.
    ///
    /// # Errors
    ///
    /// A cancel.
    pub fn wait(&self) -> Result<(), Failure> {
        const PAUSE_MS: i64 = 10;
        while self.0.iter().any(|helper| !helper.has_ended()) {
            toplevel::without_snapshot(|| procedure::pause(PAUSE_MS))?;
        }
        Ok(())
    }

    /// Has them end at once.
    pub fn cancel(&self) {
        self.0.iter().for_each(|helper| {
            helper.cancel();
        });
    }
}
