//! dbmate's markers: `-- migrate:up` and `-- migrate:down`, with options.

use super::lines::Line;
use super::marker::{Kind, quoted, strip_word};
use crate::error::FileError;
use crate::format::Format;
use crate::migration::Direction;

/// What section a comment begins, if any. Other words behind a marker say nothing to dbmate.
///
/// dbmate takes a mistyped `-- migrate:dwon` for a comment, and the down script becomes the end of the up
/// script. We refuse it.
pub(super) fn kind(comment: &str, line: &Line<'_>) -> Result<Option<Kind>, FileError> {
    let Some(rest) = strip_word(comment, "migrate:") else { return Ok(None) };
    // `-- migrate: the old rows` is prose.
    if rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_whitespace()) {
        return Ok(None);
    }
    let mut words = rest.split_ascii_whitespace();
    let direction = match words.next().map(str::to_ascii_lowercase).as_deref() {
        Some("up") => Direction::Up,
        Some("down") => Direction::Down,
        // Those are the linter's.
        Some("ignore" | "ignore-file") => return Ok(None),
        _ => {
            let marker = quoted(line.text);
            return Err(FileError::UnknownMarker { format: Format::Dbmate, line: line.number, marker });
        }
    };
    let mut transaction = true;
    for option in words {
        transaction = match option {
            "transaction:false" => false,
            "transaction:true" => true,
            // What was meant to be one, and that dbmate would pass over.
            _ if strip_word(option, "transaction").is_some() => {
                return Err(FileError::UnknownOption { option: quoted(option), line: line.number });
            }
            _ => transaction,
        };
    }
    Ok(Some(Kind::Section(direction, transaction)))
}
