//! Command tags.

use pgrx::pg_sys;

use super::node::text;

/// The command tag of a statement: `CREATE INDEX`.
///
/// # Safety
///
/// `node` is a statement of a tree that is not freed yet.
pub unsafe fn tag(node: *mut pg_sys::Node) -> String {
    // SAFETY: as the caller says; the tag's name is static.
    unsafe { text(pg_sys::GetCommandTagName(pg_sys::CreateCommandTag(node))) }.unwrap_or_default()
}
