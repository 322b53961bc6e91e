//! Catching an ERROR as a value, with what pgrx drops: its position, and SQLSTATEs that pgrx has no name for.
//!
//! Catching does not undo anything: whoever goes on after a failure must abort the transaction first
//! (a worker), or raise another error (a function in somebody's transaction).

use std::cell::Cell;
use std::ffi::c_void;
use std::panic::AssertUnwindSafe;

use migrate_core::failure::Failure;
use pgrx::pg_sys;
use pgrx::pg_sys::panic::CaughtError;
use pgrx::prelude::*;

use super::copied;

/// What the server knows of the error while it reports it, and pgrx does not keep.
#[derive(Default)]
struct Seen {
    code: Cell<i32>,
    position: Cell<i32>,
    /// In which of a script's rows.
    row: Cell<Option<String>>,
}

/// Runs `work`; an ERROR raised by it (or a panic) comes back as the failure it was.
///
/// FATAL is not an error to catch: it ends the process.
pub fn catch<R>(work: impl FnOnce() -> R) -> Result<R, Failure> {
    let seen = Seen::default();
    let mut context = pg_sys::ErrorContextCallback {
        // SAFETY: the backend is single-threaded, so nobody changes the stack while we read its top.
        previous: unsafe { pg_sys::error_context_stack },
        callback: Some(look),
        arg: (&raw const seen).cast_mut().cast(),
    };
    // SAFETY: `context` and `seen` live until `finally` below, which runs on the error path too.
    unsafe { pg_sys::error_context_stack = &raw mut context };
    let previous = context.previous;
    // SAFETY: a variable of the process. The server sets it to 0 when it raises an error.
    let held = unsafe { pg_sys::QueryCancelHoldoffCount };
    let kept = AssertUnwindSafe(&seen);
    let mut work = Some(work);
    let result = PgTryBuilder::new(AssertUnwindSafe(|| work.take().map(|work| work())))
        .catch_others(move |error| {
            // The whole wrapper is to be captured, not the reference in it.
            let kept = &kept;
            let failure = failure(&error, kept.0);
            FAILED.with(|slot| slot.replace(Some(failure)));
            None
        })
        .finally(move || {
            // SAFETY: puts back what stood there when we came.
            unsafe { pg_sys::error_context_stack = previous };
        })
        .execute();
    match (result, FAILED.with(Cell::take)) {
        (Some(value), _) => Ok(value),
        (None, Some(failure)) => {
            // Whoever holds cancels goes on doing so.
            // SAFETY: as above.
            unsafe { pg_sys::QueryCancelHoldoffCount = held };
            Err(failure)
        }
        (None, None) => Err(bug("an error was caught and lost")),
    }
}

thread_local! {
    /// Carries the failure out of the handler, whose closure may not borrow it.
    static FAILED: Cell<Option<Failure>> = const { Cell::new(None) };
}

fn bug(message: &str) -> Failure {
    Failure { sqlstate: "XX000".into(), message: message.into(), detail: None, hint: None, position: None }
}

/// The same of work that other nodes have a part in: what a node says of a lock that was not to be had comes as a WARNING,
/// and the error behind it only says that a connection has failed. Then the error is that of the lock.
///
/// # Errors
///
/// Those of `work`.
pub fn catch_of_nodes<R>(work: impl FnOnce() -> Result<R, Failure>) -> Result<R, Failure> {
    let refused = Cell::new(false);
    let context = Warnings::listen(&refused);
    let result = work();
    drop(context);
    result.map_err(|failure| match failure.sqlstate == "XX000" && refused.get() {
        true => Failure { sqlstate: NOT_AVAILABLE.into(), ..failure },
        false => failure,
    })
}

thread_local! {
    /// Whether other nodes may have a part in what this process runs.
    static HAS_NODES: Cell<bool> = const { Cell::new(false) };
}

/// Says whether this database is one of a cluster, for [`catch_of_statement`].
pub fn expect_nodes(has_nodes: bool) {
    HAS_NODES.set(has_nodes);
}

/// As [`catch_of_nodes`] in a cluster. Elsewhere a lock that a script's own code has not had, and got over, is nothing that an
/// error behind it is about.
///
/// # Errors
///
/// Those of `work`.
pub fn catch_of_statement<R>(work: impl FnOnce() -> Result<R, Failure>) -> Result<R, Failure> {
    if HAS_NODES.get() { catch_of_nodes(work) } else { work() }
}

/// SQLSTATE of a lock that was not to be had.
pub const NOT_AVAILABLE: &str = "55P03";

/// A callback on the stack of those that the server calls for a message, for as long as it lives.
struct Warnings<'a> {
    context: Box<pg_sys::ErrorContextCallback>,
    _refused: &'a Cell<bool>,
}

impl<'a> Warnings<'a> {
    fn listen(refused: &'a Cell<bool>) -> Self {
        let mut context = Box::new(pg_sys::ErrorContextCallback {
            // SAFETY: the backend is single-threaded, so nobody changes the stack while we read its top.
            previous: unsafe { pg_sys::error_context_stack },
            callback: Some(look_for_refusal),
            arg: std::ptr::from_ref(refused).cast_mut().cast(),
        });
        // SAFETY: the box stays where it is until `drop`, which takes it off the stack, also when an error unwinds.
        unsafe { pg_sys::error_context_stack = &raw mut *context };
        Warnings { context, _refused: refused }
    }
}

impl Drop for Warnings<'_> {
    fn drop(&mut self) {
        // SAFETY: puts back what stood there.
        unsafe { pg_sys::error_context_stack = self.context.previous };
    }
}

/// Called by the server for each message that it reports.
#[pg_guard]
unsafe extern "C-unwind" fn look_for_refusal(arg: *mut c_void) {
    // SAFETY: `arg` is the cell of the `Warnings` whose callback this is, which is alive as long as it is on the stack.
    let refused = unsafe { &*arg.cast::<Cell<bool>>() };
    // SAFETY: may be called from an error context callback, and only from there.
    if unsafe { pg_sys::geterrcode() } == packed_sqlstate(NOT_AVAILABLE) {
        refused.set(true);
    }
}

/// Called by the server for each message that it reports, before anybody catches it.
#[pg_guard]
unsafe extern "C-unwind" fn look(arg: *mut c_void) {
    // SAFETY: `arg` is the `Seen` of the `catch` whose callback this is; it is on that frame, which is alive
    // as long as the callback is on the stack.
    let seen = unsafe { &*arg.cast::<Seen>() };
    // SAFETY: both may be called from an error context callback, and only from there.
    unsafe {
        seen.code.set(pg_sys::geterrcode());
        seen.position.set(pg_sys::geterrposition());
        seen.row.set(copied::place());
    }
}

fn failure(error: &CaughtError, seen: &Seen) -> Failure {
    let report = match error {
        CaughtError::PostgresError(report) | CaughtError::ErrorReport(report) => report,
        CaughtError::RustPanic { ereport, .. } => ereport,
    };
    let code = report.sql_error_code();
    // The callback saw every message, notices too: what it kept is this error's only if the codes agree.
    // An SQLSTATE of the user's own, which pgrx has no name for, arrives as XX000.
    let ours = PgSqlErrorCode::from(seen.code.get()) as i32 == code as i32;
    let sqlstate = sqlstate(if ours { seen.code.get() } else { code as i32 });
    Failure {
        sqlstate,
        message: report.message().to_string(),
        detail: match (report.detail().map(str::to_string), seen.row.take().filter(|_| ours)) {
            (Some(detail), Some(row)) => Some(format!("{detail}\n{row}")),
            (detail, row) => detail.or(row),
        },
        hint: report.hint().map(str::to_string),
        position: u32::try_from(seen.position.get()).ok().filter(|position| ours && *position > 0),
    }
}

/// An SQLSTATE as five characters; the server packs six bits into each.
fn sqlstate(packed: i32) -> String {
    (0..5).map(|at| char::from(((packed >> (6 * at)) & 0x3f) as u8 + b'0')).collect()
}

/// The packed form of five characters.
pub fn packed_sqlstate(text: &str) -> i32 {
    text.bytes()
        .take(5)
        .enumerate()
        .fold(0, |code, (at, byte)| code | (i32::from(byte.wrapping_sub(b'0') & 0x3f) << (6 * at)))
}
