//! What each file error says: message, SQLSTATE, detail and hint, as people see them.

use migrate_core::error::{FileError, Report};
use migrate_core::file::folder::arrange;
use migrate_core::file::{Format, parse, parse_name, render, render_name, template};
use migrate_core::migration::{Direction, Migration, Script};
use migrate_core::version;

/// Message, SQLSTATE, detail and hint, one a line, as psql would print them.
fn told(error: &FileError) -> String {
    let mut told = format!("{}: {error}", error.sqlstate());
    for (name, text) in [("DETAIL", error.detail()), ("HINT", error.hint())] {
        if let Some(text) = text {
            told.push_str(&format!("\n{name}: {text}"));
        }
    }
    told
}

#[track_caller]
fn fails<T: std::fmt::Debug>(result: Result<T, FileError>, expected: &[&str]) {
    let error = result.expect_err("this should be refused");
    assert_eq!(told(&error), expected.join("\n"));
}

/// The refusal of a file called 1_x.sql.
#[track_caller]
fn file_fails(content: &str, expected: &[&str]) {
    fails(parse(content, Some("1_x.sql"), None), expected);
}

fn migration(up: &str, down: Option<&str>) -> Migration {
    let (up, down) = (Script::new(up), down.map(Script::new));
    Migration { version: 1, description: "x".into(), up, down }
}

#[test]
fn files_without_content_or_version() {
    let template = "HINT: Begin with the text that migrate.template() returns.";
    fails(parse(" \n\t\r\n", None, None), &["22023: migration file is empty", template]);
    fails(parse("\u{feff}", None, Some("x")), &["22023: migration file is empty", template]);
    fails(
        parse("SELECT 1;", None, None),
        &[
            "22023: migration has no version",
            "HINT: Pass the file's name, such as filename => '20231031120000_add_x.sql', \
             or begin the file with a line such as \"-- Migration: 1698765432000\".",
        ],
    );
    assert_eq!(parse("-- migrate:up\n", None, None), Err(FileError::NoVersion));
    assert_eq!(parse("-- UP MIGRATION\n", None, None), Err(FileError::NoVersion));
    assert_eq!(parse("-- Migration: add users\nSELECT 1;", None, None), Err(FileError::NoVersion));
}

#[test]
fn versions_that_cannot_be() {
    let below = "22023: migration version must be at least 1";
    let range = "22003: migration version is out of range";
    fails(version::check(0), &[below, "DETAIL: The version is 0."]);
    file_fails("\n-- Migration: -5\n-- UP MIGRATION", &[below, "DETAIL: The version on line 2 is -5."]);
    file_fails(
        "-- Migration: 9223372036854775808\n-- UP MIGRATION",
        &[range, "DETAIL: The version 9223372036854775808 on line 1 is larger than 9223372036854775807."],
    );
    fails(
        version::next(1, Some(i64::MAX), 0),
        &[
            "22003: no migration version is left",
            "DETAIL: The newest migration has the largest version, 9223372036854775807.",
            "HINT: Pass a smaller version that is not taken.",
        ],
    );
}

#[test]
fn headers_that_are_wrong() {
    fails(
        parse("-- Migration: 12\n-- UP MIGRATION", Some("13_x.sql"), None),
        &[
            "22023: file name and header give different versions",
            "DETAIL: The file name says 13, line 1 says 12.",
            "HINT: Rename the file or change the header, so that both agree.",
        ],
    );
    file_fails(
        "-- Migration: add users\n-- UP MIGRATION",
        &[
            "42601: migration version on line 1 is not a whole number",
            "DETAIL: It reads \"add users\".",
            "HINT: Write a whole number, such as \"-- Migration: 1698765432000\".",
        ],
    );
    file_fails(
        "-- Migration: 1\n-- migration : 1\n-- UP MIGRATION",
        &[
            "42601: second \"Migration\" header on line 2",
            "DETAIL: The first one is on line 1.",
            "HINT: Remove one of them.",
        ],
    );
    let twice = parse("-- Description:\n\n-- Description: b\n-- UP MIGRATION", Some("1_x.sql"), None);
    assert_eq!(twice, Err(FileError::HeaderTwice { header: "Description", line: 3, first: 1 }));
}

#[test]
fn names_that_are_wrong() {
    let name_it = "HINT: Name the file like 20231031120000_add_x.sql, 000012_add_x.up.sql or V3__add_x.sql.";
    fails(parse_name("a/3_x.txt"), &["22023: file name \"3_x.txt\" does not end in \".sql\"", name_it]);
    fails(parse_name("a/x.sql"), &["22023: file name \"x.sql\" does not begin with a version", name_it]);
    fails(parse_name("R__.sql"), &["22023: file name \"R__.sql\" does not begin with a version", name_it]);
    fails(
        parse("DROP TABLE x;", Some("db/3_x.down.sql"), None),
        &[
            "22023: file \"3_x.down.sql\" is a down script",
            "HINT: Load the up script, and pass this script's text as down => '...'.",
        ],
    );
}

#[test]
fn folders_that_are_wrong() {
    let listed =
        ["7_a.sql", "007_b.sql", "8_c.down.sql"].map(|name| (name.to_owned(), Some(Ok(String::new()))));
    let folder = arrange(&listed.into_iter().collect(), None);
    assert_eq!(folder.found, []);
    let told: Vec<_> = folder.faults.iter().map(|(name, error)| format!("{name}: {}", told(error))).collect();
    assert_eq!(
        told,
        [
            "007_b.sql: 42710: more than one file for version 7\n\
             DETAIL: The file \"7_a.sql\" has the same version.\n\
             HINT: Give one of them another version.",
            "7_a.sql: 42710: more than one file for version 7\n\
             DETAIL: The file \"007_b.sql\" has the same version.\n\
             HINT: Give one of them another version.",
            "8_c.down.sql: 22023: down script \"8_c.down.sql\" has no up script\n\
             HINT: Add the up script of version 8, or remove this file.",
        ]
    );
}

#[test]
fn sections_that_are_wrong() {
    file_fails(
        "-- migrate:up\n-- DOWN MIGRATION (ROLLBACK)",
        &[
            "42601: guide marker on line 2 of a dbmate file",
            "DETAIL: Line 1 is a marker of the dbmate format.",
            "HINT: Use the markers of one format, and reword other comments that read like markers.",
        ],
    );
    file_fails(
        "-- migrate:up\n-- migrate:down\n\n-- migrate:down",
        &[
            "42601: second down section on line 4",
            "DETAIL: The first one begins on line 2.",
            "HINT: Join the two sections, or split the file in two.",
        ],
    );
    file_fails(
        "\n-- migrate:down\nDROP TABLE x;",
        &[
            "42601: migration file has no up section",
            "DETAIL: Line 2 reads \"-- migrate:down\".",
            "HINT: Begin the up script with a line \"-- migrate:up\".",
        ],
    );
    file_fails(
        "-- +goose NO TRANSACTION\nSELECT 1;",
        &[
            "42601: migration file has no up section",
            "DETAIL: Line 1 reads \"-- +goose NO TRANSACTION\".",
            "HINT: Begin the up script with a line \"-- +goose Up\".",
        ],
    );
    file_fails(
        "-- x\n/* y */ SELECT 1;\n-- migrate:up",
        &[
            "42601: SQL before the first section, on line 2",
            "HINT: Move it below the line \"-- migrate:up\".",
        ],
    );
    assert_eq!(
        parse("-- +goose StatementBegin\n-- +goose StatementEnd\n-- +goose Up", Some("1_x.sql"), None),
        Err(FileError::SqlBeforeSection {
            line: 1,
            marker: "-- +goose Up".into(),
            direction: Direction::Up,
            format: Format::Goose
        })
    );
    // What stands above a down section is no part of that.
    file_fails(
        "SELECT 1;\n-- migrate:down\nSELECT 2;",
        &["42601: SQL before the first section, on line 1", "HINT: Begin it with a line \"-- migrate:up\"."],
    );
    file_fails(
        "-- Up Migration for users\nSELECT 1;\n-- Down Migration\nSELECT 2;",
        &[
            "42601: SQL before the first section, on line 2",
            "HINT: Begin it with a line \"-- UP MIGRATION\".",
        ],
    );
    file_fails(
        "/* x\n-- migrate:up\n*/",
        &[
            "42601: comment on line 1 does not end before the first section",
            "HINT: End the comment with \"*/\".",
        ],
    );
}

#[test]
fn markers_that_are_unknown() {
    file_fails(
        "-- migrate:up\nSELECT 1;\n-- migrate:dwon",
        &[
            "42601: unknown dbmate marker on line 3",
            "DETAIL: The line reads \"-- migrate:dwon\".",
            "HINT: Write \"-- migrate:up\" or \"-- migrate:down\".",
        ],
    );
    file_fails(
        "-- +goose Upwards",
        &[
            "42601: unknown goose marker on line 1",
            "DETAIL: The line reads \"-- +goose Upwards\".",
            "HINT: goose knows Up, Down, StatementBegin, StatementEnd, NO TRANSACTION, ENVSUB ON and ENVSUB OFF here.",
        ],
    );
    file_fails(
        "-- =====\n-- DOWN MIGRATION - drops x",
        &[
            "42601: unknown guide marker on line 2",
            "DETAIL: The line reads \"-- DOWN MIGRATION - drops x\".",
            "HINT: Write \"-- UP MIGRATION\" or \"-- DOWN MIGRATION (ROLLBACK)\".",
        ],
    );
    file_fails(
        "-- migrate:up transaction:maybe",
        &[
            "42601: unknown dbmate option \"transaction:maybe\" on line 1",
            "HINT: The only option is transaction:false.",
        ],
    );
    file_fails(
        "-- +goose Up\n--+goose envsub on\nSELECT 1;\nSELECT '${REGION}', '$OTHER';\n-- +goose ENVSUB OFF\nSELECT $$x$$;",
        &[
            "0A000: variable \"${REGION}\" on line 4 is not replaced",
            "DETAIL: The server has no environment to take its value from.",
            "HINT: Pass variables => '{\"REGION\": \"...\"}', or write the value into the script and remove the line \
             \"-- +goose ENVSUB ON\".",
        ],
    );
    file_fails(
        "-- +goose Up\n-- +goose ENVSUB ON\nSELECT '$REGION';",
        &[
            "0A000: environment substitution on line 2 is not supported",
            "DETAIL: The server has no environment to take the values from, and a \"$\" stands behind it.",
            "HINT: Write the values into the script, and remove the line.",
        ],
    );
    file_fails(
        "-- +goose Up\nSELECT 1;\n-- +goose ENVSUB ON\n-- +goose Down\nSELECT '${SECOND:-x}';",
        &[
            "0A000: variable \"${SECOND:-x}\" on line 5 is not replaced",
            "DETAIL: The server has no environment to take its value from.",
            "HINT: Pass variables => '{\"SECOND\": \"...\"}', or write the value into the script and remove the line \
             \"-- +goose ENVSUB ON\".",
        ],
    );
    // What follows has nothing to be replaced, or stands in front of it, or behind its end.
    for file in [
        "-- +goose ENVSUB ON\n-- +goose Up\nSELECT 1;",
        "-- +goose Up\nSELECT '${X}';\n-- +goose ENVSUB ON\nSELECT 1;\n-- +goose ENVSUB OFF\nSELECT '${Y}';",
    ] {
        assert!(parse(file, Some("1_x.sql"), None).is_ok(), "{file}");
    }
}

#[test]
fn goose_statements_that_do_not_balance() {
    let end = "HINT: End the statement with a line \"-- +goose StatementEnd\" in the same section.";
    let begin = "HINT: Begin the statement with a line \"-- +goose StatementBegin\" in the same section.";
    for rest in
        ["", "-- +goose StatementBegin\n-- +goose StatementEnd", "-- +goose Down\n-- +goose StatementEnd"]
    {
        file_fails(
            &format!("-- +goose Up\n-- +goose StatementBegin\n{rest}"),
            &["42601: StatementBegin on line 2 has no StatementEnd", end],
        );
    }
    file_fails(
        "-- +goose Up\n-- +goose StatementEnd",
        &["42601: StatementEnd on line 2 has no StatementBegin", begin],
    );
}

#[test]
fn down_scripts_that_come_twice() {
    fails(
        parse("-- migrate:up\n-- migrate:down\nb", Some("1_x.sql"), Some("c")),
        &[
            "22023: down script is given twice",
            "DETAIL: The file has a down section on line 2, and a down script was passed too.",
            "HINT: Keep one of them.",
        ],
    );
    fails(
        parse("SELECT 1;", Some("1_x.sql"), Some("\n-- migrate:up\nb")),
        &[
            "42601: down script has a marker on line 2",
            "DETAIL: The line reads \"-- migrate:up\".",
            "HINT: Pass a file with sections as the content, and only the text of a script as down.",
        ],
    );
}

#[test]
fn descriptions_that_cannot_be_written() {
    fails(
        template(1, " \t"),
        &["22023: description must not be empty", "HINT: Say in a few words what the migration does."],
    );
    fails(
        template(1, "a\rb"),
        &[
            "22023: description must be a single line",
            "HINT: Say it in one line, and put the rest into comments of the script.",
        ],
    );
    let described = |text: &str| Migration { description: text.into(), ..migration("a", None) };
    fails(
        render(&described(" a"), Format::Guide),
        &[
            "22023: description cannot be written in a header",
            "DETAIL: The description \"a\" would read back differently.",
            "HINT: Remove white space before and after it.",
        ],
    );
    fails(
        render(&described("add_x"), Format::Dbmate),
        &[
            "22023: description cannot be written in a file name",
            "DETAIL: The description \"add_x\" would read back differently.",
            "HINT: Use words with single spaces between them, without underscores and slashes.",
        ],
    );
    let longest = "x".repeat(255 - "1_.sql".len());
    assert!(render_name(&described(&longest)).is_ok());
    for text in ["a/b", "a\\b", "x.up", " x", "x ", "a\tb", &format!("{longest}x")] {
        assert!(
            matches!(
                render_name(&described(text)),
                Err(FileError::DescriptionUnfit { place: "file name", .. })
            ),
            "{text:?}"
        );
    }
    assert_eq!(render_name(&described("")), Err(FileError::DescriptionEmpty));
    assert_eq!(template(0, "x"), Err(FileError::VersionBelowOne { version: 0, line: None }));
}

#[test]
fn scripts_that_cannot_be_written() {
    let trimmed = "HINT: Remove blank lines before and white space after the script.";
    let untrimmed = "22023: up script begins with a blank line or ends in white space";
    for text in ["\na", " \r\na", "a\n", "a ", " "] {
        fails(render(&migration(text, None), Format::Guide), &[untrimmed, trimmed]);
    }
    fails(
        render(&migration("a", Some("b\n")), Format::Goose),
        &["22023: down script begins with a blank line or ends in white space", trimmed],
    );
    fails(
        render(&migration("a", None), Format::Tern),
        &["0A000: tern files are not written", "HINT: Write a guide, dbmate, goose or sql-migrate file."],
    );
    fails(
        render(&migration("a", Some("b\n-- migrate:up")), Format::Goose),
        &[
            "22023: down script cannot be written in a goose file",
            "DETAIL: Line 2 of the script would read as a marker: \"-- migrate:up\".",
            "HINT: Reword that comment.",
        ],
    );
    for text in
        ["-- +goose NO TRANSACTION", "-- +goose Up", "-- UP MIGRATION", "-- +goose x", "-- +goose ENVSUB ON"]
    {
        let refused = FileError::ScriptHasMarker {
            direction: Direction::Up,
            format: Format::Goose,
            line: 1,
            marker: text.into(),
        };
        assert_eq!(render(&migration(text, None), Format::Goose), Err(refused));
    }
    assert_eq!(
        render(&migration("-- +goose StatementBegin", None), Format::Goose),
        Err(FileError::StatementNotEnded { format: Format::Goose, line: 1 })
    );
}

#[test]
fn transactions_that_cannot_be_written() {
    let alone = Script { transaction: false, ..Script::new("VACUUM;") };
    let one = Migration { up: alone, ..migration("", Some("b")) };
    fails(
        render(&one, Format::Guide),
        &[
            "22023: guide file cannot say which scripts run without a transaction",
            "HINT: Write a dbmate file, which says it for each script.",
        ],
    );
    fails(
        render(&one, Format::Goose),
        &[
            "22023: goose file cannot say which scripts run without a transaction",
            "HINT: Write two goose files, or a dbmate file, which says it for each script.",
        ],
    );
    assert!(render(&one, Format::Dbmate).is_ok());
}
