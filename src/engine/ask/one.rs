//! `CALL migrate.run('SELECT * FROM migrate.safe_…(…)')`: one operation, run to its end.
//!
//! The call is made as the caller would make it, by itself: its arguments are evaluated first, and nothing else of the
//! text is run. What it asks of a worker is then waited for, as `CALL migrate.up()` waits: the transaction is committed, so
//! no snapshot and no lock is held, and a cancel is handed on. A kill of the waiting session leaves what the call alone
//! would have left: the job goes on.

use std::time::Instant;

use migrate_core::classify::call;
use migrate_core::ddl::Reading;
use migrate_core::error::{CallError, Error, Result, ScriptError};
use migrate_core::failure::Failure;
use migrate_core::migration::{Direction, Script};
use migrate_core::statement::Statement;
use migrate_core::text;

use super::look::look;
use super::procedure::{Work, outcome, watch};
use super::steps::{self, Told};
use crate::engine::clock::ms_since;
use crate::engine::{job, session};
use crate::postgres::procedure::{self, NonAtomic};
use crate::postgres::{one_call, parser, spi};

pub(super) const ARGUMENT: &str = "statement";

/// Runs the one call that the text is: one line for people. Where the procedure cannot commit, it asks as the call itself
/// would.
///
/// # Errors
///
/// [`CallError::NotOneCall`], [`CallError::NotRun`]; whatever the call refuses; a failure of a job with its own SQLSTATE.
pub fn run(statement: &str, atomic: bool) -> Result<String> {
    session::check()?;
    let (sql, _) = only_statement(statement)?;
    let start = Instant::now();
    let told = spi::with_snapshot(|| make(&sql))?;
    let mut jobs: Vec<i64> = told.iter().filter_map(|told| told.job).collect();
    jobs.dedup();
    if jobs.is_empty() || atomic {
        refused(&told)?;
        return Ok(in_words(&told, &jobs));
    }
    let whats: Vec<String> = spi::with_snapshot(|| jobs.iter().map(|id| job::what(*id)).collect());
    let session = NonAtomic::begin();
    let held = procedure::hold_cancel();
    session.commit();
    let mut failed = None;
    for id in &jobs {
        let plans = look(&session, *id, || job::plans(*id))??;
        watch(&session, &Work::InLine(*id), *id, &plans)?;
        // Its time is over: that is no failure.
        if look(&session, *id, || job::deferred_until(*id))?.is_some() {
            continue;
        }
        failed = failed.or(outcome(&session, *id).err());
    }
    drop(held);
    match failed {
        Some(error) => Err(error),
        None => {
            refused(&told)?;
            let took = text::duration(ms_since(start));
            let done: Vec<String> =
                jobs.iter().zip(&whats).map(|(id, what)| format!("job {id} ({what})")).collect();
            Ok(format!("{} done in {took}", done.join(", ")))
        }
    }
}

/// The text of the one statement, which must be a call of what is run, and the name of that.
pub(super) fn only_statement(text: &str) -> Result<(String, String)> {
    let not_one = |detail: String| Error::from(CallError::NotOneCall { argument: ARGUMENT, detail });
    let take = |statement: Statement, reading: Reading| (statement.text, call::of_ours(&reading.command));
    let mut found = parser::each(&Script::new(text), Direction::Up, take).map_err(|error| match error {
        Error::Script(ScriptError::Syntax { message, .. }) => not_one(format!("{message}.")),
        error => not_one(format!("{error}.")),
    })?;
    match (found.pop(), found.is_empty()) {
        (None, _) => Err(not_one("It is empty.".into())),
        (Some(_), false) => Err(not_one(format!("It has {} statements.", found.len() + 1))),
        (Some((_, None)), true) => Err(not_one(String::new())),
        (Some((_, Some(call))), true) if !call::is_run(&call.name) => {
            Err(CallError::NotRun { function: call.name }.into())
        }
        (Some((_, Some(call))), true) if !call.is_bare => {
            Err(not_one(format!("There is something besides the call of migrate.{}.", call.name)))
        }
        (Some((sql, Some(call))), true) => Ok((sql, call.name)),
    }
}

/// Of a call for many schemas that is to say only what it would do.
pub(super) fn asks_for_nothing() -> Error {
    let detail = "It asks for nothing: dry_run is for the call by itself.".into();
    CallError::NotOneCall { argument: ARGUMENT, detail }.into()
}

/// Makes the call; what it has answered.
fn make(sql: &str) -> Result<Vec<Told>> {
    let not_one = || CallError::NotOneCall { argument: ARGUMENT, detail: String::new() };
    let calls = one_call::prepare(sql).ok_or_else(not_one)?;
    if calls.len() != 1 {
        let detail = format!("Its arguments make it {} calls.", calls.len());
        return Err(CallError::NotOneCall { argument: ARGUMENT, detail }.into());
    }
    Ok(steps::listen(|| calls.iter().for_each(one_call::Call::make)))
}

/// Fails if something was refused that others were done beside.
fn refused(told: &[Told]) -> Result<()> {
    let is_bad = |told: &&Told| matches!(told.status.as_str(), "refused" | "failed");
    let bad: Vec<String> = told.iter().filter(is_bad).map(|told| told.what.clone()).collect();
    if bad.is_empty() {
        return Ok(());
    }
    Err(Error::Server(Failure {
        sqlstate: "55000".into(),
        message: format!("not everything could be done: {}", bad.join("; ")),
        detail: None,
        hint: Some("The call by itself says why, in a row for each.".into()),
        position: None,
    }))
}

/// The answer where no job is waited for.
fn in_words(told: &[Told], jobs: &[i64]) -> String {
    let Some(first) = told.iter().find(|told| told.status != "already done").or(told.first()) else {
        return "nothing to do".into();
    };
    match jobs {
        [] => format!("{}: {}", first.what, first.status),
        [one] => format!("job {one} starts when this commits"),
        many => {
            let jobs: Vec<String> = many.iter().map(i64::to_string).collect();
            format!("jobs {} start when this commits", jobs.join(", "))
        }
    }
}
