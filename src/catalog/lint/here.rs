//! The catalog of this database, as one call of the linter sees it.

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;
use std::rc::Rc;

use migrate_core::ddl::name::Name;
use migrate_core::facts::{Added, Retyped, Table};
use migrate_core::lint::{Extension, KeyUse, Known, NamedType};
use migrate_core::relation::Relation;
use pgrx::pg_sys::Oid;

use super::given::Given;
use super::kept::Kept;
use crate::catalog::{description, replication, size};
use crate::postgres::identity::as_owner;
use crate::postgres::{kept, names, spi};

/// The catalog of this database, as one call of the linter sees it.
pub struct Here {
    pub(super) oids: Kept<Relation, Option<Oid>>,
    pub(super) tables: Kept<Oid, Rc<Known>>,
    pub(super) indexes: Kept<Oid, Option<Oid>>,
    /// Nothing that a script says is tried out: its author is not trusted with that yet.
    pub(super) only_reads: Cell<bool>,
    pub(super) retyped: Kept<(u32, String, String, Option<String>), Option<Retyped>>,
    pub(super) added: Kept<(u32, String, String), Option<Added>>,
    pub(super) volatile: Kept<String, bool>,
    pub(super) types: Kept<Name, Option<Rc<NamedType>>>,
    pub(super) dependents: Kept<(u32, Option<String>), Vec<String>>,
    pub(super) keys: Kept<u32, Vec<KeyUse>>,
    pub(super) publications: Kept<Option<String>, Option<String>>,
    pub(super) extensions: Kept<String, Option<Extension>>,
    /// The schemas of the path, in its order, by the names that they have; empty where it has but one.
    pub(super) on_path: OnceCell<HashMap<String, Vec<String>>>,
    pub(super) current_schema: OnceCell<Option<String>>,
    /// Reads the up scripts that are still to run.
    pub(super) pending: fn() -> Vec<String>,
    pub(super) pending_read: OnceCell<Vec<String>>,
    pub(super) given: Given,
}

impl Here {
    /// A catalog of which nothing was asked yet.
    pub fn new() -> Self {
        Here {
            oids: Kept::new(),
            tables: Kept::new(),
            indexes: Kept::new(),
            only_reads: Cell::new(false),
            retyped: Kept::new(),
            added: Kept::new(),
            volatile: Kept::new(),
            types: Kept::new(),
            dependents: Kept::new(),
            keys: Kept::new(),
            publications: Kept::new(),
            extensions: Kept::new(),
            on_path: OnceCell::new(),
            current_schema: OnceCell::new(),
            pending: Vec::new,
            pending_read: OnceCell::new(),
            given: Given::new(),
        }
    }

    /// The same, with a way to read the up scripts that are still to run.
    pub fn with_pending(pending: fn() -> Vec<String>) -> Self {
        Here { pending, ..Here::new() }
    }

    /// Whether what a script says is only read from here on, and not tried out.
    pub fn only_read(&self, only_reads: bool) {
        self.only_reads.set(only_reads);
    }

    pub(super) fn current_schema(&self) -> Option<&str> {
        let ask = || {
            spi::row("SELECT pg_catalog.current_schema()::text", &[], |row| row.get::<String>(1)).flatten()
        };
        self.current_schema.get_or_init(ask).as_deref()
    }

    pub(super) fn oid(&self, name: &Relation) -> Option<Oid> {
        self.oids.or(name.clone(), || match &name.schema {
            Some(schema) => names::relation(schema, &name.name),
            None => names::visible(&name.name),
        })
    }

    pub(super) fn known(&self, oid: Oid) -> Rc<Known> {
        self.tables.or(oid, || {
            let table = description::read(oid);
            let (rows, bytes) = sizes(&table);
            let replication = replication::of(table.oid);
            let referenced_by = as_owner(|| kept::jsonb(REFERENCED_BY, &[oid]));
            let referenced_by = referenced_by.and_then(|names| serde_json::from_value(names.0).ok());
            let referenced_by = referenced_by.unwrap_or_default();
            Rc::new(Known { table, rows, bytes, replication, referenced_by })
        })
    }
}

/// Foreign keys that refer to a table, but for the parts of those to a partitioned one.
const REFERENCED_BY: &str = "
SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.format('%s of %s', c.conname, c.conrelid::pg_catalog.regclass)
                                     ORDER BY c.conname, c.conrelid), '[]'::pg_catalog.jsonb)
FROM pg_catalog.pg_constraint c
WHERE c.contype OPERATOR(pg_catalog.=) 'f' AND c.confrelid OPERATOR(pg_catalog.=) $1
  AND c.conparentid OPERATOR(pg_catalog.=) 0::pg_catalog.oid";

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
