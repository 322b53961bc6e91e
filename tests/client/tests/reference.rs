//! docs/reference.md says of calls, views, tables and settings what the catalog says: their signatures, columns,
//! ranges and comments stand between `<!-- generated: … -->` and `<!-- end -->`. `UPDATE=1` in the environment writes
//! these parts anew. What stands around them is written by hand. Also here: each example of a comment runs.

mod examples;
mod generated;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use migrate_client_tests::Db;

use self::generated::Catalog;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}

/// A generated part: its name, and the lines between its marks.
struct Part {
    name: String,
    lines: std::ops::Range<usize>,
}

fn parts(lines: &[&str]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut open: Option<(String, usize)> = None;
    for (at, line) in lines.iter().enumerate() {
        if let Some(rest) = line.strip_prefix("<!-- generated: ") {
            assert!(open.is_none(), "line {}: the part before it has no end", at + 1);
            open = Some((rest.trim_end_matches(" -->").to_string(), at + 1));
        } else if *line == "<!-- end -->" {
            let (name, from) = open.take().unwrap_or_else(|| panic!("line {}: an end of nothing", at + 1));
            parts.push(Part { name, lines: from..at });
        }
    }
    assert!(open.is_none(), "the last generated part has no end");
    parts
}

/// The document as the catalog has it, and what has no place in it.
fn generate(document: &str, catalog: &Catalog) -> (String, Vec<String>) {
    let lines: Vec<&str> = document.lines().collect();
    let mut faults = Vec::new();
    let mut places: BTreeMap<String, usize> = catalog.routines().map(|name| (name.to_string(), 0)).collect();
    let (mut text, mut from) = (Vec::new(), 0);
    for part in parts(&lines) {
        text.extend(lines[from..part.lines.start].iter().map(|line| (*line).to_string()));
        match part.name.as_str() {
            "contents" => text.push(contents(&lines)),
            "settings" => text.push(catalog.settings()),
            "views" => text.push(catalog.relations("v")),
            "tables" => text.push(catalog.relations("r")),
            names => {
                for name in names.split(", ") {
                    match places.get_mut(name) {
                        Some(times) => *times += 1,
                        None => faults.push(format!("there is no function migrate.{name}")),
                    }
                    text.push(catalog.routine(name));
                }
            }
        }
        from = part.lines.end;
    }
    text.extend(lines[from..].iter().map(|line| (*line).to_string()));
    for (name, times) in places.into_iter().filter(|(_, times)| *times != 1) {
        faults.push(format!(
            "migrate.{name} has {times} places in the reference: write `<!-- generated: {name} -->`"
        ));
    }
    (text.join("\n") + "\n", faults)
}

/// A link to each section.
fn contents(lines: &[&str]) -> String {
    let titles = lines.iter().filter_map(|line| line.strip_prefix("## "));
    let slug = |title: &str| title.to_lowercase().replace(' ', "-").replace(['`', ',', '.'], "");
    titles.map(|title| format!("- [{title}](#{})", slug(title))).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_reference_is_what_the_catalog_says() {
    let db = Db::fresh();
    let catalog = Catalog::read(&mut db.session());
    let mut faults = catalog.faults();
    let path = root().join("docs/reference.md");
    let written = fs::read_to_string(&path).expect("the reference");
    let (right, missing) = generate(&written, &catalog);
    faults.extend(missing);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, right).expect("the reference can be written");
        return;
    }
    for (at, (written, right)) in written.lines().zip(right.lines()).enumerate() {
        assert_eq!(
            written,
            right,
            "docs/reference.md, line {}; UPDATE=1 scripts/test client reference writes it",
            at + 1
        );
    }
    assert_eq!(written.lines().count(), right.lines().count());
}

#[test]
fn a_new_call_needs_a_place() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE FUNCTION migrate.newcomer() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    let catalog = Catalog::read(&mut session);
    assert_eq!(catalog.faults(), ["function migrate.newcomer has no comment"]);
    let (_, faults) = generate("# R\n<!-- generated: newcomer -->\n<!-- end -->\n", &catalog);
    assert!(faults.iter().all(|fault| !fault.contains("newcomer")), "{faults:?}");
    assert!(faults.iter().any(|fault| fault.contains("migrate.load has 0 places")), "{faults:?}");
    let (_, faults) = generate("# R\n<!-- generated: nobody -->\n<!-- end -->\n", &catalog);
    assert!(faults.iter().any(|fault| fault == "there is no function migrate.nobody"), "{faults:?}");
    assert!(faults.iter().any(|fault| fault.contains("migrate.newcomer has 0 places")), "{faults:?}");
}

/// Every SQLSTATE of an error of ours has its row.
#[test]
fn the_reference_has_every_sqlstate() {
    let reference = fs::read_to_string(root().join("docs/reference.md")).expect("the reference");
    let (_, errors) = reference.split_once("\n## Errors\n").expect("the section of errors");
    let mut files = Vec::new();
    for entry in fs::read_dir(root().join("core/src/error")).expect("the errors") {
        files.push(fs::read_to_string(entry.expect("a file").path()).unwrap_or_default());
    }
    let mut found = 0;
    for code in files.iter().flat_map(|text| text.split("=> \"").skip(1)).filter_map(|rest| rest.get(..6)) {
        let Some(code) = code.strip_suffix('"') else { continue };
        if !code.bytes().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase()) {
            continue;
        }
        found += 1;
        let is_there = errors.lines().any(|line| {
            let first = line.trim_start_matches('|').split('|').next().unwrap_or_default();
            first.split(',').any(|one| one.trim() == code)
        });
        assert!(is_there, "SQLSTATE {code} has no row in docs/reference.md");
    }
    assert!(found > 20, "the errors are written in another way: only {found} codes were found");
}
