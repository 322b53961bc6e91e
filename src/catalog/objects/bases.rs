//! To which objects those belong that statements have touched, and what of these is another by now.

use std::collections::HashMap;

use pgrx::pg_sys;
use pgrx::pg_sys::Oid;

use crate::catalog::scope;
use crate::postgres::belongs::{self, Belongs, Owner};
use crate::postgres::spi;

/// An object as the catalog numbers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The catalog: `pg_class`.
    pub class: String,
    /// The number in it.
    pub oid: Oid,
}

/// What a script's statements have touched.
pub struct Touches {
    /// Catalogs, and numbers in them.
    pub touched: Vec<(Oid, Oid)>,
    /// Whether they have changed names: then the texts are others of what depends on these.
    pub renamed: bool,
}

/// An object that others belong to, of which something was touched.
pub struct Base {
    /// Which.
    pub address: Address,
    /// The place of the script that has touched it.
    pub place: usize,
    /// What of it.
    pub parts: Parts,
}

/// What of a base may be another: a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts(u8);

impl Parts {
    /// Nothing of it.
    pub const NONE: Parts = Parts(0);
    /// What it is itself, with its columns.
    pub const OWN: Parts = Parts(1);
    /// Its constraints.
    pub const CONSTRAINTS: Parts = Parts(2);
    /// Its indexes.
    pub const INDEXES: Parts = Parts(4);
    /// Its triggers.
    pub const TRIGGERS: Parts = Parts(8);
    /// Its rules, but for that of a view, which is what the view is.
    pub const RULES: Parts = Parts(16);
    /// Its policies.
    pub const POLICIES: Parts = Parts(32);
    /// Its extended statistics.
    pub const STATISTICS: Parts = Parts(64);
    /// All of it.
    pub const ALL: Parts = Parts(127);

    /// Both of them.
    pub const fn and(self, other: Parts) -> Parts {
        Parts(self.0 | other.0)
    }

    /// Whether one of those is among these.
    pub const fn have(self, some: Parts) -> bool {
        self.0 & some.0 != 0
    }

    /// What is another where an object of this catalog was touched, which the base itself is, or is not.
    ///
    /// The server tells of each part that it makes, alters or drops. Where it does not, `postgres::touched` names the
    /// relation by another catalog.
    pub fn touched(class: Oid, is_itself: bool) -> Parts {
        match class.to_u32() {
            belongs::RELATIONS if is_itself => Parts::OWN,
            belongs::DEFAULTS => Parts::OWN,
            belongs::RELATIONS | belongs::INDEXES => Parts::INDEXES,
            // A primary key is an index and a NOT NULL of its columns; from 18 on each NOT NULL is a constraint.
            belongs::CONSTRAINTS => Parts::OWN.and(Parts::CONSTRAINTS).and(Parts::INDEXES),
            belongs::TRIGGERS => Parts::TRIGGERS,
            belongs::RULES => Parts::OWN.and(Parts::RULES),
            belongs::POLICIES => Parts::POLICIES,
            belongs::STATISTICS => Parts::STATISTICS,
            _ => Parts::ALL,
        }
    }

    /// As what of its base an object is found.
    pub fn found(own: &Address, base: &Address) -> Parts {
        match own.class.as_str() {
            _ if own == base => Parts::OWN,
            "pg_class" => Parts::INDEXES,
            "pg_constraint" => Parts::CONSTRAINTS,
            "pg_trigger" => Parts::TRIGGERS,
            "pg_rewrite" => Parts::RULES,
            "pg_policy" => Parts::POLICIES,
            "pg_statistic_ext" => Parts::STATISTICS,
            _ => Parts::ALL,
        }
    }
}

/// The catalogs whose objects are recorded.
const RECORDED: [(u32, &str); 13] = [
    (belongs::RELATIONS, "pg_class"),
    (belongs::CONSTRAINTS, "pg_constraint"),
    (belongs::TRIGGERS, "pg_trigger"),
    (belongs::RULES, "pg_rewrite"),
    (belongs::POLICIES, "pg_policy"),
    (belongs::STATISTICS, "pg_statistic_ext"),
    (belongs::ROUTINES, "pg_proc"),
    (belongs::TYPES, "pg_type"),
    (belongs::SCHEMAS, "pg_namespace"),
    (belongs::COLLATIONS, "pg_collation"),
    (belongs::OPERATORS, "pg_operator"),
    (belongs::DICTIONARIES, "pg_ts_dict"),
    (belongs::CONFIGURATIONS, "pg_ts_config"),
];

fn name_of(class: Oid) -> Option<&'static str> {
    RECORDED.iter().find(|(number, _)| *number == class.to_u32()).map(|(_, name)| *name)
}

/// To which objects those belong that scripts have touched, each with the place of the script: those that can be a user's.
/// One that two have touched is there twice. Behind a change of names also those whose texts have these names in them.
/// `recorded` is a query of what belonged together, with columns class, oid, base_class and base_oid.
pub fn bases(scripts: &[&Touches], recorded: &str) -> Vec<Base> {
    let has_others = |script: &&Touches| {
        script.renamed || script.touched.iter().any(|(class, _)| *class == pg_sys::DatabaseRelationId)
    };
    let (touched, are_all) = match scripts.iter().any(has_others) {
        true => (with_others(scripts), true),
        false => (each(scripts).map(|(class, oid, place, _)| (class, oid, place)).collect(), false),
    };
    let mut bases: HashMap<(Oid, Oid, i32), Parts> = HashMap::new();
    let mut schemas: HashMap<Oid, bool> = HashMap::new();
    let mut gone: Vec<(&str, Oid, i32)> = Vec::new();
    for (class, oid, place) in touched {
        match belongs::of(class, oid) {
            Belongs::To(Owner { class: base_class, oid: base, schema }) => {
                if *schemas.entry(schema).or_insert_with(|| is_users(schema)) {
                    let touched = Parts::touched(class, (base_class, base) == (class, oid));
                    let parts = if are_all { Parts::ALL } else { touched };
                    let there = bases.entry((base_class, base, place)).or_insert(parts);
                    *there = there.and(parts);
                }
            }
            Belongs::Gone => gone.extend(name_of(class).map(|name| (name, oid, place))),
            Belongs::Nothing => (),
        }
    }
    for (class, oid, place, parts) in of_gone(&gone, recorded) {
        let there = bases.entry((class, oid, place)).or_insert(parts);
        *there = there.and(parts);
    }
    let base = |((class, oid, place), parts): ((Oid, Oid, i32), Parts)| {
        Some(Base { address: Address { class: name_of(class)?.into(), oid }, place: place as usize, parts })
    };
    bases.into_iter().filter_map(base).collect()
}

/// Catalog, number, whose it is, and whether that one has changed names.
fn each(scripts: &[&Touches]) -> impl Iterator<Item = (Oid, Oid, i32, bool)> {
    scripts.iter().zip(0..).flat_map(|(script, place)| {
        script.touched.iter().map(move |(class, oid)| (*class, *oid, place, script.renamed))
    })
}

/// Whether a schema can have objects of users.
fn is_users(schema: Oid) -> bool {
    let name = belongs::schema_name(schema);
    name.is_some_and(|name| !name.starts_with("pg_") && name != "information_schema" && name != "migrate")
}

/// To what those belonged that are gone, and what of that.
fn of_gone(gone: &[(&str, Oid, i32)], recorded: &str) -> Vec<(Oid, Oid, i32, Parts)> {
    if gone.is_empty() {
        return Vec::new();
    }
    let sql = format!(
        "SELECT r.class, r.oid, r.base_class, r.base_oid, t.place
         FROM unnest($1::text[], $2::oid[], $3::integer[]) t (class, oid, place)
         JOIN ({recorded}) r ON r.class = t.class AND r.oid = t.oid"
    );
    let classes: Vec<&str> = gone.iter().map(|(class, _, _)| *class).collect();
    let oids: Vec<Oid> = gone.iter().map(|(_, oid, _)| *oid).collect();
    let places: Vec<i32> = gone.iter().map(|(_, _, place)| *place).collect();
    let read = |row: spi::Row| {
        let own = Address { class: row.must(1), oid: row.must(2) };
        let base = Address { class: row.must(3), oid: row.must(4) };
        let class = RECORDED.iter().find(|(_, name)| *name == base.class)?.0;
        // Of what is gone itself, nothing is left.
        let parts = if own == base { Parts::ALL } else { Parts::found(&own, &base) };
        Some((class.into(), base.oid, row.must(5), parts))
    };
    spi::looked_up(&sql, &[classes.into(), oids.into(), places.into()], read).into_iter().flatten().collect()
}

/// What was touched with what else is another by that: what depends on names that have changed, and all of a schema.
fn with_others(scripts: &[&Touches]) -> Vec<(Oid, Oid, i32)> {
    let (mut classes, mut oids, mut places, mut renamed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (class, oid, place, is_renamed) in each(scripts) {
        classes.push(class);
        oids.push(oid);
        places.push(place);
        renamed.push(is_renamed);
    }
    scope::pinned(|| {
        spi::looked_up(WITH_OTHERS, &[classes.into(), oids.into(), places.into(), renamed.into()], |row| {
            (row.must(1), row.must(2), row.must(3))
        })
    })
}

const WITH_OTHERS: &str = include_str!("../../../sql/queries/objects_touched.sql");
