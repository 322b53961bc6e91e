//! More workers for one backfill: each takes ranges of blocks that nobody works on.
//!
//! A helper has no say: it stops when the job is not at work any more, and where it fails it gives its range back, so that
//! the job's own worker meets the failure and tells it.

use migrate_core::failure::Failure;

use super::{Filler, cursor};
use crate::engine::job;
use crate::engine::journal;
use crate::engine::session;
use crate::postgres::identity::login_user;
use crate::postgres::worker::{self, Order, Worker};
use crate::postgres::{procedure, toplevel};

/// The name under which helpers appear in `pg_stat_activity`.
fn name(id: i64) -> String {
    format!("migrate_ext backfill {id}")
}

/// The helpers of a backfill.
pub struct Helpers(Vec<Worker>);

impl Helpers {
    /// Starts so many, or as many as slots are free.
    pub fn start(id: i64, count: u32) -> Result<Helpers, Failure> {
        let start = || {
            let role = login_user().0.to_u32();
            let order =
                Order { subject: id, database: worker::database(), role, transaction: 0, patient: false };
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

/// The life of a helper.
pub fn run(order: Order) {
    if let Err(failure) = help(order) {
        pgrx::log!("{} ({}), in a helper of backfill {}", failure.message, failure.sqlstate, order.subject);
    }
}

fn help(order: Order) -> Result<(), Failure> {
    let id = order.subject;
    toplevel::run(&format!("SET application_name = '{}'", name(id)))?;
    session::lift_limits()?;
    let Some((job, backfill)) = toplevel::in_transaction(|| cursor::work(id))? else { return Ok(()) };
    let identity = toplevel::in_transaction(|| job::identity(job, order.role))?;
    let Some(identity) = identity else { return Ok(()) };
    session::assume(&identity, &name(id)).map_err(|error| error.failure())?;
    // A script may have set what its expressions are to find.
    if let Some(left) = toplevel::in_transaction(|| journal::left_in(job))? {
        session::take_over(&identity, &left).map_err(|refused| refused.failure)?;
    }
    session::within_migration(|| {
        let Some(filler) = toplevel::in_transaction(|| Filler::helper(id, &backfill))? else { return Ok(()) };
        let done = filler.ranges();
        if done.is_err() {
            toplevel::in_transaction(|| cursor::release(id, Some(worker::own_pid())))?;
        }
        done
    })
}
