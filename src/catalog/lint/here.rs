//! The catalog of this database, as one call of the linter sees it.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use migrate_core::ddl::name::Name;
use migrate_core::facts::{Added, Retyped, Table};
use migrate_core::lint::{Extension, KeyUse, Known, NamedType};
use migrate_core::relation::Relation;
use pgrx::pg_sys::Oid;

use super::given::Given;
use super::kept::Kept;
use crate::catalog::description::{self, AT_ONCE};
use crate::catalog::{replication, size};
use crate::postgres::identity::as_owner;
use crate::postgres::{names, spi};

/// The catalog of this database, as one call of the linter sees it.
pub struct Here {
    pub(super) oids: Kept<Relation, Option<Oid>>,
    /// The tables that the scripts name, in the order in which rules will ask for them.
    expected: RefCell<Vec<Oid>>,
    /// The relations that they drop.
    dropped: RefCell<Vec<Oid>>,
    pub(super) tables: Kept<u32, Rc<Known>>,
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
    pub(super) matching: Kept<(String, String), bool>,
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
            expected: RefCell::default(),
            dropped: RefCell::default(),
            tables: Kept::new(),
            only_reads: Cell::new(false),
            retyped: Kept::new(),
            added: Kept::new(),
            volatile: Kept::new(),
            types: Kept::new(),
            dependents: Kept::new(),
            keys: Kept::new(),
            publications: Kept::new(),
            extensions: Kept::new(),
            matching: Kept::new(),
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

    /// Remembers which relations will be asked for.
    pub(super) fn expect_all(&self, names: &[Relation], dropped: &[Relation]) {
        let oids = |names: &[Relation]| {
            let mut seen = HashSet::new();
            let oids = names.iter().filter_map(|name| self.oid(name));
            oids.filter(|oid| seen.insert(*oid)).collect::<Vec<_>>()
        };
        self.expected.replace(oids(names).into_iter().filter(|oid| names::has_rows(*oid)).collect());
        self.dropped.replace(oids(dropped));
    }

    /// A table and those that will be asked for next, of which `is_known` does not say that there is an answer already.
    pub(super) fn with_next(&self, table: u32, is_known: impl Fn(u32) -> bool) -> Vec<Oid> {
        next(&self.expected.borrow(), table, is_known)
    }

    /// The same of a relation that is dropped.
    pub(super) fn with_next_dropped(&self, relation: u32, is_known: impl Fn(u32) -> bool) -> Vec<Oid> {
        next(&self.dropped.borrow(), relation, is_known)
    }

    pub(super) fn known(&self, oid: Oid) -> Rc<Known> {
        let ask = || {
            let asked = self.with_next(oid.to_u32(), |table| self.tables.has(&table));
            known(&asked)
        };
        match self.tables.or_all(oid.to_u32(), ask) {
            Some(known) => known,
            None => pgrx::error!("a table was dropped while it was looked at"),
        }
    }
}

fn next(expected: &[Oid], own: u32, is_known: impl Fn(u32) -> bool) -> Vec<Oid> {
    let from = expected.iter().position(|oid| oid.to_u32() == own).map_or(expected.len(), |at| at + 1);
    let next = expected[from..].iter().copied().filter(|oid| !is_known(oid.to_u32()));
    std::iter::once(Oid::from(own)).chain(next).take(AT_ONCE).collect()
}

fn known(oids: &[Oid]) -> HashMap<u32, Rc<Known>> {
    let tables = description::read_all(oids);
    let oids: Vec<Oid> = tables.keys().map(|oid| Oid::from(*oid)).collect();
    let family = tables.values().flat_map(Table::family).map(|part| Oid::from(part.oid));
    let sizes = size::estimates(&family.collect::<Vec<_>>());
    let mut replication = replication::of_all(&oids);
    let mut referenced_by: HashMap<u32, Vec<String>> = as_owner(|| spi::descriptions(REFERENCED_BY, &oids));
    let known = |(oid, table): (u32, Table)| {
        let (rows, bytes) = sum(&table, &sizes);
        let replication = replication.remove(&oid).unwrap_or_default();
        let referenced_by = referenced_by.remove(&oid).unwrap_or_default();
        (oid, Rc::new(Known { table, rows, bytes, replication, referenced_by }))
    };
    tables.into_iter().map(known).collect()
}

/// Foreign keys that refer to tables, but for the parts of those to a partitioned one. No index of the catalog has
/// `confrelid`: it is read once for all of them.
const REFERENCED_BY: &str = "
SELECT c.confrelid, jsonb_agg(format('%s of %s', c.conname, c.conrelid::regclass) ORDER BY c.conname, c.conrelid)
FROM unnest($1) o (oid) JOIN pg_constraint c ON c.confrelid = o.oid
WHERE c.contype = 'f' AND c.conparentid = 0
GROUP BY c.confrelid";

/// Rows and bytes of a table and all below it; a sum says nothing where a part is not known.
fn sum(table: &Table, sizes: &HashMap<u32, size::Estimate>) -> size::Estimate {
    let mut sum = (Some(0), Some(0));
    for part in table.family().iter().filter(|part| part.kind == "r" || part.kind == "m") {
        let (rows, bytes) = sizes.get(&part.oid).copied().unwrap_or_default();
        let add = |sum: Option<u64>, more: Option<u64>| Some(sum?.saturating_add(more?));
        sum = (add(sum.0, rows), add(sum.1, bytes));
    }
    sum
}
