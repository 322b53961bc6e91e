//! Strings and lists of a raw parse tree.

use std::ffi::{CStr, c_char};

use migrate_core::ddl::name::Name;
use pgrx::{PgList, is_a, pg_sys};

/// A string of a tree; none for NULL.
///
/// # Safety
///
/// `text` is NULL or a string that ends with a NUL byte.
pub unsafe fn text(text: *const c_char) -> Option<String> {
    // SAFETY: as the caller says.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
}

/// A string of a tree that the grammar always sets.
///
/// # Safety
///
/// As for [`text`].
pub unsafe fn word(word: *const c_char) -> String {
    // SAFETY: as the caller says.
    unsafe { text(word) }.unwrap_or_default()
}

/// The members of a list; NIL has none.
///
/// # Safety
///
/// `list` is NIL or a list of such nodes, of a tree that is not freed yet.
pub unsafe fn members<T>(list: *mut pg_sys::List) -> Vec<*mut T> {
    // SAFETY: as the caller says.
    unsafe { PgList::<T>::from_pg(list) }.iter_ptr().collect()
}

/// The strings of a list, without what else is in it.
///
/// # Safety
///
/// As for [`members`], of nodes of any kind.
pub unsafe fn strings(list: *mut pg_sys::List) -> Vec<String> {
    // SAFETY: as the caller says; the cast is to the struct of the node's tag.
    unsafe {
        PgList::<pg_sys::Node>::from_pg(list)
            .iter_ptr()
            .filter(|node| is_a(*node, pg_sys::NodeTag::T_String))
            .map(|node| word((*node.cast::<pg_sys::String>()).sval))
            .collect()
    }
}

/// A name with dots; none for NIL.
///
/// # Safety
///
/// As for [`strings`].
pub unsafe fn name(list: *mut pg_sys::List) -> Option<Name> {
    // SAFETY: as the caller says.
    (!list.is_null()).then(|| unsafe { strings(list) })
}

/// CASCADE.
pub fn is_cascade(behavior: pg_sys::DropBehavior::Type) -> bool {
    behavior == pg_sys::DropBehavior::DROP_CASCADE
}
