//! Files as people and tools write them, and what is read from each.

use migrate_core::error::FileError;
use migrate_core::file::{Format, parse, render, template};
use migrate_core::migration::{Migration, Script};

/// The file of the guide's Step 2, word for word.
const GUIDE: &str = "\
-- Migration: 1698765432000
-- Description: Add priority field to conversations
-- Date: 20231031

-- ============================================================================
-- UP MIGRATION
-- ============================================================================

BEGIN;

ALTER TABLE conversations
ADD COLUMN priority TEXT DEFAULT 'medium' NOT NULL;

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_priority
ON conversations(priority);

COMMIT;

-- ============================================================================
-- DOWN MIGRATION (ROLLBACK)
-- ============================================================================

BEGIN;

DROP INDEX IF EXISTS idx_conversations_priority;

ALTER TABLE conversations
DROP COLUMN IF EXISTS priority;

COMMIT;
";

fn read(content: &str, filename: Option<&str>, down: Option<&str>) -> Migration {
    parse(content, filename, down).expect("the file should be read")
}

fn script(text: &str, line: u32, transaction: bool) -> Script {
    Script { text: text.into(), line, transaction }
}

#[test]
fn the_guides_own_file() {
    let up = "BEGIN;\n\nALTER TABLE conversations\nADD COLUMN priority TEXT DEFAULT 'medium' NOT NULL;\n\n\
        CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_priority\nON conversations(priority);\n\nCOMMIT;";
    let down = "BEGIN;\n\nDROP INDEX IF EXISTS idx_conversations_priority;\n\n\
        ALTER TABLE conversations\nDROP COLUMN IF EXISTS priority;\n\nCOMMIT;";
    let expected = Migration {
        version: 1_698_765_432_000,
        description: "Add priority field to conversations".into(),
        up: script(up, 9, true),
        down: Some(script(down, 23, true)),
    };
    assert_eq!(read(GUIDE, None, None), expected);
    assert_eq!(read(GUIDE, Some("supabase/migrations/1698765432000_other_words.sql"), None), expected);
    assert_eq!(read(GUIDE, Some("priority.sql"), None), expected);
    assert_eq!(read(&format!("\u{feff}{GUIDE}"), None, None), expected);
    let windows = read(&GUIDE.replace('\n', "\r\n"), None, None);
    assert_eq!(windows.up.text, up.replace('\n', "\r\n"));
    assert_eq!((windows.up.line, windows.checksum()), (9, expected.checksum()));
}

#[test]
fn the_guides_form_is_what_is_written() {
    assert_eq!(render(&read(GUIDE, None, None), Format::Guide).as_deref(), Ok(GUIDE));
}

#[test]
fn a_template_has_the_guides_form_and_can_be_read() {
    let file = template(1_698_765_432_000, " Add priority field to conversations ").expect("a template");
    let heads = |file: &str| -> Vec<String> {
        file.lines()
            .filter(|line| line.starts_with("--") && !line.contains("Write"))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(heads(&file), heads(GUIDE));
    let read = read(&file, None, None);
    assert_eq!(read.description, "Add priority field to conversations");
    assert_eq!(read.up.text, "BEGIN;\n\n-- Write the change here.\n\nCOMMIT;");
    assert_eq!(read.up.line, 9);
    assert!(read.down.is_some());
    // A version that is no time has no date.
    assert!(!template(12, "x").expect("a template").contains("Date"));
}

#[test]
fn guide_markers_as_people_write_them() {
    for (up, down) in [
        ("-- UP MIGRATION", "-- DOWN MIGRATION"),
        ("-- up migration", "--down  migration (rollback)"),
        ("-- ----\n-- UP MIGRATION:\n-- ----", "-- ----\n-- Down Migration (Rollback):\n-- ----"),
        ("-- ==== UP MIGRATION ====", "---- DOWN MIGRATION ----"),
        ("\t-- UP MIGRATION (forward)", "--\tDOWN MIGRATION\t"),
    ] {
        let content = format!("-- Migration: 5\n\n{up}\nSELECT 1;\n{down}\nSELECT 2;\n");
        let read = read(&content, None, None);
        assert_eq!(read.up.text, "SELECT 1;", "{up}");
        assert_eq!(read.down.map(|down| down.text).as_deref(), Some("SELECT 2;"), "{down}");
        assert_eq!(read.description, "migration 5");
    }
}

#[test]
fn prose_is_not_a_marker() {
    let text = "-- Down migration is not possible\n-- upward migration\n-- migrate: the rows\n-- migration:\n\
        SELECT '-- migrate:up'; -- +goose Up\n--\n-- UP\n-- MIGRATION";
    let read = read(text, Some("7_x.sql"), None);
    assert_eq!((read.up, read.down), (script(text, 1, true), None));
}

#[test]
fn a_ruler_belongs_to_the_marker_only_beside_it() {
    let content = "-- Migration: 5\n-- UP MIGRATION\n\n-- =====\n-- tables\n-- =====\nSELECT 1;\n-- =====\n\n-- DOWN MIGRATION\n";
    assert_eq!(
        read(content, None, None).up,
        script("-- =====\n-- tables\n-- =====\nSELECT 1;\n-- =====", 4, true)
    );
    // A ruler between two markers is both of theirs.
    let read = read("-- Migration: 5\n-- UP MIGRATION\n-- ====\n-- DOWN MIGRATION\nSELECT 2;", None, None);
    assert_eq!((read.up, read.down), (script("", 2, true), Some(script("SELECT 2;", 5, true))));
}

#[test]
fn blank_sections_and_sections_of_comments() {
    let file = |down: &str| format!("-- Migration: 5\n-- UP MIGRATION\n  a\n-- DOWN MIGRATION\n{down}");
    // One that is there does nothing; none at all is another thing.
    assert_eq!(read(&file("\n \r\n\t"), None, None).down, Some(script("", 4, true)));
    assert_eq!(read("a", Some("5_x.sql"), None).down, None);
    assert_eq!(read("a", Some("5_x.sql"), Some("\n")).down, Some(script("", 1, true)));
    assert_eq!(
        read(&file("\n-- nothing to do\n"), None, None).down,
        Some(script("-- nothing to do", 6, true))
    );
    // A blank section leaves room for a separate script, and a blank script for a section.
    assert_eq!(read(&file("\n"), None, Some("\u{feff}\nb\n")).down, Some(script("b", 2, true)));
    assert_eq!(read(&file("b"), None, Some(" ")).down, Some(script("b", 5, true)));
    // The first line keeps its indentation.
    assert_eq!(read(&file(""), None, None).up, script("  a", 3, true));
    assert_eq!(read("-- Migration: 5\n-- UP MIGRATION", None, None).up, script("", 2, true));
}

#[test]
fn a_file_of_dbmate() {
    let content =
        "-- migrate:up transaction:false\nALTER TYPE colors ADD VALUE 'orange';\n\n-- migrate:down\n\n";
    let expected = Migration {
        version: 20_151_129_054_053,
        description: "add color".into(),
        up: script("ALTER TYPE colors ADD VALUE 'orange';", 2, false),
        down: Some(script("", 4, true)),
    };
    assert_eq!(read(content, Some("db/migrations/20151129054053_add_color.sql"), None), expected);
    let both = "/* Written\nby dbmate */\n\n-- migrate:up\ncreate table users (id int);\n\n--migrate:down transaction:true\n\
        drop table users;\n";
    let read = read(both, Some("1_users.sql"), None);
    assert_eq!(read.up, script("create table users (id int);", 5, true));
    assert_eq!(read.down, Some(script("drop table users;", 8, true)));
}

#[test]
fn a_file_of_goose() {
    let content = "-- +goose Up\n-- +goose StatementBegin\nCREATE FUNCTION f() RETURNS int AS $$\nBEGIN\n  RETURN 1;\nEND;\n\
        $$ LANGUAGE plpgsql;\n-- +goose StatementEnd\n\n-- +goose Down\nDROP FUNCTION f();\n";
    let read = read(content, Some("00002_f.sql"), None);
    assert_eq!((read.version, read.description.as_str()), (2, "f"));
    assert!(read.up.text.starts_with("-- +goose StatementBegin\nCREATE"));
    assert!(read.up.text.ends_with("plpgsql;\n-- +goose StatementEnd"));
    assert_eq!((read.up.line, read.up.transaction), (2, true));
    assert_eq!(read.down, Some(script("DROP FUNCTION f();", 11, true)));
}

#[test]
fn goose_without_a_transaction() {
    for content in [
        "-- +goose NO TRANSACTION\n-- +goose Up\nVACUUM;\n-- +goose Down\nVACUUM;",
        "-- +goose up\n-- +GOOSE no  transaction\nVACUUM;\n--+goose DOWN\nVACUUM;",
        "-- +goose ENVSUB OFF\n-- +goose Up\nVACUUM;\n-- +goose Down\nVACUUM;\n-- +goose NO TRANSACTION",
    ] {
        let read = read(content, Some("1_x.sql"), None);
        assert!(!read.up.transaction && read.down.is_some_and(|down| !down.transaction), "{content}");
        assert!(read.up.text.ends_with("VACUUM;"));
    }
}

#[test]
fn plain_files() {
    let read_plain =
        read("\u{feff}\r\n-- x\r\nSELECT 1;\r\n", Some("000012_add_x.up.sql"), Some("\nSELECT 2;\n"));
    let expected = Migration {
        version: 12,
        description: "add x".into(),
        up: script("-- x\r\nSELECT 1;", 2, true),
        down: Some(script("SELECT 2;", 2, true)),
    };
    assert_eq!(read_plain, expected);
    // Whether a script does anything is for the registry to say.
    assert_eq!(read(" \n", Some("12.sql"), None).up, script("", 1, true));
    assert_eq!(read(" \n", Some("12.sql"), None).description, "migration 12");
}

#[test]
fn headers_in_other_files_help_out() {
    let content = "-- Migration: 5\n-- Description: Add x\nSELECT 1; -- Description: no\n";
    let unnamed = read(content, None, None);
    assert_eq!((unnamed.version, unnamed.description.as_str()), (5, "Add x"));
    assert_eq!(unnamed.up.text, content.trim_end());
    // Tools that go by the name do not look at the comment.
    assert_eq!(read(content, Some("6_y.sql"), None).version, 6);
    assert_eq!(read("-- Migration: 005 of spring\nSELECT 1;", Some("6_y.sql"), None).version, 6);
    assert_eq!(read("SELECT 1;\n-- Migration: 5\n", Some("6_y.sql"), None).version, 6);
    assert_eq!(parse("SELECT 1;\n-- Migration: 5\n", None, None), Err(FileError::NoVersion));
}
