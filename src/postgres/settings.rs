//! Settings (GUCs) that are changed for a while.

use std::ffi::{CStr, CString};
use std::time::Duration;

use pgrx::pg_sys;

/// Runs `work`; whatever it sets, by SET or otherwise, is as before when it is done. An error does the same
/// when its transaction is aborted.
pub fn scoped<R>(work: impl FnOnce() -> R) -> R {
    // SAFETY: the level is closed below, or by the abort that follows an error.
    let level = unsafe { pg_sys::NewGUCNestLevel() };
    let value = work();
    // SAFETY: the level is the one opened above: whatever `work` opened it has closed.
    unsafe { pg_sys::AtEOXact_GUC(false, level) };
    value
}

/// Sets a setting until the enclosing [`scoped`] ends.
pub fn set_local(name: &CStr, value: &CStr) {
    // SAFETY: both strings end with NUL and are copied; an invalid value raises an error.
    unsafe {
        pg_sys::set_config_option(
            name.as_ptr(),
            value.as_ptr(),
            pg_sys::GucContext::PGC_SUSET,
            pg_sys::GucSource::PGC_S_SESSION,
            pg_sys::GucAction::GUC_ACTION_SAVE,
            true,
            0,
            false,
        );
    }
}

/// Sets `lock_timeout` until the enclosing [`scoped`] ends: at least a millisecond, since 0 is for ever.
pub fn set_lock_timeout(limit: Duration) {
    let text = CString::new(limit.as_millis().clamp(1, i32::MAX as u128).to_string()).unwrap_or_default();
    set_local(c"lock_timeout", &text);
}

/// Claims every setting that begins with `prefix` and a dot: a mistyped one is then an error.
pub fn reserve_prefix(prefix: &CStr) {
    // SAFETY: the string is copied.
    unsafe { pg_sys::MarkGUCPrefixReserved(prefix.as_ptr()) };
}
