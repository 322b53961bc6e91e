//! Scripts as public projects have them: each has exactly psql's effect, in the schema and in the data.
//!
//! `../wild/` has a folder for each subject. Its scripts are run by `psql -f` in one database, by `CALL migrate.up()` in
//! another and, where that is possible, by `migrate.apply()` in a third, and what pg_dump then says must be the same,
//! byte for byte. What pg_dump does not show, such as which index was rebuilt, the scripts write down in tables of their
//! own. Each finds an empty schema `public`; other schemas, extensions and roles are named but once in a folder.
//! Names that begin with `unique_` are for what the whole server shares.
//!
//! Not here: what the engine refuses (the regress tests), what happens if a script fails (failures.rs, crash.rs).

mod compare;

use std::path::PathBuf;
use std::{env, fs};

use migrate_client_tests::{Server, has_icu};

use self::compare::{Script, compare, compare_in_a_row, told};

/// A test for each folder, and a list of them all.
macro_rules! folders {
    ($($(#[$meta:meta])* $name:ident $options:expr),* $(,)?) => {
        $(#[test] $(#[$meta])* fn $name() { each_of(stringify!($name), $options) })*
        const FOLDERS: &[&str] = &[$(stringify!($name)),*];
    };
}

folders! {
    transactions &[],
    commits_inside &[],
    session &[],
    concurrently &[],
    maintenance &[],
    text &[],
    objects &[],
    shared &[],
    // Without BEGIN a script is one transaction here; where that shows, psql has to be told.
    single_transaction &["--single-transaction"],
    // And where a script needs it to be otherwise, it has to say so.
    autocommit &[],
}

/// Scripts that change how others run in the same database.
#[test]
fn whole_database() {
    each_alone(&scripts("whole_database"), &[]);
}

/// psql has a new session for each file, and so must a migration have one, although a worker runs many.
#[test]
fn one_after_another() {
    compare_in_a_row(&scripts("one_after_another")).unwrap_or_else(|difference| panic!("{difference}"));
}

/// `NAME.down.sql` takes `NAME.sql` back.
#[test]
fn reversible() {
    let scripts = scripts("reversible");
    assert!(scripts.iter().all(|script| script.down.is_some()));
    compare_in_a_row(&scripts).unwrap_or_else(|difference| panic!("{difference}"));
}

#[test]
fn icu() {
    if has_icu(&Server::shared(), "wild::icu") {
        each_of("icu", &[]);
    }
}

#[test]
fn every_folder_has_a_test() {
    for folder in folder("").read_dir().expect("the folder") {
        let name = folder.expect("a folder").file_name().into_string().expect("UTF-8");
        let by_itself = ["icu", "whole_database", "one_after_another", "reversible"];
        assert!(by_itself.contains(&name.as_str()) || FOLDERS.contains(&name.as_str()), "{name}");
    }
}

/// The same text as another system writes it: CR LF, a byte order mark, and no line end at the end.
#[test]
fn windows_files() {
    let windows = |script: &Script| {
        let text = |text: &str| format!("\u{feff}{}", text.trim_end().replace('\n', "\r\n"));
        Script { name: script.name.clone(), up: text(&script.up), down: script.down.as_deref().map(text) }
    };
    let names = ["escapes", "dollar_quotes", "atomic_bodies", "comments", "blank"];
    let files: Vec<_> =
        scripts("text").iter().filter(|file| names.contains(&file.name.as_str())).map(windows).collect();
    assert_eq!(files.len(), names.len());
    compare(&files, &[]).unwrap_or_else(|difference| panic!("{difference}"));
}

/// 1.3 MB in 4,600 statements: tables, comments, indexes, functions and rows, as a project's first migration has them.
#[test]
fn thousands_of_statements() {
    let mut up = String::from("SET check_function_bodies = false;\n\n");
    for n in 1..=230 {
        up += &format!(
            "--\n-- Name: table_{n}; Type: TABLE\n--\n\nCREATE TABLE table_{n} (\n    id integer NOT NULL,\n    \
             name character varying(255) DEFAULT 'it''s; {n}'::character varying,\n    note text\n);\n\n\
             COMMENT ON TABLE table_{n} IS 'Number {n}; with a semicolon';\n\n\
             CREATE INDEX index_table_{n}_on_name ON table_{n} USING btree (name);\n\n\
             CREATE FUNCTION function_{n}() RETURNS text\n    LANGUAGE plpgsql\n    AS $_$\nBEGIN\n    \
             RETURN 'x;' || $${n};$$;\nEND;\n$_$;\n\n"
        );
        for row in 1..=16 {
            let note = format!("row {row} of {n}; ").repeat(20);
            up += &format!("INSERT INTO table_{n} VALUES ({row}, 'name {row}', '{note}');\n");
        }
    }
    assert!(up.len() > 1_300_000, "{}", up.len());
    assert!(up.matches(";\n").count() > 4_600);
    each_alone(&[Script { name: "thousands_of_statements".into(), up, down: None }], &[]);
}

#[test]
fn a_large_body() {
    let lines: String = (1..=2_200)
        .map(|n| format!("    INSERT INTO rows VALUES ({n}, $t$it's row {n}; of $$many$$$t$); -- line {n}\n"))
        .collect();
    let up = format!("CREATE TABLE rows (n int, t text);\nDO $body$\nBEGIN\n{lines}END\n$body$;\n");
    assert!(up.len() > 158_000, "{}", up.len());
    each_alone(&[Script { name: "a_large_body".into(), up, down: None }], &[]);
}

fn each_of(name: &str, options: &'static [&'static str]) {
    let scripts = scripts(name);
    assert!(!scripts.is_empty());
    let Err(difference) = told(|| compare(&scripts, options)) else { return };
    // Which of them, and are there more?
    each_alone(&scripts, options);
    panic!("only together: {difference}");
}

/// Compares each script by itself, all of them, before it tells of those that differ.
fn each_alone(scripts: &[Script], options: &'static [&'static str]) {
    let failures: Vec<String> = scripts
        .iter()
        .filter_map(|script| {
            let difference = told(|| compare(std::slice::from_ref(script), options)).err()?;
            Some(format!("{}: {difference}", script.name))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("wild").join(name)
}

/// The scripts of a folder, in order of their names.
fn scripts(name: &str) -> Vec<Script> {
    let text = |path: &PathBuf| {
        let text = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        String::from_utf8(text).expect("UTF-8")
    };
    let file_name =
        |path: &PathBuf| path.file_name().and_then(|name| name.to_str()).expect("UTF-8").to_string();
    let mut paths: Vec<PathBuf> =
        folder(name).read_dir().expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
        .iter()
        .filter(|path| !file_name(path).ends_with(".down.sql"))
        .map(|path| {
            let down = path.with_extension("down.sql");
            Script {
                name: file_name(path).trim_end_matches(".sql").into(),
                up: text(path),
                down: down.exists().then(|| text(&down)),
            }
        })
        .collect()
}
