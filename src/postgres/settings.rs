//! Settings (GUCs) that are changed for a while.

use std::ffi::{CStr, CString, c_char};
use std::time::Duration;

use pgrx::pg_sys;

use super::compat;

/// Runs `work`; whatever it sets, by SET or otherwise, is as before when it is done. An error does the same
/// when its transaction is aborted.
pub fn scoped<R>(work: impl FnOnce() -> R) -> R {
    scoped_level(|_| work())
}

/// The same; `work` is told the nesting level of its settings, for [`super::staying::is_set_within`].
pub fn scoped_level<R>(work: impl FnOnce(i32) -> R) -> R {
    // SAFETY: the level is closed below, or by the abort that follows an error.
    let level = unsafe { pg_sys::NewGUCNestLevel() };
    let value = work(level);
    // SAFETY: the level is the one opened above: whatever `work` opened it has closed.
    unsafe { pg_sys::AtEOXact_GUC(false, level) };
    value
}

/// Sets a setting until the enclosing [`scoped`] ends.
pub fn set_local(name: &CStr, value: &CStr) {
    set(name, value, pg_sys::GucAction::GUC_ACTION_SAVE);
}

/// Gives a setting that only the server sets its value.
pub fn set_default(name: &CStr, value: &CStr) {
    // SAFETY: as in `set`. A default is of no transaction, so none takes it back.
    unsafe {
        pg_sys::set_config_option(
            name.as_ptr(),
            value.as_ptr(),
            pg_sys::GucContext::PGC_INTERNAL,
            pg_sys::GucSource::PGC_S_DYNAMIC_DEFAULT,
            pg_sys::GucAction::GUC_ACTION_SET,
            true,
            0,
            false,
        );
    }
}

/// Sets a setting to the end of the transaction, as SET LOCAL does.
pub fn set_for_transaction(name: &CStr, value: &CStr) {
    set(name, value, pg_sys::GucAction::GUC_ACTION_LOCAL);
}

fn set(name: &CStr, value: &CStr, action: pg_sys::GucAction::Type) {
    // SAFETY: both strings end with NUL and are copied; an invalid value raises an error.
    unsafe {
        pg_sys::set_config_option(
            name.as_ptr(),
            value.as_ptr(),
            pg_sys::GucContext::PGC_SUSET,
            pg_sys::GucSource::PGC_S_SESSION,
            action,
            true,
            0,
            false,
        );
    }
}

/// How a setting of the session is changed, with the current role's rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change<'a> {
    /// As SET does.
    Set(&'a str),
    /// As RESET does.
    Reset,
    /// To what the session has from its caller: it can be told from what a script sets, and RESET ALL ends it.
    Assume(&'a str),
}

/// Changes a setting of the session, as far as the current role may.
///
/// Raises what the server refuses.
pub fn change(name: &str, change: Change) {
    let name = CString::new(name).unwrap_or_default();
    let (value, source) = match change {
        Change::Set(value) => (Some(value), pg_sys::GucSource::PGC_S_SESSION),
        Change::Reset => (None, pg_sys::GucSource::PGC_S_SESSION),
        // The server has no use for this source of its own, and treats it as it treats a SET.
        Change::Assume(value) => (Some(value), pg_sys::GucSource::PGC_S_INTERACTIVE),
    };
    let value = value.map(|value| CString::new(value).unwrap_or_default());
    // SAFETY: both strings end with NUL and are copied; a NULL value is RESET.
    unsafe {
        let context =
            if pg_sys::superuser() { pg_sys::GucContext::PGC_SUSET } else { pg_sys::GucContext::PGC_USERSET };
        pg_sys::set_config_option(
            name.as_ptr(),
            value.as_ref().map_or(std::ptr::null(), |value| value.as_ptr()),
            context,
            source,
            pg_sys::GucAction::GUC_ACTION_SET,
            true,
            0,
            false,
        );
    }
}

/// A setting's value, as SET takes it; none if there is no such setting.
pub fn value(name: &str) -> Option<String> {
    let name = CString::new(name).ok()?;
    // SAFETY: the value is copied at once; it is no secret to us, who hand it to nobody but its own setting.
    unsafe {
        let value = pg_sys::GetConfigOption(name.as_ptr(), true, false);
        (!value.is_null()).then(|| CStr::from_ptr(value).to_string_lossy().into_owned())
    }
}

/// `statement_timeout` as it is; none if it is 0.
pub fn statement_timeout() -> Option<Duration> {
    // SAFETY: a variable of the backend.
    let limit = unsafe { pg_sys::StatementTimeout };
    u64::try_from(limit).ok().filter(|limit| *limit > 0).map(Duration::from_millis)
}

/// Sets `lock_timeout` until the enclosing [`scoped`] ends: at least a millisecond, since 0 is for ever.
pub fn set_lock_timeout(limit: Duration) {
    let text = CString::new(limit.as_millis().clamp(1, i32::MAX as u128).to_string()).unwrap_or_default();
    set_local(c"lock_timeout", &text);
}

/// Runs `work`, in which nobody is waited for at a lock longer than `limit`, nor than `lock_timeout` says already.
pub fn bounded<R>(limit: Duration, work: impl FnOnce() -> R) -> R {
    scoped(|| {
        set_lock_timeout_within(limit);
        work()
    })
}

/// Sets `lock_timeout` until the enclosing [`scoped`] ends, unless it is shorter.
pub fn set_lock_timeout_within(limit: Duration) {
    let own = Duration::from_millis(u64::try_from(lock_timeout()).unwrap_or(0));
    set_lock_timeout(if own.is_zero() { limit } else { limit.min(own) });
}

/// The search path, as SET takes it.
pub fn search_path() -> String {
    // SAFETY: the setting is always there; its value is copied at once.
    let path = unsafe {
        CStr::from_ptr(pg_sys::GetConfigOption(c"search_path".as_ptr(), false, false))
            .to_string_lossy()
            .into_owned()
    };
    // SET takes no empty list; this one is searched anyway.
    if path.trim().is_empty() { "pg_catalog".into() } else { path }
}

/// The search path that RESET would set.
pub fn reset_search_path() -> String {
    // SAFETY: the setting is always there; its value is copied at once.
    unsafe {
        let path = pg_sys::GetConfigOptionResetString(c"search_path".as_ptr());
        if path.is_null() { String::new() } else { CStr::from_ptr(path).to_string_lossy().into_owned() }
    }
}

/// Whether there is such a setting here.
pub fn is_defined(name: &CStr) -> bool {
    // SAFETY: looks the name up; the value is not looked at.
    unsafe { !pg_sys::GetConfigOption(name.as_ptr(), true, false).is_null() }
}

/// `lock_timeout` as it is, in milliseconds; 0 is for ever.
pub fn lock_timeout() -> i32 {
    // SAFETY: a variable of the backend.
    unsafe { pg_sys::LockTimeout }
}

/// `deadlock_timeout`.
pub fn deadlock_timeout() -> Duration {
    // SAFETY: a variable of the backend.
    Duration::from_millis(u64::try_from(unsafe { pg_sys::DeadlockTimeout }).unwrap_or(0))
}

/// The settings without a definition whose names begin with `prefix` and a dot.
pub fn custom_of(prefix: &CStr) -> Vec<(String, String)> {
    let prefix = format!("{}.", prefix.to_string_lossy());
    custom().into_iter().filter(|(name, _)| name.starts_with(&prefix)).collect()
}

/// Whether a setting has no definition.
pub fn is_custom(name: &str) -> bool {
    custom().iter().any(|(custom, _)| custom == name)
}

/// Whether a setting has the value that it has by default, and not by anybody's word.
pub fn has_default(name: &str) -> bool {
    // SAFETY: the server's variables live as long as no setting is removed.
    compat::setting(name)
        .is_some_and(|setting| unsafe { (*setting).source == pg_sys::GucSource::PGC_S_DEFAULT })
}

/// Whether only a superuser may set it, and the session's role is none.
pub fn is_denied(name: &str) -> bool {
    // SAFETY: reads what the catalog's cache says of the role; as above.
    unsafe {
        !pg_sys::superuser()
            && compat::setting(name)
                .is_some_and(|setting| (*setting).context == pg_sys::GucContext::PGC_SUSET)
    }
}

/// The settings without a definition (`SET app.tenant = …`) that the session or its client has set; they are not in
/// `pg_settings`.
pub fn custom() -> Vec<(String, String)> {
    set_by_session(|variable| variable.flags as u32 & pg_sys::GUC_CUSTOM_PLACEHOLDER != 0)
}

/// The settings of libraries that these hide from `pg_settings` (`citus.enable_unsafe_triggers`), and that the session or its
/// client has set.
pub fn hidden() -> Vec<(String, String)> {
    set_by_session(|variable| {
        let is_hidden = variable.flags as u32 & (pg_sys::GUC_NO_SHOW_ALL | pg_sys::GUC_CUSTOM_PLACEHOLDER)
            == pg_sys::GUC_NO_SHOW_ALL;
        // SAFETY: a variable has a name. One of the server's own has no point in it.
        let is_of_library = || unsafe { CStr::from_ptr(variable.name) }.to_bytes().contains(&b'.');
        is_hidden
            && matches!(variable.context, pg_sys::GucContext::PGC_USERSET | pg_sys::GucContext::PGC_SUSET)
            && is_of_library()
    })
}

fn set_by_session(is_meant: impl Fn(&pg_sys::config_generic) -> bool) -> Vec<(String, String)> {
    let is_ours = |variable: &pg_sys::config_generic| {
        matches!(variable.source, pg_sys::GucSource::PGC_S_SESSION | pg_sys::GucSource::PGC_S_CLIENT)
            && is_meant(variable)
    };
    let mut found = Vec::new();
    for variable in compat::settings() {
        // SAFETY: the server's variables live as long as no setting is added or removed, which nothing here does; a
        // name is a string that lives as long; the value is copied at once.
        unsafe {
            if !is_ours(&*variable) {
                continue;
            }
            let value = pg_sys::GetConfigOption((*variable).name, true, false);
            if !value.is_null() {
                let own = |text: *const c_char| CStr::from_ptr(text).to_string_lossy().into_owned();
                found.push((own((*variable).name), own(value)));
            }
        }
    }
    found
}

/// What the session user's role or the database has set of what everybody may, as it was when the session began.
pub fn of_role() -> Vec<(String, String)> {
    use pg_sys::GucSource::{PGC_S_DATABASE, PGC_S_DATABASE_USER, PGC_S_GLOBAL, PGC_S_USER};
    let is_so = |variable: &pg_sys::config_generic| {
        [PGC_S_GLOBAL, PGC_S_DATABASE, PGC_S_USER, PGC_S_DATABASE_USER].contains(&variable.reset_source)
            && variable.context == pg_sys::GucContext::PGC_USERSET
            && variable.flags as u32 & pg_sys::GUC_SUPERUSER_ONLY == 0
    };
    let mut found = Vec::new();
    for variable in compat::settings() {
        // SAFETY: as in `custom`.
        unsafe {
            if !is_so(&*variable) {
                continue;
            }
            let value = pg_sys::GetConfigOptionResetString((*variable).name);
            if !value.is_null() {
                let own = |text: *const c_char| CStr::from_ptr(text).to_string_lossy().into_owned();
                found.push((own((*variable).name), own(value)));
            }
        }
    }
    found
}

/// Claims every setting that begins with `prefix` and a dot: a mistyped one is then an error.
pub fn reserve_prefix(prefix: &CStr) {
    // SAFETY: the string is copied.
    unsafe { pg_sys::MarkGUCPrefixReserved(prefix.as_ptr()) };
}
