//! Properties of reading and writing files: what is written reads back the same, no input panics, and line
//! endings do not count.

use std::cell::Cell;

use migrate_core::error::{FileError, Report};
use migrate_core::file::folder::arrange;
use migrate_core::file::{Format, parse, parse_name, render, render_name, template};
use migrate_core::migration::{Migration, Script};
use migrate_core::version;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Lines that mean something to one of the formats, or look as if they did.
const MARKERS: &[&str] = &[
    "-- UP MIGRATION",
    "-- DOWN MIGRATION (ROLLBACK)",
    "-- down migration: none",
    "-- ====",
    "----------",
    "-- Migration: 77",
    "-- Migration: x",
    "-- Description: other",
    "-- migrate:up",
    "-- migrate:down transaction:false",
    "-- migrate:down transaction:x",
    "-- migrate:dwon",
    "-- +goose Up",
    "--+goose down",
    "-- +goose StatementBegin",
    "-- +goose StatementEnd",
    "-- +goose NO TRANSACTION",
    "-- +goose ENVSUB ON",
    "-- +goose ENVSUB OFF",
    "-- +goose",
    "-- +migrate Up",
    "-- +migrate Down notransaction",
    "-- +migrate StatementBegin",
    "---- create above / drop below ----",
    "---- tern: disable-tx ----",
    "-- Up Migration - make it",
    "-- Down migration: drop it",
    "-- down",
    "-- rollback:",
];

/// Lines of scripts.
const SQL: &[&str] = &[
    "BEGIN;",
    "COMMIT;",
    "SELECT 'it''s; ok';",
    "  ALTER TABLE x ADD y int; -- migrate:up",
    "DO $body$ BEGIN /* -- */ PERFORM 1; END $body$;",
    "$$",
    "/* block",
    "*/",
    "-- a comment, größer als 日本",
    "INSERT INTO x VALUES ('\u{feff}\u{a0}🦀');",
    "\u{a0}",
    "",
    "  ",
    "\t\u{b}\u{c}",
    "-- ====",
    "-- Description: other",
];

fn sql_line() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => prop::sample::select(SQL).prop_map(str::to_owned),
        3 => "[ -~]{0,12}",
        1 => "\\PC{0,6}",
        1 => prop::sample::select(MARKERS).prop_map(str::to_owned),
    ]
}

fn lines_of(line: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let ending = prop::sample::select(&["\n", "\n", "\n", "\r\n", "\r"][..]);
    prop::collection::vec((line, ending), 0..7).prop_map(|lines| {
        let mut text: String = lines.iter().flat_map(|(line, ending)| [line.as_str(), ending]).collect();
        // Mostly without the last line's ending, as scripts are kept.
        if lines.len() % 7 != 0 {
            text.truncate(text.trim_end_matches(['\n', '\r', ' ', '\t', '\u{b}', '\u{c}']).len());
        }
        text
    })
}

fn script() -> impl Strategy<Value = Script> {
    (lines_of(sql_line()), prop::bool::weighted(0.85))
        .prop_map(|(text, transaction)| Script { transaction, ..Script::new(text) })
}

fn migration() -> impl Strategy<Value = Migration> {
    let version =
        prop_oneof![1..100_i64, 1_600_000_000_000..1_800_000_000_000_i64, 1..9_000_000_000_000_000_000_i64];
    let description = prop_oneof![
        4 => "[a-z0-9]{1,6}( [a-z0-9]{1,6}){0,3}",
        1 => "\\PC{0,8}",
        1 => "[ a_./\\\\\r\n-]{0,5}",
    ];
    let scripts =
        (script(), prop::option::of(script()), prop::bool::weighted(0.7)).prop_map(|(up, down, same)| {
            let transaction = up.transaction;
            let down = down.map(|down| if same { Script { transaction, ..down } } else { down });
            (up, down)
        });
    (version, description, scripts).prop_map(|(version, description, (up, down))| Migration {
        version,
        description,
        up,
        down,
    })
}

/// Whether the text begins on the line that the script names.
fn stands_on_its_line(file: &str, script: &Script) -> bool {
    let unix = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
    let (file, text) = (unix(file), unix(&script.text));
    let at =
        file.split_inclusive('\n').take(script.line.saturating_sub(1) as usize).map(str::len).sum::<usize>();
    text.is_empty() || file[at..].starts_with(&text)
}

/// Everything but the lines, which are the file's.
fn without_lines(mut migration: Migration) -> Migration {
    migration.up.line = 1;
    if let Some(down) = &mut migration.down {
        down.line = 1;
    }
    migration
}

fn reads_back(format: Format, least_accepted: u32) {
    let cases = 3000;
    let (accepted, with_down) = (Cell::new(0_u32), Cell::new(0_u32));
    let result = TestRunner::new(Config::with_cases(cases)).run(&migration(), |migration| {
        let Ok(file) = render(&migration, format) else { return Ok(()) };
        accepted.set(accepted.get() + 1);
        with_down.set(with_down.get() + u32::from(migration.down.is_some()));
        let name = render_name(&migration);
        let name = if format == Format::Guide { None } else { name.as_deref().ok() };
        let read = parse(&file, name, None);
        let scripts = read.iter().flat_map(|read| std::iter::once(&read.up).chain(&read.down));
        for script in scripts {
            prop_assert!(stands_on_its_line(&file, script), "line {} of {file:?}", script.line);
        }
        prop_assert_eq!(read.map(without_lines), Ok(migration), "{}", file);
        Ok(())
    });
    assert!(result.is_ok(), "{}", result.map_or_else(|error| error.to_string(), |()| String::new()));
    let (accepted, with_down) = (accepted.get(), with_down.get());
    assert!(accepted >= cases * least_accepted / 100, "only {accepted} of {cases} were written");
    assert!(accepted < cases, "nothing was refused");
    assert!(with_down > accepted / 5, "only {with_down} of {accepted} had a down script");
}

#[test]
fn guide_files_read_back() {
    reads_back(Format::Guide, 30);
}

#[test]
fn dbmate_files_read_back() {
    reads_back(Format::Dbmate, 30);
}

#[test]
fn goose_files_read_back() {
    reads_back(Format::Goose, 30);
}

#[test]
fn sql_migrate_files_read_back() {
    reads_back(Format::SqlMigrate, 30);
}

/// Whole files of marker lines, SQL, byte order marks and every line ending.
fn spliced() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        4 => prop::sample::select(MARKERS).prop_map(str::to_owned),
        3 => sql_line(),
        1 => Just("\u{feff}".to_owned()),
        1 => "[\r\n\u{feff}*/ -]{0,6}",
    ];
    lines_of(line)
}

/// A file that is mostly in order, so that properties of what is read are put to the test.
fn plausible() -> impl Strategy<Value = String> {
    let marks = prop::sample::select(
        &[
            ("-- Migration: 5\n-- ====\n-- UP MIGRATION\n-- ====", "-- DOWN MIGRATION"),
            ("-- migrate:up", "-- migrate:down transaction:false"),
            ("-- +goose NO TRANSACTION\n-- +goose Up", "-- +goose Down"),
            ("-- +migrate Up notransaction", "-- +migrate Down"),
            ("", "---- create above / drop below ----"),
            ("-- Up Migration, made", "-- Down Migration, dropped"),
            ("", ""),
        ][..],
    );
    let scripts = (lines_of(sql_line()), lines_of(sql_line()));
    (marks, scripts).prop_map(|((up, down), (first, second))| format!("{up}\n{first}\n{down}\n{second}"))
}

fn file_name() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[VURvur]?[0-9]{0,20}[._-]{0,2}[0-9]{0,6}[._-]{0,2}[a-zü/]{0,4}(\\.up|\\.down)?(\\.sql|\\.SQL|)",
        Just("5_x.sql".to_owned()),
    ]
}

proptest! {
    #![proptest_config(Config::with_cases(1500))]

    #[test]
    fn no_content_panics(
        content in prop_oneof![any::<String>(), spliced(), plausible()],
        name in prop::option::of(file_name()),
        down in prop::option::of(spliced()),
    ) {
        if let Ok(read) = parse(&content, name.as_deref(), down.as_deref()) {
            prop_assert!(version::check(read.version).is_ok());
            let bare = content.strip_prefix('\u{feff}').unwrap_or(&content);
            prop_assert!(stands_on_its_line(bare, &read.up), "line {} of {bare:?}", read.up.line);
        } else if let Err(error) = parse(&content, name.as_deref(), down.as_deref()) {
            prop_assert_eq!(error.sqlstate().len(), 5);
            prop_assert!(!error.to_string().ends_with('.'));
            prop_assert!(error.detail().is_none_or(|detail| detail.ends_with('.')));
            prop_assert!(error.hint().is_none_or(|hint| hint.ends_with('.')));
        }
    }

    #[test]
    fn no_name_panics(names in prop::collection::vec(file_name(), 0..8)) {
        let read: Vec<_> = names.iter().map(|name| parse_name(name)).collect();
        prop_assert!(read.iter().flatten().all(|name| name.version.number >= 1));
        let mut names: Vec<_> = names.into_iter().filter(|name| !name.contains('/') && !name.contains('\\')).collect();
        names.sort();
        names.dedup();
        let folder = arrange(&names.iter().map(|name| (name.clone(), Some(Ok(String::new())))).collect(), None);
        // Every file is in a migration, has an error, or is left out.
        let mut told: Vec<_> = folder.found.into_iter().flat_map(|found| [Some(found.up), found.down]).flatten()
            .chain(folder.faults.into_iter().map(|(name, _)| name))
            .chain(folder.left_out.into_iter().map(|(name, _)| name)).collect();
        let sql = names;
        told.sort();
        prop_assert_eq!(told, sql);
    }

    #[test]
    fn line_endings_do_not_count(content in prop_oneof![2 => plausible(), 1 => spliced()]) {
        let unix = content.replace('\r', "");
        let windows = unix.replace('\n', "\r\n");
        let sum = |content: &str| parse(content, Some("5_x.sql"), None).map(|read| (read.checksum(), read.up.line));
        prop_assert_eq!(sum(&unix), sum(&windows));
        // A lone CR ends lines as well, and a byte order mark does not count either.
        prop_assert_eq!(sum(&unix), sum(&unix.replace('\n', "\r")));
        if !unix.starts_with('\u{feff}') {
            prop_assert_eq!(sum(&unix), sum(&format!("\u{feff}{unix}")));
        }
    }

    #[test]
    fn templates_read_back(version in 1..=i64::MAX, description in "\\PC{0,20}") {
        match template(version, &description) {
            Ok(file) => {
                let read = parse(&file, None, None);
                let said = read.as_ref().map(|read| (read.version, read.description.as_str()));
                prop_assert_eq!(said, Ok((version, description.trim_matches(' '))));
            }
            Err(error) => prop_assert_eq!(error, FileError::DescriptionEmpty),
        }
    }

    #[test]
    fn versions_increase(now in 0..10_000_000_000_000_i64, newest in prop::option::of(any::<i64>()), random in any::<u64>()) {
        match version::next(now, newest, random) {
            Ok(next) => prop_assert!(next >= now.max(1) && newest.is_none_or(|newest| next > newest)),
            Err(_) => prop_assert_eq!(newest, Some(i64::MAX)),
        }
    }
}
