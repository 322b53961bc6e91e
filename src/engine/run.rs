//! Running a plan in a worker, unit by unit. The journal says where to begin.
//!
//! | unit | what is written | a kill leaves | the next run |
//! |---|---|---|---|
//! | [`transaction`] | its statements, its row in the journal and, for the last unit, the row of the history: one commit | all of it or nothing | begins at the first unit without a `done` row |
//! | [`standalone`] | `started` (a commit), the statement, the outcome (a commit) | a `started` row | asks the catalog what became of the statement ([`recover`]) |
//! | [`batched`] | `started` (a commit), batches with their cursor (a commit each), the outcome (a commit) | the batches that are committed | goes on at the next block; a table that was rewritten begins anew |
//! | [`operation`] | `started` with what the statement asked for (a commit), rows for its own units, the outcome (a commit) | a `started` row | takes the same operations from that row, and looks again at what is there |
//!
//! Where the time of a job is over ([`job::Window`]), it ends between two units, or two batches of a backfill, and leaves
//! what a kill there would leave.
//!
//! A unit counts as done only while its fingerprint is the same, so a script that was changed halfway is refused
//! ([`standing`]). To the end of the run the job holds an advisory lock on the version: nobody registers another text
//! for it meanwhile. Plans of one plain transaction unit also run in the caller's transaction ([`caller`]).

mod bad_row;
mod batched;
pub mod caller;
pub mod contract;
pub mod durable;
mod group;
mod operation;
mod recover;
mod runner;
mod standalone;
mod standing;
pub mod strays;
mod transaction;

use migrate_core::error::{Error, Result, SessionError};
use migrate_core::failure::Failure;
use migrate_core::plan::{Plan, Unit};

use self::contract::begin;
pub use self::group::Sharing;
pub use self::runner::Runner;
use self::runner::Running;
use crate::engine::job;
use crate::engine::journal::Entry;
use crate::engine::locks::migrator;
use crate::engine::operation::{changes, records};
use crate::postgres::lock::{self, Hold};
use crate::postgres::{messages, toplevel};
use crate::registry::schemas;

/// Sees to it that the worker has the migrator's lock for the next unit.
///
/// # Errors
///
/// [`SessionError::Busy`] if a script let go of it and another migrator has come in between.
fn keep_lock(plan: &Plan, number: usize) -> Result<()> {
    if !lock::kept_migrator_lock() {
        migrator::take(Hold::Session)?;
        plan.purpose.migration().into_iter().for_each(lock::hold_text);
        // A safe operation looks at what is there; another migrator's work does it no harm.
        if plan.purpose.operation.is_none() && standing::of(plan)?.first != number {
            return Err(SessionError::Busy {
                holder: "It came in when a script let go of all advisory locks.".into(),
                job: None,
            }
            .into());
        }
    }
    Ok(())
}

impl Runner<'_> {
    /// Runs a plan to its end; false if there was nothing left to do.
    ///
    /// # Errors
    ///
    /// The failure, told with its place. It is in the journal already.
    pub fn run(&self, plan: &Plan) -> Result<bool> {
        let Some(version) = plan.purpose.migration() else { return self.units(plan) };
        // To the end of the run nobody puts another text in its place.
        toplevel::without_snapshot(|| lock::hold_text(version)).map_err(Error::Server)?;
        let ran = self.units(plan);
        // Before anybody is told how it ended: a mended text must not be refused then.
        let released = toplevel::without_snapshot(|| lock::release_text(version)).map_err(Error::Server);
        ran.and_then(|ran| released.map(|()| ran))
    }

    fn units(&self, plan: &Plan) -> Result<bool> {
        let begin = || {
            // What it notes is of use only with what comes behind it.
            durable::do_not_wait();
            begin(plan)
        };
        let standing = toplevel::in_transaction(begin).map_err(Error::Server)??;
        let Some(mut standing) = standing else { return Ok(false) };
        let is_script = plan.purpose.operation.is_none();
        if is_script {
            self.session.begin(plan, standing.first, standing.left.as_ref())?;
        }
        let mut ms = standing.ms;
        for (unit, number) in plan.units.iter().zip(1..).skip(standing.first - 1) {
            let ready = || {
                if is_script {
                    self.session.correct(self.job, plan, number as u32 - 1);
                }
                keep_lock(plan, number)?;
                schemas::check_current()?;
                changes::stage(plan, number)
            };
            toplevel::in_transaction(ready).map_err(Error::Server)??;
            let mut running = Running {
                plan,
                entry: Entry::new(plan, number, unit, Some(self.job), (self.by, self.as_role)),
                ms_before: ms,
                is_last: number == plan.units.len(),
                place: self.called,
            };
            running.entry.session = is_script.then(|| self.session.begun());
            match job::is_to_stop(self.job).map_err(Error::Server)? {
                Some(job::Stop::Cancelled) => {
                    return Err(self.stopped(&running, unit, number > standing.first));
                }
                Some(job::Stop::WindowOver) => return Err(Error::Server(Failure::window_over())),
                None => {}
            }
            messages::begin();
            // One transaction may begin anew, and says it each time.
            if !matches!(unit, Unit::Transaction(_)) && strays::is_to_tell() {
                messages::collect(strays::tell);
            }
            ms += match unit {
                Unit::Transaction(unit) => self.transaction(&running, unit)?,
                Unit::Standalone(step) => self.standalone(&running, step, &mut standing)?,
                Unit::Operation(step) => self.operation(&running, step, &mut standing)?,
                Unit::Batched(batched) => self.batched(&running, batched, &mut standing)?,
            };
            strays::told();
        }
        if let Some(operation) = plan.purpose.operation.as_ref().filter(|_| plan.units.is_empty()) {
            // All of it was done already.
            let finish = || {
                records::finish(operation, plan.purpose.record)?;
                changes::finish(operation, plan.purpose.change)
            };
            toplevel::in_transaction(finish).map_err(Error::Server)??;
        }
        Ok(true)
    }
}
