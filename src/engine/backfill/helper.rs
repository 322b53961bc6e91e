//! The life of a helper: it becomes the caller as the job's own worker did, and takes ranges that nobody works on.
//!
//! A helper has no say: it stops when the job is not at work any more, and where it fails it gives its range back, so
//! that the job's own worker meets the failure and tells it.

use migrate_core::failure::Failure;

use super::batch::Filler;
use super::cursor;
use super::helpers::name;
use crate::engine::journal::open_run;
use crate::engine::{job, session};
use crate::postgres::toplevel;
use crate::postgres::worker::{self, Order};

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
    if let Some(left) = toplevel::in_transaction(|| open_run::left_in(job))? {
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
