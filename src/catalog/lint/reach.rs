//! What would go with an object, and what keeps it from going.

use std::collections::HashMap;

use migrate_core::lint::{Reach, bytes, rows as rows_said};
use pgrx::pg_sys::Oid;
use serde::Deserialize;

use crate::catalog::size;
use crate::postgres::identity::as_owner;
use crate::postgres::spi;

/// What the query says.
#[derive(Deserialize)]
struct Said {
    what: String,
    needed_by: Vec<String>,
    count: u64,
    tables: Vec<u32>,
}

/// What would go with an object: the oid of its catalog, its own, its column.
pub(super) fn of(class: Oid, oid: Oid, part: i32) -> Reach {
    let part = Oid::from(u32::try_from(part).unwrap_or(0));
    // pgrx makes NULL of the invalid oid.
    let sql = query(["($1)[1]", "($1)[2]", "coalesce(($1)[3]::int8::int4, 0)"], "(SELECT ($1)[2]) o (oid)");
    read(&sql, &[class, oid, part]).remove(&oid.to_u32()).unwrap_or_default()
}

/// The same of some relations.
pub(super) fn of_relations(oids: &[Oid]) -> HashMap<u32, Reach> {
    read(&query(["'pg_class'::regclass::oid", "o.oid", "0"], "unnest($1) o (oid)"), oids)
}

fn read(sql: &str, oids: &[Oid]) -> HashMap<u32, Reach> {
    let all = as_owner(|| spi::descriptions::<Said>(sql, oids));
    let reach = |said: Said| Reach {
        what: said.what,
        needed_by: said.needed_by,
        count: said.count,
        data: with_rows(&said.tables.into_iter().map(Oid::from).collect::<Vec<_>>()),
    };
    all.into_iter().map(|(oid, said)| (oid, reach(said))).collect()
}

/// The tables that have rows, with their sizes: the largest first, up to three.
pub(super) fn with_rows(tables: &[Oid]) -> Vec<String> {
    if tables.is_empty() {
        return Vec::new();
    }
    let all = size::estimates(tables);
    let of = |oid: &Oid| all.get(&oid.to_u32()).copied().unwrap_or_default();
    let mut sizes: Vec<_> = tables.iter().map(|oid| (of(oid), *oid)).collect();
    sizes.retain(|((_, size), _)| size.is_some_and(|size| size > 0));
    sizes.sort_by_key(|((_, size), _)| std::cmp::Reverse(*size));
    sizes.into_iter().take(3).map(|(size, oid)| sized(size, oid)).collect()
}

/// A table's name with its size.
pub(super) fn sized((rows, size): (Option<u64>, Option<u64>), oid: Oid) -> String {
    let sql = "SELECT $1::pg_catalog.regclass::pg_catalog.text";
    let name = spi::row(sql, &[oid.into()], |row| row.must::<String>(1)).unwrap_or_default();
    let sizes: Vec<_> = [size.map(bytes), rows.map(rows_said)].into_iter().flatten().collect();
    if sizes.is_empty() { name } else { format!("{name} ({})", sizes.join(", ")) }
}

fn query([class, oid, part]: [&str; 3], from: &str) -> String {
    let parts = [("{class}", class), ("{oid}", oid), ("{part}", part), ("{from}", from)];
    parts.iter().fold(REACH.to_string(), |sql, (mark, part)| sql.replace(mark, part))
}

/// What depends on an object, directly or through others. What is a part of something that goes is not said.
const REACH: &str = "
SELECT o.oid, x.said FROM {from} CROSS JOIN LATERAL (WITH RECURSIVE gone (classid, objid, subid, is_needed) AS (
    SELECT {class}, {oid}, {part}, false
    UNION
    SELECT x.* FROM gone g CROSS JOIN LATERAL (
        SELECT d.classid, d.objid, d.objsubid, d.deptype = 'n'
        FROM pg_depend d
        WHERE d.refclassid = g.classid AND d.refobjid = g.objid AND (g.subid = 0 OR d.refobjsubid = g.subid)
          -- A column is a part of its table.
          AND NOT (d.classid = g.classid AND d.objid = g.objid)
        UNION ALL
        SELECT 'pg_class'::regclass::oid, r.ev_class, 0, g.is_needed
        FROM pg_rewrite r
        WHERE g.is_needed AND g.classid = 'pg_rewrite'::regclass AND r.oid = g.objid AND r.rulename = '_RETURN') x
), needed AS (
    SELECT n.classid, n.objid, n.subid FROM gone n
    WHERE n.is_needed
      AND NOT EXISTS (SELECT FROM gone p WHERE p.classid = n.classid AND p.objid = n.objid AND p.subid = n.subid
                        AND NOT p.is_needed)
      AND NOT (n.classid = 'pg_rewrite'::regclass
               AND EXISTS (SELECT FROM pg_rewrite r WHERE r.oid = n.objid AND r.rulename = '_RETURN'))
      AND NOT (n.classid = 'pg_type'::regclass
               AND EXISTS (SELECT FROM pg_type y LEFT JOIN pg_class k ON k.oid = y.typrelid
                           WHERE y.oid = n.objid AND (k.relkind <> 'c' OR y.typelem <> 0)))
      AND NOT (n.classid = 'pg_class'::regclass AND n.subid > 0
               AND EXISTS (SELECT FROM gone p WHERE p.classid = n.classid AND p.objid = n.objid AND p.subid = 0))
)
SELECT jsonb_build_object(
    'what', pg_describe_object({class}, {oid}, {part}),
    'needed_by', coalesce((SELECT jsonb_agg(x.what) FROM (
        SELECT pg_describe_object(n.classid, n.objid, n.subid) AS what FROM needed n
        ORDER BY n.classid <> 'pg_class'::regclass, 1 LIMIT 20) x), '[]'),
    'count', (SELECT count(*) FROM needed),
    'tables', coalesce((SELECT jsonb_agg(DISTINCT c.oid::int8) FROM gone g JOIN pg_class c ON c.oid = g.objid
                        WHERE g.classid = 'pg_class'::regclass AND g.subid = 0 AND c.relkind IN ('r', 'm')), '[]'))
    AS said) x";
