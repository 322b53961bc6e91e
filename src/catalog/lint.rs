//! What lint rules ask of the server, answered: each question about the same thing once in a call.

mod given;
mod here;
mod kept;
mod objects;
mod queries;
mod reach;

use std::collections::HashMap;

use std::rc::Rc;

use migrate_core::ddl::name::Name;
use migrate_core::facts::{Added, Meaning, Retyped};
use migrate_core::lint::{AttachReads, Extension, Facts, KeyUse, Known, NamedType, QueryColumn, Storage};
use migrate_core::lock::Mode;
use migrate_core::name::Quoting;
use migrate_core::relation::Relation;
use pgrx::pg_sys;
use pgrx::pg_sys::Oid;

pub use self::here::Here;
use super::description::AT_ONCE;
use super::server::Server;
use super::{bound, change};

use crate::postgres::quoting::identifier;
use crate::postgres::{lock, names, settings, spi};

impl Quoting for Here {
    fn quote(&self, name: &str) -> String {
        Server.quote(name)
    }

    fn literal(&self, text: &str) -> String {
        Server.literal(text)
    }
}

impl Facts for Here {
    fn expect(&self, names: &[Relation], dropped: &[Relation]) {
        self.expect_all(names, dropped);
    }

    fn version(&self) -> u32 {
        pg_sys::PG_VERSION_NUM
    }

    fn table(&self, name: &Relation) -> Option<Rc<Known>> {
        self.oid(name).map(|oid| self.known(oid))
    }

    fn table_of_index(&self, index: &Relation) -> Option<Rc<Known>> {
        let oid = self.oid(index)?;
        names::table_of_index(oid).map(|table| self.known(table))
    }

    fn retyped(&self, table: &Known, column: &str, data_type: &str, using: Option<&str>) -> Option<Retyped> {
        if self.only_reads.get() {
            return None;
        }
        let table = &table.table;
        let key = (table.oid, column.to_string(), data_type.to_string(), using.map(str::to_string));
        self.retyped.or(key, || Server.retyped(table, column, data_type, using).ok())
    }

    fn added(&self, table: &Known, column: &str, clause: &str) -> Option<Added> {
        if self.only_reads.get() {
            return None;
        }
        let table = &table.table;
        let key = (table.oid, column.to_string(), clause.to_string());
        self.added.or(key, || Server.added_column(table, column, clause).ok())
    }

    fn attach_reads(
        &self,
        parent: &Known,
        partition: Option<&Known>,
        bound: &str,
        proved: [&[String]; 2],
    ) -> Option<AttachReads> {
        if self.only_reads.get() {
            return None;
        }
        let partition = partition.map(|known| &known.table);
        bound::reads(&parent.table, partition, bound, proved).ok().flatten()
    }

    fn query_columns(&self, query: &str, tables: &[Relation]) -> Option<Vec<QueryColumn>> {
        if self.only_reads.get() {
            return None;
        }
        queries::columns(query, tables.iter().filter_map(|table| self.oid(table)).collect())
    }

    fn is_volatile(&self, expression: &str) -> bool {
        self.volatile.or(expression.to_string(), || {
            let understood = Server.understand(None, &|_| format!("SELECT ({expression}\n)"));
            understood.map_or(true, |understood| understood.is_volatile)
        })
    }

    fn named_type(&self, name: &Name) -> Option<Rc<NamedType>> {
        self.types.or(name.clone(), || {
            let written: Vec<_> = name.iter().map(|part| identifier(part)).collect();
            let read = |row: spi::Row| NamedType {
                sql: row.must(1),
                kind: row.must(2),
                is_constrained: row.must(3),
                used_by: row.must(4),
            };
            spi::row(TYPE, &[written.join(".").into()], read).map(Rc::new)
        })
    }

    fn dependents(&self, table: &Known, column: Option<&str>) -> Vec<String> {
        let column = column.map(str::to_string);
        let key = (table.table.oid, column.clone());
        self.dependents.or(key, || change::dependents(&table.table, column.as_ref()))
    }

    fn storage(&self, table: &Known) -> Option<Storage> {
        let oid = Oid::from(table.table.oid);
        spi::row(STORAGE, &[oid.into()], |row| Storage {
            is_unlogged: row.must(1),
            tablespace: row.must(2),
            access_method: row.get(3),
        })
    }

    fn setting(&self, name: &str) -> Option<String> {
        settings::value(name)
    }

    fn matches(&self, name: &str, pattern: &str) -> bool {
        let ask = || {
            let sql = "SELECT $1 OPERATOR(pg_catalog.~) $2";
            spi::row(sql, &[name.into(), pattern.into()], |row| row.must::<bool>(1)).unwrap_or(true)
        };
        self.matching.or((name.to_string(), pattern.to_string()), ask)
    }

    fn key_use(&self, table: &Known) -> Vec<KeyUse> {
        let oid = table.table.oid;
        let ask = || key_uses(&self.with_next(oid, |table| self.keys.has(&table)));
        self.keys.or_all(oid, ask).unwrap_or_default()
    }

    fn schemas_with(&self, name: &str) -> Vec<String> {
        let ask = || {
            let rows = spi::rows(ON_PATH, &[], |row| (row.must::<String>(1), row.must::<Vec<String>>(2)));
            rows.into_iter().collect::<HashMap<_, _>>()
        };
        self.on_path.get_or_init(ask).get(name).cloned().unwrap_or_default()
    }

    fn taken(&self, schema: Option<&str>, name: &str) -> Option<&'static str> {
        let oid = names::relation(schema.or_else(|| self.current_schema())?, name)?;
        let kind = "SELECT c.relkind::text FROM pg_catalog.pg_class c WHERE c.oid OPERATOR(pg_catalog.=) $1";
        Some(match spi::row(kind, &[oid.into()], |row| row.must::<String>(1)).as_deref()? {
            "i" | "I" => "index",
            "v" => "view",
            "m" => "materialized view",
            "S" => "sequence",
            "f" => "foreign table",
            "c" => "type",
            _ => "table",
        })
    }

    fn has_schema(&self, name: &str) -> bool {
        names::is_schema(name)
    }

    fn publication_of_new(&self, schema: Option<&str>) -> Option<String> {
        let schema = schema.or_else(|| self.current_schema())?.to_string();
        self.publications
            .or(Some(schema.clone()), || spi::row(PUBLICATION, &[schema.into()], |row| row.must::<String>(1)))
    }

    fn extension(&self, name: &str) -> Option<Extension> {
        self.extensions.or(name.to_string(), || {
            let read = |row: spi::Row| Extension { is_installed: row.must(1), may_install: row.must(2) };
            spi::row(EXTENSION, &[name.into()], read)
        })
    }

    fn is_named_by_others(&self, own: &str, name: &str) -> bool {
        let all = self.pending_read.get_or_init(self.pending);
        all.iter().any(|script| script != own && script.contains(name))
    }
}

/// How a table is stored; 0 is the database's own tablespace.
const STORAGE: &str = "
SELECT c.relpersistence OPERATOR(pg_catalog.=) 'u', t.spcname::text, m.amname::text
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_database d ON d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
JOIN pg_catalog.pg_tablespace t ON t.oid OPERATOR(pg_catalog.=)
    CASE WHEN c.reltablespace OPERATOR(pg_catalog.=) 0::pg_catalog.oid THEN d.dattablespace ELSE c.reltablespace END
LEFT JOIN pg_catalog.pg_am m ON m.oid OPERATOR(pg_catalog.=) c.relam
WHERE c.oid OPERATOR(pg_catalog.=) $1";

/// A type, and the columns of tables that have it, or a domain or an array of it: of types that somebody has made, for
/// no index of the catalog has `atttypid`, and all columns there are are read.
const TYPE: &str = "
SELECT pg_catalog.format_type(y.oid, NULL), y.typtype::text,
       y.typnotnull OR EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.contypid OPERATOR(pg_catalog.=) y.oid),
       (SELECT coalesce(pg_catalog.array_agg(u.name), '{}') FROM (
            SELECT pg_catalog.concat(a.attrelid::pg_catalog.regclass, '.', a.attname) AS name
            FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class k ON k.oid OPERATOR(pg_catalog.=) a.attrelid
            WHERE y.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid -- behind those of initdb
              AND a.atttypid OPERATOR(pg_catalog.=) ANY (ARRAY[y.oid, y.typarray])
              AND k.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,f}'::pg_catalog.\"char\"[])
              AND NOT a.attisdropped AND NOT k.relispartition
            ORDER BY 1 LIMIT 10) u)
FROM pg_catalog.pg_type y WHERE y.oid OPERATOR(pg_catalog.=) pg_catalog.to_regtype($1)::pg_catalog.oid";

/// The sequences of columns of tables that are smaller than bigint, as far as the role may look at them.
const KEYS: &str = "
SELECT d.refobjid, s.oid, a.attname::text, pg_catalog.format_type(a.atttypid, NULL)
FROM pg_catalog.pg_depend d
JOIN pg_catalog.pg_class s ON s.oid OPERATOR(pg_catalog.=) d.objid AND s.relkind OPERATOR(pg_catalog.=) 'S'
                          AND s.relpersistence OPERATOR(pg_catalog.<>) 't'
JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) d.refobjid AND a.attnum OPERATOR(pg_catalog.=) d.refobjsubid
WHERE d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass
  AND d.refclassid OPERATOR(pg_catalog.=) d.classid AND d.refobjid OPERATOR(pg_catalog.=) ANY ($1)
  AND d.deptype OPERATOR(pg_catalog.=) ANY ('{a,i}'::pg_catalog.\"char\"[])
  AND a.atttypid OPERATOR(pg_catalog.=) ANY ('{int2,int4}'::pg_catalog.regtype[]::pg_catalog.oid[])
  -- The planner may ask it first, of what is no sequence.
  AND CASE WHEN s.relkind OPERATOR(pg_catalog.=) 'S' THEN pg_catalog.has_sequence_privilege(s.oid, 'SELECT, USAGE') END
ORDER BY d.refobjid, a.attnum";

/// How far the sequences of tables have come. A last value is read under a lock: one that is not free at once is not
/// waited for.
fn key_uses(tables: &[Oid]) -> HashMap<u32, Vec<KeyUse>> {
    let mut all: HashMap<u32, Vec<KeyUse>> =
        tables.iter().map(|table| (table.to_u32(), Vec::new())).collect();
    let read = |row: spi::Row| (row.must::<Oid>(1), row.must::<Oid>(2), row.must(3), row.must(4));
    let found: Vec<(Oid, Oid, String, String)> = spi::rows(KEYS, &[tables.to_vec().into()], read);
    for some in found.chunks(AT_ONCE) {
        let free =
            some.iter().filter(|(_, sequence, ..)| lock::try_table(sequence.to_u32(), Mode::RowExclusive));
        let free: Vec<_> = free.collect();
        let sequences: Vec<Oid> = free.iter().map(|(_, sequence, ..)| *sequence).collect();
        let sql = "SELECT pg_catalog.pg_sequence_last_value(s.oid)
                   FROM pg_catalog.unnest($1) WITH ORDINALITY s (oid, place) ORDER BY s.place";
        let last = spi::rows(sql, &[sequences.clone().into()], |row| row.get::<i64>(1));
        sequences.iter().for_each(|sequence| lock::release_table(sequence.to_u32(), Mode::RowExclusive));
        for ((table, _, column, data_type), last) in free.into_iter().zip(last) {
            let Some(used) = last.and_then(|last| u64::try_from(last).ok()) else { continue };
            let most = if data_type == "smallint" { i16::MAX as u64 } else { i32::MAX as u64 };
            let (column, data_type) = (column.clone(), data_type.clone());
            all.entry(table.to_u32()).or_default().push(KeyUse { column, data_type, used, most });
        }
    }
    all
}

/// What each schema of the path has, by name. With one schema in the path nothing has to be read.
const ON_PATH: &str = "
SELECT c.relname::text, pg_catalog.array_agg(n.nspname::text ORDER BY p.place)
FROM pg_catalog.unnest(pg_catalog.current_schemas(false)) WITH ORDINALITY p (schema, place)
JOIN pg_catalog.pg_namespace n ON n.nspname OPERATOR(pg_catalog.=) p.schema
JOIN pg_catalog.pg_class c ON c.relnamespace OPERATOR(pg_catalog.=) n.oid
                          AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,v,m,f,S}'::pg_catalog.\"char\"[])
WHERE pg_catalog.cardinality(pg_catalog.current_schemas(false)) OPERATOR(pg_catalog.>) 1
GROUP BY c.relname
-- In the first schema alone it is what everybody means.
HAVING pg_catalog.max(p.place) OPERATOR(pg_catalog.>) 1";

/// A publication of a schema that will send the changes of a table that is made in it.
const PUBLICATION: &str = "
SELECT p.pubname::text FROM pg_catalog.pg_publication p
WHERE (p.pubupdate OR p.pubdelete)
  AND EXISTS (
      SELECT FROM pg_catalog.pg_publication_namespace s JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) s.pnnspid
      WHERE s.pnpubid OPERATOR(pg_catalog.=) p.oid AND n.nspname OPERATOR(pg_catalog.=) $1)
ORDER BY p.pubname LIMIT 1";

/// An extension that the server has: whether the database has it, and whether the role may make it.
const EXTENSION: &str = "
SELECT e.installed_version IS NOT NULL,
       u.rolsuper OR coalesce(pg_catalog.bool_or(NOT v.superuser
           OR v.trusted AND pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')), true)
FROM pg_catalog.pg_available_extensions e
LEFT JOIN pg_catalog.pg_available_extension_versions v
       ON v.name OPERATOR(pg_catalog.=) e.name AND v.version OPERATOR(pg_catalog.=) e.default_version
CROSS JOIN pg_catalog.pg_roles u
WHERE e.name OPERATOR(pg_catalog.=) $1 AND u.rolname OPERATOR(pg_catalog.=) current_user
GROUP BY e.name, e.installed_version, u.rolsuper";
