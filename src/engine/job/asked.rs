//! The jobs that this session has asked for, for `CALL migrate.wait()` without a number.
//!
//! They are kept in the session's memory: behind a pooler, the session may be another client's by the next call. A job
//! whose transaction was rolled back is not there, and is passed over.

use std::cell::RefCell;

use super::state::state;

/// How many are kept.
const MOST: usize = 100;

thread_local! {
    /// The role, and the job; the newest last.
    static ASKED: RefCell<Vec<(String, i64)>> = const { RefCell::new(Vec::new()) };
}

/// Keeps a job that was asked for as a role.
pub(super) fn remember(role: &str, id: i64) {
    ASKED.with_borrow_mut(|asked| {
        if asked.len() >= MOST {
            asked.remove(0);
        }
        asked.push((role.into(), id));
    });
}

/// What needed no job.
const DONE: i64 = 0;

/// Keeps that what a role asked for is done, without a job.
pub fn remember_done(role: &str) {
    if !is_last_done(role) {
        remember(role, DONE);
    }
}

/// Whether what a role asked for last needed no job.
pub fn is_last_done(role: &str) -> bool {
    of(role).first() == Some(&DONE)
}

/// The last job that was asked for as a role and is there.
pub fn last_asked(role: &str) -> Option<i64> {
    of(role).into_iter().find(|id| *id != DONE && state(*id).is_ok())
}

/// What was asked for as a role, the newest first.
fn of(role: &str) -> Vec<i64> {
    ASKED.with_borrow(|asked| asked.iter().rev().filter(|(by, _)| by == role).map(|(_, id)| *id).collect())
}
