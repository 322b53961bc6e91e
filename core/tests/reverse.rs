//! What takes each statement of `ddl/reading.json` back, if a script has no other (`ddl/reverse.txt`).
//!
//! `UPDATE=1 cargo test -p migrate_core --test reverse` writes the file anew: read the difference before it is kept.

use std::fs;
use std::path::Path;

use migrate_core::classify;
use migrate_core::ddl::Reading;
use migrate_core::error::{Error, ScriptError};
use migrate_core::migration::Script;
use migrate_core::name::Quoting;
use migrate_core::reverse::Known;
use migrate_core::statement::Place;
use migrate_core::{reverse, text};
use serde_json::Value;

/// How much of a statement the file has.
const WIDTH: usize = 110;

/// Quotes as the server does, as far as the file's names go.
struct Server;

impl Quoting for Server {
    fn quote(&self, name: &str) -> String {
        let is_plain = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        let is_keyword = ["bit", "char", "time", "varchar"].contains(&name);
        if is_plain && !is_keyword { name.into() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
    }

    fn literal(&self, text: &str) -> String {
        let escape = if text.contains('\\') { " E" } else { "" };
        format!("{escape}'{}'", text.replace('\'', "''").replace('\\', "\\\\"))
    }
}

/// The statements that take a statement back; `nothing`, or why there are none.
fn taken_back(sql: &str, reading: &Reading) -> Vec<String> {
    let statement = classify::statement(sql, Place { number: 1, start: 0, line: 1, column: 1 }, reading);
    let actions = reverse::actions(&statement, &reading.command, &Server);
    match reverse::script(&Script::new(sql), &[(statement, actions)], &Known::default(), None) {
        Ok(down) => {
            let lines = down.script.text.lines().filter(|line| !line.is_empty() && !line.starts_with("--"));
            let lines: Vec<_> = lines.map(str::to_string).collect();
            if lines.is_empty() { vec!["nothing".into()] } else { lines }
        }
        Err(Error::Script(ScriptError::Irreversible { statements })) => {
            statements.iter().map(|statement| format!("no: {}", statement.why)).collect()
        }
        Err(error) => vec![format!("error: {error}")],
    }
}

#[test]
fn each_statement_is_taken_back_as_it_was() {
    let file = |name| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ddl").join(name);
    let entries: Vec<Value> =
        serde_json::from_str(&fs::read_to_string(file("reading.json")).unwrap()).unwrap();
    let mut found = String::new();
    for entry in entries {
        let sql = entry["sql"].as_str().unwrap().to_string();
        let reading: Reading = serde_json::from_value(entry).unwrap();
        found += &format!("{}\n", text::one_line(&sql, WIDTH));
        taken_back(&sql, &reading).iter().for_each(|line| found += &format!("    {line}\n"));
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(file("reverse.txt"), &found).unwrap();
    }
    let kept = fs::read_to_string(file("reverse.txt")).unwrap();
    let (found, kept): (Vec<_>, Vec<_>) = (found.lines().collect(), kept.lines().collect());
    if let Some(at) = (0..found.len().max(kept.len())).find(|at| found.get(*at) != kept.get(*at)) {
        let around = |lines: &[&str]| {
            lines[at.saturating_sub(3).min(lines.len())..(at + 3).min(lines.len())].join("\n")
        };
        panic!("line {}:\n{}\nit was:\n{}", at + 1, around(&found), around(&kept));
    }
}
