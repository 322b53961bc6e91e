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

use super::scope;
use crate::postgres::{compat, spi};

/// An object as the catalog numbers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The catalog: `pg_class`.
    pub class: String,
    /// The number in it.
    pub oid: Oid,
}

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
    /// These objects and what belongs to them.
    Bases(&'a [Address]),
}

const CONSTRAINTS: &str = include_str!("../../sql/queries/objects/constraints.sql");
const INDEXES: &str = include_str!("../../sql/queries/objects/indexes.sql");
const TRIGGERS: &str = include_str!("../../sql/queries/objects/triggers.sql");
const RULES: &str = include_str!("../../sql/queries/objects/rules.sql");
const POLICIES: &str = include_str!("../../sql/queries/objects/policies.sql");
const STATISTICS: &str = include_str!("../../sql/queries/objects/statistics.sql");

/// The catalog of what a query's rows belong to, and the query.
const QUERIES: [(&str, &str); 14] = [
    ("pg_namespace", include_str!("../../sql/queries/objects/schemas.sql")),
    ("pg_class", include_str!("../../sql/queries/objects/relations.sql")),
    ("pg_class", CONSTRAINTS),
    ("pg_class", INDEXES),
    ("pg_class", TRIGGERS),
    ("pg_class", RULES),
    ("pg_class", POLICIES),
    ("pg_class", STATISTICS),
    ("pg_proc", include_str!("../../sql/queries/objects/routines.sql")),
    ("pg_type", include_str!("../../sql/queries/objects/types.sql")),
    ("pg_collation", include_str!("../../sql/queries/objects/collations.sql")),
    ("pg_operator", include_str!("../../sql/queries/objects/operators.sql")),
    ("pg_ts_dict", include_str!("../../sql/queries/objects/dictionaries.sql")),
    ("pg_ts_config", include_str!("../../sql/queries/objects/configurations.sql")),
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
    scope::pinned(|| {
        let has = Has::of(of);
        let is_needed = |query: &&(&str, &str)| has.anything_for(query.1);
        QUERIES.iter().filter(is_needed).flat_map(|(class, query)| one_kind(of, class, query)).collect()
    })
}

/// What a few relations have: to plan a query takes longer than to run it, so none is planned that would find nothing.
struct Has {
    constraints: bool,
    indexes: bool,
    triggers: bool,
    rules: bool,
    policies: bool,
    statistics: bool,
}

impl Has {
    fn of(scope: Scope) -> Has {
        let all = Has {
            constraints: true,
            indexes: true,
            triggers: true,
            rules: true,
            policies: true,
            statistics: true,
        };
        let Scope::Bases(bases) = scope else { return all };
        let oids: Vec<Oid> =
            bases.iter().filter(|base| base.class == "pg_class").map(|base| base.oid).collect();
        if oids.is_empty() {
            return all;
        }
        let sql = "SELECT coalesce(bool_or(c.relchecks > 0 OR c.relhasindex OR c.relhastriggers), false),
                          coalesce(bool_or(c.relhasindex), false), coalesce(bool_or(c.relhastriggers), false),
                          coalesce(bool_or(c.relhasrules), false),
                          EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = ANY ($1)),
                          EXISTS (SELECT FROM pg_statistic_ext s WHERE s.stxrelid = ANY ($1))
                   FROM pg_class c WHERE c.oid = ANY ($1)";
        let read = |row: spi::Row| Has {
            // From 18 on, that a column is NOT NULL is a constraint that none of these counts.
            constraints: row.must::<bool>(1) || compat::major_version() >= 18,
            indexes: row.must(2),
            triggers: row.must(3),
            rules: row.must(4),
            policies: row.must(5),
            statistics: row.must(6),
        };
        spi::looked_up(sql, &[oids.into()], read).pop().unwrap_or(all)
    }

    fn anything_for(&self, query: &str) -> bool {
        match query {
            CONSTRAINTS => self.constraints,
            INDEXES => self.indexes,
            TRIGGERS => self.triggers,
            RULES => self.rules,
            POLICIES => self.policies,
            STATISTICS => self.statistics,
            _ => true,
        }
    }
}

fn one_kind(of: Scope, class: &str, query: &str) -> Vec<Found> {
    let oids: Vec<Oid> = match of {
        Scope::Schemas(schemas) => schemas.to_vec(),
        Scope::Bases(bases) => bases.iter().filter(|base| base.class == class).map(|base| base.oid).collect(),
    };
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

/// What a script's statements have touched.
pub struct Touches {
    /// Catalogs, and numbers in them.
    pub touched: Vec<(Oid, Oid)>,
    /// Whether they have changed names: then the texts are others of what depends on these.
    pub renamed: bool,
}

/// To which objects those belong that scripts have touched, each with the place of the script: those that are there and can
/// be a user's. Behind a change of names also those whose texts have these names in them. `recorded` is a query of what
/// else belongs together, with columns class, oid, base_class and base_oid.
pub fn bases(scripts: &[&Touches], recorded: &str) -> Vec<(Address, usize)> {
    let (mut classes, mut oids, mut places, mut renamed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (script, place) in scripts.iter().zip(0..) {
        for &(class, oid) in &script.touched {
            classes.push(class);
            oids.push(oid);
            places.push(place);
            renamed.push(script.renamed);
        }
    }
    // What renamed ones lead to may be of any class.
    let has = |class: &str| {
        scripts.iter().any(|script| script.renamed)
            || CLASSES
                .iter()
                .any(|(name, oid)| *name == class && classes.iter().any(|class| class.to_u32() == *oid))
    };
    let sql = parts(BASES, has).replace("{users}", IS_USERS).replace("{recorded}", recorded);
    scope::pinned(|| {
        spi::looked_up(&sql, &[classes.clone().into(), oids.into(), places.into(), renamed.into()], |row| {
            let address = Address { class: row.must(1), oid: row.must(2) };
            (address, row.must::<i32>(3) as usize)
        })
    })
}

/// The query with those of its parts, `{if class class: text}`, for which one of the classes is there: what begins to run
/// costs more than what it finds.
fn parts(query: &str, has: impl Fn(&str) -> bool) -> String {
    let mut whole = String::new();
    let mut rest = query;
    while let Some((before, after)) = rest.split_once("{if ") {
        whole.push_str(before);
        let Some((classes, after)) = after.split_once(": ") else { return query.into() };
        let Some((text, after)) = after.split_once('}') else { return query.into() };
        if classes.split(' ').any(&has) {
            whole.push_str(text);
        }
        rest = after;
    }
    whole + rest
}

/// The catalogs that parts of the query are about, by numbers that are the same in every database.
const CLASSES: [(&str, u32); 14] = [
    ("pg_attrdef", 2604),
    ("pg_collation", 3456),
    ("pg_constraint", 2606),
    ("pg_database", 1262),
    ("pg_default_acl", 826),
    ("pg_namespace", 2615),
    ("pg_operator", 2617),
    ("pg_policy", 3256),
    ("pg_proc", 1255),
    ("pg_rewrite", 2618),
    ("pg_statistic_ext", 3381),
    ("pg_trigger", 2620),
    ("pg_ts_config", 3602),
    ("pg_ts_dict", 3600),
];

const BASES: &str = include_str!("../../sql/queries/objects_touched.sql");
