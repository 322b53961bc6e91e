//! Safe operations: from what is asked to a plan, and to rows that say what was done.
//!
//! What an operation does depends on what is there, so its plan is made anew when its turn comes: to go on after a
//! crash, or to be called twice, is to look again.

use std::cell::RefCell;

use migrate_core::error::{Error, OperationError, Result, SessionError};
use migrate_core::migration::{Direction, Script};
use migrate_core::operation::{self, Change, Changes, Draft, EndChange, Operation, State, Way, Which};
use migrate_core::plan::{Plan, Purpose};
use migrate_core::statement::Statement;
use pgrx::pg_sys;

use super::journal::{self, Entry};
use super::operations::{self, Caller};
use super::{ask, busy, caller, changes, contract, lock, planner, session, table_locks};
use crate::catalog::citus;
use crate::catalog::table::Server;
use crate::postgres::identity::{self, answerable_user, current_role, session_user};
use crate::postgres::lock::Hold;
use crate::postgres::{parser, spi, subtransaction};
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

/// What a statement of a script asks for.
#[derive(Debug, Clone)]
pub enum Asked {
    /// A safe operation.
    Do(Box<Operation>),
    /// The undo of the migration's last operation that is not undone.
    Undo,
}

/// How often it is looked at what is there until that is taken for what it is.
const MOST_LOOKS: u32 = 10;

thread_local! {
    /// What the call that is being made has asked for; `None` where operations do what they are asked.
    static COLLECTED: RefCell<Option<Collected>> = const { RefCell::new(None) };
}

struct Collected {
    /// Who makes the call.
    role: pg_sys::Oid,
    asked: Vec<Asked>,
}

/// Makes the one call of a script's statement, whose safe operation then only says what it is asked for. No code but
/// the operation's own may run in it.
pub fn collect<R>(run: impl FnOnce() -> R) -> (R, Vec<Asked>) {
    struct Reset;
    impl Drop for Reset {
        fn drop(&mut self) {
            COLLECTED.set(None);
        }
    }
    COLLECTED.set(Some(Collected { role: current_role().0, asked: Vec::new() }));
    let reset = Reset;
    let value = run();
    let asked = COLLECTED.take().map_or_else(Vec::new, |collected| collected.asked);
    drop(reset);
    (value, asked)
}

/// Whether the call belongs to a statement of a script, which now has it.
///
/// # Errors
///
/// [`SessionError::MayNotTakeRole`], [`SessionError::Restricted`] where somebody else asks than the script's applier: its
/// steps will run with his rights.
fn hand_over(asked: Asked) -> Result<bool> {
    COLLECTED.with_borrow_mut(|collected| {
        let Some(collected) = collected else { return Ok(false) };
        let (role, name) = current_role();
        if identity::is_restricted() {
            return Err(SessionError::Restricted { doing: "ask for safe operations" }.into());
        }
        if role != collected.role || identity::is_definer() {
            return Err(SessionError::MayNotTakeRole { session_user: session_user().1, role: name }.into());
        }
        collected.asked.push(asked);
        Ok(true)
    })
}

fn is_collecting() -> bool {
    COLLECTED.with_borrow(Option::is_some)
}

/// Does a safe operation: in the caller's transaction if it is one plain statement, otherwise as a job. With
/// `dry_run` it only says what it would do. In a script's statement it is planned when that has been read. Where there is
/// something to do and a description is given, it is registered and recorded as the migration of that description.
///
/// # Errors
///
/// Whatever the operation, the session or the server refuse.
pub fn operate(operation: &Operation, dry_run: bool, migration: Option<&str>) -> Result<Vec<Row>> {
    if !dry_run {
        if migration.is_none() && hand_over(Asked::Do(Box::new(operation.clone())))? {
            return Ok(Vec::new());
        }
        session::check()?;
    }
    let seen = journal::last();
    // A function in an expression must not run migrations in turn.
    let drafts = session::within_migration(|| look(operation))?;
    if let (Operation::EndChange(end), []) = (operation, drafts.as_slice()) {
        let change = spi::with_snapshot(|| Server.change(&end.which))?;
        let after = end.after(&change);
        let is_ended = after == change.state;
        if !is_ended && !dry_run {
            lock::take(Hold::Transaction)?;
            if journal::last() != seen {
                return operate(operation, dry_run, migration);
            }
            changes::finish(operation, None)?;
        }
        return Ok(vec![ended(&change, after, is_ended, dry_run)]);
    }
    let mut plan = from_drafts(operation, &drafts)?;
    if !dry_run && plan.units.is_empty() && changes::is_given_up(operation)? {
        // Nothing of it is left to be taken back, but nobody has said so.
        lock::take(Hold::Transaction)?;
        if journal::last() != seen {
            return operate(operation, dry_run, migration);
        }
        changes::finish(operation, None)?;
    }
    if dry_run || plan.units.is_empty() {
        if !dry_run && let Some(record) = operations::broken_off(operation, &answerable_user()) {
            // Its worker was killed behind the last step: only this is still to be said. Or it is about to say it.
            if lock::take(Hold::Transaction).is_ok() {
                operations::finish(operation, Some(record));
            }
        }
        return Ok(rows(&drafts, "planned", ""));
    }
    if plan.runs_in_caller() {
        lock::take(Hold::Transaction)?;
        // What a job has done until the lock was free is not to be done again.
        if journal::last() != seen {
            return operate(operation, dry_run, migration);
        }
    }
    let migration = migration.map(|description| register(operation, description)).transpose()?;
    let known_as = migration.as_ref().map(|plan| format!("migration {}", plan.purpose.version));
    if !plan.runs_in_caller() {
        let answers = ask::queue(std::slice::from_ref(migration.as_ref().unwrap_or(&plan)))?;
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
    plan.purpose.record = note(operation, &drafts, &by, from)?;
    let ms = caller::run(&plan, &by, false)?.unwrap_or_default();
    if let Some(migration) = &migration {
        let entry = Entry::new(migration, 1, &migration.units[0], None, (&by, &run_as));
        journal::done(&entry, None, ms, 0);
        contract::record(migration, ms, &by, crate::settings::lock_window())?;
    }
    Ok(rows(&drafts, "done", &known_as.unwrap_or_default()))
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
    planner::one(version)
}

/// Takes an operation back; without a number the last one of the migration whose down script calls it.
///
/// # Errors
///
/// What [`operations::to_undo`] and [`operate`] refuse; [`OperationError::Which`] without a number elsewhere.
pub fn undo(id: Option<i64>, dry_run: bool) -> Result<Vec<Row>> {
    let Some(id) = id else {
        if hand_over(Asked::Undo)? {
            return Ok(Vec::new());
        }
        session::check()?;
        return Err(OperationError::Which.into());
    };
    if changes::is_one(id) {
        let back = EndChange::new(Which::Number(id), Way::Back);
        return end(back, dry_run, None);
    }
    let (undo, is_undone) = operations::to_undo(id)?;
    let operation = Operation::Undo(undo);
    if is_undone {
        let drafts = look(&operation)?.into_iter().map(|draft| draft.done_if(true)).collect::<Vec<_>>();
        return Ok(rows(&drafts, "", ""));
    }
    operate(&operation, dry_run, None)
}

/// Ends an online change, or takes it one step back.
///
/// # Errors
///
/// [`OperationError::NotYours`], and what [`operate`] refuses.
pub fn end(mut end: EndChange, dry_run: bool, migration: Option<&str>) -> Result<Vec<Row>> {
    // In a script it may name a change that a statement before it begins: `begin` looks who asked for that.
    if !is_collecting() {
        let change = Server.change(&end.which)?;
        operations::check_asker(change.id)?;
        end.from = Some(change.state).filter(|_| migration.is_none());
    }
    operate(&Operation::EndChange(end), dry_run, migration)
}

/// Plans an operation on what is there now, and notes that it begins.
///
/// # Errors
///
/// As [`Operation::drafts`]; [`OperationError::NotYours`] for a script's end of somebody else's change.
pub fn begin(operation: &Operation, by: &str, caller: Option<Caller>) -> Result<Plan> {
    if let (Operation::EndChange(end), Some(_)) = (operation, caller) {
        operations::check_asker(spi::with_snapshot(|| Server.change(&end.which))?.id)?;
    }
    let drafts = look(operation)?;
    let mut plan = from_drafts(operation, &drafts)?;
    plan.purpose.record = note(operation, &drafts, by, caller)?;
    Ok(plan)
}

/// Writes that an operation begins, and the change that it may be the beginning of.
fn note(operation: &Operation, drafts: &[Draft], by: &str, caller: Option<Caller>) -> Result<Option<i64>> {
    let record = busy::bounded(operation, || operations::begin(operation, by, caller))?;
    changes::begin(operation, drafts, record, by)?;
    Ok(record)
}

/// Plans it on what is there now. A job that is changing the same table meanwhile can make what one query has read not
/// fit what the next one does: so it is looked again until twice the same is wrong.
fn look(operation: &Operation) -> Result<Vec<Draft>> {
    busy::bounded(operation, || look_again(operation))
}

fn look_again(operation: &Operation) -> Result<Vec<Draft>> {
    let mut said = None;
    for look in 1.. {
        let mut refused = None;
        let looked = subtransaction::attempt(|| {
            spi::with_snapshot(|| drafts(operation)).map_err(|error| refused = Some(error)).ok()
        });
        let error = match looked {
            Ok(Some(drafts)) => return Ok(drafts),
            Ok(None) => refused.unwrap_or_else(|| unreachable!("no drafts and no error")),
            Err(failure) => Error::Server(failure),
        };
        let says = error.to_string();
        // Nor is anybody kept who wants to leave, or has waited as long as he is willing to.
        let is_over = error.sqlstate().starts_with("57") || error.sqlstate() == table_locks::NOT_AVAILABLE;
        if is_over || said.as_ref() == Some(&says) || look == MOST_LOOKS {
            return Err(error);
        }
        said = Some(says);
    }
    unreachable!("the last look returns")
}

fn drafts(operation: &Operation) -> Result<Vec<Draft>> {
    // Each time: a foreign key can hand a table over to Citus meanwhile.
    citus::check(&operation.concerns(&Server))?;
    match operation {
        // Made of definitions that were noted so.
        Operation::Undo(_) => operations::unambiguous(|| operation.drafts(&Server)),
        _ => operation.drafts(&Server),
    }
}

fn from_drafts(operation: &Operation, drafts: &[Draft]) -> Result<Plan> {
    let units = operation::units(drafts, statement)?;
    Ok(Plan { purpose: Purpose::operation(operation), units })
}

/// The one statement of a draft: what a user wrote as an expression must not have become another.
fn statement(draft: &Draft, number: u32) -> Result<Statement> {
    let mut statements = parser::parse(&Script::new(draft.sql.as_str()), Direction::Up)?;
    match (statements.pop(), statements.is_empty()) {
        (Some(statement), true) => Ok(Statement { number, ..statement }),
        _ => Err(Error::from(OperationError::Argument { sql: draft.sql.clone() })),
    }
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
