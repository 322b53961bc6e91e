//! What has changed outside of the history: how objects are, against how the last run that touched each has left it.
//!
//! Objects go by their names here, so a database that was restored from a dump can be looked at as any other. What
//! nobody has recorded is no drift, unless all of its schema is recorded, or what it belongs to.

use std::collections::{BTreeMap, HashMap, HashSet};

use migrate_core::error::Result;
use migrate_core::fingerprint::Object;
use migrate_core::fingerprint::diff::{self, Change, Difference};
use migrate_core::text;
use pgrx::pg_sys::Oid;

use super::fingerprint;
use crate::catalog::objects::Found;
use crate::postgres::identity::as_owner;
use crate::postgres::{compat, spi};

/// An object that is not as it was left.
pub struct Drift {
    /// How it differs.
    pub difference: Difference,
    /// Which run left it as it was.
    pub since: Option<String>,
    /// Who changed it, if that was seen.
    pub seen: Option<String>,
}

/// What was recorded of an object.
struct Recorded {
    hash: Option<String>,
    server: i32,
    class: String,
    oid: Oid,
    since: String,
    /// Seconds since the epoch.
    at: f64,
}

type Key = (String, String);

/// What has changed, and how many objects nobody has recorded.
///
/// # Errors
///
/// None that is not the server's.
pub fn drift() -> Result<(Vec<Drift>, usize)> {
    let recorded = recorded();
    let found = fingerprint::found(None)?;
    let accepted: HashSet<String> = as_owner(|| {
        spi::rows("SELECT a.schema_name FROM migrate.accepted_schemas a", &[], |row| row.must(1))
    })
    .into_iter()
    .collect();
    let names = other_names(&recorded, &found);
    let is_expected = |object: &Object| {
        let on = object.facts.get("on");
        let is_recorded = |kind: &str, name: &str| {
            recorded.get(&(kind.into(), name.into())).is_some_and(|recorded| recorded.hash.is_some())
        };
        names.iter().any(|(kind, _, is)| *kind == object.kind && *is == object.name)
            || accepted.contains("")
            || accepted.contains(&object.schema)
            || on.is_some_and(|on| names.iter().any(|(_, _, is)| is == on))
            || on.is_some_and(|on| {
                ["table", "foreign table", "materialized view", "view"]
                    .iter()
                    .any(|kind| is_recorded(kind, on))
            })
    };
    let (mut others, mut unknown) = (Vec::new(), 0);
    let mut there = HashSet::new();
    for one in &found {
        let key = (one.object.kind.clone(), one.object.name.clone());
        let is_same = recorded.get(&key).map(|recorded| recorded.hash.as_deref() == Some(&one.object.hash()));
        there.insert(key);
        match is_same {
            Some(true) => {}
            Some(false) => others.push(one),
            None if is_expected(&one.object) => others.push(one),
            None => unknown += 1,
        }
    }
    let gone = recorded.iter().filter(|(key, recorded)| recorded.hash.is_some() && !there.contains(key));
    let gone: Vec<&Key> = gone.map(|(key, _)| key).collect();
    let differences = compared(&recorded, &others, &gone, &names);
    let seen = seen(&recorded, &others, &differences);
    let rows = differences.into_iter().zip(seen).map(|(difference, seen)| {
        let (kind, object) = key_of(&difference);
        let was =
            names.iter().find(|(of, _, is)| *of == kind && *is == object).map(|(_, was, _)| was.clone());
        let since = recorded.get(&(kind, was.unwrap_or(object))).map(|recorded| recorded.since.clone());
        let again = difference.change == Change::Added && since.is_some();
        let since = since.map(|since| if again { format!("{since} removed it") } else { since });
        Drift { difference, since, seen }
    });
    Ok((rows.collect(), unknown))
}

fn key_of(difference: &Difference) -> Key {
    (difference.kind.clone(), difference.object.clone())
}

fn recorded() -> HashMap<Key, Recorded> {
    let sql =
        "SELECT r.kind, r.object, r.hash, r.server, r.class, CASE WHEN r.home = h.id THEN r.oid ELSE 0 END,
                      CASE WHEN r.version IS NOT NULL THEN 'migration ' || r.version
                           WHEN r.operation IS NOT NULL THEN r.operation
                           ELSE 'accepted ' || to_char(r.recorded_at, 'YYYY-MM-DD HH24:MI') END,
                      extract(epoch FROM r.recorded_at)::float8
               FROM migrate.recorded_objects r CROSS JOIN migrate.home h";
    let rows = as_owner(|| {
        spi::rows(sql, &[], |row| {
            let recorded = Recorded {
                hash: row.get(3),
                server: row.must(4),
                class: row.must(5),
                oid: row.must(6),
                since: row.must(7),
                at: row.must(8),
            };
            ((row.must(1), row.must(2)), recorded)
        })
    });
    rows.into_iter().collect()
}

/// The objects that have another name than when they were recorded, by their numbers: kind, that name, this name.
fn other_names(recorded: &HashMap<Key, Recorded>, found: &[Found]) -> Vec<(String, String, String)> {
    let there: HashSet<(&str, &str)> =
        found.iter().map(|one| (one.object.kind.as_str(), one.object.name.as_str())).collect();
    let is_gone = |(kind, name): &&Key| !there.contains(&(kind.as_str(), name.as_str()));
    let gone: HashMap<(&str, Oid), &Key> = recorded
        .iter()
        .filter(|(_, recorded)| recorded.hash.is_some() && recorded.oid != Oid::INVALID)
        .filter(|(key, _)| is_gone(key))
        .map(|(key, recorded)| ((recorded.class.as_str(), recorded.oid), key))
        .collect();
    // What belongs to a table goes by its new name, too; that is the table's to tell.
    let own = found.iter().filter(|one| one.own == one.base);
    own.filter_map(|one| {
        let (kind, was) = gone.get(&(one.own.class.as_str(), one.own.oid))?;
        (*kind == one.object.kind).then(|| (kind.clone(), was.clone(), one.object.name.clone()))
    })
    .collect()
}

fn compared(
    recorded: &HashMap<Key, Recorded>,
    others: &[&Found],
    gone: &[&Key],
    names: &[(String, String, String)],
) -> Vec<Difference> {
    let of_others = others.iter().map(|one| (one.object.kind.clone(), one.object.name.clone()));
    let keys: Vec<Key> = of_others.chain(gone.iter().map(|key| (*key).clone())).collect();
    let hashes: Vec<String> =
        keys.iter().filter_map(|key| recorded.get(key).and_then(|recorded| recorded.hash.clone())).collect();
    let leaves: BTreeMap<String, Object> = fingerprint::leaves(&hashes);
    // What another version has written is compared without what versions write differently.
    let is_of_other_version = |key: &Key| {
        recorded
            .get(key)
            .is_some_and(|recorded| recorded.hash.is_some() && recorded.server != compat::major_version())
    };
    let fit = |object: Object| {
        let key = (object.kind.clone(), object.name.clone());
        if is_of_other_version(&key) { object.portable() } else { object }
    };
    let before: Vec<Object> = leaves.into_values().map(fit).collect();
    let mut after: Vec<Object> = others.iter().map(|one| fit(one.object.clone())).collect();
    for object in &mut after {
        if names.iter().any(|(kind, _, is)| *kind == object.kind && *is == object.name) {
            object.facts.0.insert("name".into(), object.name.clone());
        }
    }
    diff::compare(&diff::renamed(before, names), &after)
}

/// Who has changed each, as far as the event triggers of `migrate.watch_ddl` have seen it since it was recorded.
fn seen(
    recorded: &HashMap<Key, Recorded>,
    others: &[&Found],
    differences: &[Difference],
) -> Vec<Option<String>> {
    let now: HashMap<Key, &Found> =
        others.iter().map(|one| ((one.object.kind.clone(), one.object.name.clone()), *one)).collect();
    let sql = "SELECT concat_ws(', ', d.role_name || CASE WHEN d.role_name <> d.session_role
                                                         THEN ' (' || d.session_role || ')' ELSE '' END,
                                d.command, to_char(d.seen_at, 'YYYY-MM-DD HH24:MI'), nullif(d.application_name, ''))
               FROM migrate.ddl_seen d
               WHERE extract(epoch FROM d.seen_at)::float8 > $1
                 AND (d.oid = $2 AND d.class = $3 OR d.oid = $4 AND d.class = $5)
               ORDER BY d.id DESC LIMIT 1";
    let of = |difference: &Difference| {
        let key = key_of(difference);
        let (recorded, now) = (recorded.get(&key), now.get(&key));
        let (class, oid) = match (now, recorded) {
            (Some(found), _) => (found.own.class.as_str(), found.own.oid),
            (None, Some(recorded)) => (recorded.class.as_str(), recorded.oid),
            (None, None) => return None,
        };
        let base = now.map_or((class, oid), |found| (found.base.class.as_str(), found.base.oid));
        let after = recorded.map_or(0.0, |recorded| recorded.at);
        let args = [after.into(), oid.into(), class.into(), base.1.into(), base.0.into()];
        as_owner(|| spi::row(sql, &args, |row| row.get::<String>(1)).flatten())
    };
    if as_owner(|| spi::row("SELECT FROM migrate.ddl_seen LIMIT 1", &[], |_| ())).is_none() {
        return differences.iter().map(|_| None).collect();
    }
    differences.iter().map(of).collect()
}

/// That there are objects which nobody has recorded.
pub fn unknown(count: usize) -> String {
    format!(
        "{} not recorded by anybody; SELECT migrate.accept_drift() takes them as they are",
        text::count(count, "object")
    )
}
