//! Enum types.

use migrate_core::error::{Result, TypeError};
use migrate_core::facts::Enumeration;
use migrate_core::name::shown;
use migrate_core::relation::Relation;
use pgrx::JsonB;

use super::quoted;
use crate::postgres::spi;

/// A type as the session's search path finds it.
///
/// # Errors
///
/// [`TypeError::NoType`].
pub fn read(name: &Relation) -> Result<Enumeration> {
    let sql = "
SELECT pg_catalog.jsonb_build_object(
    'sql', pg_catalog.format('%I.%I', n.nspname, t.typname), 'display', pg_catalog.format_type(t.oid, NULL),
    'other', CASE t.typtype WHEN 'e' THEN NULL WHEN 'd' THEN 'a domain' WHEN 'c' THEN 'a composite type'
             ELSE 'no enum' END,
    'owner', pg_catalog.pg_get_userbyid(t.typowner), 'is_owned', pg_catalog.pg_has_role(t.typowner, 'USAGE'),
    'values', (SELECT coalesce(pg_catalog.jsonb_agg(e.enumlabel ORDER BY e.enumsortorder), '[]'::pg_catalog.jsonb)
               FROM pg_catalog.pg_enum e WHERE e.enumtypid OPERATOR(pg_catalog.=) t.oid))
FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) t.typnamespace
WHERE t.oid OPERATOR(pg_catalog.=) pg_catalog.to_regtype($1)::pg_catalog.oid";
    let read = spi::row(sql, &[quoted(name).into()], |row| row.must::<JsonB>(1).0);
    match read.map(serde_json::from_value) {
        Some(Ok(enumeration)) => Ok(enumeration),
        Some(Err(bug)) => pgrx::error!("internal description of a type: {bug}"),
        None => Err(TypeError::NoType { name: quoted(name) }.into()),
    }
}

/// The name of a type that was given as `regtype`.
///
/// # Errors
///
/// [`TypeError::NoType`].
pub fn name_of(oid: pgrx::pg_sys::Oid) -> Result<Relation> {
    let sql = "SELECT n.nspname::text, t.typname::text FROM pg_catalog.pg_type t
               JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) t.typnamespace
               WHERE t.oid OPERATOR(pg_catalog.=) $1";
    let name = spi::row(sql, &[oid.into()], |row| Relation { schema: row.get(1), name: row.must(2) });
    Ok(name.ok_or_else(|| TypeError::NoType { name: shown(&oid.to_u32().to_string()) })?)
}
