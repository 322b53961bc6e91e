//! What is said of an object: names and texts, made from what `sql/queries/objects` reads of the catalog.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{expression, grants};
use crate::name::shown;

/// The facts of an object, by their names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Facts(pub BTreeMap<String, String>);

/// The fact that says the order of the columns.
pub(super) const ORDER: &str = "columns";

/// Whether every version of the server writes a fact alike: a query is written as the version at hand would.
pub fn is_portable(name: &str) -> bool {
    name != "query"
}

impl Facts {
    /// All of them, by their names.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &String)> {
        self.0.iter()
    }

    /// One of them.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// What the query has as an object, by its names.
    pub fn read(raw: &Value) -> Facts {
        let mut facts = Facts::default();
        for (name, value) in raw.as_object().into_iter().flatten() {
            match name.as_str() {
                "columns" => facts.columns(value),
                "grants" => facts.put(name, granted(value)),
                "constraints" => {
                    for (constraint, said) in value.as_object().into_iter().flatten() {
                        let name = shown(constraint);
                        facts.put(&format!("constraint {name}"), text(&said["definition"]));
                        facts.put(&format!("comment on constraint {name}"), text(&said["comment"]));
                    }
                }
                "default privileges" => {
                    for (whose, said) in value.as_object().into_iter().flatten() {
                        facts.put(&format!("default privileges {whose}"), granted(said));
                    }
                }
                _ if value.is_object() => {
                    for (name, value) in value.as_object().into_iter().flatten() {
                        facts.put(name, text(value));
                    }
                }
                _ => facts.put(name, text(value)),
            }
        }
        facts
    }

    fn put(&mut self, name: &str, text: Option<String>) {
        if let Some(text) = text {
            self.0.insert(name.into(), text);
        }
    }

    /// A fact for each column, and one for their order. Columns from a parent are not in that: a dump puts them first.
    fn columns(&mut self, columns: &Value) {
        let mut order = Vec::new();
        for column in columns.as_array().into_iter().flatten() {
            let name = shown(column["name"].as_str().unwrap_or_default());
            self.put(&format!("column {name}"), Some(definition(column)));
            self.put(&format!("comment on column {name}"), text(&column["comment"]));
            if !column["acl"].is_null() {
                let grants = grants::in_words(&strings(&column["acl"]), &[]);
                self.put(&format!("grants on column {name}"), grants.filter(|grants| grants != "nobody"));
            }
            if !is_true(&column["inherited"]) {
                order.push(name);
            }
        }
        self.put(ORDER, (!order.is_empty()).then(|| order.join(", ")));
    }
}

/// A column as CREATE TABLE says it.
fn definition(column: &Value) -> String {
    let of = |name: &str| text(&column[name]);
    let mut words = vec![of("type").unwrap_or_default()];
    let mut say = |words_of: Option<String>| words.extend(words_of);
    say(of("collation").map(|collation| format!("COLLATE {collation}")));
    say(of("storage").map(|letter| {
        let word = match letter.as_str() {
            "p" => "PLAIN",
            "e" => "EXTERNAL",
            "m" => "MAIN",
            _ => "EXTENDED",
        };
        format!("STORAGE {word}")
    }));
    say(of("compression").map(|letter| format!("COMPRESSION {}", if letter == "p" { "pglz" } else { "lz4" })));
    say(is_true(&column["not_null"]).then(|| "NOT NULL".into()));
    let default = of("default").unwrap_or_default();
    say(match of("generated").as_deref() {
        Some("v") => Some(format!("GENERATED ALWAYS AS ({default}) VIRTUAL")),
        Some(_) => Some(format!("GENERATED ALWAYS AS ({default}) STORED")),
        None => (!default.is_empty()).then(|| format!("DEFAULT {default}")),
    });
    say(of("identity").map(|letter| {
        let when = if letter == "a" { "ALWAYS" } else { "BY DEFAULT" };
        format!("GENERATED {when} AS IDENTITY")
    }));
    say(of("statistics").map(|target| format!("STATISTICS {target}")));
    say(of("options").map(|options| format!("SET ({options})")));
    say(of("fdw_options").map(|options| format!("OPTIONS ({options})")));
    let is_local = column["is_local"].as_bool().unwrap_or(true);
    say((is_true(&column["inherited"]) && !is_local).then(|| "inherited".into()));
    words.join(" ")
}

fn granted(value: &Value) -> Option<String> {
    grants::in_words(&strings(&value["acl"]), &strings(&value["default"]))
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|entry| entry.as_str().map(String::from)).collect()
}

fn is_true(value: &Value) -> bool {
    value.as_bool() == Some(true)
}

/// An entry of a list, in quotes where it would not be told from its neighbours.
fn entry(text: String) -> String {
    let is_plain = !text.is_empty() && !text.starts_with('"') && !text.contains(", ");
    if is_plain { text } else { format!("{text:?}") }
}

/// A value as a text; none for what is not said.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Bool(false) => None,
        Value::Bool(true) => Some("yes".into()),
        Value::String(text) => Some(expression::normalized(text).into_owned()),
        Value::Array(values) => {
            let texts: Vec<String> = values.iter().filter_map(text).map(entry).collect();
            (!texts.is_empty()).then(|| texts.join(", "))
        }
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(raw: Value) -> Vec<(String, String)> {
        Facts::read(&raw).0.into_iter().collect()
    }

    #[test]
    fn columns_are_facts_of_their_own_and_have_an_order() {
        let columns = json!([
            {"name": "id", "type": "bigint", "not_null": true, "identity": "d", "is_local": true},
            {"name": "Note", "type": "text", "collation": "\"C\"", "storage": "e", "compression": "l",
             "default": "'x'::text", "comment": "why", "acl": ["eve=r/dana"], "statistics": 500, "is_local": true},
            {"name": "twice", "type": "integer", "generated": "s", "default": "(n * 2)"},
            {"name": "up", "type": "text", "inherited": true, "is_local": false},
        ]);
        let expected = [
            (
                "column \"Note\"",
                "text COLLATE \"C\" STORAGE EXTERNAL COMPRESSION lz4 DEFAULT 'x'::text STATISTICS 500",
            ),
            ("column id", "bigint NOT NULL GENERATED BY DEFAULT AS IDENTITY"),
            ("column twice", "integer GENERATED ALWAYS AS ((n * 2)) STORED"),
            ("column up", "text inherited"),
            ("columns", "id, \"Note\", twice"),
            ("comment on column \"Note\"", "why"),
            ("grants on column \"Note\"", "eve: SELECT"),
        ];
        let expected = expected.map(|(name, text)| (name.to_string(), text.to_string()));
        assert_eq!(read(json!({ "columns": columns })), expected);
    }

    #[test]
    fn what_is_not_said_is_no_fact() {
        assert_eq!(read(json!({"comment": null, "cycle": false, "options": [], "columns": []})), []);
        assert_eq!(
            read(json!({"grants": {"acl": ["dana=r/dana"], "default": ["dana=r/dana"]}})),
            [],
            "privileges that hold without being given"
        );
    }

    #[test]
    fn lists_nested_values_and_numbers_are_texts() {
        let raw = json!({
            "labels": ["new", "a, b", ""], "cost": 100, "sequence": {"start": "1", "cycle": true},
            "constraints": {"above": {"definition": "CHECK ((VALUE > 0))", "comment": null}},
            "default privileges": {"for dana on tables": {"acl": ["eve=r/dana"], "default": []}},
        });
        let expected = [
            ("constraint above", "CHECK ((VALUE > 0))"),
            ("cost", "100"),
            ("cycle", "yes"),
            ("default privileges for dana on tables", "eve: SELECT"),
            ("labels", "new, \"a, b\", \"\""),
            ("start", "1"),
        ];
        assert_eq!(read(raw), expected.map(|(name, text)| (name.to_string(), text.to_string())));
    }
}
