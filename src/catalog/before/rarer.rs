//! Objects of rarer kinds that are in a schema, found as the session finds them.

use migrate_core::ddl::name::ObjectType;
use pgrx::pg_sys::Oid;

use crate::postgres::spi;

/// Which object a name with these parts means, and what its kind is called in the query,
/// with the number of the catalog that has it; `None` for kinds that are looked up elsewhere.
pub fn find(
    kind: ObjectType,
    name: &str,
    parts: impl Fn() -> Vec<String>,
) -> Option<(&'static str, u32, Option<Oid>)> {
    use ObjectType::*;
    let in_schema = |catalog: &str, prefix: &str, namespace: &str, is_visible: &str| {
        let sql = format!(
            "SELECT x.oid FROM pg_catalog.{catalog} x JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) x.{namespace}
             WHERE x.{prefix}name OPERATOR(pg_catalog.=) ($1::pg_catalog.text[])[pg_catalog.array_length($1, 1)]::pg_catalog.name
               AND CASE WHEN pg_catalog.array_length($1, 1) OPERATOR(pg_catalog.>) 1
                        THEN n.nspname::pg_catalog.text OPERATOR(pg_catalog.=) $1[1] ELSE pg_catalog.{is_visible}(x.oid) END"
        );
        spi::row(&sql, &[parts().into()], |row| row.must(1))
    };
    Some(match kind {
        Operator => {
            let sql = "SELECT pg_catalog.to_regoperator($1)::pg_catalog.oid";
            ("operator", 2617, spi::row(sql, &[name.into()], |row| row.get(1)).flatten())
        }
        Cast => ("cast", 2605, cast(name)),
        TextSearchConfiguration => (
            "text_search_configuration",
            3602,
            in_schema("pg_ts_config", "cfg", "cfgnamespace", "pg_ts_config_is_visible"),
        ),
        TextSearchDictionary => (
            "text_search_dictionary",
            3600,
            in_schema("pg_ts_dict", "dict", "dictnamespace", "pg_ts_dict_is_visible"),
        ),
        Collation => {
            ("collation", 3456, in_schema("pg_collation", "coll", "collnamespace", "pg_collation_is_visible"))
        }
        Conversion => (
            "conversion",
            2607,
            in_schema("pg_conversion", "con", "connamespace", "pg_conversion_is_visible"),
        ),
        _ => return None,
    })
}

/// `(source AS target)`.
fn cast(name: &str) -> Option<Oid> {
    let (source, target) = name.strip_prefix('(')?.strip_suffix(')')?.split_once(" AS ")?;
    let sql = "SELECT k.oid FROM pg_catalog.pg_cast k
               WHERE k.castsource OPERATOR(pg_catalog.=) pg_catalog.to_regtype($1)::pg_catalog.oid
                 AND k.casttarget OPERATOR(pg_catalog.=) pg_catalog.to_regtype($2)::pg_catalog.oid";
    spi::row(sql, &[source.into(), target.into()], |row| row.must(1))
}
