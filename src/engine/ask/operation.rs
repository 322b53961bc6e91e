//! Safe operations: `migrate.safe_…()`, `undo()`, and the ends of online changes.
//!
//! One that is a single plain transaction unit runs in the caller's transaction, unless another migrator is at work. It
//! looks again if something was done before it had the migrator's lock. Any other becomes a job, which keeps the
//! arguments and plans anew when its turn comes. To go on after a crash, or to call it twice, is to look again at what is there.
//!
//! Called in a script's statement it only says what it is asked for. With `migration => '…'` the call is registered as
//! a script of one statement, and recorded as applied.

use std::time::Duration;

use migrate_core::change::{State, Way, Which};
use migrate_core::error::{Error, Result, UndoError};
use migrate_core::facts::{Change, Changes};
use migrate_core::failure::Place;
use migrate_core::plan::draft::Draft;
use migrate_core::plan::{Plan, Purpose};
use migrate_core::request::{EndChange, Operation};
use migrate_core::text;

use super::behind;
use super::queue::put_in_queue;
pub use super::steps::Row;
use super::steps::{self, Fate, rows};
use crate::catalog::server::Server;
use crate::engine::job::{self, Ahead};
use crate::engine::journal::{self, Entry, Seen};
use crate::engine::locks::{self, migrator};
use crate::engine::operation::collect::{self, Asked};
use crate::engine::operation::records::{self, Caller};
use crate::engine::operation::{changes, draft};
use crate::engine::plan::request;
use crate::engine::run::{caller, contract};
use crate::engine::session;
use crate::postgres::identity::{answerable_user, current_role};
use crate::postgres::lock::Hold;
use crate::postgres::{deadline, spi};
use crate::registry::load;

/// Does a safe operation: in the caller's transaction if it is one plain statement, otherwise as a job. With `dry_run`
/// it only says what it would do. In a script's statement it is planned when that has been read. Where there is
/// something to do and a description is given, it is registered and recorded as the migration of that description.
///
/// # Errors
///
/// Whatever the operation, the session or the server refuse.
pub fn operate(operation: &Operation, dry_run: bool, migration: Option<&str>) -> Result<Vec<Row>> {
    let rows = answer(operation, dry_run, migration)?;
    steps::tell_of(operation, &rows);
    Ok(rows)
}

fn answer(operation: &Operation, dry_run: bool, migration: Option<&str>) -> Result<Vec<Row>> {
    if !dry_run {
        if migration.is_none() && collect::hand_over(Asked::Do(Box::new(operation.clone())))? {
            return Ok(Vec::new());
        }
        session::check()?;
    }
    if let Some(stage) = session::within_migration(|| draft::stage(operation))? {
        return in_stages(operation, &stage, dry_run);
    }
    let seen = journal::last();
    // A function in an expression must not run migrations in turn.
    let drafts = match session::within_migration(|| draft::look(operation)) {
        Ok(drafts) => drafts,
        Err(error) => {
            // Somebody wants this to end, or a lock was not to be had. And a change whose job is under way cannot be asked
            // to end: who asks too soon is told so, and may think again.
            let is_over = error.sqlstate().starts_with("57")
                || error.sqlstate() == locks::NOT_AVAILABLE
                || matches!(operation, Operation::EndChange(_));
            let ahead = if dry_run || is_over { None } else { behind::of(operation) };
            return ahead.map_or(Err(error), |ahead| unplanned(operation, migration, &ahead));
        }
    };
    let ahead = if dry_run { None } else { behind::of(operation) };
    // What it finds done may be undone by what is ahead.
    if let Some(ahead) = ahead.as_ref().filter(|_| drafts.iter().all(|draft| draft.is_done)) {
        return unplanned(operation, migration, ahead);
    }
    // Nothing of it is left to be taken back, but nobody may have said so.
    let is_vain = drafts.iter().all(|draft| draft.is_done) && changes::is_ended(operation)?;
    if let Operation::EndChange(end) = operation
        && (drafts.is_empty() || is_vain)
    {
        let change = spi::with_snapshot(|| Server.change(&end.which))?;
        let after = end.after(&change);
        let is_ended = after == change.state;
        if !is_ended && !dry_run {
            migrator::take(Hold::Transaction)?;
            if journal::last() != seen {
                return answer(operation, dry_run, migration);
            }
            changes::finish(operation, None)?;
        }
        if is_ended && !dry_run && !change.is_open() {
            records::give_up(change.id);
        }
        return Ok(vec![ended(&change, after, is_ended, dry_run)]);
    }
    let plan = draft::from_drafts(operation, &drafts)?;
    if dry_run || plan.units.is_empty() {
        if !dry_run && let Some(record) = records::broken_off(operation, &answerable_user()) {
            // Its worker was killed behind the last step: only this is still to be said. Or it is about to say it.
            if migrator::take(Hold::Transaction).is_ok() {
                records::finish(operation, Some(record))?;
            }
        }
        if !dry_run {
            job::remember_done(&current_role().1);
        }
        return Ok(rows(operation, &drafts, &Fate::planned(""), dry_run));
    }
    // Behind another migrator it is a job: nobody waits in a function, and what is quick is not refused for that.
    let is_here = plan.runs_in_caller() && ahead.is_none() && migrator::try_take();
    // What a job has done until the lock was free is not to be done again.
    if is_here && journal::last() != seen {
        return answer(operation, dry_run, migration);
    }
    let migration = migration.map(|description| register(operation, description)).transpose()?;
    let known_as = migration.as_ref().map(|plan| format!("migration {}", plan.purpose.version));
    if !is_here {
        // A completion is noted as begun, so that the next call looks at all rows.
        let is_completion = matches!(operation, Operation::EndChange(end) if end.way == Way::Complete);
        if ahead.is_none() && !is_completion {
            rows_at_once(&drafts, &plan)?;
        }
        let queued = put_in_queue(std::slice::from_ref(migration.as_ref().unwrap_or(&plan)))?;
        let detail = known_as.into_iter().chain([queued.when]).collect::<Vec<_>>().join(", ");
        return Ok(rows(operation, &drafts, &Fate::queued(queued.job, &detail), false));
    }
    let by = answerable_user();
    let run_as = current_role().1;
    let from = migration.as_ref().map(|plan| Caller {
        run_as: &run_as,
        version: plan.purpose.version,
        statement: 1,
        place: 1,
    });
    let (plan, drafts) = session::within_migration(|| draft::begun(operation, drafts, &by, from))?;
    let ms = caller::run(&plan, &by, false)?.unwrap_or_default();
    if let Some(migration) = &migration {
        let entry = Entry::new(migration, 1, &migration.units[0], None, (&by, &run_as));
        journal::done(&entry, None, ms, &Seen::default());
        contract::record(migration, ms, &by, crate::settings::lock_window())?;
    }
    job::remember_done(&run_as);
    Ok(rows(operation, &drafts, &Fate::done(&known_as.unwrap_or_default()), false))
}

/// Refuses what a job would fail of in its first step, a look at the rows, if such a row is found in a moment: who asks
/// is told as by the job, and nothing is begun.
fn rows_at_once(drafts: &[Draft], plan: &Plan) -> Result<()> {
    const MOMENT: Duration = Duration::from_secs(1);
    let next = drafts.iter().find(|draft| !draft.is_done && !draft.is_left);
    let Some(look) = next.filter(|draft| draft.is_look) else { return Ok(()) };
    let looked =
        session::within_migration(|| deadline::within(Some(MOMENT), || caller::run_apart(&look.sql)));
    match looked {
        Err(failure) if failure.names_a_row() => {
            let statement =
                plan.units.first().and_then(|unit| unit.steps().first().map(|step| step.source()));
            let place = Place { plan, unit: 1, statement, committed: false };
            Err(Error::Server(failure.at(&place, Some("Nothing was changed, and no write fails for it."))))
        }
        Err(failure) if failure.is_cancel() => Err(Error::Server(failure)),
        // Whatever else is in its way is the job's.
        _ => Ok(()),
    }
}

/// Queues an operation that depends on what a job has still to do: it is planned when its turn comes.
fn unplanned(operation: &Operation, migration: Option<&str>, ahead: &Ahead) -> Result<Vec<Row>> {
    let plan = Plan { purpose: Purpose::operation(operation), units: Vec::new() };
    let migration = migration.map(|description| register(operation, description)).transpose()?;
    let known_as = migration.as_ref().map(|plan| format!("migration {}", plan.purpose.version));
    let queued = put_in_queue(&[migration.unwrap_or(plan)])?;
    let needs = format!("planned when its turn comes, since it depends on {}", ahead.in_words());
    let row = Row {
        step: 1,
        what: spi::with_snapshot(|| operation.what(&Server)),
        lock: String::new(),
        status: "queued",
        detail: text::joined(known_as.into_iter().chain([needs])),
        job: Some(queued.job),
        sql: None,
    };
    Ok(steps::fitted(vec![row]))
}

/// Has a worker do an operation that takes stages, of which this is the next: what is behind that is planned when it is
/// done.
fn in_stages(operation: &Operation, stage: &Operation, dry_run: bool) -> Result<Vec<Row>> {
    let drafts = session::within_migration(|| draft::look(stage))?;
    let then = match stage {
        Operation::ChangeType(_) => "a change of its own, which is completed and ended then",
        Operation::EndChange(end) if end.way == Way::NameBack => {
            "then both names are made, as when the change began"
        }
        Operation::EndChange(_) => {
            "the change ends as undone: for both names the server would write the table anew"
        }
        _ => "then the change that takes it back is ended",
    };
    if dry_run {
        return Ok(rows(operation, &drafts, &Fate::planned(then), true));
    }
    let plan = draft::from_drafts(operation, &drafts)?;
    rows_at_once(&drafts, &plan)?;
    let queued = put_in_queue(&[plan])?;
    let detail = text::joined([then, queued.when.as_str()]);
    Ok(rows(operation, &drafts, &Fate::queued(queued.job, &detail), false))
}

/// What is said of a change of which nothing is left to be taken away.
fn ended(change: &Change, after: State, is_ended: bool, dry_run: bool) -> Row {
    let (status, verb) = match (is_ended, dry_run) {
        (true, _) => ("already done", "is"),
        (_, true) => ("planned", "will be"),
        (_, false) => ("done", "is"),
    };
    let detail = format!("change {} {verb} {}", change.id, after.as_str());
    let what = format!("end {}", change.title());
    Row { step: 1, what, lock: String::new(), status, detail, job: None, sql: None }
}

/// Registers the call as a migration, so that another database can do the same; its plan.
fn register(operation: &Operation, description: &str) -> Result<Plan> {
    load::check_may_register()?;
    let up = format!("SELECT * FROM {};", operation.call(&Server));
    let version =
        load::create(description, Some(&up), Some("SELECT * FROM migrate.undo();"), None, true, false)?;
    request::one(version)
}

/// Takes an operation back; without a number the last one of the migration whose down script calls it.
///
/// # Errors
///
/// What [`records::to_undo`] and [`operate`] refuse; [`UndoError::Unnamed`] without a number elsewhere.
pub fn undo(id: Option<i64>, dry_run: bool) -> Result<Vec<Row>> {
    let Some(id) = id else {
        if collect::hand_over(Asked::Undo)? {
            return Ok(Vec::new());
        }
        session::check()?;
        return Err(UndoError::Unnamed.into());
    };
    if changes::is_one(id) {
        let back = EndChange::new(Which::Number(id), Way::Back);
        return end(back, dry_run, None);
    }
    let (undo, is_undone) = records::to_undo(id)?;
    let operation = Operation::Undo(undo);
    if is_undone {
        let drafts =
            draft::look(&operation)?.into_iter().map(|draft| draft.done_if(true)).collect::<Vec<_>>();
        if !dry_run {
            records::give_up(id);
        }
        return Ok(rows(&operation, &drafts, &Fate::done(""), dry_run));
    }
    operate(&operation, dry_run, None)
}

/// Ends an online change, or takes it one step back.
///
/// # Errors
///
/// [`UndoError::NotYours`], and what [`operate`] refuses.
pub fn end(mut end: EndChange, dry_run: bool, migration: Option<&str>) -> Result<Vec<Row>> {
    // In a script it may name a change that a statement before it begins: `begin` looks who asked for that.
    if !collect::is_collecting() {
        let change = Server.change(&end.which)?;
        records::check_asker(change.id)?;
        end.from = Some(change.state).filter(|_| migration.is_none());
    }
    operate(&Operation::EndChange(end), dry_run, migration)
}
