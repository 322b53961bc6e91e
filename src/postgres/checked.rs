//! A setting whose value is looked at when it is set.

use std::ffi::{CStr, CString, c_char, c_void};

use migrate_core::lint;
use migrate_core::span;
use migrate_core::text;
use pgrx::guc::{GucContext, GucFlags, GucRegistry, GucSetting};
use pgrx::prelude::*;

/// Looks at a value that is to be set; false if it is refused.
type Check = unsafe extern "C-unwind" fn(*mut *mut c_char, *mut *mut c_void, pg_sys::GucSource::Type) -> bool;

/// Defines a setting with a list of the linter's rules: a word that names none is refused.
pub fn define_rules(
    name: &'static CStr,
    short: &'static CStr,
    long: &'static CStr,
    setting: &'static GucSetting<Option<CString>>,
) {
    define([name, short, long], setting, only_rules);
}

/// Defines a setting with a length of time, in which people may write days as they say them.
pub fn define_span(
    name: &'static CStr,
    short: &'static CStr,
    long: &'static CStr,
    setting: &'static GucSetting<Option<CString>>,
) {
    define([name, short, long], setting, only_span);
}

fn define(
    [name, short, long]: [&'static CStr; 3],
    setting: &'static GucSetting<Option<CString>>,
    check: Check,
) {
    let (context, flags) = (GucContext::Userset, GucFlags::default());
    // SAFETY: the hook has the form that the server wants, and lives as long as the library.
    unsafe {
        GucRegistry::define_string_guc_with_hooks(
            name,
            short,
            long,
            setting,
            context,
            flags,
            Some(check),
            None,
            None,
        );
    }
}

/// A text in the memory that the server throws away with the error about a value, where it looks for it.
fn for_the_error(text: &str) -> *mut c_char {
    let text = CString::new(text).unwrap_or_default();
    // SAFETY: the text is copied, and ends with a zero byte.
    unsafe { pg_sys::MemoryContextStrdup(pg_sys::ErrorContext, text.as_ptr()) }
}

/// Whether a text is a length of time that fits.
#[pg_guard]
unsafe extern "C-unwind" fn only_span(
    value: *mut *mut c_char,
    _extra: *mut *mut c_void,
    _source: pg_sys::GucSource::Type,
) -> bool {
    // SAFETY: the server hands the new value over, or a null pointer for a setting without one.
    let seconds = unsafe {
        if value.is_null() || (*value).is_null() {
            return true;
        }
        span::seconds(&CStr::from_ptr(*value).to_string_lossy())
    };
    if seconds.is_some_and(|seconds| i32::try_from(seconds).is_ok()) {
        return true;
    }
    let hint = "Write a number with a unit, such as 7d, 7 days, 36h or 90min; a number alone is in seconds.";
    // SAFETY: a variable of the process, which the server reads when the value is refused.
    unsafe { pg_sys::GUC_check_errhint_string = for_the_error(hint) };
    false
}

/// Whether each word of a list is a rule's id.
#[pg_guard]
unsafe extern "C-unwind" fn only_rules(
    value: *mut *mut c_char,
    _extra: *mut *mut c_void,
    _source: pg_sys::GucSource::Type,
) -> bool {
    // SAFETY: the server hands the new value over, or a null pointer for a setting without one.
    let list = unsafe {
        if value.is_null() || (*value).is_null() {
            return true;
        }
        CStr::from_ptr(*value).to_string_lossy().into_owned()
    };
    let unknown = lint::unknown_rules(&list);
    let Some((_, near)) = unknown.first() else { return true };
    let words: Vec<String> = unknown.iter().map(|(word, _)| format!("\"{word}\"")).collect();
    let verb = if words.len() == 1 { "is no rule" } else { "are no rules" };
    let detail = format!("{} {verb} of the linter.", words.join(", "));
    let hint = near.as_ref().map_or_else(
        || "docs/rules has a list of them.".to_string(),
        |near| format!("Perhaps {} was meant; docs/rules has a list of them.", text::one_line(near, 80)),
    );
    // SAFETY: as in `only_span`.
    unsafe {
        pg_sys::GUC_check_errdetail_string = for_the_error(&detail);
        pg_sys::GUC_check_errhint_string = for_the_error(&hint);
    }
    false
}
