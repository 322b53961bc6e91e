//! Liquibase's formatted SQL: a file of changesets, each perhaps with what takes it back in comments.
//!
//! A file is one migration: its changesets run in the order of the file, and go back in the opposite one.

use super::lines::{Line, lines, trim};
use super::marker::{quoted, strip_word};
use super::sending::Sending;
use crate::error::FileError;
use crate::migration::Script;

/// What a file says beside its statements, which stand among the comments as they are.
pub(super) struct Changesets {
    /// What takes all of them back, if each says it.
    pub down: Option<Script>,
    /// How it is sent, if one of them asks for no transaction.
    pub sending: Option<Sending>,
    /// Whether it is one changeset that runs again when it has changed, or always.
    pub repeats: bool,
    /// Whether it runs again even if it has not changed.
    pub always: bool,
}

/// Reads a file of Liquibase's; none if it is not one.
///
/// # Errors
///
/// [`FileError::Changeset`]: what would not run, or would be cut in another way.
pub(super) fn read(content: &str) -> Result<Option<Changesets>, FileError> {
    let mut all = lines(content, 1);
    let is_head = |line: Line<'_>| {
        line.comment().is_some_and(|text| strip_word(text, "liquibase formatted sql").is_some())
    };
    if !all.by_ref().find(|line| !trim(line.text).is_empty()).is_some_and(is_head) {
        return Ok(None);
    }
    // For each changeset what takes it back; none where it does not say.
    let mut back: Vec<Option<String>> = Vec::new();
    let mut sending = None;
    let (mut repeats, mut always) = (false, false);
    let mut is_block = false;
    for line in all {
        if is_block {
            is_block = !line.text.contains("*/");
            let text = line.text.split("*/").next().unwrap_or_default();
            add(&mut back, text);
            continue;
        }
        if strip_word(trim(line.text), "/* liquibase rollback").is_some() {
            is_block = !line.text.contains("*/");
            add(&mut back, "");
            continue;
        }
        let Some(text) = line.comment() else { continue };
        if let Some(attributes) = strip_word(text, "changeset").filter(|rest| rest.starts_with([' ', '\t'])) {
            back.push(None);
            let says = |name, word| {
                attribute(attributes, name).is_some_and(|value| value.eq_ignore_ascii_case(word))
            };
            always = back.len() == 1 && says("runAlways", "true");
            repeats = always || back.len() == 1 && says("runOnChange", "true");
            if says("runInTransaction", "false") {
                sending = Some(Sending::Each);
            }
            refuse(attributes, &line)?;
        } else if strip_word(text, "precondition").is_some() {
            return Err(FileError::Changeset { line: line.number, text: quoted(line.text) });
        } else if let Some(rest) =
            strip_word(text, "rollback").filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
        {
            let rest = trim(rest);
            let says_none = ["empty", "not required"].iter().any(|word| rest.eq_ignore_ascii_case(word));
            add(&mut back, if says_none { "" } else { rest });
        }
    }
    let down = back.into_iter().rev().collect::<Option<Vec<String>>>().map(|parts| {
        let parts: Vec<String> =
            parts.iter().map(|part| trim(part).to_owned()).filter(|part| !part.is_empty()).collect();
        Script::new(parts.join("\n"))
    });
    Ok(Some(Changesets { down, sending, repeats, always }))
}

/// Adds a line to what takes the last changeset back.
fn add(back: &mut [Option<String>], text: &str) {
    if let Some(last) = back.last_mut() {
        let before = last.take().map(|before| before + "\n").unwrap_or_default();
        *last = Some(before + text);
    }
}

/// Refuses a changeset that would not run here, or whose statements end in another way.
fn refuse(attributes: &str, line: &Line<'_>) -> Result<(), FileError> {
    let is_elsewhere = attribute(attributes, "dbms").is_some_and(|dbms| {
        !dbms.split(',').any(|one| matches!(trim(one), "postgresql" | "postgres" | "all"))
    });
    let is_cut_otherwise = attribute(attributes, "endDelimiter").is_some_and(|delimiter| delimiter != ";");
    let is_ignored = attribute(attributes, "ignore").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    if is_elsewhere || is_cut_otherwise || is_ignored {
        return Err(FileError::Changeset { line: line.number, text: quoted(line.text) });
    }
    Ok(())
}

/// The value of `name:value` behind a changeset.
fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    attributes.split_ascii_whitespace().find_map(|word| {
        let value = strip_word(word, name)?.strip_prefix(':')?;
        Some(value.trim_matches('"'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::parse;

    #[test]
    fn changesets_run_in_order_and_go_back_in_the_other() {
        let text = "--liquibase formatted sql\n\n--changeset anna:1\nCREATE TABLE a ();\n--rollback DROP TABLE a;\n\n\
                    -- ChangeSet anna:2 splitStatements:false\nCREATE TABLE b ();\n\
                    /* liquibase rollback\nDROP TABLE b;\n*/\n--changeset bob:3\nSELECT 1;\n--rollback empty\n";
        let read = parse(text, Some("7_x.sql"), None).expect("a file");
        assert!(read.up.text.contains("CREATE TABLE b ();") && read.up.transaction);
        assert_eq!(read.down, Some(Script::new("DROP TABLE b;\nDROP TABLE a;")));
        let one_without = text.replace("--rollback empty", "");
        assert_eq!(parse(&one_without, Some("7_x.sql"), None).map(|read| read.down), Ok(None));
        let alone = "-- liquibase formatted sql\n-- changeset a:1 runInTransaction:false\nVACUUM;";
        assert_eq!(parse(alone, Some("7_x.sql"), None).map(|read| read.up.transaction), Ok(false));
    }

    #[test]
    fn one_changeset_that_runs_on_change_or_always_repeats() {
        let read_one = |changesets: &str| {
            let text = format!("--liquibase formatted sql\n{changesets}");
            read(&text).expect("a file").expect("of Liquibase")
        };
        let repeats = |changesets: &str| read_one(changesets).repeats;
        let always = read_one("--changeset a:1 runAlways:true\nSELECT 1;");
        assert!(always.repeats && always.always);
        assert!(!read_one("--changeset a:1 runOnChange:true\nSELECT 1;").always);
        let beside = read_one("--changeset a:1 runAlways:true\nSELECT 1;\n--changeset a:2\nSELECT 1;");
        assert!(!beside.repeats && !beside.always);
        assert!(repeats("--changeset a:1 runOnChange:true\nSELECT 1;"));
        assert!(!repeats("--changeset a:1 runOnChange:false\nSELECT 1;"));
        assert!(!repeats("--changeset a:1\nSELECT 1;\n--changeset a:2 runOnChange:true\nSELECT 1;"));
        assert!(!repeats("--changeset a:1 runOnChange:true\nSELECT 1;\n--changeset a:2\nSELECT 1;"));
        let file = "--liquibase formatted sql\n--changeset a:1 runOnChange:true\nSELECT 1;";
        let read =
            super::super::read(file, Some("7_x.sql"), None, super::super::Way::default()).expect("a file");
        assert!(read.version.repeats() && read.migration.version == 7);
    }

    #[test]
    fn what_would_not_run_here_is_refused_by_its_line() {
        for line in [
            "--changeset a:1 dbms:mysql",
            "--changeset a:1 endDelimiter:/",
            "--changeset a:1 ignore:true",
            "--preconditions onFail:MARK_RAN",
        ] {
            let text = format!("--liquibase formatted sql\n{line}\nSELECT 1;");
            let refused = FileError::Changeset { line: 2, text: line.into() };
            assert_eq!(parse(&text, Some("7_x.sql"), None), Err(refused), "{line}");
        }
        let both = "--liquibase formatted sql\n--changeset a:1 dbms:h2,postgresql\nSELECT 1;";
        assert!(parse(both, Some("7_x.sql"), None).is_ok());
    }
}
