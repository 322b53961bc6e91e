//! Fingerprints of schemas: a Merkle tree over what the catalog says of each object.
//!
//! An object is its kind, its name and its facts ([`facts`]); its hash is over those. A node for each kind and schema
//! is over its objects' hashes, and the root over the schemas'. Two trees differ in an object exactly where their roots
//! differ, and what they have in common is stored once. No order but that of the bytes counts, so neither oids nor a
//! session's collation shows.

pub mod diff;
pub mod expression;
pub mod facts;
pub mod grants;
mod words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::checksum::hex;
use facts::Facts;

/// An object of the catalog, as far as a fingerprint knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// `table`, `index`, …
    pub kind: String,
    /// The schema in which it is counted: that of its table, where it belongs to one.
    pub schema: String,
    /// Its name, with its schema and, where the name alone does not tell, its table: `a_fkey on public.b`.
    pub name: String,
    /// What is said of it.
    pub facts: Facts,
}

impl Object {
    /// The hash of all that is said of it.
    pub fn hash(&self) -> String {
        let facts = self.facts.iter().flat_map(|(name, text)| [name.as_str(), text.as_str()]);
        hash([self.kind.as_str(), self.name.as_str()].into_iter().chain(facts))
    }

    /// Without what versions of the server write differently, for a comparison across them.
    pub fn portable(mut self) -> Object {
        self.facts.0.retain(|name, _| facts::is_portable(name));
        self
    }
}

/// The hash of a sequence of texts, none of which has a zero byte in it.
fn hash<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
        hash.update("\0");
    }
    hex(&hash.finalize())
}

/// A node of a tree above the objects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its hash.
    pub hash: String,
    /// `root`, `contents` (of a schema) or `kind`.
    pub kind: &'static str,
    /// The schema, or the kind; of the root, nothing.
    pub name: String,
    /// The hashes below it, in the order of the names there.
    pub children: Vec<String>,
}

/// A fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// The nodes above the objects, the root last.
    pub nodes: Vec<Node>,
    /// The objects by their hashes.
    pub leaves: Vec<(String, Object)>,
}

impl Tree {
    /// The tree of objects, in whatever order they come.
    pub fn of(objects: Vec<Object>) -> Tree {
        let mut leaves: Vec<(String, Object)> =
            objects.into_iter().map(|object| (object.hash(), object)).collect();
        leaves.sort_by(|(_, a), (_, b)| (&a.schema, &a.kind, &a.name).cmp(&(&b.schema, &b.kind, &b.name)));
        let mut schemas: BTreeMap<&str, BTreeMap<&str, Vec<String>>> = BTreeMap::new();
        for (hash, object) in &leaves {
            let kinds = schemas.entry(&object.schema).or_default();
            kinds.entry(&object.kind).or_default().push(hash.clone());
        }
        let mut nodes = Vec::new();
        let mut add = |kind: &'static str, name: &str, children: Vec<String>| {
            let hash = hash([kind, name].into_iter().chain(children.iter().map(String::as_str)));
            nodes.push(Node { hash: hash.clone(), kind, name: name.into(), children });
            hash
        };
        let roots = schemas.into_iter().map(|(schema, kinds)| {
            let kinds = kinds.into_iter().map(|(kind, hashes)| add("kind", kind, hashes)).collect();
            add("contents", schema, kinds)
        });
        let roots = roots.collect();
        add("root", "", roots);
        Tree { nodes, leaves }
    }

    /// The hash of everything.
    pub fn root(&self) -> &str {
        self.nodes.last().map_or("", |root| &root.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(kind: &str, name: &str, facts: &[(&str, &str)]) -> Object {
        let facts = facts.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
        Object { kind: kind.into(), schema: "public".into(), name: name.into(), facts: Facts(facts) }
    }

    #[test]
    fn the_root_is_the_same_in_whatever_order_objects_come() {
        let a = || object("table", "public.a", &[("owner", "dana")]);
        let b = || object("index", "public.b", &[("on", "public.a")]);
        assert_eq!(Tree::of(vec![a(), b()]).root(), Tree::of(vec![b(), a()]).root());
        assert_eq!(Tree::of(vec![]).root().len(), 64);
    }

    #[test]
    fn every_part_of_an_object_counts() {
        let base = object("table", "public.a", &[("owner", "dana")]);
        let mut others = vec![
            object("view", "public.a", &[("owner", "dana")]),
            object("table", "public.b", &[("owner", "dana")]),
            object("table", "public.a", &[("owner", "eve")]),
            object("table", "public.a", &[("comment", "dana")]),
            object("table", "public.a", &[]),
            // A boundary that moves is not the same text.
            object("table", "public.a", &[("own", "erdana")]),
            Object { schema: "other".into(), ..base.clone() },
        ];
        others.push(object("table", "public.a", &[("owner", "dana"), ("comment", "")]));
        let root = |object: &Object| Tree::of(vec![object.clone()]).root().to_string();
        let mut roots: Vec<String> = others.iter().map(root).collect();
        roots.push(root(&base));
        let all = roots.len();
        roots.sort();
        roots.dedup();
        assert_eq!(roots.len(), all);
    }

    #[test]
    fn only_the_nodes_above_a_changed_object_are_others() {
        let tables = |owner: &str| {
            let mut tables = vec![object("table", "public.a", &[("owner", owner)])];
            tables.push(object("view", "public.v", &[]));
            tables.push(Object { schema: "shop".into(), ..object("table", "shop.t", &[]) });
            Tree::of(tables)
        };
        let (before, after) = (tables("dana"), tables("eve"));
        let is_new = |node: &&Node| !before.nodes.contains(node);
        let names: Vec<(&str, &str)> =
            after.nodes.iter().filter(is_new).map(|node| (node.kind, node.name.as_str())).collect();
        assert_eq!(names, [("kind", "table"), ("contents", "public"), ("root", "")]);
    }

    #[test]
    fn what_versions_of_the_server_write_differently_is_left_out_across_them() {
        let view = |query: &str| object("view", "public.v", &[("query", query), ("owner", "dana")]);
        let (old, new) = (view(" SELECT t.a FROM t"), view(" SELECT a FROM t"));
        assert_ne!(old.hash(), new.hash());
        assert_eq!(old.portable().hash(), new.portable().hash());
        let other = object("view", "public.v", &[("owner", "eve")]);
        assert_ne!(view("").portable().hash(), other.portable().hash());
    }
}
