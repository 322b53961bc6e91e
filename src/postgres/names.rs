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

/// The schema in which a name without one is found; none of what the server or this session alone has.
pub fn schema_of(name: &str) -> Option<pg_sys::Oid> {
    let relation = visible(name)?;
    // SAFETY: inside a transaction; it is there, for its name was found just now.
    let (schema, is_own) = unsafe {
        let schema = pg_sys::get_rel_namespace(relation);
        (schema, pg_sys::isTempNamespace(schema))
    };
    (!is_own && schema != SERVERS_OWN).then_some(schema)
}

/// The schema that comes first in the search path; none where the path is empty.
pub fn first_schema() -> Option<pg_sys::Oid> {
    // The server's own comes first where a path does not name it.
    let mut first = [pg_sys::InvalidOid; 2];
    // SAFETY: writes no more than it is told, and gives the length of the path.
    let count = unsafe { pg_sys::fetch_search_path_array(first.as_mut_ptr(), first.len() as i32) };
    let known = usize::try_from(count).unwrap_or(0).min(first.len());
    first[..known].iter().copied().find(|schema| *schema != SERVERS_OWN)
}

/// The number of `pg_catalog`.
const SERVERS_OWN: pg_sys::Oid = pg_sys::Oid::from_u32(pg_sys::PG_CATALOG_NAMESPACE);

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
