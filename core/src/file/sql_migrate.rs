//! sql-migrate's annotations: `-- +migrate Up` and the like.
//!
//! As goose's, but each section says for itself whether it runs without a transaction.

use super::lines::Line;
use super::marker::{Kind, quoted, strip_word};
use crate::error::FileError;
use crate::format::Format;
use crate::migration::Direction;

/// What a comment annotates, if anything.
///
/// sql-migrate takes what it does not know (`-- +migrate Down;`) for a comment, and the down script becomes the end of
/// the up script. We refuse it.
pub(super) fn kind(comment: &str, line: &Line<'_>) -> Result<Option<Kind>, FileError> {
    let Some(annotation) = strip_word(comment, "+migrate") else { return Ok(None) };
    let words: Vec<_> = annotation.split_ascii_whitespace().map(str::to_ascii_lowercase).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    Ok(Some(match words.as_slice() {
        ["up"] => Kind::Section(Direction::Up, true),
        ["up", "notransaction"] => Kind::Section(Direction::Up, false),
        ["down"] => Kind::Section(Direction::Down, true),
        ["down", "notransaction"] => Kind::Section(Direction::Down, false),
        ["statementbegin"] => Kind::StatementBegin,
        ["statementend"] => Kind::StatementEnd,
        _ => {
            let marker = quoted(line.text);
            return Err(FileError::UnknownMarker { format: Format::SqlMigrate, line: line.number, marker });
        }
    }))
}
