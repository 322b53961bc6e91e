//! How long a statement may wait for a lock that nobody foresaw: one that a function takes, or that is on a table which
//! is not the role's own.
//!
//! The locks that the parse tree and the catalog tell of are there already ([`super::table`]). Whatever else a
//! statement of a transaction unit waits for, the application waits behind what the unit has locked. So it is bounded
//! by `lock_timeout`, unless the script or the session has set that itself. A statement that changes a table stands in
//! a queue for `migrate.lock_window`, and then the unit begins anew; any other waits for `migrate.lock_wait`.
//!
//! Standalone statements are bounded in the same way. One with strong locks (VACUUM FULL) clears the way first.

use std::ffi::{CStr, CString};
use std::time::{Duration, Instant};

use migrate_core::failure::Failure;
use migrate_core::statement::Statement;

use super::table::{self, NOT_AVAILABLE, Patience};
use crate::error::raise;
use crate::postgres::settings::Change;
use crate::postgres::{deadline, settings as guc, staying, toplevel};
use crate::settings;

/// The bound on the statements of one transaction.
pub struct Limit {
    set: fn(&CStr, &CStr),
    /// What was set last.
    ours: i32,
    /// Whether it bounds the statement that runs, and whether only for the window.
    is_set: bool,
    is_window: bool,
    /// Whether no statement may wait for longer than the window.
    is_short: bool,
}

impl Limit {
    /// For a transaction; `set` sets a setting for as long as that lasts.
    pub fn new(set: fn(&CStr, &CStr)) -> Self {
        Limit { set, ours: 0, is_set: false, is_window: false, is_short: false }
    }

    /// The same where whatever fails is run again by itself: others may wait for what is locked already.
    pub fn short(set: fn(&CStr, &CStr)) -> Self {
        Limit { is_short: true, ..Limit::new(set) }
    }

    /// Bounds the statement that is to run next. One that takes table locks stands in a queue, where others stand
    /// behind it, for `migrate.lock_window` if it can be run again (`again`); anything else waits for
    /// `migrate.lock_wait`, since to run it again costs all that it has done.
    pub fn set(&mut self, statement: &Statement, again: bool) {
        let there = guc::lock_timeout();
        self.is_set = there == 0 || there == self.ours;
        let takes_locks = !statement.locks.is_empty() && statement.tag != "LOCK TABLE";
        self.is_window = self.is_set && again && (self.is_short || takes_locks);
        if !self.is_set {
            return;
        }
        let window = settings::lock_window();
        let limit = milliseconds(if self.is_window { window } else { settings::lock_wait().max(window) });
        if limit != there {
            (self.set)(c"lock_timeout", &CString::new(limit.to_string()).unwrap_or_default());
            self.ours = limit;
        }
    }

    /// Takes the `lock_timeout` that is set now for one of its own.
    pub fn is_ours(&mut self, milliseconds: i32) {
        self.ours = milliseconds;
    }

    /// The script's own `lock_timeout`, which bounds the taking of table locks, too; `is_own` says whether it is that
    /// of the script, if it is set at all.
    pub fn of_script(&self, is_own: bool) -> Option<Duration> {
        let there = guc::lock_timeout();
        let own = u64::try_from(there).ok().filter(|own| *own > 0 && is_own && there != self.ours);
        own.map(Duration::from_millis)
    }

    /// Whether a statement failed because it stood in a queue for as long as it may at a time.
    pub fn is_reached(&self, failure: &Failure) -> bool {
        self.is_window && failure.sqlstate == NOT_AVAILABLE
    }

    /// The failure with a word on whose limit it was.
    pub fn explain(&self, failure: Failure) -> Failure {
        if failure.sqlstate != NOT_AVAILABLE || failure.hint.is_some() || !self.is_set {
            return failure;
        }
        let hint =
            "The statement waited for a lock that could not be foreseen, for migrate.lock_wait at most.";
        Failure { hint: Some(hint.into()), ..failure }
    }
}

/// Runs a statement of a script in a worker, for as long as a `statement_timeout` that the script has set itself: that
/// of the caller or the role is for who waits.
///
/// # Errors
///
/// Its own; 57014 where it lasts for longer.
pub fn run_statement(sql: &str) -> Result<(), Failure> {
    run_counted(sql).map(|_| ())
}

/// The same; how many rows it wrote or returned.
///
/// # Errors
///
/// As [`run_statement`].
pub fn run_counted(sql: &str) -> Result<u64, Failure> {
    deadline::statement(own_timeout(), || toplevel::run_counted(sql))
}

/// The same of what is done in the place of a statement.
///
/// # Errors
///
/// What `work` raises; 57014 where it lasts for longer.
pub fn run_as_statement<R>(sql: &str, work: impl FnOnce() -> R) -> Result<R, Failure> {
    deadline::statement(own_timeout(), || toplevel::run_as(sql, work))
}

fn own_timeout() -> Option<Duration> {
    staying::is_set("statement_timeout").then(guc::statement_timeout).flatten()
}

/// Runs statements of a worker, outside of a transaction, that may wait for a lock for so long.
///
/// # Errors
///
/// Theirs; 55P03 where they waited for longer.
pub fn within(limit: Duration, work: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    let before = guc::lock_timeout();
    let is_of_script = staying::is_set("lock_timeout");
    toplevel::run(&format!("SET lock_timeout = {}", milliseconds(limit)))?;
    let result = work();
    if is_of_script {
        toplevel::run(&format!("SET lock_timeout = {before}"))?;
    } else {
        // What it is in a worker, and no setting of the script.
        toplevel::in_transaction(|| {
            guc::change("lock_timeout", Change::Reset);
            guc::change("lock_timeout", Change::Assume(&before.to_string()));
        })?;
    }
    result
}

/// Runs a standalone statement that takes strong locks, which cannot be taken for it beforehand: when the way is clear
/// it stands in the queue for `migrate.lock_window`, and gives up after `migrate.lock_wait`.
///
/// # Errors
///
/// Its own, and what [`table::take`] says.
pub fn out_of_queue(statement: &Statement) -> Result<(), Failure> {
    if statement.locks.is_empty() || guc::lock_timeout() != 0 {
        return run_statement(&statement.text);
    }
    let start = Instant::now();
    loop {
        toplevel::run("BEGIN")?;
        let take = || table::take(&statement.locks, Patience::Long).unwrap_or_else(|error| raise(&error));
        toplevel::without_snapshot(take)?;
        toplevel::run("ROLLBACK")?;
        match within(settings::lock_window(), || run_statement(&statement.text)) {
            Err(failure) if failure.sqlstate == NOT_AVAILABLE && start.elapsed() < settings::lock_wait() => {}
            result => return result,
        }
    }
}

fn milliseconds(duration: Duration) -> i32 {
    i32::try_from(duration.as_millis()).unwrap_or(i32::MAX).max(1)
}
