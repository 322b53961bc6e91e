//! Temporary objects of this session.

use pgrx::pg_sys;

/// Whether the session has had any: their schema stays when they are gone.
pub fn has_schema() -> bool {
    // SAFETY: the function has no arguments, and reads a variable of the backend.
    let schema = unsafe { pgrx::direct_function_call::<pg_sys::Oid>(pg_sys::pg_my_temp_schema, &[]) };
    schema.is_some_and(|schema| schema != pg_sys::InvalidOid)
}
