//! Forms of other tools: what is read of sql-migrate, tern and node-pg-migrate, and that nothing that looks like a part
//! of a form that we do not know is run.

use migrate_core::error::{FileError, Report};
use migrate_core::file::{Format, check_up, parse, parse_down, parse_plain};
use migrate_core::migration::{Direction, Migration, Script};

fn read(content: &str) -> Migration {
    parse(content, Some("7_x.sql"), None).expect(content)
}

fn script(text: &str, line: u32, transaction: bool) -> Script {
    Script { text: text.into(), line, transaction }
}

/// Message, SQLSTATE, detail and hint, one a line.
fn told(error: &FileError) -> String {
    let parts = [("DETAIL", error.detail()), ("HINT", error.hint())];
    let more = parts.into_iter().filter_map(|(name, text)| Some(format!("\n{name}: {}", text?)));
    format!("{}: {error}{}", error.sqlstate(), more.collect::<String>())
}

#[test]
fn files_of_sql_migrate() {
    let whole = read("-- +migrate Up\nCREATE TABLE a ();\n\n-- +migrate Down\nDROP TABLE a;\n");
    assert_eq!(whole.up, script("CREATE TABLE a ();", 2, true));
    assert_eq!(whole.down, Some(script("DROP TABLE a;", 5, true)));
    let alone = read("-- +migrate Up notransaction\nVACUUM;\n-- +migrate down\nSELECT 1;");
    assert_eq!((alone.up.transaction, alone.down.map(|down| down.transaction)), (false, Some(true)));
    let alone = read("--+MIGRATE up\nSELECT 1;\n--  +migrate Down notransaction\n");
    assert_eq!((alone.up.transaction, alone.down), (true, Some(script("", 3, false))));
    let body = "-- +migrate StatementBegin\nDO $$ BEGIN; END $$;\n-- +migrate StatementEnd";
    assert_eq!(read(&format!("-- +migrate Up\n{body}")).up.text, body);
}

#[test]
fn what_sql_migrate_would_refuse_or_overlook() {
    let refused = |content: &str| told(&parse(content, Some("7_x.sql"), None).expect_err(content));
    assert_eq!(
        refused("-- +migrate Up\nSELECT 1;\n-- +migrate Down;\nSELECT 2;"),
        "42601: unknown sql-migrate marker on line 3\n\
         DETAIL: The line reads \"-- +migrate Down;\".\n\
         HINT: sql-migrate knows Up and Down, each with notransaction, StatementBegin and StatementEnd, without a semicolon."
    );
    assert_eq!(
        refused("SELECT 0;\n-- +migrate Up\nSELECT 1;"),
        "42601: SQL before the first section, on line 1\nHINT: Move it below the line \"-- +migrate Up\"."
    );
    assert_eq!(
        refused("-- +migrate Up\n-- +migrate StatementBegin\nSELECT 1;"),
        "42601: StatementBegin on line 2 has no StatementEnd\n\
         HINT: End the statement with a line \"-- +migrate StatementEnd\" in the same section."
    );
    assert!(
        refused("-- +migrate Up\nSELECT 1;\n-- +goose Down\n")
            .contains("goose marker on line 3 of a sql-migrate")
    );
    assert!(refused("-- +migrate Down\nSELECT 1;").contains("no up section"));
}

#[test]
fn files_of_tern() {
    let whole = read("CREATE TABLE a ();\n\n---- create above / drop below ----\n\nDROP TABLE a;\n");
    assert_eq!(whole.up, script("CREATE TABLE a ();", 1, true));
    assert_eq!(whole.down, Some(script("DROP TABLE a;", 5, true)));
    assert_eq!(read("CREATE TABLE a ();").down, None);
    assert_eq!(
        read("CREATE TABLE a ();\n---- Create  above / drop below ----").down,
        Some(script("", 2, true))
    );
    let alone = read("---- tern: disable-tx ----\nVACUUM;\n---- create above / drop below ----\nSELECT 1;");
    assert_eq!((alone.up.transaction, alone.down.map(|down| down.transaction)), (false, Some(true)));
    let alone = read("SELECT 1;\n---- create above / drop below ----\n---- tern: disable-tx ----\nVACUUM;");
    assert_eq!((alone.up.transaction, alone.down.map(|down| down.transaction)), (true, Some(false)));
    assert!(!read("---- tern: disable-tx ----\nVACUUM;").up.transaction);
    let line = "---- create above / drop below ----\n";
    let twice = parse(&format!("a\n{line}b\n{line}c"), Some("7_x.sql"), None);
    assert_eq!(twice, Err(FileError::SectionTwice { direction: Direction::Down, line: 4, first: 2 }));
}

#[test]
fn files_of_node_pg_migrate() {
    let whole = read(
        "-- Up migration - create users\nCREATE TABLE a ();\n-- Down Migration - drop everything\nDROP TABLE a;",
    );
    assert_eq!(whole.up, script("CREATE TABLE a ();", 2, true));
    assert_eq!(whole.down, Some(script("DROP TABLE a;", 4, true)));
    for (up, down) in [
        ("-- Up Migration", "-- Down Migration - drop everything"),
        ("---- UP  MIGRATION: users", "-- - down migration drop users"),
        ("-- Up Migration creates users", "-- Down Migration drops users"),
        ("-- up migration", "--down migration, users"),
    ] {
        let read = read(&format!("\n{up}\nCREATE TABLE a ();\n\n{down}\nDROP TABLE a;"));
        assert_eq!(read.up, script("CREATE TABLE a ();", 3, true), "{up}");
        assert_eq!(read.down, Some(script("DROP TABLE a;", 6, true)), "{down}");
    }
    let alone = read("-- no transaction\n-- Up Migration: a\nVACUUM;\n-- Down Migration: b\nVACUUM;");
    assert!(!alone.up.transaction && alone.down.is_some_and(|down| !down.transaction));
    let first =
        parse("SELECT 1;\n-- Up Migration: a\nSELECT 2;\n-- Down Migration: b\n", Some("7_x.sql"), None);
    assert!(matches!(first, Err(FileError::SqlBeforeSection { line: 1, .. })));
    // In another tool's file they are titles.
    let titled = read(
        "-- migrate:up\n-- Up migration: users\nSELECT 1;\n-- migrate:down\n-- Down migration: users\nSELECT 2;",
    );
    assert!(
        titled.up.text.ends_with("SELECT 1;")
            && titled.down.is_some_and(|down| down.text.ends_with("SELECT 2;"))
    );
    // The guide's form keeps its prose.
    let guide = read("-- Migration: 7\n-- UP MIGRATION\nSELECT 1;\n-- Down migration is not possible\n");
    assert_eq!(guide.down, None);
}

/// Down parts of forms that are not read, and of ours with a slip: the marker of the up part, and of the down part.
const UNKNOWN: &[(&str, &str)] = &[
    ("-- migrate: up", "-- migrate: down"),
    ("-- Up", "-- Down"),
    ("-- UP", "-- DOWN"),
    ("-- rambler up", "-- rambler down"),
    ("-- goose Up", "-- goose Down"),
    ("-- Migration UP", "-- Migration DOWN"),
    ("--- !Ups", "--- !Downs"),
    ("-- !Ups", "-- !Downs"),
    ("-- ==== UP ====", "-- ==== DOWN ===="),
    ("", "-- rollback"),
    ("", "--//@UNDO"),
    ("", "-- @UNDO"),
    ("--changeset anna:1", "--rollback DROP TABLE users;"),
    ("-- up:", "-- down:"),
    ("/* up */", "/* down */"),
    ("", "-- create above / drop below"),
    ("-- ====\n-- UP MIGRATION\n-- ====", "-- ====\n-- DOWN MIGRATON (ROLLBACK)\n-- ===="),
    ("-- ====\n-- UP MIGRATION\n-- ====", "-- ====\n-- DOWN\n-- ===="),
    ("-- UP MIGRATION", "-- ROLLBACK"),
    ("-- UP MIGRATION", "-- DOWN-MIGRATION"),
    ("-- UP MIGRATION", "-- MIGRATION DOWN"),
    ("-- UP MIGRATION", "-- REVERT"),
    ("-- UP MIGRATION", "-- UNDO MIGRATION"),
    ("-- migrate:up", "-- migrate: down"),
    ("-- migrate:up", "-- migrate down"),
    ("-- migrate:up", "-- rollback"),
    ("-- migrate:up", "SELECT 1; -- migrate:down"),
    ("-- +goose Up", "-- + goose Down"),
    ("-- +goose Up", "-- goose Down"),
    ("-- +migrate Up", "-- + migrate Down"),
];

#[test]
fn a_down_part_that_is_not_understood_is_refused() {
    for (up, down) in UNKNOWN {
        let content = format!("{up}\nCREATE TABLE users (id int);\n\n{down}\nDROP TABLE users;\n");
        let before = content.find(down).expect("it is there");
        let line = content[..before].matches('\n').count() as u32 + 1;
        match parse(&content, Some("7_x.sql"), None) {
            Err(FileError::DownHead { line: found, .. }) => {
                let rulers = u32::from(down.starts_with("-- ====\n"));
                assert_eq!(found, line + rulers, "{content}");
            }
            other => panic!("{content}: {other:?}"),
        }
        // Said to be prose, all of it is the up script.
        let plain = parse_plain(&content, Some("7_x.sql"), None).expect("it is plain");
        assert_eq!((plain.up.text.trim(), plain.down), (content.trim(), None));
        assert!(check_up(&content).is_err(), "{content}");
    }
}

#[test]
fn the_refusal_says_where_and_what_to_do() {
    let refused = |content: &str| told(&parse(content, Some("7_x.sql"), None).expect_err(content));
    assert_eq!(
        refused("CREATE TABLE a ();\n\n-- rambler down\nDROP TABLE a;"),
        "42601: comment on line 3 looks like the heading of a down section\n\
         DETAIL: It reads \"-- rambler down\". The statements below it would run at the end of the up script.\n\
         HINT: Put the down section after a marker such as \"-- migrate:down\", with \"-- migrate:up\" above the up section, or \
         pass it as down => '...'; pass plain => true if the comment is prose."
    );
    assert_eq!(
        refused("-- migrate:up\nCREATE TABLE a ();\n-- Rollback\nDROP TABLE a;"),
        "42601: comment on line 3 looks like the heading of a down section\n\
         DETAIL: It reads \"-- Rollback\". The statements below it would run at the end of the up script.\n\
         HINT: Write \"-- migrate:down\" if the down section begins there, and otherwise reword the comment."
    );
    assert_eq!(
        told(&check_up("-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;").expect_err("a whole file")),
        "42601: up script has a marker on line 1\n\
         DETAIL: The line reads \"-- migrate:up\".\n\
         HINT: Pass a file with sections to migrate.load, or plain => true if it is not a marker."
    );
    assert_eq!(check_up("SELECT 1;\n-- Rollback is handled by the application\nSELECT 2;"), Ok(()));
}

#[test]
fn with_a_down_section_of_its_own_the_up_section_may_say_what_it_likes() {
    let read = read("-- migrate:up\nSELECT 1;\n-- down\nSELECT 2;\n-- migrate:down\nSELECT 3;");
    assert_eq!(read.up.text, "SELECT 1;\n-- down\nSELECT 2;");
}

#[test]
fn a_down_script_may_have_a_title() {
    let down = |text: &str| parse_down(text, false).map(|down| (down.text, down.line, down.transaction));
    let titled = |line| Ok(("DROP TABLE a;".to_string(), line, true));
    assert_eq!(down("-- Down migration\nDROP TABLE a;\n"), titled(2));
    assert_eq!(down("/* x */\n-- ====\n-- DOWN MIGRATION\n-- ====\nDROP TABLE a;"), titled(5));
    assert_eq!(down("-- Down Migration - drop users\nDROP TABLE a;"), titled(2));
    assert_eq!(down("-- +migrate Down notransaction\nVACUUM;"), Ok(("VACUUM;".into(), 2, false)));
    assert_eq!(down("-- migrate:down\n"), Ok((String::new(), 1, true)));
    assert_eq!(down("-- rollback\nDROP TABLE a;").map(|down| down.0.len()), Ok(25));
    for (text, line) in [
        ("-- migrate:up\nSELECT 1;", 1),
        ("SELECT 1;\n-- migrate:down\nSELECT 2;", 2),
        ("-- migrate:down\nSELECT 1;\n-- migrate:up\nSELECT 2;", 3),
        ("-- migrate:dwon\nSELECT 1;", 1),
    ] {
        let refused = down(text).expect_err(text);
        assert!(
            matches!(refused, FileError::MarkerInDown { line: found, .. } if found == line),
            "{text}: {refused:?}"
        );
    }
    assert_eq!(parse_down("-- migrate:up\n", true).map(|down| down.text).as_deref(), Ok("-- migrate:up"));
}

#[test]
fn nul_characters_are_refused() {
    let utf16: String = "CREATE TABLE e1 (id int);\n".chars().flat_map(|c| [c, '\0']).collect();
    let refused = |content: &str, down| told(&parse(content, Some("7_x.sql"), down).expect_err("NUL"));
    assert_eq!(
        refused(&utf16, None),
        "22021: up script has a NUL character on line 1\n\
         DETAIL: It looks like UTF-16 without a byte order mark.\n\
         HINT: Save the file as UTF-8."
    );
    let big_endian: String = "SELECT 1;".chars().flat_map(|c| ['\0', c]).collect();
    assert!(
        refused("SELECT 1;", Some(&big_endian))
            .starts_with("22021: down script has a NUL character on line 1\nDETAIL")
    );
    assert_eq!(
        refused("SELECT 1;\nSELECT '\0';", None),
        "22021: up script has a NUL character on line 2\nHINT: Remove it."
    );
    assert!(parse_plain(&utf16, Some("7_x.sql"), None).is_err());
}

#[test]
fn flyways_placeholders_are_refused_in_flyways_files_alone() {
    let content = "CREATE TABLE a ();\n-- ${comment}\nGRANT SELECT ON a TO ${reader};";
    assert_eq!(
        told(&parse(content, Some("db/V7__x.sql"), None).expect_err("a placeholder")),
        "0A000: placeholder \"${reader}\" on line 3 of the up script is not replaced\n\
         DETAIL: Flyway would put a value in its place.\n\
         HINT: Pass it as in variables => '{\"env\": \"prod\"}', or plain => true if the text is meant literally."
    );
    assert!(parse(content, Some("7_x.sql"), None).is_ok());
    assert!(parse(content, Some("V7_x.sql"), None).is_ok());
    assert!(parse_plain(content, Some("V7__x.sql"), None).is_ok());
    for text in ["SELECT $${\"a\": 1}$$;", "SELECT '$ {a}', '${}', '${a b}', '${a'"] {
        assert!(parse(text, Some("V7__x.sql"), None).is_ok(), "{text}");
    }
    let down = parse("SELECT 1;", Some("V7__x.sql"), Some("SELECT '${flyway:user}';"));
    assert!(matches!(down, Err(FileError::Placeholder { direction: Direction::Down, line: 1, .. })));
}

#[test]
fn formats_have_names_and_markers() {
    let markers = [Format::SqlMigrate, Format::Tern, Format::NodePgMigrate]
        .map(|format| format!("{format}: {} {}", format.up_marker(), format.down_marker()));
    assert_eq!(
        markers,
        [
            "sql-migrate: -- +migrate Up -- +migrate Down",
            "tern: ---- create above / drop below ---- ---- create above / drop below ----",
            "node-pg-migrate: -- Up Migration -- Down Migration",
        ]
    );
}
