//! Who runs a plan, the unit that is at work, and how either ends.

use std::time::Instant;

use migrate_core::error::{Error, Result};
use migrate_core::failure::{Failure, Place};
use migrate_core::left::Left;
use migrate_core::message::Messages;
use migrate_core::plan::{Plan, Step, Unit};
use migrate_core::statement::Statement;

use super::bad_row;
use super::contract::record;
use crate::engine::backfill;
use crate::engine::clock::ms_since;
use crate::engine::journal::{self, Broken, Entry, Failed, Place as Called, Seen};
use crate::engine::locks::sizes::Watch;
use crate::engine::review::recorded;
use crate::engine::session::going_on::Session;
use crate::error::raise;
use crate::postgres::{messages, toplevel};
use crate::settings;

/// Who runs a plan, and for which job.
pub struct Runner<'a> {
    /// The job.
    pub job: i64,
    /// The session user who asked.
    pub by: &'a str,
    /// The role as which he did.
    pub as_role: &'a str,
    /// The session.
    pub session: &'a Session<'a>,
    /// Whether it runs an operation that a script calls, whose own words say how to go on.
    pub is_nested: bool,
    /// Whether a later commit of the job, before which nobody is told of its end, waits for the disk.
    pub is_followed: bool,
    /// The script's statement that calls it.
    pub called: Option<Called>,
}

/// A unit that is being run.
pub(super) struct Running<'a> {
    /// What is run.
    pub(super) plan: &'a Plan,
    /// What the journal says of the unit.
    pub(super) entry: Entry,
    /// How long the units before took, earlier runs included.
    pub(super) ms_before: i64,
    /// Whether none comes behind it.
    pub(super) is_last: bool,
    /// The statement of a script that calls the operation.
    pub(super) place: Option<Called>,
}

impl Running<'_> {
    /// The operation that it is a unit of, for where that fails.
    fn broken(&self) -> Option<Broken> {
        let (by, run_as) = (self.entry.run_by.clone(), self.entry.run_as.clone());
        let operation = self.plan.purpose.operation.clone()?;
        Some(Broken { operation, record: self.plan.purpose.record, place: self.place, by, run_as })
    }
}

/// The statement to which a lock that was not had is put down.
pub fn first_locker(steps: &[Step]) -> Option<&Statement> {
    steps.iter().map(Step::source).find(|source| !source.locks.is_empty())
}

impl Runner<'_> {
    /// The end of a job that was asked to stop, before a unit.
    pub(super) fn stopped(&self, running: &Running, unit: &Unit, has_run: bool) -> Error {
        let failure = Failure::cancel();
        let statement = unit.steps().first().map(Step::source);
        let write = || {
            // Before the first unit of this run the journal says already how the last one ended.
            if has_run {
                journal::failed(&running.entry, 0, &Failed::new(&failure, statement), &Messages::default());
            }
            running.broken().iter().for_each(|broken| broken.write(&failure));
        };
        let written = toplevel::in_transaction(write);
        self.told(running, &failure, statement, None, written)
    }

    /// Writes that a unit is done that wrote its beginning, and its backfill, if it is one.
    pub(super) fn finish(
        &self,
        running: &Running,
        row: i64,
        start: Instant,
        backfill: Option<i64>,
        watch: &Watch,
    ) -> Result<i64> {
        let ms = ms_since(start);
        let write = || {
            backfill.into_iter().for_each(backfill::finish);
            let seen = Seen { changed: recorded::unit(&running.entry), ..watch.end() };
            journal::finish(row, ms, Ok(self.left(running)), &seen);
            if running.is_last {
                record(running.plan, running.ms_before + ms, self.by, settings::lock_wait())
                    .unwrap_or_else(|error| raise(&error));
            }
        };
        if let Err(failure) = toplevel::in_transaction(write) {
            // A cancel that came too late for the statement ends the job, but must not make its end unknown.
            if failure.is_cancel() {
                toplevel::in_transaction(write).map_err(Error::Server)?;
            }
            return Err(Error::Server(failure));
        }
        Ok(ms)
    }

    /// What a unit of a script leaves in its session, if somebody may go on from there.
    pub(super) fn left(&self, running: &Running) -> Option<Left> {
        let is_needed = !running.is_last || self.session.is_kept();
        (running.plan.purpose.operation.is_none() && is_needed)
            .then(|| self.session.left(running.entry.unit as u32))
    }

    /// Writes that a unit failed, into its row if it wrote its beginning; the failure told with its place.
    pub(super) fn failed(
        &self,
        running: &Running,
        row: Option<i64>,
        start: Instant,
        failure: &Failure,
        statement: Option<&Statement>,
        aftermath: Option<&str>,
    ) -> Error {
        // It goes on from here, as after a kill.
        if failure.is_window_over() {
            return Error::Server(failure.clone());
        }
        let failure = &bad_row::named(failure.clone(), statement, toplevel::run);
        let failed = Failed::new(failure, statement);
        let written = toplevel::in_transaction(|| {
            // What a statement that commits by itself has left.
            let seen = Seen { changed: recorded::unit(&running.entry), ..Seen::default() };
            match row {
                Some(row) => journal::finish(row, ms_since(start), Err(&failed), &seen),
                None => journal::failed(&running.entry, ms_since(start), &failed, &messages::take()),
            }
            running.broken().iter().for_each(|broken| broken.write(failure));
        });
        self.told(running, failure, statement, aftermath, written)
    }

    /// The failure told with its place, and what became of writing it down.
    fn told(
        &self,
        running: &Running,
        failure: &Failure,
        statement: Option<&Statement>,
        aftermath: Option<&str>,
        written: std::result::Result<(), Failure>,
    ) -> Error {
        let unit = running.entry.unit as u32;
        let place = Place { plan: running.plan, unit, statement, committed: !self.is_nested };
        let mut told = failure.at(&place, aftermath);
        if let Err(reason) = written {
            let detail = told.detail.unwrap_or_default();
            told.detail = Some(format!(
                "{detail}\nThe failure could not be written to the journal: {}.",
                reason.message
            ));
        }
        Error::Server(told)
    }
}
