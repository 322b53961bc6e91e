//! Running a plan in a worker, unit by unit.
//!
//! A transaction unit commits together with its journal row, and the last one with the migration's row in
//! the history. A standalone unit is announced in the journal, run, and its outcome written. After a crash
//! the journal says where to go on; for a standalone unit that was only announced, the catalog does.

use std::time::{Duration, Instant};

use migrate_core::error::{Error, Result, RunError, SessionError};
use migrate_core::failure::{Failure, Place};
use migrate_core::left::Left;
use migrate_core::plan::{Batched, End, Plan, Step, Transaction, Unit};
use migrate_core::statement::Statement;
use serde_json::Value;

use super::backfill;
use super::contract::{begin, record};
use super::going_on::Session;
use super::journal::{self, Entry, Failed};
use super::limit::{Limit, run_statement};
use super::lock as migrator;
use super::recover::{self, Before};
use super::standing::{self, Standing};
use super::table_locks::{self, Patience};
use super::{changes, job, operations};
use crate::error::raise;
use crate::postgres::lock::{self, Hold};
use crate::postgres::settings as guc;
use crate::postgres::{staying, toplevel};
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
}

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
            }
            .into());
        }
    }
    Ok(())
}

/// Milliseconds since an instant.
pub fn ms_since(start: Instant) -> i64 {
    milliseconds(start.elapsed())
}

/// A duration in whole milliseconds.
pub fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// The statement to which a lock that was not had is put down.
pub fn first_locker(steps: &[Step]) -> Option<&Statement> {
    steps.iter().map(Step::source).find(|source| !source.locks.is_empty())
}

fn unsettled(running: &Running, source: &Statement) -> RunError {
    RunError::Unsettled {
        version: running.plan.purpose.version,
        description: running.plan.purpose.description.clone(),
        unit: running.entry.unit as u32,
        tag: source.tag.clone(),
        line: source.line,
    }
}

/// Why a transaction unit did not come to its end; what it did is taken back.
struct Broken<'a> {
    failure: Failure,
    /// The statement; none where the commit failed.
    statement: Option<&'a Statement>,
    /// Whether it is worth another try from the unit's beginning.
    again: bool,
}

/// A unit that is being run.
pub(super) struct Running<'a> {
    /// What is run.
    pub(super) plan: &'a Plan,
    /// What the journal says of the unit.
    pub(super) entry: Entry,
    /// How long the units before took, earlier runs included.
    ms_before: i64,
    is_last: bool,
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
        let standing = toplevel::in_transaction(|| begin(plan)).map_err(Error::Server)??;
        let Some(mut standing) = standing else { return Ok(false) };
        let is_script = plan.purpose.operation.is_none();
        if is_script {
            self.session.begin(plan, &standing)?;
        }
        let mut ms = standing.ms;
        for (unit, number) in plan.units.iter().zip(1..).skip(standing.first - 1) {
            let ready = || {
                if is_script {
                    self.session.correct(self.job, plan, number as u32 - 1);
                }
                keep_lock(plan, number).and_then(|()| changes::stage(plan, number))
            };
            toplevel::in_transaction(ready).map_err(Error::Server)??;
            let mut running = Running {
                plan,
                entry: Entry::new(plan, number, unit, Some(self.job), (self.by, self.as_role)),
                ms_before: ms,
                is_last: number == plan.units.len(),
            };
            running.entry.session = is_script.then(|| self.session.begun());
            if job::is_to_stop(self.job).map_err(Error::Server)? {
                return Err(self.stopped(&running, unit, number > standing.first));
            }
            ms += match unit {
                Unit::Transaction(unit) => self.transaction(&running, unit)?,
                Unit::Standalone(step) => self.standalone(&running, step, &mut standing)?,
                Unit::Operation(step) => self.operation(&running, step, &mut standing)?,
                Unit::Batched(batched) => self.batched(&running, batched, &mut standing)?,
            };
        }
        if let Some(operation) = plan.purpose.operation.as_ref().filter(|_| plan.units.is_empty()) {
            // All of it was done already.
            let finish = || {
                operations::finish(operation, plan.purpose.record);
                changes::finish(operation, plan.purpose.record)
            };
            toplevel::in_transaction(finish).map_err(Error::Server)??;
        }
        Ok(true)
    }

    /// The end of a job that was asked to stop, before a unit.
    fn stopped(&self, running: &Running, unit: &Unit, has_run: bool) -> Error {
        let failure = Failure::cancel();
        let statement = unit.steps().first().map(Step::source);
        let write = || {
            // Before the first unit of this run the journal says already how the last one ended.
            if has_run {
                journal::failed(&running.entry, 0, &Failed::new(&failure, statement));
            }
        };
        let written = toplevel::in_transaction(write);
        self.told(running, &failure, statement, None, written)
    }

    fn transaction(&self, running: &Running, unit: &Transaction) -> Result<i64> {
        let start = Instant::now();
        // Counted from the first time that it was broken off: what comes before may be long and is no waiting.
        let mut broken_since = None;
        loop {
            let Err(broken) = self.statements(running, unit, start) else {
                return Ok(ms_since(start));
            };
            let since: &mut Instant = broken_since.get_or_insert_with(Instant::now);
            if broken.again && since.elapsed() < settings::lock_wait() {
                let pause = || table_locks::step_back(settings::lock_window());
                toplevel::without_snapshot(pause).map_err(Error::Server)?;
                continue;
            }
            let failed = Failed::new(&broken.failure, broken.statement);
            let write = || journal::failed(&running.entry, ms_since(start), &failed);
            let written = toplevel::in_transaction(write);
            return Err(self.told(running, &broken.failure, broken.statement, None, written));
        }
    }

    /// The unit's statements and its journal row, in one transaction.
    fn statements<'a>(
        &self,
        running: &Running,
        unit: &'a Transaction,
        start: Instant,
    ) -> std::result::Result<(), Broken<'a>> {
        let nowhere = |failure| Broken { failure, statement: None, again: false };
        toplevel::run(unit.begin.as_deref().unwrap_or("BEGIN")).map_err(nowhere)?;
        // A second hold, to the end of this transaction, that the script cannot let go of.
        toplevel::without_snapshot(|| lock::try_migrator_lock(Hold::Transaction)).map_err(nowhere)?;
        let (mut waited_ms, mut has_locks) = (0, false);
        let mut limit = Limit::new(guc::set_for_transaction);
        for (needs, steps) in unit.parts() {
            let patience = if has_locks { Patience::Short } else { Patience::Long };
            has_locks |= !needs.is_empty();
            let own = limit.of_script(staying::is_set("lock_timeout"));
            let lock =
                || table_locks::take_within(&needs, patience, own).unwrap_or_else(|error| raise(&error));
            let waited = toplevel::without_snapshot(lock).map_err(|failure| {
                // Others wait for the locks from before: all is let go, and the unit begins anew.
                let again = patience == Patience::Short && failure.sqlstate == table_locks::NOT_AVAILABLE;
                Broken { failure, statement: first_locker(steps), again }
            })?;
            waited_ms += milliseconds(waited);
            // The server refuses in a worker what is for the client; there is none.
            for step in steps.iter().filter(|step| !step.is_for_the_client()) {
                let source = step.source();
                limit.set(source, true);
                run_statement(&source.text).map_err(|failure| Broken {
                    again: limit.is_reached(&failure),
                    failure: limit.explain(failure),
                    statement: Some(source),
                })?;
            }
        }
        // A transaction that leaves nothing is recorded by one of its own: a script's own ROLLBACK, or a read-only
        // one, which could not write the journal.
        let leaves_nothing = match unit.end {
            End::Rollback => Some("ROLLBACK"),
            End::Commit => lock::is_read_only().then_some("COMMIT"),
        };
        if let Some(end) = leaves_nothing {
            toplevel::run(end).map_err(nowhere)?;
            toplevel::run("BEGIN READ WRITE").map_err(nowhere)?;
        }
        let ms = ms_since(start);
        toplevel::in_transaction(|| {
            journal::done(&running.entry, self.left(running), ms, waited_ms);
            if running.is_last {
                record(running.plan, running.ms_before + ms, self.by, settings::lock_window())
                    .unwrap_or_else(|error| raise(&error));
            }
        })
        .map_err(nowhere)?;
        toplevel::run("COMMIT").map_err(nowhere)
    }

    fn standalone(&self, running: &Running, step: &Step, standing: &mut Standing) -> Result<i64> {
        let start = Instant::now();
        let source = step.source();
        let known = |before: Value| serde_json::from_value::<Before>(before).unwrap_or_default();
        let tried = standing.tried.take().map(known);
        let (row, before) = match standing.open.take() {
            Some((row, before)) => {
                let before = known(before);
                let happened = toplevel::in_transaction(|| recover::happened(step, &before));
                if happened.map_err(Error::Server)? {
                    return self.finish(running, row, start, None);
                }
                if !step.may_run_again() {
                    return Err(unsettled(running, source).into());
                }
                let note = || journal::note_waits(row, recover::waits_for(step).as_deref());
                toplevel::in_transaction(note).map_err(Error::Server)?;
                (row, before)
            }
            None => {
                let announce = || {
                    let before =
                        recover::look(step, tried.as_ref()).unwrap_or_else(|error| raise(&error.into()));
                    let waits_for = recover::waits_for(step);
                    (journal::started(&running.entry, &before, waits_for.as_deref()), before)
                };
                toplevel::in_transaction(announce).map_err(Error::Server)?
            }
        };
        let run = || {
            recover::tidy(step, &before, settings::lock_wait())?;
            recover::run(step)
        };
        match run() {
            Ok(()) => self.finish(running, row, start, None),
            Err(failure) => {
                // Whoever cancelled wants it to end now: the next run cleans up then.
                let limit = Duration::from_secs(if failure.is_cancel() { 1 } else { 5 });
                let aftermath = recover::tidy(step, &before, limit).unwrap_or_else(|reason| {
                    Some(format!(
                        "An invalid index is left, to be dropped by the next run: {}.",
                        reason.message
                    ))
                });
                let failed = Failed::new(&failure, Some(source));
                let write = || journal::finish(row, ms_since(start), Err(&failed));
                let written = toplevel::in_transaction(write);
                Err(self.told(running, &failure, Some(source), aftermath.as_deref(), written))
            }
        }
    }

    /// A loop of transactions, which goes on where it was broken off by what it keeps itself.
    fn batched(&self, running: &Running, batched: &Batched, standing: &mut Standing) -> Result<i64> {
        let start = Instant::now();
        let row = match standing.open.take() {
            Some((row, _)) => row,
            None => {
                let announce = || journal::started(&running.entry, &Before::default(), None);
                toplevel::in_transaction(announce).map_err(Error::Server)?
            }
        };
        match backfill::run(self.job, &running.entry, &batched.backfill) {
            Ok(id) => self.finish(running, row, start, Some(id)),
            Err(error) => {
                let (failure, source) = (error.failure(), batched.step.source());
                let failed = Failed::new(&failure, Some(source));
                let write = || journal::finish(row, ms_since(start), Err(&failed));
                let written = toplevel::in_transaction(write);
                let aftermath = "Batches that are committed stay.";
                Err(self.told(running, &failure, Some(source), Some(aftermath), written))
            }
        }
    }

    /// Writes that a unit is done that wrote its beginning, and its backfill, if it is one.
    pub(super) fn finish(
        &self,
        running: &Running,
        row: i64,
        start: Instant,
        backfill: Option<i64>,
    ) -> Result<i64> {
        let ms = ms_since(start);
        let write = || {
            backfill.into_iter().for_each(backfill::finish);
            journal::finish(row, ms, Ok(self.left(running)));
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
    fn left(&self, running: &Running) -> Option<Left> {
        let is_needed = !running.is_last || self.session.is_kept();
        (running.plan.purpose.operation.is_none() && is_needed)
            .then(|| self.session.left(running.entry.unit as u32))
    }

    /// The failure told with its place, and what became of writing it down.
    pub(super) fn told(
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
