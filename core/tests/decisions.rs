//! What follows from a few hundred statements: their class, the relations that they name, their locks, and their bearing on
//! others (`ddl/decisions.txt`). They are decided from readings (`ddl/reading.json`), which a test with a server keeps true.
//!
//! `UPDATE=1` in the environment writes the file anew; read the difference before you keep it.

use std::fmt::Write;
use std::path::PathBuf;

use migrate_core::classify;
use migrate_core::ddl::Reading;
use migrate_core::lock::Need;
use migrate_core::relation::Relation;
use migrate_core::statement::{Class, Place, Statement};
use serde_json::Value;

fn file(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests/ddl", name].iter().collect()
}

fn name(relation: &Relation) -> String {
    let schema = relation.schema.iter().map(|schema| format!("{schema}."));
    schema.chain([relation.name.clone()]).collect()
}

fn lock(need: &Need) -> String {
    let reach = match serde_json::to_value(&need.reach).expect("JSON") {
        Value::Object(with) => {
            with.into_iter().map(|(word, of)| format!("{word} {}", of.as_str().expect("a name"))).collect()
        }
        word => word.as_str().expect("a word").to_string(),
    };
    format!("{} in {}, {reach}", name(&need.relation), need.mode.words())
}

/// The statement on one line, and a line for whatever is to be said of it.
fn shown(sql: &str, reading: &Reading, statement: &Statement) -> String {
    let mut text = format!("{}\n", sql.replace('\n', "⏎"));
    let mut line = |word, said: String| writeln!(text, "    {word} {said}").expect("a string takes all");
    let Statement { tag, class, tables, locks, bearing, .. } = statement;
    if *tag != reading.tag {
        line("calls", tag.clone());
    }
    if *class != Class::Ordinary {
        line("class", serde_json::to_string(class).expect("JSON"));
    }
    if !tables.is_empty() {
        line("names", tables.iter().map(name).collect::<Vec<_>>().join(", "));
    }
    for need in locks {
        line("locks", lock(need));
    }
    if let Some(bearing) = bearing {
        line("bears", serde_json::to_string(bearing).expect("JSON"));
    }
    text
}

#[test]
fn statements_are_classified_as_they_were() {
    let readings: Vec<Value> = serde_json::from_slice(&std::fs::read(file("reading.json")).unwrap()).unwrap();
    let found = readings.into_iter().map(|entry| {
        let sql = entry["sql"].as_str().unwrap().to_string();
        let reading: Reading = serde_json::from_value(entry).expect(&sql);
        let place = Place { number: 1, start: 0, line: 1, column: 1 };
        shown(&sql, &reading, &classify::statement(&sql, place, &reading))
    });
    let found: String = found.collect();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(file("decisions.txt"), &found).unwrap();
    }
    let kept = std::fs::read_to_string(file("decisions.txt")).unwrap();
    let differs = kept.lines().zip(found.lines()).position(|(kept, found)| kept != found);
    if let Some(at) = differs {
        let near =
            |text: &str| text.lines().skip(at.saturating_sub(3)).take(7).collect::<Vec<_>>().join("\n");
        panic!("line {}: was\n{}\nis\n{}", at + 1, near(&kept), near(&found));
    }
    assert_eq!(kept.len(), found.len());
}
