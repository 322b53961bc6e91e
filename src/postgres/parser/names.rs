//! Names in a raw parse tree, as owned values.

use std::ffi::{CStr, c_char};

use migrate_core::relation::Relation;
use pgrx::{PgList, pg_sys};

/// A list of strings, `schema.name` or `name`, as an owned name.
///
/// # Safety
///
/// `names` is a list of String nodes that is not freed yet.
pub unsafe fn dotted(names: *mut pg_sys::List) -> Relation {
    // SAFETY: as the caller says.
    let mut parts: Vec<String> = unsafe {
        PgList::<pg_sys::String>::from_pg(names)
            .iter_ptr()
            .filter_map(|part| own_text((*part).sval))
            .collect()
    };
    Relation { name: parts.pop().unwrap_or_default(), schema: parts.pop() }
}

/// # Safety
///
/// `text` is NULL or a string that ends with a NUL byte.
pub unsafe fn own_text(text: *const c_char) -> Option<String> {
    // SAFETY: as the caller says.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
}
