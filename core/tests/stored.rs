//! What released versions have written into the extension's tables, as JSON, is read by this one, and nothing of it is lost.
//!
//! `stored/VERSION.json` has real values of each kind, from a database (`tests/client/tests/upgrade/stored.rs` writes it,
//! as a part of `scripts/release`). Of a version that is released it is never edited.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use migrate_core::backfill::Backfill;
use migrate_core::facts::Remembered;
use migrate_core::facts::before::Answers;
use migrate_core::failure::Failure;
use migrate_core::left::Left;
use migrate_core::lint::Finding;
use migrate_core::plan::Plan;
use migrate_core::report::record::{ChangedHash, Size};
use migrate_core::request::Operation;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// The values of each version, by the column that has them.
fn stored() -> Vec<(String, Map<String, Value>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stored");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("folder").map(|entry| entry.expect("entry").path()).collect();
    files.sort();
    let read = |path: &Path| serde_json::from_str(&fs::read_to_string(path).expect("file")).expect("JSON");
    files
        .iter()
        .map(|path| (path.file_stem().expect("name").to_string_lossy().into_owned(), read(path)))
        .collect()
}

/// What is in `old` and not, or with another value, in `new`.
fn lost(old: &Value, new: &Value, place: &str) -> Vec<String> {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => old
            .iter()
            .flat_map(|(name, value)| {
                let place = format!("{place}.{name}");
                match new.get(name) {
                    Some(now) => lost(value, now, &place),
                    // The same as its absence: what is NULL, and what is left out when it is empty.
                    None if value.is_null() || *value == json!([]) || *value == json!(false) => vec![],
                    None => vec![format!("{place} was {value}")],
                }
            })
            .collect(),
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => old
            .iter()
            .zip(new)
            .zip(0..)
            .flat_map(|((old, new), at)| lost(old, new, &format!("{place}[{at}]")))
            .collect(),
        (old, new) if old == new => vec![],
        (old, new) => vec![format!("{place} was {old}, is {new}")],
    }
}

/// Reads a value as the code does, and writes it again.
fn again<T: DeserializeOwned + Serialize>(value: &Value) -> Result<Value, serde_json::Error> {
    serde_json::to_value(serde_json::from_value::<T>(value.clone())?)
}

/// As what the code reads the values of a column; none for those that have no shape, or one of the engine's own.
fn read_again(column: &str, value: &Value) -> Option<Result<Value, serde_json::Error>> {
    Some(match column {
        "jobs.plan" => again::<Vec<Plan>>(value),
        "jobs.error" => again::<Failure>(value),
        "operations.arguments" | "change_records.arguments" => again::<Operation>(value),
        "operations.inverse" => again::<Vec<Operation>>(value),
        "change_records.remembered" => again::<Vec<Remembered>>(value),
        "backfills.work" => again::<Backfill>(value),
        "origins.before" => again::<Answers>(value),
        "journal.session" => again::<Left>(value),
        "journal.sizes" => again::<Vec<Size>>(value),
        "journal.changed" => again::<Vec<ChangedHash>>(value),
        "lint_findings.up" | "lint_findings.down" => again::<Vec<Finding>>(value),
        "fingerprint_nodes.facts" => again::<migrate_core::fingerprint::facts::Facts>(value),
        _ => return None,
    })
}

#[test]
fn what_was_written_is_read_and_nothing_of_it_is_lost() {
    for (version, columns) in stored() {
        for (column, values) in &columns {
            for value in values.as_array().expect("a list") {
                let again = read_again(column, value)
                    .unwrap_or_else(|| panic!("{version}: nobody says what {column} is read as"))
                    .unwrap_or_else(|why| panic!("{version}, {column}: {why}, in {value}"));
                let lost = lost(value, &again, column);
                assert!(lost.is_empty(), "{version}: {lost:#?}");
            }
        }
    }
}

/// The kinds that an enum with a tag has, from what it says of one that it has not.
fn kinds_of<T: DeserializeOwned>(unknown: Value) -> BTreeSet<String> {
    let error = serde_json::from_value::<T>(unknown).err().expect("a kind without a name");
    let text = error.to_string();
    let (_, list) = text.split_once("expected one of ").expect("a list of the kinds");
    list.split(", ").map(|name| name.trim_matches('`').to_string()).collect()
}

/// Every kind of what has kinds is among them, so that none is changed without a look at what is stored.
#[test]
fn every_kind_is_among_them() {
    fn walk(value: &Value, operations: &mut BTreeSet<String>, units: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                operations.extend(fields.get("operation").and_then(Value::as_str).map(str::to_string));
                if let Some(list) = fields.get("units").and_then(Value::as_array) {
                    units.extend(
                        list.iter().filter_map(Value::as_object).flat_map(|unit| unit.keys().cloned()),
                    );
                }
                fields.values().for_each(|value| walk(value, operations, units));
            }
            Value::Array(values) => values.iter().for_each(|value| walk(value, operations, units)),
            _ => {}
        }
    }
    let (mut operations, mut units) = (BTreeSet::new(), BTreeSet::new());
    for (_, columns) in stored() {
        columns.values().for_each(|values| walk(values, &mut operations, &mut units));
    }
    let missing = |kinds: BTreeSet<String>, seen: &BTreeSet<String>| -> Vec<String> {
        kinds.difference(seen).cloned().collect()
    };
    assert_eq!(
        missing(kinds_of::<Operation>(json!({"operation": "?"})), &operations),
        [""; 0],
        "of operations"
    );
    assert_eq!(missing(kinds_of::<migrate_core::plan::Unit>(json!({"?": {}})), &units), [""; 0], "of units");
}

#[test]
fn a_loss_is_seen() {
    let old = json!({"a": {"b": [1, {"c": "x"}]}, "n": null, "e": []});
    assert_eq!(lost(&old, &json!({"a": {"b": [1, {"c": "x", "new": 1}]}}), ""), [""; 0]);
    assert_eq!(lost(&old, &json!({"a": {"b": [1, {}]}}), ""), [".a.b[1].c was \"x\""]);
    assert_eq!(lost(&old, &json!({"a": {"b": [2, {"c": "x"}]}}), ""), [".a.b[0] was 1, is 2"]);
}

/// A plan of a version that knows more: what is not known is left out, a kind that is not known is told.
#[test]
fn what_a_later_version_writes() {
    let operation = json!({"operation": "repair_indexes", "schema": null, "table": null, "later": 7});
    assert!(serde_json::from_value::<Operation>(operation).is_ok());
    let error = serde_json::from_value::<Operation>(json!({"operation": "safe_teleport"})).unwrap_err();
    assert!(error.to_string().starts_with("unknown variant `safe_teleport`"), "{error}");
}
