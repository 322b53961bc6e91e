//! The guide's form: header comments, and section markers between rulers.

use super::lines::{Line, trim};
use super::marker::{Kind, quoted, strip_word};
use crate::error::FileError;
use crate::format::Format;
use crate::migration::Direction;
use crate::version;

/// What section a comment begins, if any: `UP MIGRATION` or `DOWN MIGRATION`, with a note in parentheses
/// or a colon after it, and rulers beside it.
///
/// Other words after it make it prose (`-- Down migration is not possible`), except under a ruler: there it
/// is meant as a heading, and a down script must not become the end of the up script.
pub(super) fn kind(
    comment: &str,
    line: &Line<'_>,
    above: Option<&Line<'_>>,
) -> Result<Option<Kind>, FileError> {
    let heading = comment.trim_matches(|c: char| c.is_ascii_whitespace() || "-=*#~".contains(c));
    let (direction, rest) = match (strip_word(heading, "UP"), strip_word(heading, "DOWN")) {
        (Some(rest), _) => (Direction::Up, rest),
        (None, Some(rest)) => (Direction::Down, rest),
        (None, None) => return Ok(None),
    };
    let Some(rest) = strip_word(rest.trim_start(), "MIGRATION").filter(|_| rest.starts_with([' ', '\t']))
    else {
        return Ok(None);
    };
    if is_note(rest) {
        return Ok(Some(Kind::Section(direction, true)));
    }
    if above.is_some_and(is_ruler) {
        let marker = quoted(line.text);
        return Err(FileError::UnknownMarker { format: Format::Guide, line: line.number, marker });
    }
    Ok(None)
}

/// Whether what stands behind the words of a heading is no more than a note of it.
pub(super) fn is_note(rest: &str) -> bool {
    let note = rest.trim().trim_end_matches(':').trim_end();
    note.is_empty() || note.starts_with('(') && note.ends_with(')')
}

/// Whether a line is a comment of nothing but `=` or `-`.
pub(super) fn is_ruler(line: &Line<'_>) -> bool {
    line.comment().is_some_and(|rule| rule.len() >= 3 && rule.bytes().all(|b| matches!(b, b'=' | b'-')))
}

/// What header comments say.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// The version and its line.
    pub version: Option<(i64, u32)>,
    /// The description, not blank.
    pub description: Option<String>,
}

impl Header {
    /// The headers of a guide file, where they must be right.
    pub fn read(comments: &[(u32, &str)]) -> Result<Header, FileError> {
        let mut header = Header::default();
        let mut described: Option<u32> = None;
        for &(line, comment) in comments {
            if let Some(value) = field(comment, "Migration") {
                if let Some((_, first)) = header.version {
                    return Err(FileError::HeaderTwice { header: "Migration", line, first });
                }
                header.version = Some((version_on(value, line)?, line));
            } else if let Some(value) = field(comment, "Description") {
                if let Some(first) = described {
                    return Err(FileError::HeaderTwice { header: "Description", line, first });
                }
                described = Some(line);
                header.description = Some(value.to_owned()).filter(|value| !value.is_empty());
            }
        }
        Ok(header)
    }

    /// What the comments of any other file may say by the way.
    ///
    /// `-- Migration: add users` is prose there, and no reason to refuse the file.
    pub fn glean(comments: &[(u32, &str)]) -> Header {
        let version = comments
            .iter()
            .find_map(|&(line, comment)| Some((version_on(field(comment, "Migration")?, line).ok()?, line)));
        let description = comments
            .iter()
            .find_map(|(_, comment)| field(comment, "Description").filter(|value| !value.is_empty()))
            .map(str::to_owned);
        Header { version, description }
    }
}

/// The value of a comment `Name: value`.
fn field<'a>(comment: &'a str, name: &str) -> Option<&'a str> {
    Some(trim(strip_word(comment, name)?.trim_start().strip_prefix(':')?))
}

fn version_on(value: &str, line: u32) -> Result<i64, FileError> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(FileError::HeaderNotNumber { line, value: quoted(value) });
    }
    match value.parse() {
        Ok(version) => {
            version::check(version).map_err(|_| FileError::VersionBelowOne { version, line: Some(line) })
        }
        Err(_) => Err(FileError::VersionTooLarge { version: quoted(value), line: Some(line) }),
    }
}
