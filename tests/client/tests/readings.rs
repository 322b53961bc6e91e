//! What the server's parser says of a few hundred statements (`core/tests/ddl/statements.sql`), against what is kept of it
//! (`reading.json` beside it), which is what core's tests have for input.
//!
//! It is the first thing that a change of PostgreSQL's version shows. The readings are those of PostgreSQL 15: on another
//! version this test prints what differs, for somebody to read, and passes. `UPDATE=1` in the environment writes the file
//! anew; read the difference before you keep it.

use std::fmt::Write;
use std::path::PathBuf;

use migrate_client_tests::Db;
use serde_json::{Map, Value, json};

fn file(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "../../core/tests/ddl", name].iter().collect()
}

/// A value on one line where there is room for it, and otherwise a line for each of its parts; keys in order.
fn pretty(value: &Value, indent: usize, text: &mut String) {
    const WIDTH: usize = 140;
    let line = value.to_string();
    let is_short = indent + line.len() <= WIDTH;
    match value {
        Value::Object(fields) if !is_short => {
            text.push_str("{\n");
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| name.as_str());
            lines(fields.into_iter().map(|(name, value)| (format!("\"{name}\": "), value)), indent, text);
            text.push('}');
        }
        Value::Array(values) if !is_short => {
            text.push_str("[\n");
            lines(values.iter().map(|value| (String::new(), value)), indent, text);
            text.push(']');
        }
        _ => text.push_str(&line),
    }
}

fn lines<'a>(parts: impl Iterator<Item = (String, &'a Value)>, indent: usize, text: &mut String) {
    let mut parts = parts.peekable();
    while let Some((name, value)) = parts.next() {
        let _ = write!(text, "{:width$}{name}", "", width = indent + 2);
        pretty(value, indent + 2, text);
        text.push_str(if parts.peek().is_some() { ",\n" } else { "\n" });
    }
    let _ = write!(text, "{:indent$}", "");
}

fn shown(value: &Value) -> String {
    let mut text = String::new();
    pretty(value, 0, &mut text);
    text
}

/// In one order of keys, whatever the server and the library make of it.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.into_iter().collect();
            fields.sort_by(|(one, _), (other, _)| one.cmp(other));
            Value::Object(
                fields.into_iter().map(|(name, value)| (name, sorted(value))).collect::<Map<_, _>>(),
            )
        }
        Value::Array(values) => Value::Array(values.into_iter().map(sorted).collect()),
        value => value,
    }
}

#[test]
fn statements_are_read_as_they_were() {
    let db = Db::fresh();
    let mut session = db.session();
    let sql = std::fs::read_to_string(file("statements.sql")).unwrap();
    let rows = session.query_text(&format!(
        "SELECT jsonb_build_object('sql', sql) || reading FROM migrate.parse($statements${sql}$statements$)
         ORDER BY statement"
    ));
    let found: Vec<Value> = rows.iter().map(|row| sorted(serde_json::from_str(row).unwrap())).collect();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(file("reading.json"), shown(&Value::Array(found.clone())) + "\n").unwrap();
    }
    let kept: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string(file("reading.json")).unwrap()).unwrap();
    let mut differences = String::new();
    let nothing = json!(null);
    for at in 0..found.len().max(kept.len()) {
        let (kept, found) = (kept.get(at).unwrap_or(&nothing), found.get(at).unwrap_or(&nothing));
        if sorted(kept.clone()) != *found {
            let _ = writeln!(differences, "was {}\nis  {}\n", shown(kept), shown(found));
        }
    }
    let version = session.one("SELECT current_setting('server_version_num')::int / 10000");
    if version == "15" {
        assert!(differences.is_empty(), "{differences}UPDATE=1 writes core/tests/ddl/reading.json anew");
    } else {
        println!("on PostgreSQL {version}:\n{differences}");
    }
}

#[test]
fn a_reading_says_where_statements_stand() {
    let db = Db::fresh();
    let mut session = db.session();
    let rows = session.query_text(
        "SELECT statement, line, col, command, sql, reading -> 'command' -> 'transaction'
         FROM migrate.parse(E' BEGIN;\\n\\n  /* é */ COMMIT AND CHAIN -- x\\n')",
    );
    assert_eq!(
        rows,
        [
            r#"1|1|2|BEGIN|BEGIN|{"kind": "begin"}"#,
            r#"2|3|11|COMMIT|COMMIT AND CHAIN -- x|{"kind": "commit", "chain": true}"#
        ]
    );
    assert_eq!(session.query_text("SELECT * FROM migrate.parse('-- nothing')"), [""; 0]);
    let error = session.expect_error("SELECT * FROM migrate.parse(NULL)");
    assert_eq!(error.message, "sql must not be null");
    assert_eq!(session.expect_error("SELECT * FROM migrate.parse('SELEC 1')").sqlstate, "42601");
}

#[test]
fn deep_expressions_are_read_everywhere() {
    let db = Db::fresh();
    let mut session = db.session();
    let deep = "repeat('(', 500) || '1' || repeat('+1)', 500)";
    let long = "'1' || repeat('+1', 300000)";
    for statement in [
        "ALTER TABLE t ALTER a SET DEFAULT %",
        "CREATE TABLE t (a int DEFAULT %, CHECK (% > 0))",
        "CREATE INDEX i ON t ((%)) WHERE % > 1",
        "ALTER TABLE t ALTER a TYPE int USING %",
        "CREATE POLICY p ON t USING (% > 0)",
        "UPDATE t SET a = % WHERE b",
        "CREATE FUNCTION f(a int DEFAULT %) RETURNS int LANGUAGE sql AS ''",
    ] {
        for expression in [deep, long] {
            let statement = statement.replace('\'', "''");
            let read =
                format!("SELECT count(*) FROM migrate.parse(replace('{statement}', '%', {expression}))");
            assert_eq!(session.one(&read), "1", "{statement}");
        }
    }
}
