//! What a procedure can do and a function can't: commit its caller's transaction and go on.

use std::ptr;

use migrate_core::failure::Failure;
use pgrx::pg_sys;
use pgrx::prelude::*;

use super::subtransaction;

/// Whether a procedure was called inside a transaction block, a function, or anything else that does not
/// let it commit.
pub fn is_atomic(fcinfo: pg_sys::FunctionCallInfo) -> bool {
    // SAFETY: the executor hands a CallContext to what is called by CALL; anything else is not CALL.
    unsafe {
        let context = (*fcinfo).context;
        !pgrx::is_a(context, pg_sys::NodeTag::T_CallContext)
            || (*context.cast::<pg_sys::CallContext>()).atomic
    }
}

/// A procedure's right to commit, from [`NonAtomic::begin`] until it is dropped.
pub struct NonAtomic(());

impl NonAtomic {
    /// Only in a procedure that is not atomic ([`is_atomic`]).
    pub fn begin() -> Self {
        // SAFETY: paired with SPI_finish in Drop.
        unsafe { pg_sys::SPI_connect_ext(pg_sys::SPI_OPT_NONATOMIC as i32) };
        NonAtomic(())
    }

    /// Commits the transaction and begins the next. No snapshot is held afterwards.
    pub fn commit(&self) {
        // SAFETY: we are connected with SPI_OPT_NONATOMIC, and no other SPI connection is open inside.
        unsafe { pg_sys::SPI_commit() };
    }

    /// Runs queries with a snapshot of this moment, lets go of it, and commits.
    ///
    /// Fails where the extension was updated since the call began: then this library does not know its tables.
    pub fn run<R>(&self, work: impl FnOnce() -> R) -> R {
        super::extension::must_fit();
        let value = super::spi::with_snapshot(work);
        self.commit();
        value
    }

    /// The same for queries that may fail: then the procedure can go on without them.
    ///
    /// # Errors
    ///
    /// What the server says.
    pub fn try_run<R>(&self, work: impl FnOnce() -> R) -> Result<R, Failure> {
        let value = subtransaction::attempt(|| Some(super::spi::with_snapshot(work)));
        self.commit();
        value.map(|value| match value {
            Some(value) => value,
            None => error!("a look gave nothing"),
        })
    }
}

impl Drop for NonAtomic {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            // SAFETY: paired with SPI_connect_ext; after an error the abort does it.
            unsafe { pg_sys::SPI_finish() };
        }
    }
}

/// The one row that CALL shows: INOUT `summary`.
pub type Summary = pgrx::composite_type!('static, "record");

/// Makes the row.
pub fn summary(text: &str) -> Summary {
    // SAFETY: a descriptor of one text column, blessed so that the record can be read by others; one value.
    unsafe {
        let descriptor = pg_sys::CreateTemplateTupleDesc(1);
        pg_sys::TupleDescInitEntry(descriptor, 1, c"summary".as_ptr(), pg_sys::TEXTOID, -1, 0);
        let descriptor = pgrx::PgTupleDesc::from_pg_unchecked(pg_sys::BlessTupleDesc(descriptor));
        match PgHeapTuple::from_datums(descriptor, [text.into_datum()]) {
            Ok(tuple) => tuple,
            Err(bug) => error!("internal record: {bug}"),
        }
    }
}

/// NOTICE for somebody who waits at a terminal; never the only place where a thing is said.
pub fn notice(text: &str) {
    pgrx::notice!("{text}");
}

/// Shows in `pg_stat_activity` what this session does instead of its statement, until its next one or
/// [`show_own_activity`].
pub fn show_activity(text: &str) {
    let text = super::text::must_be_c_string(text);
    // SAFETY: the text ends in a zero, and is copied.
    unsafe { pg_sys::pgstat_report_activity(pg_sys::BackendState::STATE_RUNNING, text.as_ptr()) };
}

/// Shows the session's own statement again.
pub fn show_own_activity() {
    // SAFETY: the statement that runs, which lasts as long as it does, or a null pointer, which shows nothing.
    unsafe {
        pg_sys::pgstat_report_activity(pg_sys::BackendState::STATE_RUNNING, pg_sys::debug_query_string);
    }
}

/// Waits for the process's latch or for `milliseconds`. True if a cancel or terminate is pending; it is
/// not processed.
///
/// Whoever drops a database or tablespace waits until every process has let go of its files. That may be the worker
/// that we wait for, so it is answered here.
pub fn wait(milliseconds: i64) -> bool {
    // SAFETY: waits on this process's own latch; ends the process if the postmaster dies.
    unsafe {
        let events = pg_sys::WL_LATCH_SET | pg_sys::WL_TIMEOUT | pg_sys::WL_EXIT_ON_PM_DEATH;
        pg_sys::WaitLatch(pg_sys::MyLatch, events as i32, milliseconds as _, pg_sys::PG_WAIT_EXTENSION);
        pg_sys::ResetLatch(pg_sys::MyLatch);
        pg_sys::ProcessProcSignalBarrier();
        ptr::read_volatile(&raw const pg_sys::QueryCancelPending) != 0
            || ptr::read_volatile(&raw const pg_sys::ProcDiePending) != 0
    }
}

/// While it lives a cancel stays pending, for [`wait`] to tell of; a terminate goes through.
pub struct HeldCancel(());

/// Holds cancels: whoever has started something must not be interrupted before it can take it back.
pub fn hold_cancel() -> HeldCancel {
    // SAFETY: a variable of the process; the server sets it to 0 when an error ends the statement.
    unsafe { pg_sys::QueryCancelHoldoffCount += 1 };
    HeldCancel(())
}

impl Drop for HeldCancel {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            // SAFETY: as above; counted up when this was made.
            unsafe { pg_sys::QueryCancelHoldoffCount -= 1 };
        }
    }
}

/// Forgets a pending cancel, for whoever answers it with an error of its own. False if the session is to end:
/// then that goes on.
pub fn answer_cancel() -> bool {
    // SAFETY: variables of the process; the handlers only ever set them.
    unsafe {
        if ptr::read_volatile(&raw const pg_sys::ProcDiePending) != 0 {
            return false;
        }
        ptr::write_volatile(&raw mut pg_sys::QueryCancelPending, 0);
    }
    true
}

/// Whether the session is to end.
pub fn is_to_end() -> bool {
    // SAFETY: a variable of the process; the handlers only ever set it.
    unsafe { ptr::read_volatile(&raw const pg_sys::ProcDiePending) != 0 }
}

/// Whether the pending cancel comes from `statement_timeout`; asked once, it is forgotten.
pub fn is_statement_timeout() -> bool {
    /// STATEMENT_TIMEOUT of the server's enum TimeoutId, the same from PostgreSQL 15 to 18.
    const STATEMENT_TIMEOUT: i32 = 3;
    unsafe extern "C-unwind" {
        fn get_timeout_indicator(id: i32, reset: bool) -> bool;
    }
    // SAFETY: reads a flag of the process.
    unsafe { get_timeout_indicator(STATEMENT_TIMEOUT, true) }
}

/// How long a procedure waits between two looks, each of which begins a transaction: `milliseconds`, but never so long
/// that `transaction_timeout`, which is about transactions that do something, ends the session.
pub fn between_looks(milliseconds: i64) -> i64 {
    const PART: i64 = 3;
    super::compat::transaction_limit().map_or(milliseconds, |limit| milliseconds.min((limit / PART).max(1)))
}

/// Waits for `milliseconds`; a cancel or terminate ends it with its error.
pub fn pause(milliseconds: i64) {
    let end = std::time::Instant::now() + std::time::Duration::from_millis(milliseconds.max(0) as u64);
    loop {
        let left = end.saturating_duration_since(std::time::Instant::now());
        if left.is_zero() {
            return;
        }
        wait(i64::try_from(left.as_millis()).unwrap_or(0).max(1));
        super::compat::check_for_interrupts();
    }
}
