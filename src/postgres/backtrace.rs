//! Backtraces of Rust are switched off in this library.
//!
//! pgrx notes one for each error that passes through Rust, wherever the server was started with RUST_BACKTRACE. It
//! hangs the backtrace onto the DETAIL when it reports the error again, and from there it would come into the journal.
//! Both are for people who know SQL. Besides, to write one takes milliseconds.

use std::backtrace::Backtrace;
use std::env;

/// Has this library note none from here on. The standard library asks the environment once, at the first backtrace, and
/// keeps the answer; each library has a copy of its own of both.
pub fn never() {
    const NAME: &str = "RUST_LIB_BACKTRACE";
    let before = env::var_os(NAME);
    // SAFETY: the backend (or the postmaster) has one thread, and nothing else reads the environment meanwhile. It is
    // put back, for programs that the server starts.
    unsafe {
        env::set_var(NAME, "0");
        drop(Backtrace::capture());
        match before {
            Some(value) => env::set_var(NAME, value),
            None => env::remove_var(NAME),
        }
    }
}
