//! What hangs on a column, and what becomes of one with another type.

use migrate_core::error::{Error, OperationError, Result};
use migrate_core::migration::{Direction, Script};
use migrate_core::operation::table::Table;
use migrate_core::operation::{Hanging, Retyped};
use pgrx::JsonB;
use pgrx::pg_sys::Oid;

use super::table::read;
use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::{parser, spi, subtransaction, toplevel};

/// What hangs on a column.
pub fn hanging(table: &Table, column: &str) -> Hanging {
    let args = [Oid::from(table.oid).into(), column.into(), current_role().1.into()];
    let row = as_owner(|| spi::row(HANGING, &args, |row| row.must::<JsonB>(1).0));
    let mut hanging: Hanging = match row.map(serde_json::from_value) {
        Some(Ok(hanging)) => hanging,
        Some(Err(bug)) => pgrx::error!("internal description of what hangs on a column: {bug}"),
        None => Hanging::default(),
    };
    for key in &mut hanging.keys {
        key.is_small = read(Oid::from(key.oid)).family().iter().all(|table| table.is_small);
    }
    hanging
}

/// Asks the server: on an empty temporary copy with its indexes, which is taken back.
///
/// # Errors
///
/// What the server says of type and expression.
pub fn retyped(table: &Table, column: &str, data_type: &str, using: Option<&str>) -> Result<Retyped> {
    let copy = "pg_temp.migrate_definition";
    let quoted = pgrx::spi::quote_identifier(column);
    let using = using.map(|using| format!(" USING {}", migrate_core::backfill::closed(using)));
    let alter =
        format!("ALTER TABLE {copy} ALTER COLUMN {quoted} TYPE {data_type}{}", using.unwrap_or_default());
    // What a user wrote as a type or an expression must not be a statement more.
    if parser::parse(&Script::new(alter.as_str()), Direction::Up)?.len() != 1 {
        return Err(OperationError::Argument { sql: alter }.into());
    }
    let look = || spi::with_snapshot(|| spi::row(FILES, &[copy.into()], |row| row.must::<Vec<Oid>>(1)));
    let mut retyped = None;
    let attempt = subtransaction::attempt(|| {
        let run = toplevel::run_in_caller;
        run(&format!("CREATE TEMPORARY TABLE migrate_definition (LIKE {} INCLUDING INDEXES)", table.sql));
        let before = look();
        run(&alter);
        let rewrites = before != look();
        let sql = "SELECT $1::pg_catalog.regclass::pg_catalog.oid";
        let oid = spi::with_snapshot(|| spi::row(sql, &[copy.into()], |row| row.must::<Oid>(1)));
        let copy = oid.map(|oid| spi::with_snapshot(|| (oid, read(oid))));
        retyped = copy.and_then(|(oid, copy)| {
            let column = copy.columns.into_iter().find(|there| there.name == column)?;
            let is_builtin = spi::with_snapshot(|| {
                spi::row(IS_BUILTIN, &[oid.into()], |row| row.must::<bool>(1)).unwrap_or(false)
            });
            Some(Retyped { column, rewrites, is_builtin })
        });
        None::<()>
    });
    attempt.map_err(Error::Server)?;
    retyped.ok_or_else(|| OperationError::Argument { sql: alter }.into())
}

/// The files of a table and its indexes, of which one that is not written anew keeps its own.
const FILES: &str = "
SELECT pg_catalog.array_agg(f.file ORDER BY f.file)
FROM (SELECT pg_catalog.pg_relation_filenode($1::pg_catalog.regclass) AS file
      UNION ALL
      SELECT pg_catalog.pg_relation_filenode(i.indexrelid) FROM pg_catalog.pg_index i
      WHERE i.indrelid OPERATOR(pg_catalog.=) $1::pg_catalog.regclass::pg_catalog.oid) f";

const IS_BUILTIN: &str = "
SELECT pg_catalog.bool_and(y.typnamespace OPERATOR(pg_catalog.=) 'pg_catalog'::pg_catalog.regnamespace)
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type y ON y.oid OPERATOR(pg_catalog.=) a.atttypid
WHERE a.attrelid OPERATOR(pg_catalog.=) $1 AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped";

/// Run as the extension's owner, whose search path finds nothing: all that the server writes names its schema.
const HANGING: &str = "
WITH RECURSIVE own AS (
    SELECT a.*, y.typstorage FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
    WHERE a.attrelid = $1 AND a.attname = $2
), dep AS (
    SELECT DISTINCT d.classid, d.objid, d.deptype::text AS deptype
    FROM own JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = own.attrelid
                             AND d.refobjsubid = own.attnum
), seen (oid, level) AS (
    SELECT r.ev_class, 1 FROM dep JOIN pg_rewrite r ON dep.classid = 'pg_rewrite'::regclass AND r.oid = dep.objid
    WHERE r.ev_class <> $1
    UNION
    SELECT r.ev_class, s.level + 1
    FROM seen s
    JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = s.oid AND d.classid = 'pg_rewrite'::regclass
    JOIN pg_rewrite r ON r.oid = d.objid
    WHERE r.ev_class <> s.oid
), views AS (
    SELECT c.oid, c.relname, c.relkind, c.relowner, c.reloptions, c.reltype, n.nspname, s.level
    FROM (SELECT oid, max(level) AS level FROM seen GROUP BY oid) s
    JOIN pg_class c ON c.oid = s.oid JOIN pg_namespace n ON n.oid = c.relnamespace
), own_sequences AS (
    SELECT format('%I.%I', n.nspname, c.relname) AS sql, format_type(s.seqtypid, NULL) AS data_type,
           dep.deptype = 'i' AS is_identity, row_number() OVER (ORDER BY c.oid) AS number, c.oid
    FROM dep JOIN pg_class c ON dep.classid = 'pg_class'::regclass AND c.oid = dep.objid AND c.relkind = 'S'
    JOIN pg_sequence s ON s.seqrelid = c.oid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE dep.deptype IN ('a', 'i')
), keys AS (
    SELECT k.* FROM dep JOIN pg_constraint k ON dep.classid = 'pg_constraint'::regclass AND k.oid = dep.objid
    WHERE k.contype = 'f' AND k.conparentid = 0
)
SELECT jsonb_build_object(
    'indexes', (SELECT coalesce(jsonb_agg(i.indexrelid::int8 ORDER BY i.indexrelid), '[]')
                FROM dep JOIN pg_index i ON dep.classid = 'pg_class'::regclass AND i.indexrelid = dep.objid
                WHERE i.indrelid = $1),
    'constraints', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                        'name', k.conname, 'comment', obj_description(k.oid, 'pg_constraint')) ORDER BY k.oid), '[]')
                    FROM dep JOIN pg_constraint k ON dep.classid = 'pg_constraint'::regclass AND k.oid = dep.objid
                    WHERE k.conrelid = $1 AND k.contype NOT IN ('f', 'n')),
    'keys', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                 'name', k.conname, 'oid', k.conrelid::int8, 'table', format('%I.%I', n.nspname, c.relname),
                 'referenced', format('%I.%I', rn.nspname, r.relname), 'is_valid', k.convalidated, 'is_small', false,
                 'can_be_apart', c.relkind <> 'p' AND pg_has_role($3, c.relowner, 'USAGE'),
                 'definition', pg_get_constraintdef(k.oid), 'comment', obj_description(k.oid, 'pg_constraint'),
                 'other_types', (SELECT coalesce(jsonb_agg(DISTINCT format_type(o.atttypid, o.atttypmod)), '[]')
                     FROM unnest(k.conkey, k.confkey) AS p (own, other)
                     JOIN pg_attribute o
                       ON k.conrelid = $1 AND p.own = own.attnum AND o.attrelid = k.confrelid AND o.attnum = p.other
                       OR k.confrelid = $1 AND p.other = own.attnum AND o.attrelid = k.conrelid AND o.attnum = p.own
                     WHERE NOT (o.attrelid = $1 AND o.attnum = own.attnum))) ORDER BY k.oid), '[]')
             FROM keys k
             JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
             JOIN pg_class r ON r.oid = k.confrelid JOIN pg_namespace rn ON rn.oid = r.relnamespace),
    'views', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                  'schema', v.nspname, 'name', v.relname, 'definition', pg_get_viewdef(v.oid),
                  'options', coalesce(to_jsonb(v.reloptions), '[]')) ORDER BY v.level, v.oid), '[]') FROM views v),
    'sequence', (SELECT to_jsonb(s) FROM own_sequences s WHERE s.number = 1),
    'others', (SELECT coalesce(jsonb_agg(x.what ORDER BY x.what), '[]') FROM (
        SELECT pg_describe_object(dep.classid, dep.objid, 0) AS what FROM dep
        WHERE NOT (dep.classid = 'pg_class'::regclass AND EXISTS (SELECT FROM pg_index i
                       WHERE i.indexrelid = dep.objid AND i.indrelid = $1))
          AND NOT (dep.classid = 'pg_class'::regclass AND EXISTS (SELECT FROM own_sequences s
                       WHERE s.oid = dep.objid AND s.number = 1))
          AND NOT (dep.classid = 'pg_constraint'::regclass)
          AND NOT (dep.classid = 'pg_attrdef'::regclass AND EXISTS (SELECT FROM pg_attrdef f
                       WHERE f.oid = dep.objid AND f.adrelid = $1 AND f.adnum = own.attnum))
          AND NOT (dep.classid = 'pg_rewrite'::regclass AND EXISTS (SELECT FROM pg_rewrite r JOIN views v ON v.oid = r.ev_class
                       WHERE r.oid = dep.objid))
        UNION
        SELECT format('foreign key %s of %s, which is partitioned', k.conname, k.conrelid::regclass)
        FROM keys k JOIN pg_class c ON c.oid = k.conrelid WHERE c.relkind = 'p'
        UNION
        SELECT format('foreign key %s of %s, which belongs to %s', k.conname, k.conrelid::regclass, c.relowner::regrole)
        FROM keys k JOIN pg_class c ON c.oid = k.conrelid WHERE NOT pg_has_role($3, c.relowner, 'USAGE')
        UNION
        SELECT 'a security label' FROM pg_seclabel l
        WHERE l.objoid = $1 AND l.classoid = 'pg_class'::regclass AND l.objsubid = own.attnum
        UNION
        SELECT 'a storage or compression that is not its type''s' WHERE own.attstorage <> own.typstorage OR own.attcompression <> ''
        ) x),
    'of_views', (SELECT coalesce(jsonb_agg(x.what ORDER BY x.what), '[]') FROM (
        SELECT format('materialized view %s', v.oid::regclass) AS what FROM views v WHERE v.relkind = 'm'
        UNION
        SELECT format('rule of %s', v.oid::regclass) FROM views v WHERE v.relkind NOT IN ('v', 'm')
        UNION
        SELECT format('view %s, which belongs to %s', v.oid::regclass, v.relowner::regrole)
        FROM views v WHERE NOT pg_has_role($3, v.relowner, 'USAGE')
        UNION
        SELECT format('%s on view %s', pg_describe_object(d.classid, d.objid, 0), v.oid::regclass)
        FROM views v JOIN pg_depend d
          ON d.refclassid = 'pg_class'::regclass AND d.refobjid = v.oid
          OR d.refclassid = 'pg_type'::regclass AND d.refobjid IN (v.reltype, (SELECT y.typarray FROM pg_type y WHERE y.oid = v.reltype))
        WHERE NOT (d.classid = 'pg_type'::regclass AND d.deptype = 'i')
          AND NOT (d.classid = 'pg_rewrite'::regclass AND EXISTS (SELECT FROM pg_rewrite r JOIN views o ON o.oid = r.ev_class
                       WHERE r.oid = d.objid AND r.rulename = '_RETURN'))
        UNION
        SELECT format('view %s, which belongs to an extension', v.oid::regclass)
        FROM views v JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = v.oid AND d.deptype = 'e'
        ) x),
    'is_builtin', NOT EXISTS (SELECT FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
                              WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped
                                AND y.typnamespace <> 'pg_catalog'::regnamespace),
    'settings', (SELECT coalesce(jsonb_agg(x.what), '[]') FROM (
        SELECT format('SET STATISTICS %s', own.attstattarget) AS what WHERE own.attstattarget >= 0
        UNION ALL
        -- Only what people set: what else stands there is the server's own, of this one column.
        SELECT format('SET (%s)', string_agg(o.word, ', ')) FROM unnest(own.attoptions) o (word)
        WHERE split_part(o.word, '=', 1) IN ('n_distinct', 'n_distinct_inherited') HAVING count(*) > 0) x))
FROM own";
