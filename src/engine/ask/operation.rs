//! Safe operations: `migrate.safe_…()`, `undo()`, and the ends of online changes.
//!
//! One that is a single plain transaction unit runs in the caller's transaction. It looks again if something was done
//! before it had the migrator's lock. Any other becomes a job, which keeps the arguments and plans anew when its turn
//! comes. To go on after a crash, or to call it twice, is to look again at what is there.
//!
//! Called in a script's statement it only says what it is asked for. With `migration => '…'` the call is registered as
//! a script of one statement, and recorded as applied.

use migrate_core::change::{State, Way, Which};
use migrate_core::error::{Result, UndoError};
use migrate_core::facts::{Change, Changes};
use migrate_core::plan::Plan;
use migrate_core::plan::draft::Draft;
use migrate_core::request::{EndChange, Operation};

use super::queue;
use crate::catalog::server::Server;
use crate::engine::job::Window;
use crate::engine::journal::{self, Entry};
use crate::engine::locks::migrator;
use crate::engine::operation::collect::{self, Asked};
use crate::engine::operation::records::{self, Caller};
use crate::engine::operation::{changes, draft};
use crate::engine::plan::request;
use crate::engine::run::{caller, contract};
use crate::engine::session;
use crate::postgres::identity::{answerable_user, current_role};
use crate::postgres::lock::Hold;
use crate::postgres::spi;
use crate::registry::load;

/// A step of the answer.
pub struct Row {
    /// Its number, from 1.
    pub step: i32,
    /// The statement, with a semicolon.
    pub sql: String,
    /// The strongest table lock that it takes.
    pub lock: String,
    /// planned, already done, done or queued.
    pub status: &'static str,
    /// Why it is there, and which job runs it.
    pub detail: String,
}

/// Does a safe operation: in the caller's transaction if it is one plain statement, otherwise as a job. With `dry_run`
/// it only says what it would do. In a script's statement it is planned when that has been read. Where there is
/// something to do and a description is given, it is registered and recorded as the migration of that description.
///
/// # Errors
///
/// Whatever the operation, the session or the server refuse.
pub fn operate(operation: &Operation, dry_run: bool, migration: Option<&str>) -> Result<Vec<Row>> {
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
    let drafts = session::within_migration(|| draft::look(operation))?;
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
                return operate(operation, dry_run, migration);
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
        return Ok(rows(&drafts, "planned", ""));
    }
    if plan.runs_in_caller() {
        migrator::take(Hold::Transaction)?;
        // What a job has done until the lock was free is not to be done again.
        if journal::last() != seen {
            return operate(operation, dry_run, migration);
        }
    }
    let migration = migration.map(|description| register(operation, description)).transpose()?;
    let known_as = migration.as_ref().map(|plan| format!("migration {}", plan.purpose.version));
    if !plan.runs_in_caller() {
        let answers =
            queue::queue(std::slice::from_ref(migration.as_ref().unwrap_or(&plan)), Window::default())?;
        let job = answers.first().map(|answer| answer.detail.clone());
        let detail = known_as.into_iter().chain(job).collect::<Vec<_>>().join(", ");
        return Ok(rows(&drafts, "queued", &detail));
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
        journal::done(&entry, None, ms, 0);
        contract::record(migration, ms, &by, crate::settings::lock_window())?;
    }
    Ok(rows(&drafts, "done", &known_as.unwrap_or_default()))
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
        return Ok(rows(&drafts, "planned", then));
    }
    let plan = draft::from_drafts(operation, &drafts)?;
    let answers = queue::queue(&[plan], Window::default())?;
    let job = answers.into_iter().map(|answer| answer.detail);
    let detail = std::iter::once(then.to_string()).chain(job).collect::<Vec<_>>().join("; ");
    Ok(rows(&drafts, "queued", &detail))
}

/// What is said of a change of which nothing is left to be taken away.
fn ended(change: &Change, after: State, is_ended: bool, dry_run: bool) -> Row {
    let (status, verb) = match (is_ended, dry_run) {
        (true, _) => ("already done", "is"),
        (_, true) => ("planned", "will be"),
        (_, false) => ("done", "is"),
    };
    let detail = format!("change {} {verb} {}", change.id, after.as_str());
    Row { step: 1, sql: String::new(), lock: String::new(), status, detail }
}

/// Registers the call as a migration, so that another database can do the same; its plan.
fn register(operation: &Operation, description: &str) -> Result<Plan> {
    load::check_may_register()?;
    let up = format!("SELECT * FROM {};", operation.call(&Server));
    let version = load::create(description, Some(&up), Some("SELECT * FROM migrate.undo();"), None, true)?;
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
        return Ok(rows(&drafts, "", ""));
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

fn rows(drafts: &[Draft], status: &'static str, detail: &str) -> Vec<Row> {
    // The job is named once, where it begins.
    let first = drafts.iter().zip(1..).find(|(draft, _)| !draft.is_done).map(|(_, step)| step);
    let row = |(draft, step): (&Draft, i32)| {
        let status = match (draft.is_done, draft.is_left) {
            (true, _) => "already done",
            (_, true) => "left alone",
            _ => status,
        };
        let more = if first == Some(step) { detail } else { "" };
        let detail = [draft.detail.as_str(), more].into_iter().filter(|text| !text.is_empty());
        Row {
            step,
            sql: format!("{};", draft.sql),
            lock: draft.lock.clone(),
            status,
            detail: detail.collect::<Vec<_>>().join("; "),
        }
    };
    drafts.iter().zip(1..).map(row).collect()
}
