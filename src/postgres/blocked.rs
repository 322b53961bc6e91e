//! Being told that this process has waited for a lock for `deadlock_timeout`, in the middle of a statement.
//!
//! A statement of the server's own, such as CREATE INDEX CONCURRENTLY, has no other moment in which code of ours runs. With
//! `log_lock_waits` the server then writes a line to its log, and shows it on its way there to whoever wants to see it.
//! It holds none of the locks that guard its memory by then. Where nobody has asked for such lines, they are kept from
//! the log.

use std::cell::Cell;
use std::ffi::CStr;
use std::ptr;

use pgrx::pg_sys;
use pgrx::prelude::*;

/// How the lines of `log_lock_waits` begin, untranslated (ProcSleep); the first one is that of a wait that goes on.
const WAITS: &[u8] = b"process %d still waiting for ";
const ANY: &[u8] = b"process %d ";

thread_local! {
    static TELL: Cell<Option<fn()>> = const { Cell::new(None) };
    /// Whoever looked at what goes to the log before.
    static BEFORE: Cell<pg_sys::emit_log_hook_type> = const { Cell::new(None) };
    /// Whether the lines were asked for.
    static ARE_LOGGED: Cell<bool> = const { Cell::new(false) };
}

/// Called by the server for each message that is to go to the log.
#[pg_guard]
unsafe extern "C-unwind" fn look(message: *mut pg_sys::ErrorData) {
    // SAFETY: the server's own message, for as long as the call lasts; its text in the source is a string that stays.
    unsafe {
        let text = (*message).message_id;
        let text: &[u8] = if text.is_null() { &[] } else { CStr::from_ptr(text).to_bytes() };
        if (*message).elevel == PgLogLevel::LOG as i32 && text.starts_with(ANY) {
            if text.starts_with(WAITS)
                && let Some(tell) = TELL.get()
            {
                tell();
            }
            (*message).output_to_server &= ARE_LOGGED.get();
        }
        if let Some(before) = BEFORE.get() {
            before(message);
        }
    }
}

/// Runs a statement; `tell` is called each time that it has waited for a lock for `deadlock_timeout`. It must neither
/// fail nor say anything, nor need a lock. Within another one it only runs it.
pub fn told<R>(tell: fn(), work: impl FnOnce() -> R) -> R {
    if TELL.get().is_some() {
        return work();
    }
    // SAFETY: variables of the process, put back below: `work` catches every ERROR, and FATAL ends the process. What the
    // server does with the one is to look at it when a wait begins.
    let (is_on, before) = unsafe {
        let is_on = ptr::read(&raw const pg_sys::log_lock_waits);
        let before = ptr::read(&raw const pg_sys::emit_log_hook);
        pg_sys::log_lock_waits = true;
        pg_sys::emit_log_hook = Some(look);
        (is_on, before)
    };
    TELL.set(Some(tell));
    BEFORE.set(before);
    ARE_LOGGED.set(is_on);
    let result = work();
    TELL.set(None);
    // SAFETY: as above.
    unsafe {
        pg_sys::emit_log_hook = before;
        pg_sys::log_lock_waits = is_on;
    }
    result
}
