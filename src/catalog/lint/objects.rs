//! What rules ask of objects that are no tables, and of what hangs on a table.

use std::rc::Rc;

use migrate_core::ddl::name::Name;
use migrate_core::facts::{Bearers, Change, Sharing};
use migrate_core::lint::{IndexUse, Known, Objects, Policy, Reach, Routine, RowSecurity, Thing};
use migrate_core::relation::Relation;
use pgrx::pg_sys::{self, Oid};

use super::given::Texts;
use super::here::Here;
use super::reach;
use crate::catalog::{bearers, change, quoted, sharing, size};
use crate::postgres::identity::as_owner;
use crate::postgres::quoting::identifier;
use crate::postgres::spi;

impl Objects for Here {
    fn reach(&self, thing: &Thing) -> Option<Rc<Reach>> {
        self.given.reach.or(thing.clone(), || match thing {
            Thing::Role(role) => owned(role).map(Rc::new),
            Thing::Relation(name) => self.oid(name).map(|oid| self.reach_of(oid.to_u32())),
            _ => object(thing).map(|(class, oid, part)| Rc::new(reach::of(class, oid, part))),
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
        let oid = self.oid(index)?.to_u32();
        let ask = || {
            let asked = self.with_next_dropped(oid, |index| self.given.index_use.has(&index));
            let last = match pg_sys::PG_VERSION_NUM {
                ..160_000 => "NULL::text",
                _ => "to_char(pg_stat_get_lastscan(o.oid), 'YYYY-MM-DD HH24:MI')",
            };
            as_owner(|| spi::descriptions::<IndexUse>(&INDEX_USE.replace("{last}", last), &asked))
        };
        self.given.index_use.or_all(oid, ask)
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
            Rc::new(found.into_iter().map(|oid| reach::sized(size::estimate(oid), oid)).collect())
        })
    }

    fn publications_of_all(&self) -> Rc<Vec<String>> {
        self.given.of_all.or((), || {
            let sql = "SELECT p.pubname::text FROM pg_publication p WHERE p.puballtables AND (p.pubupdate OR p.pubdelete) ORDER BY 1";
            Rc::new(as_owner(|| spi::rows(sql, &[], |row| row.must(1))))
        })
    }
}

impl Here {
    fn reach_of(&self, relation: u32) -> Rc<Reach> {
        let ask = || {
            let known = |relation| self.given.reach_of_relations.has(&relation);
            let all = reach::of_relations(&self.with_next_dropped(relation, known));
            all.into_iter().map(|(relation, reach)| (relation, Rc::new(reach)))
        };
        self.given.reach_of_relations.or_all(relation, ask).unwrap_or_default()
    }
}

/// How much indexes are used; the scans of the indexes on partitions are theirs.
const INDEX_USE: &str = "
SELECT o.oid, jsonb_build_object(
    'scans', (SELECT coalesce(sum(pg_stat_get_numscans(i.oid)), 0)::int8
              FROM (SELECT o.oid UNION SELECT p.relid::oid FROM pg_partition_tree(o.oid) p) i (oid)),
    'last', {last},
    'since', (SELECT to_char(pg_stat_get_db_stat_reset_time(d.oid), 'YYYY-MM-DD HH24:MI')
              FROM pg_database d WHERE d.datname = current_database()))
FROM unnest($1) o (oid)";

/// The oid of that catalog.
const PG_CONSTRAINT: u32 = 2606;

/// An object as `pg_depend` has it: catalog, oid, column. Names are looked up as the caller's search path has them.
fn object(thing: &Thing) -> Option<(Oid, Oid, i32)> {
    let one = |sql: &str, name: String| spi::row(sql, &[name.into()], |row| row.get::<Oid>(1)).flatten();
    let dotted = |name: &Name| name.iter().map(|part| identifier(part)).collect::<Vec<_>>().join(".");
    let relation = |name: &Relation| one("SELECT pg_catalog.to_regclass($1)::pg_catalog.oid", quoted(name));
    let part = |sql: &str, table: &Relation, name: &str| {
        spi::row(sql, &[relation(table)?.into(), name.into()], |row| row.get::<Oid>(1)).flatten()
    };
    match thing {
        Thing::Relation(name) => Some((pg_sys::RelationRelationId, relation(name)?, 0)),
        Thing::Column(table, column) => {
            let oid = relation(table)?;
            let sql = "SELECT a.attnum::pg_catalog.int4 FROM pg_catalog.pg_attribute a
                       WHERE a.attrelid OPERATOR(pg_catalog.=) $1 AND a.attname OPERATOR(pg_catalog.=) $2::pg_catalog.name
                         AND NOT a.attisdropped AND a.attnum OPERATOR(pg_catalog.>) 0::pg_catalog.int2";
            let number = spi::row(sql, &[oid.into(), column.as_str().into()], |row| row.must::<i32>(1))?;
            Some((pg_sys::RelationRelationId, oid, number))
        }
        Thing::Constraint(table, name) => {
            let sql =
                "SELECT k.oid FROM pg_catalog.pg_constraint k WHERE k.conrelid OPERATOR(pg_catalog.=) $1
                         AND k.conname OPERATOR(pg_catalog.=) $2::pg_catalog.name";
            Some((Oid::from(PG_CONSTRAINT), part(sql, table, name)?, 0))
        }
        Thing::Routine(name, None) => {
            let sql = "SELECT pg_catalog.to_regproc($1)::pg_catalog.oid";
            Some((pg_sys::ProcedureRelationId, one(sql, dotted(name))?, 0))
        }
        Thing::Routine(name, Some(arguments)) => {
            let sql = "SELECT pg_catalog.to_regprocedure($1)::pg_catalog.oid";
            Some((
                pg_sys::ProcedureRelationId,
                one(sql, format!("{}({})", dotted(name), arguments.join(", ")))?,
                0,
            ))
        }
        Thing::Type(name) => {
            let sql = "SELECT pg_catalog.to_regtype($1)::pg_catalog.oid";
            Some((pg_sys::TypeRelationId, one(sql, dotted(name))?, 0))
        }
        Thing::Schema(name) => {
            let sql = "SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname OPERATOR(pg_catalog.=) $1::pg_catalog.name";
            Some((pg_sys::NamespaceRelationId, one(sql, name.clone())?, 0))
        }
        Thing::Extension(name) => {
            let sql = "SELECT e.oid FROM pg_catalog.pg_extension e WHERE e.extname OPERATOR(pg_catalog.=) $1::pg_catalog.name";
            Some((pg_sys::ExtensionRelationId, one(sql, name.clone())?, 0))
        }
        Thing::Role(_) => None,
    }
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
        data: reach::with_rows(&row.must::<Vec<Oid>>(3)),
    };
    as_owner(|| spi::row(sql, &[role.into()], read))
}

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
