//! A limit on how long statements last, which is told from a cancel that somebody asks for.
//!
//! As `statement_timeout`, but with a timer of our own: the server tells of that one only by a message, which is
//! translated. Like a cancel it takes effect where the server looks for interrupts.

use std::cell::Cell;
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use migrate_core::failure::Failure;
use pgrx::pg_sys;

// The bindings have none of the server's timers, and wrap SetLatch, which then is no longer fit for a signal handler.
unsafe extern "C-unwind" {
    fn RegisterTimeout(id: i32, handler: unsafe extern "C-unwind" fn()) -> i32;
    fn enable_timeout_after(id: i32, delay_ms: i32);
    fn disable_timeout(id: i32, keep_indicator: bool);
    fn SetLatch(latch: *mut pg_sys::Latch);
}

/// Whether the time was up, and nothing had been cancelled before.
static EXPIRED: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// The timer, registered once in the life of the process.
    static TIMER: Cell<Option<i32>> = const { Cell::new(None) };
}

/// Called by the server's handler of SIGALRM.
unsafe extern "C-unwind" fn expire() {
    // SAFETY: variables of the process, written as the server's own handlers write them, from a signal handler.
    unsafe {
        if ptr::read_volatile(&raw const pg_sys::QueryCancelPending) == 0 {
            EXPIRED.store(true, Ordering::Relaxed);
            ptr::write_volatile(&raw mut pg_sys::QueryCancelPending, 1);
            ptr::write_volatile(&raw mut pg_sys::InterruptPending, 1);
        }
        SetLatch(pg_sys::MyLatch);
    }
}

/// Runs statements for as long as `limit`; none, and their transaction is gone, if they would have lasted longer.
/// Without a limit they last as long as they do. Not nested.
///
/// # Errors
///
/// Theirs; that somebody has cancelled them.
pub fn within<R>(
    limit: Option<Duration>,
    work: impl FnOnce() -> Result<R, Failure>,
) -> Result<Option<R>, Failure> {
    let Some(limit) = limit else { return work().map(Some) };
    let timer = timer();
    EXPIRED.store(false, Ordering::Relaxed);
    let milliseconds = i32::try_from(limit.as_millis()).unwrap_or(i32::MAX).max(1);
    // SAFETY: the timer is registered; InitPostgres has set up the server's timers.
    unsafe { enable_timeout_after(timer, milliseconds) };
    // `work` catches every ERROR, so what follows is always reached; FATAL ends the process, and its timers.
    let result = work();
    // SAFETY: as above.
    unsafe { disable_timeout(timer, false) };
    let is_expired = EXPIRED.swap(false, Ordering::Relaxed);
    match result {
        Err(failure) if is_expired && failure.is_cancel() => Ok(None),
        result => {
            if is_expired {
                // It was up when the last of them was through, or had failed: nobody is to be cancelled for that.
                // SAFETY: a variable of the process.
                unsafe { ptr::write_volatile(&raw mut pg_sys::QueryCancelPending, 0) };
            }
            result.map(Some)
        }
    }
}

/// Runs a statement of a script that has a `statement_timeout` of its own, if it has; in whatever session. The server's
/// own timer is for what a client sends.
///
/// # Errors
///
/// The statement's; 57014 where it lasts for longer.
pub fn statement<R>(
    limit: Option<Duration>,
    work: impl FnOnce() -> Result<R, Failure>,
) -> Result<R, Failure> {
    within(limit, work)?.ok_or_else(Failure::statement_timeout)
}

fn timer() -> i32 {
    /// Any number from USER_TIMEOUT on asks for a free one; that is 12 or 13, by the server's version, and there are
    /// ten.
    const ANY: i32 = 16;
    TIMER.get().unwrap_or_else(|| {
        // SAFETY: a process that is connected, so the timers are set up; the handler does what one may do in a signal
        // handler, and stays where it is: libraries are never unloaded.
        let timer = unsafe { RegisterTimeout(ANY, expire) };
        TIMER.set(Some(timer));
        timer
    })
}
