//! What rules ask of objects that are no tables, and of what hangs on a table.

use std::rc::Rc;

use migrate_core::ddl::name::Name;
use migrate_core::facts::{Bearers, Change, Sharing};
use migrate_core::lint::{
    IndexUse, Known, Objects, Policy, Reach, Routine, RowSecurity, Thing, bytes, rows as rows_said,
};
use migrate_core::relation::Relation;
use pgrx::pg_sys::Oid;

use super::given::Texts;
use super::here::Here;
use crate::catalog::{bearers, change, quoted, sharing, size};
use crate::postgres::identity::as_owner;
use crate::postgres::quoting::identifier;
use crate::postgres::spi;

impl Objects for Here {
    fn reach(&self, thing: &Thing) -> Option<Rc<Reach>> {
        self.given.reach.or(thing.clone(), || match thing {
            Thing::Role(role) => owned(role).map(Rc::new),
            Thing::Relation(name) => self.oid(name).map(|oid| Rc::new(reached("pg_class", oid, 0))),
            _ => object(thing).map(|(class, oid, part)| Rc::new(reached(class, oid, part))),
        })
    }

    fn routines(&self, name: &Name) -> Rc<Vec<Routine>> {
        let is_there = |name: &Name| {
            let texts = self.given.texts.get_or_init(Texts::read);
            name.last().is_some_and(|name| texts.names.contains(name))
        };
        self.given.routines.or(name.clone(), || {
            if !is_there(name) {
                return Rc::default();
            }
            let mut parts = name.iter().rev();
            let (name, schema) = (parts.next().cloned().unwrap_or_default(), parts.next().cloned());
            let read = |row: spi::Row| Routine {
                what: row.must(1),
                kind: row.must(2),
                inputs: row.must(3),
                names: row.must(4),
                outs: row.must(5),
                returns: row.get(6).unwrap_or_default(),
                defaults: row.must::<i32>(7) as usize,
                is_variadic: row.must(8),
                is_definer: row.must(9),
                config: row.must(10),
            };
            Rc::new(spi::rows(ROUTINES, &[name.into(), schema.into()], read))
        })
    }

    fn row_security(&self, table: &Known) -> Rc<RowSecurity> {
        let oid = table.table.oid;
        self.given.row_security.or(oid, || {
            let sql = "SELECT c.relrowsecurity, c.relforcerowsecurity FROM pg_class c WHERE c.oid = $1";
            let read = |row: spi::Row| RowSecurity {
                is_enabled: row.must(1),
                is_forced: row.must(2),
                ..RowSecurity::default()
            };
            let mut found = as_owner(|| spi::row(sql, &[Oid::from(oid).into()], read)).unwrap_or_default();
            let sql =
                "SELECT p.polname::text, p.polpermissive FROM pg_policy p WHERE p.polrelid = $1 ORDER BY 1";
            let read = |row: spi::Row| Policy { name: row.must(1), is_permissive: row.must(2) };
            found.policies = as_owner(|| spi::rows(sql, &[Oid::from(oid).into()], read));
            Rc::new(found)
        })
    }

    fn index_use(&self, index: &Relation) -> Option<IndexUse> {
        let oid = self.oid(index)?;
        let last = match pgrx::pg_sys::PG_VERSION_NUM {
            ..160_000 => "NULL::text",
            _ => "to_char(pg_stat_get_lastscan($1), 'YYYY-MM-DD HH24:MI')",
        };
        // The scans of the indexes on partitions are theirs.
        let sql = format!(
            "SELECT (SELECT coalesce(sum(pg_stat_get_numscans(i.oid)), 0)::int8
                     FROM (SELECT $1 UNION SELECT p.relid::oid FROM pg_partition_tree($1) p) i (oid)), {last},
                    (SELECT to_char(pg_stat_get_db_stat_reset_time(d.oid), 'YYYY-MM-DD HH24:MI')
                     FROM pg_database d WHERE d.datname = current_database())"
        );
        let read = |row: spi::Row| IndexUse { scans: row.must(1), last: row.get(2), since: row.get(3) };
        as_owner(|| spi::row(&sql, &[oid.into()], read))
    }

    fn bearers(&self, table: &Known) -> Rc<Bearers> {
        let oid = table.table.oid;
        let ask = || {
            let asked = self.with_next(oid, |table| self.given.bearers.has(&table));
            bearers::of_all(&asked).into_iter().map(|(table, bearers)| (table, Rc::new(bearers)))
        };
        self.given.bearers.or_all(oid, ask).unwrap_or_default()
    }

    fn mentions(&self, word: &str) -> Rc<Vec<String>> {
        Rc::new(self.given.texts.get_or_init(Texts::read).mentions(word))
    }

    fn changes(&self, table: &Known) -> Rc<Vec<Change>> {
        let oid = table.table.oid;
        // Most tables have none, and need not be asked one by one.
        if !self.given.changed.get_or_init(change::tables).contains(&oid) {
            return Rc::default();
        }
        self.given.changes.or(oid, || Rc::new(change::of_table(oid)))
    }

    fn sharing(&self, table: &Known) -> Rc<Sharing> {
        self.given.sharing.or(table.table.oid, || Rc::new(sharing::of(table.table.oid)))
    }

    fn truncated_with(&self, table: &Known) -> Rc<Vec<String>> {
        let table = &table.table;
        self.given.truncated.or(table.oid, || {
            let family: Vec<Oid> = table.family().iter().map(|table| Oid::from(table.oid)).collect();
            let found = as_owner(|| spi::rows(TRUNCATED, &[family.into()], |row| row.must::<Oid>(1)));
            Rc::new(found.into_iter().map(|oid| sized(size::estimate(oid), oid)).collect())
        })
    }

    fn publications_of_all(&self) -> Rc<Vec<String>> {
        self.given.of_all.or((), || {
            let sql = "SELECT p.pubname::text FROM pg_publication p WHERE p.puballtables AND (p.pubupdate OR p.pubdelete) ORDER BY 1";
            Rc::new(as_owner(|| spi::rows(sql, &[], |row| row.must(1))))
        })
    }
}

/// An object as `pg_depend` has it: catalog, oid, column. Names are looked up as the caller's search path has them.
fn object(thing: &Thing) -> Option<(&'static str, Oid, i32)> {
    let one = |sql: &str, name: String| spi::row(sql, &[name.into()], |row| row.get::<Oid>(1)).flatten();
    let dotted = |name: &Name| name.iter().map(|part| identifier(part)).collect::<Vec<_>>().join(".");
    let relation = |name: &Relation| one("SELECT pg_catalog.to_regclass($1)::pg_catalog.oid", quoted(name));
    let part = |sql: &str, table: &Relation, name: &str| {
        spi::row(sql, &[relation(table)?.into(), name.into()], |row| row.get::<Oid>(1)).flatten()
    };
    match thing {
        Thing::Relation(name) => Some(("pg_class", relation(name)?, 0)),
        Thing::Column(table, column) => {
            let oid = relation(table)?;
            let sql = "SELECT a.attnum::pg_catalog.int4 FROM pg_catalog.pg_attribute a
                       WHERE a.attrelid OPERATOR(pg_catalog.=) $1 AND a.attname OPERATOR(pg_catalog.=) $2::pg_catalog.name
                         AND NOT a.attisdropped AND a.attnum OPERATOR(pg_catalog.>) 0::pg_catalog.int2";
            let number = spi::row(sql, &[oid.into(), column.as_str().into()], |row| row.must::<i32>(1))?;
            Some(("pg_class", oid, number))
        }
        Thing::Constraint(table, name) => {
            let sql =
                "SELECT k.oid FROM pg_catalog.pg_constraint k WHERE k.conrelid OPERATOR(pg_catalog.=) $1
                         AND k.conname OPERATOR(pg_catalog.=) $2::pg_catalog.name";
            Some(("pg_constraint", part(sql, table, name)?, 0))
        }
        Thing::Routine(name, None) => {
            let sql = "SELECT pg_catalog.to_regproc($1)::pg_catalog.oid";
            Some(("pg_proc", one(sql, dotted(name))?, 0))
        }
        Thing::Routine(name, Some(arguments)) => {
            let sql = "SELECT pg_catalog.to_regprocedure($1)::pg_catalog.oid";
            Some(("pg_proc", one(sql, format!("{}({})", dotted(name), arguments.join(", ")))?, 0))
        }
        Thing::Type(name) => {
            let sql = "SELECT pg_catalog.to_regtype($1)::pg_catalog.oid";
            Some(("pg_type", one(sql, dotted(name))?, 0))
        }
        Thing::Schema(name) => {
            let sql = "SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname OPERATOR(pg_catalog.=) $1::pg_catalog.name";
            Some(("pg_namespace", one(sql, name.clone())?, 0))
        }
        Thing::Extension(name) => {
            let sql = "SELECT e.oid FROM pg_catalog.pg_extension e WHERE e.extname OPERATOR(pg_catalog.=) $1::pg_catalog.name";
            Some(("pg_extension", one(sql, name.clone())?, 0))
        }
        Thing::Role(_) => None,
    }
}

/// What would go with an object.
fn reached(class: &str, oid: Oid, part: i32) -> Reach {
    let read = |row: spi::Row| Reach {
        what: row.must(1),
        needed_by: row.must(2),
        count: row.must::<i64>(3) as u64,
        data: with_rows(row.must(4)),
    };
    as_owner(|| spi::row(REACH, &[class.into(), oid.into(), part.into()], read)).unwrap_or_default()
}

/// The tables that have rows, with their sizes: the largest first, up to three.
fn with_rows(tables: Vec<Oid>) -> Vec<String> {
    let all = size::estimates(&tables);
    let of = |oid: &Oid| all.get(&oid.to_u32()).copied().unwrap_or_default();
    let mut sizes: Vec<_> = tables.into_iter().map(|oid| (of(&oid), oid)).collect();
    sizes.retain(|((_, size), _)| size.is_some_and(|size| size > 0));
    sizes.sort_by_key(|((_, size), _)| std::cmp::Reverse(*size));
    sizes.into_iter().take(3).map(|(size, oid)| sized(size, oid)).collect()
}

/// A table's name with its size.
fn sized((rows, size): (Option<u64>, Option<u64>), oid: Oid) -> String {
    let sql = "SELECT $1::pg_catalog.regclass::pg_catalog.text";
    let name = spi::row(sql, &[oid.into()], |row| row.must::<String>(1)).unwrap_or_default();
    let sizes: Vec<_> = [size.map(bytes), rows.map(rows_said)].into_iter().flatten().collect();
    if sizes.is_empty() { name } else { format!("{name} ({})", sizes.join(", ")) }
}

/// What a role owns in this database.
fn owned(role: &str) -> Option<Reach> {
    let sql = "SELECT coalesce((SELECT array_agg(x.what) FROM (
                          SELECT pg_describe_object(d.classid, d.objid, d.objsubid) AS what
                          FROM pg_shdepend d
                          WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = r.oid AND d.deptype = 'o'
                            AND d.dbid = (SELECT b.oid FROM pg_database b WHERE b.datname = current_database())
                          ORDER BY d.classid, d.objid LIMIT 20) x), '{}'),
                      (SELECT count(*) FROM pg_shdepend d
                       WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = r.oid AND d.deptype IN ('o', 'a')),
                      coalesce((SELECT array_agg(c.oid) FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'm')
                                  AND c.relnamespace <> 'pg_toast'::regnamespace), '{}')
               FROM pg_roles r WHERE r.rolname = $1";
    let read = |row: spi::Row| Reach {
        what: format!("role {}", identifier(role)),
        needed_by: row.must(1),
        count: row.must::<i64>(2) as u64,
        data: with_rows(row.must(3)),
    };
    as_owner(|| spi::row(sql, &[role.into()], read))
}

/// What depends on an object, directly or through others. What is a part of something that goes is not said.
const REACH: &str = "
WITH RECURSIVE gone (classid, objid, subid, is_needed) AS (
    SELECT $1::regclass::oid, $2, $3, false
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
SELECT pg_describe_object($1::regclass, $2, $3),
       coalesce((SELECT array_agg(x.what) FROM (
           SELECT pg_describe_object(n.classid, n.objid, n.subid) AS what FROM needed n
           ORDER BY n.classid <> 'pg_class'::regclass, 1 LIMIT 20) x), '{}'),
       (SELECT count(*) FROM needed),
       coalesce((SELECT array_agg(DISTINCT c.oid) FROM gone g JOIN pg_class c ON c.oid = g.objid
                 WHERE g.classid = 'pg_class'::regclass AND g.subid = 0 AND c.relkind IN ('r', 'm')), '{}')";

/// The tables with foreign keys to some tables, and to those; but for their partitions.
const TRUNCATED: &str = "
WITH RECURSIVE reached (oid) AS (
    SELECT unnest($1)
    UNION
    SELECT x.oid FROM reached r CROSS JOIN LATERAL (
        SELECT k.conrelid AS oid FROM pg_constraint k WHERE k.contype = 'f' AND k.confrelid = r.oid
        UNION ALL
        SELECT i.inhrelid FROM pg_inherits i WHERE i.inhparent = r.oid) x
)
SELECT r.oid FROM reached r JOIN pg_class c ON c.oid = r.oid
WHERE r.oid <> ALL ($1) AND NOT c.relispartition ORDER BY c.relname LIMIT 20";

/// The routines of name $1 in schema $2, or in the one in which CREATE would make it.
const ROUTINES: &str = "
SELECT pg_catalog.format('%s(%s)', pg_catalog.quote_ident(p.proname), pg_catalog.pg_get_function_identity_arguments(p.oid)),
       p.prokind::pg_catalog.text,
       ARRAY(SELECT pg_catalog.format_type(i.type, NULL) FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY i (type, place)
             ORDER BY i.place),
       ARRAY(SELECT coalesce(a.name, '')
             FROM pg_catalog.unnest(coalesce(p.proallargtypes, p.proargtypes::pg_catalog.oid[])) WITH ORDINALITY t (type, place)
             LEFT JOIN pg_catalog.unnest(p.proargnames) WITH ORDINALITY a (name, place)
               ON a.place OPERATOR(pg_catalog.=) t.place
             LEFT JOIN pg_catalog.unnest(p.proargmodes) WITH ORDINALITY m (mode, place)
               ON m.place OPERATOR(pg_catalog.=) t.place
             WHERE coalesce(m.mode, 'i') OPERATOR(pg_catalog.=) ANY ('{i,b,v}'::pg_catalog.\"char\"[])
             ORDER BY t.place),
       ARRAY(SELECT pg_catalog.concat_ws(' ', CASE WHEN a.name OPERATOR(pg_catalog.<>) '' THEN a.name END,
                                   pg_catalog.format_type(t.type, NULL))
             FROM pg_catalog.unnest(p.proallargtypes) WITH ORDINALITY t (type, place)
             LEFT JOIN pg_catalog.unnest(p.proargnames) WITH ORDINALITY a (name, place)
               ON a.place OPERATOR(pg_catalog.=) t.place
             JOIN pg_catalog.unnest(p.proargmodes) WITH ORDINALITY m (mode, place)
               ON m.place OPERATOR(pg_catalog.=) t.place
             WHERE m.mode OPERATOR(pg_catalog.=) ANY ('{o,b,t}'::pg_catalog.\"char\"[])
             ORDER BY t.place),
       pg_catalog.pg_get_function_result(p.oid), p.pronargdefaults::pg_catalog.int4,
       p.provariadic OPERATOR(pg_catalog.<>) 0::pg_catalog.oid, p.prosecdef,
       coalesce(p.proconfig, '{}')
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) p.pronamespace
WHERE p.proname OPERATOR(pg_catalog.=) $1::pg_catalog.name
  AND n.nspname OPERATOR(pg_catalog.=) coalesce($2::pg_catalog.name, pg_catalog.current_schema())
ORDER BY 1";
