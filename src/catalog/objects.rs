//! The objects of schemas, with all that is said of each: what fingerprints are made of.
//!
//! A query for each kind reads all of a scope at once (`sql/queries/objects`). The server's texts are written under
//! settings that are the same everywhere, so neither session nor role shows in them. As for pg_dump, the server opens
//! the tables whose expressions it writes, and waits for whoever has one locked.
//!
//! What belongs to an extension is left out, and so are temporary objects and our own.

use migrate_core::fingerprint::Object;
use migrate_core::fingerprint::facts::Facts;
use pgrx::Json;
use pgrx::pg_sys::Oid;

mod bases;

pub use bases::{Address, Base, Parts, Touches, bases};

use super::scope;
use crate::postgres::{compat, spi};

/// An object that is there.
pub struct Found {
    /// What it is.
    pub object: Object,
    /// Its number.
    pub own: Address,
    /// That of what it belongs to: a constraint's table; itself, if it is no part of another.
    pub base: Address,
}

/// What is looked at.
#[derive(Clone, Copy)]
pub enum Scope<'a> {
    /// All of these schemas.
    Schemas(&'a [Oid]),
    /// These objects and what belongs to them, of each the parts that are said.
    Bases(&'a [Base]),
}

/// The catalog of what a query's rows belong to, as what part of it, and the query.
const QUERIES: [(&str, Parts, &str); 14] = [
    ("pg_namespace", Parts::ALL, include_str!("../../sql/queries/objects/schemas.sql")),
    ("pg_class", Parts::OWN, include_str!("../../sql/queries/objects/relations.sql")),
    ("pg_class", Parts::CONSTRAINTS, include_str!("../../sql/queries/objects/constraints.sql")),
    ("pg_class", Parts::INDEXES, include_str!("../../sql/queries/objects/indexes.sql")),
    ("pg_class", Parts::TRIGGERS, include_str!("../../sql/queries/objects/triggers.sql")),
    ("pg_class", Parts::RULES, include_str!("../../sql/queries/objects/rules.sql")),
    ("pg_class", Parts::POLICIES, include_str!("../../sql/queries/objects/policies.sql")),
    ("pg_class", Parts::STATISTICS, include_str!("../../sql/queries/objects/statistics.sql")),
    ("pg_proc", Parts::ALL, include_str!("../../sql/queries/objects/routines.sql")),
    ("pg_type", Parts::ALL, include_str!("../../sql/queries/objects/types.sql")),
    ("pg_collation", Parts::ALL, include_str!("../../sql/queries/objects/collations.sql")),
    ("pg_operator", Parts::ALL, include_str!("../../sql/queries/objects/operators.sql")),
    ("pg_ts_dict", Parts::ALL, include_str!("../../sql/queries/objects/dictionaries.sql")),
    ("pg_ts_config", Parts::ALL, include_str!("../../sql/queries/objects/configurations.sql")),
];

/// Whether a schema, `n`, can have objects of users.
const IS_USERS: &str = "n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'migrate')";

/// The schema of this name.
pub fn schema(name: &str) -> Option<Oid> {
    let sql = "SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname OPERATOR(pg_catalog.=) $1::pg_catalog.name";
    spi::row(sql, &[name.into()], |row| row.must(1))
}

/// The schemas that can have objects of users.
pub fn schemas() -> Vec<Oid> {
    let sql = format!("SELECT n.oid FROM pg_namespace n WHERE {IS_USERS}");
    scope::pinned(|| spi::rows(&sql, &[], |row| row.must(1)))
}

/// The objects of a scope, in no particular order.
pub fn read(of: Scope) -> Vec<Found> {
    scope::pinned(|| match of {
        Scope::Schemas(schemas) => QUERIES
            .iter()
            .flat_map(|(class, _, query)| one_kind(of, class, query, schemas.to_vec()))
            .collect(),
        Scope::Bases(bases) => {
            let has = there_is(bases);
            let some = |(class, part, query): &(&str, Parts, &str)| {
                let is_meant =
                    |base: &&Base| base.address.class == *class && base.parts.have(*part) && has.have(*part);
                let oids = bases.iter().filter(is_meant).map(|base| base.address.oid).collect();
                one_kind(of, class, query, oids)
            };
            QUERIES.iter().flat_map(some).collect()
        }
    })
}

/// What the relations among these have: where all of one is asked for, no query is planned that would find nothing, since
/// to plan it takes longer than to run it.
fn there_is(bases: &[Base]) -> Parts {
    let is_all = |base: &&Base| base.address.class == "pg_class" && base.parts == Parts::ALL;
    if !bases.iter().any(|base| is_all(&base)) {
        return Parts::ALL;
    }
    let relations = bases.iter().filter(|base| base.address.class == "pg_class");
    let oids: Vec<Oid> = relations.map(|base| base.address.oid).collect();
    let sql = "SELECT coalesce(bool_or(c.relchecks > 0 OR c.relhasindex OR c.relhastriggers), false),
                      coalesce(bool_or(c.relhasindex), false), coalesce(bool_or(c.relhastriggers), false),
                      coalesce(bool_or(c.relhasrules), false),
                      EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = ANY ($1)),
                      EXISTS (SELECT FROM pg_statistic_ext s WHERE s.stxrelid = ANY ($1))
               FROM pg_class c WHERE c.oid = ANY ($1)";
    let read = |row: spi::Row| {
        let part = |at: usize, part: Parts| if row.must(at) { part } else { Parts::NONE };
        let parts = [
            part(1, Parts::CONSTRAINTS),
            part(2, Parts::INDEXES),
            part(3, Parts::TRIGGERS),
            part(4, Parts::RULES),
            part(5, Parts::POLICIES),
            part(6, Parts::STATISTICS),
            // From 18 on, that a column is NOT NULL is a constraint that none of these counts.
            if compat::major_version() >= 18 { Parts::CONSTRAINTS } else { Parts::NONE },
        ];
        parts.into_iter().fold(Parts::OWN, Parts::and)
    };
    spi::looked_up(sql, &[oids.into()], read).pop().unwrap_or(Parts::ALL)
}

fn one_kind(of: Scope, class: &str, query: &str, oids: Vec<Oid>) -> Vec<Found> {
    if oids.is_empty() {
        return Vec::new();
    }
    let sql = with_condition(query, class, of);
    let read = |row: spi::Row| Found {
        object: Object {
            kind: row.must(1),
            schema: row.must(2),
            name: row.must(3),
            facts: Facts::read(&row.must::<Json>(8).0),
        },
        own: Address { class: row.must(4), oid: row.must(5) },
        base: Address { class: row.must(6), oid: row.must(7) },
    };
    match of {
        Scope::Schemas(_) => spi::rows(&sql, &[oids.into()], read),
        Scope::Bases(_) => spi::looked_up(&sql, &[oids.into()], read),
    }
}

/// The query with its condition, `{where: number, schema}`, written out.
fn with_condition(query: &str, class: &str, of: Scope) -> String {
    let Some((before, rest)) = query.split_once("{where: ") else { return query.into() };
    let Some((names, after)) = rest.split_once('}') else { return query.into() };
    let (oid, schema) = names.split_once(", ").unwrap_or((names, names));
    let scope = match of {
        Scope::Schemas(_) => format!("{schema} = ANY ($1)"),
        Scope::Bases(_) => format!("{oid} = ANY ($1) AND {IS_USERS}"),
    };
    format!(
        "{before}{scope} AND NOT EXISTS (
            SELECT FROM pg_depend e
            WHERE e.classid = '{class}'::regclass AND e.objid = {oid} AND e.objsubid = 0 AND e.deptype = 'e'){after}"
    )
}
