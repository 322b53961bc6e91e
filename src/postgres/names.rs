//! Names that are looked up without a query: by schema and name, whatever the search path and the role's rights.

use std::ffi::CString;

use pgrx::pg_sys;

/// Whether there is a schema of a name.
pub fn is_schema(name: &str) -> bool {
    schema(name) != pg_sys::InvalidOid
}

fn schema(name: &str) -> pg_sys::Oid {
    let name = CString::new(name).unwrap_or_default();
    // SAFETY: inside a transaction; one that is not there has the invalid oid.
    unsafe { pg_sys::get_namespace_oid(name.as_ptr(), true) }
}

/// The relation of a name in a schema.
pub fn relation(schema_name: &str, name: &str) -> Option<pg_sys::Oid> {
    let name = CString::new(name).unwrap_or_default();
    // SAFETY: as above.
    let oid = unsafe { pg_sys::get_relname_relid(name.as_ptr(), schema(schema_name)) };
    (oid != pg_sys::InvalidOid).then_some(oid)
}

/// The relation that a name without a schema means: the first of the search path. The role's rights are not asked, for
/// the path has only schemas that it may use.
pub fn visible(name: &str) -> Option<pg_sys::Oid> {
    let name = CString::new(name).unwrap_or_default();
    // SAFETY: inside a transaction; one that is not there has the invalid oid.
    let oid = unsafe { pg_sys::RelnameGetRelid(name.as_ptr()) };
    (oid != pg_sys::InvalidOid).then_some(oid)
}

/// Whether a relation has columns and rows, or shows some: a table, view, materialized view, foreign table.
pub fn has_rows(relation: pg_sys::Oid) -> bool {
    // SAFETY: inside a transaction; of one that is not there the kind is a zero byte.
    let kind = unsafe { pg_sys::get_rel_relkind(relation) };
    b"rpvmf".contains(&(kind as u8))
}

/// The table of an index; none where it is no index.
pub fn table_of_index(index: pg_sys::Oid) -> Option<pg_sys::Oid> {
    // SAFETY: inside a transaction; one that is not there has the invalid oid, where that may be missing.
    let oid = unsafe { pg_sys::IndexGetRelation(index, true) };
    (oid != pg_sys::InvalidOid).then_some(oid)
}
