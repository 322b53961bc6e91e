//! What is refused in any text, because it would be read as something other than it is.

use super::head;
use crate::error::FileError;
use crate::format::Format;
use crate::lex;
use crate::migration::Direction;

/// NUL characters: PostgreSQL's text cannot hold them, and C ends a string there.
pub(super) fn nul(text: &str, direction: Direction) -> Result<(), FileError> {
    let Some(at) = text.find('\0') else { return Ok(()) };
    let line = text[..at].matches('\n').count() as u32 + 1;
    // Characters of ASCII in UTF-16: every other byte is NUL.
    let start: Vec<u8> = text.bytes().skip(at.saturating_sub(1)).take(8).collect();
    let nuls = |parity: usize| start.iter().skip(parity).step_by(2).all(|byte| *byte == 0);
    let is_utf16 = start.len() >= 4 && nuls(0) != nuls(1);
    Err(FileError::Nul { direction, line, is_utf16 })
}

/// What looks like the heading of a down section, in an up script that begins on line `first`.
pub(super) fn heads(up: &str, first: u32, format: Option<Format>) -> Result<(), FileError> {
    match head::find(up, first, format.is_some_and(Format::is_headed)) {
        Some((line, text)) => Err(FileError::DownHead { line, text, format }),
        None => Ok(()),
    }
}

/// Placeholders that Flyway would replace: `${schema}`. What stands in a comment does no harm.
pub(super) fn placeholders(text: &str, direction: Direction) -> Result<(), FileError> {
    match placeholder(text) {
        Some(Placeholder { line, name }) => {
            Err(FileError::Placeholder { direction, line, name: name.to_owned() })
        }
        None => Ok(()),
    }
}

/// A name that a tool would replace by a value.
pub(super) struct Placeholder<'a> {
    /// Its line in the text, from 1.
    pub line: u32,
    /// What stands between the braces.
    pub name: &'a str,
}

/// The first `${name}` of a text, outside of comments.
pub(super) fn placeholder(text: &str) -> Option<Placeholder<'_>> {
    let comments = lex::comments(&lex::copied::without_rows(text, false), false);
    let mut comments = comments.iter().peekable();
    for (at, _) in text.match_indices("${") {
        while comments.next_if(|comment| comment.range.end <= at).is_some() {}
        if comments.peek().is_some_and(|comment| comment.range.contains(&at)) {
            continue;
        }
        let name = &text[at + 2..];
        let length = name.find(|c: char| !(c.is_alphanumeric() || "_.:-".contains(c))).unwrap_or(name.len());
        // `$${"a": 1}$$` is a body.
        if length > 0 && name[length..].starts_with('}') {
            let line = text[..at].matches('\n').count() as u32 + 1;
            return Some(Placeholder { line, name: &name[..length] });
        }
    }
    None
}
