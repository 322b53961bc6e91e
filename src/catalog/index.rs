//! Indexes.

use migrate_core::relation::Relation;

use super::citus::{self, placements};
use super::quoted;
use crate::postgres::identity::as_owner;
use crate::postgres::{spi, statistics};

/// An index of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// Its oid.
    pub oid: u32,
    /// Its name alone.
    pub name: String,
    /// Its schema and name, quoted, as SQL takes them.
    pub quoted: String,
    /// Whether it is valid and ready.
    pub is_valid: bool,
}

/// The indexes of a table, as the session's search path finds it; none if there is no such table. Of one that Citus
/// manages they are valid where each placement has them so, if these all answer.
pub fn of_table(table: &Relation) -> Vec<Index> {
    let mut indexes = here(table);
    let Some(oid) = oid(table).filter(|oid| !citus::kept(&[(*oid).into()]).is_empty()) else {
        return indexes;
    };
    // Where they do not, the coordinator's word counts: Citus gives it when all have built theirs.
    let broken = placements::broken_indexes(oid).unwrap_or_default();
    indexes.iter_mut().for_each(|index| index.is_valid &= !broken.contains(&index.name));
    indexes
}

/// What this server's catalog says of them.
fn here(table: &Relation) -> Vec<Index> {
    spi::rows(
        "SELECT i.indexrelid, c.relname::pg_catalog.text,
                pg_catalog.format('%I.%I', n.nspname, c.relname),
                i.indisvalid AND i.indisready AND i.indislive
         FROM pg_catalog.pg_index i
         JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.indexrelid
         JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
         WHERE i.indrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid
         ORDER BY i.indexrelid",
        &[quoted(table).into()],
        |row| Index {
            oid: row.must::<pgrx::pg_sys::Oid>(1).to_u32(),
            name: row.must(2),
            quoted: row.must(3),
            is_valid: row.must(4),
        },
    )
}

/// What a REINDEX CONCURRENTLY that broke off leaves: invalid indexes with the endings that it gives. Of one table or
/// index, with its TOAST table, or of all.
pub fn reindex_leftovers(of: Option<&Relation>) -> Vec<Index> {
    let sql =
        "SELECT i.indexrelid, c.relname::pg_catalog.text, pg_catalog.format('%I.%I', n.nspname, c.relname)
               FROM pg_catalog.pg_index i
               JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.indexrelid
               JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
               WHERE NOT i.indisvalid AND c.relname OPERATOR(pg_catalog.~) '_cc(new|old)[0-9]*$'
                 AND ($1 IS NULL OR EXISTS (
                     SELECT FROM pg_catalog.pg_class t
                     LEFT JOIN pg_catalog.pg_index o ON o.indexrelid OPERATOR(pg_catalog.=) t.oid
                     WHERE t.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid
                       AND (i.indrelid OPERATOR(pg_catalog.=) t.oid OR i.indrelid OPERATOR(pg_catalog.=) t.reltoastrelid
                            OR i.indrelid OPERATOR(pg_catalog.=) o.indrelid)))
               ORDER BY i.indexrelid";
    spi::rows(sql, &[of.map(quoted).into()], |row| Index {
        oid: row.must::<pgrx::pg_sys::Oid>(1).to_u32(),
        name: row.must(2),
        quoted: row.must(3),
        is_valid: false,
    })
}

/// The tables with invalid indexes that the role may change, those without partitions first; all, of a schema, or a
/// table and what is below it.
pub fn tables_with_invalid(schema: Option<&str>, table: Option<&Relation>) -> Vec<Relation> {
    let sql = "
WITH RECURSIVE tree (oid) AS (
    SELECT pg_catalog.to_regclass($2)::pg_catalog.oid
    UNION
    SELECT h.inhrelid FROM tree r JOIN pg_catalog.pg_inherits h ON h.inhparent OPERATOR(pg_catalog.=) r.oid
)
SELECT n.nspname::pg_catalog.text, t.relname::pg_catalog.text
FROM pg_catalog.pg_class t JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) t.relnamespace
WHERE t.relkind OPERATOR(pg_catalog.=) ANY ('{r,p}'::pg_catalog.\"char\"[])
  AND t.relpersistence OPERATOR(pg_catalog.<>) 't'
  AND n.nspname OPERATOR(pg_catalog.<>) ALL ('{pg_catalog,information_schema,pg_toast,migrate}'::pg_catalog.name[])
  AND pg_catalog.pg_has_role(t.relowner, 'USAGE')
  AND ($1 IS NULL OR n.nspname OPERATOR(pg_catalog.=) $1::pg_catalog.text)
  AND ($2 IS NULL OR t.oid OPERATOR(pg_catalog.=) ANY (SELECT tree.oid FROM tree))
  AND (t.oid OPERATOR(pg_catalog.=) ANY ($3) OR EXISTS (SELECT FROM pg_catalog.pg_index i
              WHERE i.indrelid OPERATOR(pg_catalog.=) t.oid
                AND NOT (i.indisvalid AND i.indisready AND i.indislive)))
ORDER BY t.relkind DESC, t.oid";
    // Here an index may be valid that is not so on a placement.
    let is_broken = |oid: &u32| placements::broken_indexes(*oid).is_some_and(|broken| !broken.is_empty());
    let elsewhere: Vec<pgrx::pg_sys::Oid> =
        citus::all().into_iter().filter(is_broken).map(pgrx::pg_sys::Oid::from).collect();
    let args = [schema.map(str::to_string).into(), table.map(quoted).into(), elsewhere.into()];
    spi::rows(sql, &args, |row| Relation { schema: row.get(1), name: row.must(2) })
}

/// The oid that a name stands for now.
pub fn oid(relation: &Relation) -> Option<u32> {
    let sql = "SELECT pg_catalog.to_regclass($1)::pg_catalog.oid";
    spi::row(sql, &[quoted(relation).into()], |row| row.get::<pgrx::pg_sys::Oid>(1))
        .flatten()
        .map(|oid| oid.to_u32())
}

/// Whether a relation with this oid is there.
pub fn exists(oid: u32) -> bool {
    let sql = "SELECT 1 FROM pg_catalog.pg_class WHERE oid OPERATOR(pg_catalog.=) $1";
    spi::row(sql, &[pgrx::pg_sys::Oid::from(oid).into()], |_| ()).is_some()
}

/// Whether a relation of any kind has a name in its schema.
pub fn is_taken(name: &Relation) -> bool {
    let sql = "SELECT FROM pg_catalog.pg_class c
               JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
               WHERE c.relname OPERATOR(pg_catalog.=) $1::pg_catalog.name
                 AND n.nspname OPERATOR(pg_catalog.=) $2::pg_catalog.name";
    spi::row(sql, &[name.name.as_str().into(), name.schema.clone().into()], |_| ()).is_some()
}

/// Whether another session builds the index just now, and which; such an index is invalid, too, until it is done.
pub fn builder(oid: u32) -> Option<i32> {
    let sql =
        "SELECT pid FROM pg_stat_progress_create_index WHERE index_relid = $1 AND pid <> pg_backend_pid()
               UNION ALL
               SELECT pid FROM pg_locks
               WHERE relation = $1 AND granted AND pid <> pg_backend_pid()
                 AND mode NOT IN ('AccessShareLock', 'RowExclusiveLock')";
    let args = [pgrx::pg_sys::Oid::from(oid).into()];
    statistics::look_anew();
    // Other roles' progress is shown to the owner only.
    as_owner(|| spi::row(sql, &args, |row| row.must(1)))
}

/// The names of the indexes of a schema, or of those on the search path; of many, the first.
pub fn names(schema: Option<&str>) -> Vec<String> {
    names_of("{i,I}", schema)
}

/// The same of tables and indexes, which one may have meant by another name.
pub fn relation_names(schema: Option<&str>) -> Vec<String> {
    names_of("{r,p,i,I}", schema)
}

/// The names of all schemas.
pub fn schema_names() -> Vec<String> {
    let sql = "SELECT n.nspname::pg_catalog.text FROM pg_catalog.pg_namespace n
               WHERE n.nspname OPERATOR(pg_catalog.!~) '^pg_(toast_)?temp_' ORDER BY 1";
    spi::rows(sql, &[], |row| row.must(1))
}

fn names_of(kinds: &str, schema: Option<&str>) -> Vec<String> {
    spi::rows(
        "SELECT c.relname::pg_catalog.text
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
         WHERE c.relkind OPERATOR(pg_catalog.=) ANY ($2::pg_catalog.\"char\"[])
           AND CASE WHEN $1 IS NULL THEN n.nspname OPERATOR(pg_catalog.=) ANY (pg_catalog.current_schemas(false))
                    ELSE n.nspname OPERATOR(pg_catalog.=) $1 END
         ORDER BY c.oid LIMIT 10000",
        &[schema.into(), kinds.into()],
        |row| row.must(1),
    )
}
