//! What lint rules ask of the server, answered: each question about the same thing once in a call.

mod objects;

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;
use std::rc::Rc;

use migrate_core::ddl::name::Name;
use migrate_core::facts::{Added, Meaning, Retyped, Table};
use migrate_core::lint::{Facts, Known, NamedType};
use migrate_core::name::Quoting;
use migrate_core::relation::Relation;
use pgrx::pg_sys;
use pgrx::pg_sys::Oid;

use super::server::Server;
use super::{change, description, replication, size};
use crate::postgres::identity::as_owner;
use crate::postgres::quoting::identifier;
use crate::postgres::{names, settings, spi};

/// Answers by what was asked.
struct Kept<Key, Answer>(RefCell<HashMap<Key, Answer>>);

impl<Key: Hash + Eq, Answer: Clone> Kept<Key, Answer> {
    fn new() -> Self {
        Kept(RefCell::new(HashMap::new()))
    }

    fn or(&self, key: Key, ask: impl FnOnce() -> Answer) -> Answer {
        if let Some(answer) = self.0.borrow().get(&key) {
            return answer.clone();
        }
        let answer = ask();
        self.0.borrow_mut().insert(key, answer.clone());
        answer
    }
}

/// The catalog of this database, as one call of the linter sees it.
pub struct Here {
    oids: Kept<Relation, Option<Oid>>,
    tables: Kept<Oid, Rc<Known>>,
    indexes: Kept<Oid, Option<Oid>>,
    retyped: Kept<(u32, String, String, Option<String>), Option<Retyped>>,
    added: Kept<(u32, String, String), Option<Added>>,
    volatile: Kept<String, bool>,
    types: Kept<Name, Option<Rc<NamedType>>>,
    dependents: Kept<(u32, Option<String>), Vec<String>>,
    given: objects::Given,
}

impl Here {
    /// A catalog of which nothing was asked yet.
    pub fn new() -> Self {
        Here {
            oids: Kept::new(),
            tables: Kept::new(),
            indexes: Kept::new(),
            retyped: Kept::new(),
            added: Kept::new(),
            volatile: Kept::new(),
            types: Kept::new(),
            dependents: Kept::new(),
            given: objects::Given::new(),
        }
    }

    fn oid(&self, name: &Relation) -> Option<Oid> {
        self.oids.or(name.clone(), || match &name.schema {
            Some(schema) => names::relation(schema, &name.name),
            None => names::visible(&name.name),
        })
    }

    fn known(&self, oid: Oid) -> Rc<Known> {
        self.tables.or(oid, || {
            let table = description::read(oid);
            let (rows, bytes) = sizes(&table);
            let replication = replication::of(table.oid);
            let referenced_by =
                as_owner(|| spi::rows(REFERENCED_BY, &[oid.into()], |row| row.must::<String>(1)));
            Rc::new(Known { table, rows, bytes, replication, referenced_by })
        })
    }
}

/// Foreign keys that refer to a table, but for the parts of those to a partitioned one.
const REFERENCED_BY: &str = "
SELECT pg_catalog.format('%s of %s', c.conname, c.conrelid::pg_catalog.regclass) FROM pg_catalog.pg_constraint c
WHERE c.contype OPERATOR(pg_catalog.=) 'f' AND c.confrelid OPERATOR(pg_catalog.=) $1
  AND c.conparentid OPERATOR(pg_catalog.=) 0::pg_catalog.oid
ORDER BY 1";

/// Rows and bytes of a table and all below it; a sum says nothing where a part is not known.
fn sizes(table: &Table) -> (Option<u64>, Option<u64>) {
    let mut sum = (Some(0), Some(0));
    for part in table.family().iter().filter(|part| part.kind == "r" || part.kind == "m") {
        let (rows, bytes) = size::estimate(Oid::from(part.oid));
        let add = |sum: Option<u64>, more: Option<u64>| Some(sum?.saturating_add(more?));
        sum = (add(sum.0, rows), add(sum.1, bytes));
    }
    sum
}

impl Quoting for Here {
    fn quote(&self, name: &str) -> String {
        Server.quote(name)
    }

    fn literal(&self, text: &str) -> String {
        Server.literal(text)
    }
}

impl Facts for Here {
    fn version(&self) -> u32 {
        pg_sys::PG_VERSION_NUM
    }

    fn table(&self, name: &Relation) -> Option<Rc<Known>> {
        self.oid(name).map(|oid| self.known(oid))
    }

    fn table_of_index(&self, index: &Relation) -> Option<Rc<Known>> {
        let oid = self.oid(index)?;
        let table = self.indexes.or(oid, || {
            let sql =
                "SELECT i.indrelid FROM pg_catalog.pg_index i WHERE i.indexrelid OPERATOR(pg_catalog.=) $1";
            spi::row(sql, &[oid.into()], |row| row.must::<Oid>(1))
        })?;
        Some(self.known(table))
    }

    fn retyped(&self, table: &Known, column: &str, data_type: &str, using: Option<&str>) -> Option<Retyped> {
        let table = &table.table;
        let key = (table.oid, column.to_string(), data_type.to_string(), using.map(str::to_string));
        self.retyped.or(key, || Server.retyped(table, column, data_type, using).ok())
    }

    fn added(&self, table: &Known, column: &str, clause: &str) -> Option<Added> {
        let table = &table.table;
        let key = (table.oid, column.to_string(), clause.to_string());
        self.added.or(key, || Server.added_column(table, column, clause).ok())
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

    fn setting(&self, name: &str) -> Option<String> {
        settings::value(name)
    }
}

/// A type, and the columns of tables that have it, or a domain or an array of it.
const TYPE: &str = "
SELECT pg_catalog.format_type(y.oid, NULL), y.typtype::text,
       y.typnotnull OR EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.contypid OPERATOR(pg_catalog.=) y.oid),
       (SELECT coalesce(pg_catalog.array_agg(u.name), '{}') FROM (
            SELECT pg_catalog.concat(a.attrelid::pg_catalog.regclass, '.', a.attname) AS name
            FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class k ON k.oid OPERATOR(pg_catalog.=) a.attrelid
            WHERE a.atttypid OPERATOR(pg_catalog.=) ANY (ARRAY[y.oid, y.typarray])
              AND k.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,f}'::pg_catalog.\"char\"[])
              AND NOT a.attisdropped AND NOT k.relispartition
            ORDER BY 1 LIMIT 10) u)
FROM pg_catalog.pg_type y WHERE y.oid OPERATOR(pg_catalog.=) pg_catalog.to_regtype($1)::pg_catalog.oid";
