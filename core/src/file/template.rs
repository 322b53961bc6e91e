//! Writes migration files: a new one to fill in, and any migration in a format of choice.
//!
//! What is written here reads back the same through `parse`. What would not is refused.

use std::fmt::Write;

use super::lines::{is_blank, is_space, lines, trim};
use super::marker::{Kind, quoted};
use super::name::{NameKind, parse_name};
use super::{goose, head, scan};
use crate::error::FileError;
use crate::format::Format;
use crate::migration::{Direction, Migration, Script};
use crate::version::{self, Version};

const RULER: &str = "-- ============================================================================";

const UP: &str = "BEGIN;\n\n-- Write the change here.\n\nCOMMIT;";
const DOWN: &str = "BEGIN;\n\n-- Write here what takes the change back.\n\nCOMMIT;";

/// The longest file name of the usual file systems, in bytes.
const LONGEST_NAME: usize = 255;

/// A file in the guide's form, ready to edit.
pub fn template(version: i64, description: &str) -> Result<String, FileError> {
    let migration = Migration {
        version,
        description: trim(description).to_owned(),
        up: Script::new(UP),
        down: Some(Script::new(DOWN)),
    };
    render(&migration, Format::Guide)
}

/// A migration as a file, which reads back the same; dbmate, goose and sql-migrate files under the name that
/// [`render_name`] gives. Only `Script::line` is the file's own.
pub fn render(migration: &Migration, format: Format) -> Result<String, FileError> {
    version::check(migration.version)?;
    check_script(&migration.up, Direction::Up, format)?;
    if let Some(down) = &migration.down {
        check_script(down, Direction::Down, format)?;
    }
    match format {
        Format::Guide => guide(migration),
        Format::Dbmate => {
            render_name(migration)?;
            let mut file = String::new();
            section(&mut file, &dbmate_marker("up", &migration.up), &migration.up);
            if let Some(down) = &migration.down {
                section(&mut file, &dbmate_marker("down", down), down);
            }
            Ok(file)
        }
        Format::Goose => {
            render_name(migration)?;
            let mut file = String::new();
            if !migration.up.transaction {
                file.push_str("-- +goose NO TRANSACTION\n");
            }
            section(&mut file, "-- +goose Up", &migration.up);
            if let Some(down) = &migration.down {
                if down.transaction != migration.up.transaction {
                    return Err(FileError::TransactionUnfit { format });
                }
                section(&mut file, "-- +goose Down", down);
            }
            Ok(file)
        }
        Format::SqlMigrate => {
            render_name(migration)?;
            let mut file = String::new();
            section(&mut file, &sql_migrate_marker("Up", &migration.up), &migration.up);
            if let Some(down) = &migration.down {
                section(&mut file, &sql_migrate_marker("Down", down), down);
            }
            Ok(file)
        }
        Format::Tern | Format::NodePgMigrate => Err(FileError::FormatNotWritten { format }),
    }
}

/// The name of a migration's file, such as `1698765432000_add_priority.sql`, from which version and
/// description read back the same.
pub fn render_name(migration: &Migration) -> Result<String, FileError> {
    let description = &migration.description;
    check_description(description)?;
    let name = format!("{}_{}.sql", version::check(migration.version)?, description.replace(' ', "_"));
    let reads_back = parse_name(&name).is_ok_and(|read| {
        read.kind == NameKind::Whole
            && read.version == Version::of_number(migration.version)
            && read.description == *description
    });
    if !reads_back || name.len() > LONGEST_NAME || description.chars().any(char::is_control) {
        return Err(FileError::DescriptionUnfit { place: "file name", description: quoted(description) });
    }
    Ok(name)
}

fn guide(migration: &Migration) -> Result<String, FileError> {
    let Migration { version, description, up, down } = migration;
    check_description(description)?;
    if trim(description) != description {
        return Err(FileError::DescriptionUnfit { place: "header", description: quoted(description) });
    }
    if !up.transaction || down.as_ref().is_some_and(|down| !down.transaction) {
        return Err(FileError::TransactionUnfit { format: Format::Guide });
    }
    let mut file = format!("-- Migration: {version}\n-- Description: {description}\n");
    if let Some(date) = version::header_date(*version) {
        let _ = writeln!(file, "-- Date: {date}");
    }
    // The blank line keeps a ruler that the script begins with from being taken for the marker's own.
    section(&mut file, &format!("{RULER}\n-- UP MIGRATION\n{RULER}\n"), up);
    if let Some(down) = down {
        section(&mut file, &format!("{RULER}\n-- DOWN MIGRATION (ROLLBACK)\n{RULER}\n"), down);
    }
    Ok(file)
}

fn dbmate_marker(direction: &str, script: &Script) -> String {
    let option = if script.transaction { "" } else { " transaction:false" };
    format!("-- migrate:{direction}{option}")
}

fn sql_migrate_marker(direction: &str, script: &Script) -> String {
    let option = if script.transaction { "" } else { " notransaction" };
    format!("-- +migrate {direction}{option}")
}

/// Adds a section, with a blank line between it and what stands before.
fn section(file: &mut String, marker: &str, script: &Script) {
    if !file.is_empty() {
        file.push('\n');
    }
    file.push_str(marker);
    file.push('\n');
    file.push_str(&script.text);
    if !script.text.is_empty() {
        file.push('\n');
    }
}

fn check_description(description: &str) -> Result<(), FileError> {
    if is_blank(description) {
        return Err(FileError::DescriptionEmpty);
    }
    if description.contains(['\n', '\r']) {
        return Err(FileError::DescriptionLineBreak);
    }
    Ok(())
}

/// Whether a script reads back as it is from a file of this format.
fn check_script(script: &Script, direction: Direction, format: Format) -> Result<(), FileError> {
    let text = script.text.as_str();
    let begins_blank = lines(text, 1).next().is_some_and(|line| is_blank(line.text));
    if begins_blank || text.ends_with(is_space) {
        return Err(FileError::ScriptNotTrimmed { direction });
    }
    let refusal = |line, found: &str| {
        Err(FileError::ScriptHasMarker { direction, format, line, marker: quoted(found) })
    };
    if direction == Direction::Up
        && let Some((line, found)) = head::find(text, 1, format.is_headed())
    {
        return refusal(line, &found);
    }
    let Some((line, found)) = scan::first(text) else { return Ok(()) };
    if !matches!(format, Format::Goose | Format::SqlMigrate) {
        return refusal(line, found);
    }
    // goose's annotations of statements are part of the script, and stay.
    let Ok(markers) = scan::scan(text) else { return refusal(line, found) };
    let unfit = markers.iter().find(|marker| match marker.kind {
        _ if marker.format != format => true,
        Kind::StatementBegin | Kind::StatementEnd | Kind::EnvSub(false) => false,
        Kind::NoTransaction => script.transaction,
        Kind::Section(..) | Kind::EnvSub(true) => true,
    });
    if let Some(marker) = unfit {
        return refusal(marker.line, marker.text);
    }
    goose::check_statements(&markers)
}
