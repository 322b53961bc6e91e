//! Under what names and values mean something: how that is read of the session, and how it is set for a while.
//!
//! What a user wrote is read under the scope in which it was asked for ([`asked`]); what the server writes of the catalog
//! is written, and read again, under settings that are the same everywhere ([`pinned`]), as pg_dump does.

use std::cell::RefCell;
use std::ffi::{CStr, CString};

use migrate_core::request::{Operation, Scope};

use crate::postgres::{settings, spi};

/// The session's search path and settings. Of the path what it is now: `"$user"` would be another schema for another
/// role. A temporary schema is another one in each session, so it is searched last, where nothing of anybody's is hidden
/// by it.
pub fn of_session() -> Scope {
    let path = "
SELECT pg_catalog.string_agg(pg_catalog.quote_ident(s.name), ', ' ORDER BY s.place)
FROM pg_catalog.unnest(pg_catalog.current_schemas(false)) WITH ORDINALITY s (name, place)
WHERE NOT pg_catalog.starts_with(s.name::pg_catalog.text, 'pg_temp')";
    let path = spi::row(path, &[], |row| row.get::<String>(1)).flatten();
    let value = |name: &str| Some((name.to_string(), settings::value(name)?));
    Scope {
        search_path: format!("{}, pg_temp", path.as_deref().unwrap_or("pg_catalog")),
        settings: Scope::SETTINGS.iter().filter_map(|name| value(name)).collect(),
    }
}

/// Runs `work` where names and values mean what they do in this scope.
pub fn within<R>(scope: &Scope, work: impl FnOnce() -> R) -> R {
    settings::scoped(|| {
        set(scope, settings::set_local);
        work()
    })
}

/// Sets all of a scope, by `set`.
pub fn set(scope: &Scope, set: impl Fn(&CStr, &CStr)) {
    let all = scope.settings.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    for (name, value) in all.chain([("search_path", scope.search_path.as_str())]) {
        let text = |text: &str| CString::new(text).unwrap_or_default();
        set(&text(name), &text(value));
    }
}

thread_local! {
    static ASKED: RefCell<Option<Scope>> = const { RefCell::new(None) };
}

/// Runs `work`, in which [`as_asked`] reads what a user wrote under this scope.
pub fn asked<R>(scope: &Scope, work: impl FnOnce() -> R) -> R {
    struct Reset(Option<Scope>);
    impl Drop for Reset {
        fn drop(&mut self) {
            ASKED.replace(self.0.take());
        }
    }
    let _reset = Reset(ASKED.replace(Some(scope.clone())));
    work()
}

/// Runs `work` under the scope of what is asked for, if that has one of its own; otherwise as the session is.
pub fn as_asked<R>(work: impl FnOnce() -> R) -> R {
    match ASKED.with_borrow(Clone::clone) {
        Some(scope) => within(&scope, work),
        None => work(),
    }
}

/// By which the server writes names and values in a way that every session reads alike, whatever it has set itself.
const WRITTEN: [(&CStr, &CStr); 7] = [
    (c"bytea_output", c"hex"),
    (c"datestyle", c"ISO, MDY"),
    (c"extra_float_digits", c"3"),
    (c"intervalstyle", c"postgres"),
    (c"quote_all_identifiers", c"off"),
    (c"timezone", c"UTC"),
    (c"xmlbinary", c"base64"),
];

/// By which what is written must be read, too. An amount of money is written and read by `lc_monetary` alone.
const READ: [(&CStr, &CStr); 4] = [
    (c"lc_monetary", c"C"),
    (c"standard_conforming_strings", c"on"),
    (c"transform_null_equals", c"off"),
    (c"xmloption", c"content"),
];

/// Runs `work` where the server writes every name that is not its own with its schema, and each value as it is read by
/// what runs under [`set_for`].
pub fn pinned<R>(work: impl FnOnce() -> R) -> R {
    settings::scoped(|| {
        settings::set_local(c"search_path", c"pg_catalog, pg_temp");
        WRITTEN.iter().chain(&READ).for_each(|(name, value)| settings::set_local(name, value));
        work()
    })
}

/// Runs `work`, which drafts the steps of an operation: what the server writes of the catalog there is read as it was meant
/// when the steps run. `scope` is that of what a user wrote in it. Names are written for the session's search path.
pub fn drafted<R>(operation: &Operation, scope: Option<&Scope>, work: impl FnOnce() -> R) -> R {
    settings::scoped(|| {
        WRITTEN.iter().for_each(|(name, value)| settings::set_local(name, value));
        set_to_read(operation, scope, settings::set_local);
        work()
    })
}

/// Runs `work` as [`pinned`], for what steps with words of a user's read: they are read under his scope.
pub fn pinned_for<R>(scope: Option<&Scope>, work: impl FnOnce() -> R) -> R {
    pinned(|| {
        scope.into_iter().for_each(|scope| set_read(scope, settings::set_local));
        work()
    })
}

/// Sets, by `set`, what the steps of an operation are run under: the scope of what a user wrote in it; where definitions
/// are made that were noted earlier, what they were noted under.
pub fn set_for(operation: &Operation, scope: Option<&Scope>, set: impl Fn(&CStr, &CStr)) {
    match operation.scope() {
        Some(scope) => self::set(scope, set),
        None if takes_back(operation) => {
            WRITTEN.iter().for_each(|(name, value)| set(name, value));
            set_to_read(operation, scope, set);
        }
        None => (),
    }
}

/// A step with words of a user's sets his scope, and the definitions behind it are read so as well.
fn set_to_read(operation: &Operation, scope: Option<&Scope>, set: impl Fn(&CStr, &CStr)) {
    match scope {
        Some(scope) => set_read(scope, set),
        None if takes_back(operation) => READ.iter().for_each(|(name, value)| set(name, value)),
        None => (),
    }
}

fn set_read(scope: &Scope, set: impl Fn(&CStr, &CStr)) {
    for (name, _) in READ {
        let value = name.to_str().ok().and_then(|name| scope.settings.get(name));
        value.into_iter().for_each(|value| set(name, &CString::new(value.as_str()).unwrap_or_default()));
    }
}

/// Whether it makes what was noted before.
fn takes_back(operation: &Operation) -> bool {
    matches!(operation, Operation::Undo(_) | Operation::EndChange(_))
}
