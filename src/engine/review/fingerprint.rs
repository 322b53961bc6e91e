//! Fingerprints of schemas: taken, stored and compared.
//!
//! A stored one is its root's hash; the nodes are kept once, by their hashes, whoever has them. So a second fingerprint
//! adds the objects that have changed and the nodes above them, and two are compared without what they have in common.

use std::collections::BTreeMap;

use migrate_core::error::{CallError, FingerprintError, Result};
use migrate_core::fingerprint::diff::{self, Difference};
use migrate_core::fingerprint::facts::Facts;
use migrate_core::fingerprint::{Object, Tree};
use pgrx::JsonB;
use serde_json::json;

use crate::catalog::objects::{self, Found, Scope};
use crate::postgres::identity::{answerable_user, as_owner};
use crate::postgres::{compat, spi};

/// A fingerprint that is stored.
struct Stored {
    id: i64,
    schema: Option<String>,
    hash: String,
    server: i32,
}

/// The objects of a schema, or of all that can have objects of users.
///
/// # Errors
///
/// [`FingerprintError::NoSchema`].
pub fn found(schema: Option<&str>) -> Result<Vec<Found>> {
    let schemas = match schema {
        None => objects::schemas(),
        Some(name) => {
            let oid = objects::schema(name);
            vec![oid.ok_or_else(|| FingerprintError::NoSchema { name: name.into() })?]
        }
    };
    Ok(objects::read(Scope::Schemas(&schemas)))
}

fn taken(schema: Option<&str>) -> Result<Tree> {
    Ok(Tree::of(found(schema)?.into_iter().map(|found| found.object).collect()))
}

/// The fingerprint of a schema, or of all; with `store`, kept for [`diff`].
///
/// # Errors
///
/// [`FingerprintError::NoSchema`].
pub fn fingerprint(schema: Option<&str>, store: bool) -> Result<String> {
    let tree = taken(schema)?;
    if store {
        keep_leaves(&tree.leaves);
        let nodes = tree.nodes.iter().map(|node| {
            json!({"hash": node.hash, "kind": node.kind, "name": node.name, "children": node.children})
        });
        keep(nodes.collect());
        let sql =
            "INSERT INTO migrate.fingerprints (schema_name, hash, server, taken_by) VALUES ($1, $2, $3, $4)";
        let by = answerable_user();
        as_owner(|| {
            spi::write(sql, &[schema.into(), tree.root().into(), compat::major_version().into(), by.into()]);
        });
    }
    Ok(tree.root().into())
}

/// Keeps objects by their hashes.
fn keep_leaves(leaves: &[(String, Object)]) {
    let leaves = leaves.iter().map(|(hash, object)| {
        json!({"hash": hash, "kind": object.kind, "schema": object.schema, "name": object.name, "facts": object.facts})
    });
    keep(leaves.collect());
}

fn keep(nodes: Vec<serde_json::Value>) {
    let sql = "INSERT INTO migrate.fingerprint_nodes (hash, kind, schema, name, facts, children)
               SELECT n.hash, n.kind, n.schema, n.name, n.facts, n.children
               FROM jsonb_to_recordset($1) n (hash text, kind text, schema text, name text, facts jsonb, children text[])
               ON CONFLICT (hash) DO NOTHING";
    as_owner(|| spi::write(sql, &[JsonB(nodes.into()).into()]));
}

/// The objects that these nodes are, by their hashes.
pub(super) fn leaves(hashes: &[String]) -> BTreeMap<String, Object> {
    let sql = "SELECT n.hash, n.kind, n.schema, n.name, n.facts FROM migrate.fingerprint_nodes n
               WHERE n.hash = ANY ($1) AND n.facts IS NOT NULL";
    let objects = as_owner(|| {
        spi::rows(sql, &[hashes.to_vec().into()], |row| {
            let facts = serde_json::from_value::<Facts>(row.must::<JsonB>(5).0).unwrap_or_default();
            (row.must(1), Object { kind: row.must(2), schema: row.must(3), name: row.must(4), facts })
        })
    });
    objects.into_iter().collect()
}

/// The hashes of the objects below a root.
fn leaf_hashes(root: &str) -> Vec<String> {
    let sql = "WITH RECURSIVE below AS (
                   SELECT n.hash, n.children FROM migrate.fingerprint_nodes n WHERE n.hash = $1
                   UNION ALL
                   SELECT n.hash, n.children FROM below b
                   CROSS JOIN LATERAL unnest(b.children) c (hash) JOIN migrate.fingerprint_nodes n ON n.hash = c.hash)
               SELECT b.hash FROM below b WHERE b.children IS NULL";
    as_owner(|| spi::rows(sql, &[root.into()], |row| row.must(1)))
}

/// The stored fingerprint that is meant by a number, or by the beginning of a hash.
fn stored(argument: &'static str, given: &str) -> Result<Stored> {
    let given = given.trim();
    if given.is_empty() {
        return Err(CallError::Empty { argument }.into());
    }
    let read = |row: spi::Row| Stored {
        id: row.must(1),
        schema: row.get(2),
        hash: row.must(3),
        server: row.must(4),
    };
    let select = "SELECT f.id, f.schema_name, f.hash, f.server FROM migrate.fingerprints f";
    let number = given.parse::<i64>().ok();
    let by_number = format!("{select} WHERE f.id = $1");
    if let Some(one) = number.and_then(|id| as_owner(|| spi::row(&by_number, &[id.into()], read))) {
        return Ok(one);
    }
    // Of those with one hash, the newest: they say the same.
    let by_hash = format!(
        "SELECT DISTINCT ON (f.hash) f.* FROM ({select}) f WHERE starts_with(f.hash, lower($1)) ORDER BY f.hash, f.id DESC"
    );
    let mut found = as_owner(|| spi::rows(&by_hash, &[given.into()], read));
    match found.pop() {
        None => Err(FingerprintError::NotStored { given: given.into() }.into()),
        Some(one) if found.is_empty() => Ok(one),
        Some(one) => {
            let mut ids: Vec<i64> = found.iter().map(|other| other.id).chain([one.id]).collect();
            ids.sort_unstable();
            Err(FingerprintError::Ambiguous { given: given.into(), ids }.into())
        }
    }
}

/// What differs between two stored fingerprints, or between one and what is there.
///
/// # Errors
///
/// [`FingerprintError`] where one is not stored, or its schema is gone.
pub fn diff(before: &str, after: Option<&str>) -> Result<Vec<Difference>> {
    let before = stored("a", before)?;
    let after = after.map(|after| stored("b", after)).transpose()?;
    let old = leaf_hashes(&before.hash);
    let (new, server, mut now) = match &after {
        Some(after) => (leaf_hashes(&after.hash), after.server, None),
        None => {
            // A schema that is gone has no objects any more.
            let is_gone = before.schema.as_deref().is_some_and(|name| objects::schema(name).is_none());
            let leaves = if is_gone { Vec::new() } else { taken(before.schema.as_deref())?.leaves };
            let hashes = leaves.iter().map(|(hash, _)| hash.clone()).collect();
            (hashes, compat::major_version(), Some(leaves.into_iter().collect::<BTreeMap<_, _>>()))
        }
    };
    let without = |these: &[String], those: &[String]| -> Vec<String> {
        let those: std::collections::HashSet<&String> = those.iter().collect();
        these.iter().filter(|hash| !those.contains(hash)).cloned().collect()
    };
    let (gone, came) = (without(&old, &new), without(&new, &old));
    let gone = leaves(&gone);
    let came: BTreeMap<String, Object> = match &mut now {
        Some(now) => came.into_iter().filter_map(|hash| now.remove_entry(&hash)).collect(),
        None => leaves(&came),
    };
    let portable = before.server != server;
    let objects = |found: BTreeMap<String, Object>| -> Vec<Object> {
        found.into_values().map(|object| if portable { object.portable() } else { object }).collect()
    };
    Ok(diff::compare(&objects(gone), &objects(came)))
}
