//! Settings (GUCs) that are changed for a while.

use std::ffi::CStr;

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
