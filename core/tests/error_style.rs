//! The texts of all errors, read from the files that have them, keep PostgreSQL's style: a message begins with a small
//! letter and has no full stop; DETAIL and HINT are sentences. And each family says an SQLSTATE.

use std::fs;
use std::path::Path;

/// Words that are written so wherever they stand: commands, and markers of files.
const NAMES: [&str; 3] = ["Citus", "StatementBegin", "StatementEnd"];

/// Parts of sentences.
const PARTS: [&str; 5] = [
    ", of {letters} characters",
    "It is kept until {until}.\\n",
    "in schema \\\"{schema}\\\"",
    " and then SELECT * FROM migrate.remove_migration({version})",
    "at character {position} of",
];

/// The files of the errors, without their tests.
fn families() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/error");
    let entries = fs::read_dir(folder).expect("the folder of the errors");
    let mut families = Vec::new();
    for entry in entries {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a text");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default().to_string();
        families.push((path.display().to_string(), code));
    }
    families
}

/// The first string behind `from`, as it is written, and what stands behind it.
fn string(text: &str) -> Option<(String, &str)> {
    let rest = &text[text.find('"')? + 1..];
    let mut escaped = false;
    let end = rest.find(|c: char| {
        let is_end = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        is_end
    })?;
    // A string goes on behind a backslash at a line's end.
    let mut whole = String::new();
    for line in rest[..end].split("\\\n") {
        whole.push_str(if whole.is_empty() { line } else { line.trim_start() });
    }
    Some((whole, &rest[end + 1..]))
}

fn strings(text: &str) -> Vec<String> {
    let (mut all, mut rest) = (Vec::new(), text);
    while let Some((one, behind)) = string(rest) {
        all.push(one);
        rest = behind;
    }
    all
}

#[test]
fn messages_begin_small_and_have_no_full_stop() {
    let mut seen = 0;
    for (file, code) in families() {
        for (at, _) in code.match_indices("#[error(") {
            let argument = &code[at + "#[error(".len()..];
            if argument.starts_with("transparent") {
                continue;
            }
            let (message, _) = string(argument).expect("a message");
            let first = message.split(' ').next().unwrap_or_default();
            let is_name = NAMES.contains(&first) || first.chars().all(|c| !c.is_lowercase());
            assert!(is_name || !first.starts_with(char::is_uppercase), "{file}: {message}");
            assert!(!message.ends_with('.'), "{file}: {message}");
            seen += 1;
        }
    }
    assert!(seen > 150, "{seen} messages were seen");
}

#[test]
fn details_and_hints_are_sentences() {
    let mut seen = 0;
    for (file, code) in families() {
        for part in ["fn detail(&self) -> Option<String> {", "fn hint(&self) -> Option<String> {"] {
            let Some(body) = code.split(part).nth(1).and_then(|rest| rest.split("\n    }\n").next()) else {
                continue;
            };
            for text in
                strings(body).iter().filter(|text| text.len() >= 15 && !PARTS.contains(&text.as_str()))
            {
                let is_sentence =
                    text.ends_with(['.', '?', '!', '}']) && !text.starts_with(char::is_lowercase);
                assert!(is_sentence || text.starts_with("migrate."), "{file}: {text}");
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "{seen} sentences were seen");
}
