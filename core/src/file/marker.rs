//! Markers: the comment lines that begin sections or say something to a tool.
//!
//! Finds them and refuses two formats in one file. What they mean for scripts is `section`'s business.

use super::lines::{Line, lines};
use super::{FileError, Format, dbmate, goose, guide, node_pg_migrate, sql_migrate, tern};
use crate::migration::Direction;

/// What a marker says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A section begins; false where it asks for no transaction.
    Section(Direction, bool),
    /// goose, sql-migrate: a statement begins that may contain semicolons.
    StatementBegin,
    /// They: it ends.
    StatementEnd,
    /// goose: the whole file runs without a transaction. tern, node-pg-migrate: the part that it stands in does.
    NoTransaction,
    /// goose: from here on the environment is put into the text, or no more.
    EnvSub(bool),
}

/// A marker and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Marker<'a> {
    /// The format that it belongs to.
    pub format: Format,
    /// What it says.
    pub kind: Kind,
    /// Its line.
    pub line: u32,
    /// Its text, for messages.
    pub text: &'a str,
    /// The offset where it begins, with the ruler above it.
    pub start: usize,
    /// The offset after it, with the ruler below it.
    pub end: usize,
    /// The line that begins at `end`.
    pub next_line: u32,
}

impl Marker<'_> {
    /// Which section it begins.
    pub fn kind_of_section(&self) -> Option<Direction> {
        match self.kind {
            Kind::Section(direction, _) => Some(direction),
            _ => None,
        }
    }
}

/// All markers of a file, of one format.
pub(super) fn scan(content: &str) -> Result<Vec<Marker<'_>>, FileError> {
    let mut markers: Vec<Marker<'_>> = Vec::new();
    let mut above: Option<Line<'_>> = None;
    let mut lines = lines(content, 1).peekable();
    let is_node = is_node_pg_migrate(content);
    while let Some(line) = lines.next() {
        if let Some((format, kind)) = read(&line, above.as_ref(), is_node)? {
            if let Some(first) = markers.first().filter(|first| first.format != format) {
                return Err(FileError::MixedFormats {
                    format,
                    line: line.number,
                    first_format: first.format,
                    first: first.line,
                });
            }
            let has_rulers = format == Format::Guide;
            let top = above.filter(|above| has_rulers && guide::is_ruler(above)).unwrap_or(line);
            let bottom = lines.peek().filter(|below| has_rulers && guide::is_ruler(below)).unwrap_or(&line);
            markers.push(Marker {
                format,
                kind,
                line: line.number,
                text: line.text.trim(),
                start: top.start,
                end: bottom.end,
                next_line: bottom.number.saturating_add(1),
            });
        }
        above = Some(line);
    }
    Ok(markers)
}

/// The first line that is a marker or wants to be one.
pub(super) fn first(content: &str) -> Option<(u32, &str)> {
    let mut above: Option<Line<'_>> = None;
    let is_node = is_node_pg_migrate(content);
    lines(content, 1).find_map(|line| {
        let is_marker = !matches!(read(&line, above.as_ref(), is_node), Ok(None));
        above = Some(line);
        is_marker.then(|| (line.number, line.text.trim()))
    })
}

fn read(
    line: &Line<'_>,
    above: Option<&Line<'_>>,
    is_node: bool,
) -> Result<Option<(Format, Kind)>, FileError> {
    let Some(comment) = line.comment() else { return Ok(None) };
    if let Some(found) = signed(comment, line)? {
        return Ok(Some(found));
    }
    if is_node {
        return Ok(node_pg_migrate::kind(line).map(|kind| (Format::NodePgMigrate, kind)));
    }
    Ok(guide::kind(comment, line, above)?.map(|kind| (Format::Guide, kind)))
}

/// The marker of a tool that has a sign of its own.
fn signed(comment: &str, line: &Line<'_>) -> Result<Option<(Format, Kind)>, FileError> {
    if let Some(kind) = goose::kind(comment, line)? {
        return Ok(Some((Format::Goose, kind)));
    }
    if let Some(kind) = dbmate::kind(comment, line)? {
        return Ok(Some((Format::Dbmate, kind)));
    }
    if let Some(kind) = sql_migrate::kind(comment, line)? {
        return Ok(Some((Format::SqlMigrate, kind)));
    }
    Ok(tern::kind(line).map(|kind| (Format::Tern, kind)))
}

/// In another tool's file `-- Up migration: make it` is the title of a section.
fn is_node_pg_migrate(content: &str) -> bool {
    let is_signed =
        |line: Line<'_>| line.comment().is_some_and(|comment| !matches!(signed(comment, &line), Ok(None)));
    node_pg_migrate::is_meant(content) && !lines(content, 1).any(is_signed)
}

/// The rest of a text after a word in any case.
pub(super) fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    head.eq_ignore_ascii_case(word).then_some(rest)
}

/// A line short enough for a message.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.trim().char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}...", &text.trim()[..at]),
        None => text.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut_between_characters() {
        let long = format!(" -- migrate:{} ", "é".repeat(100));
        assert_eq!(quoted(&long), format!("-- migrate:{}...", "é".repeat(49)));
        assert_eq!(quoted(" é "), "é");
        let just_fits = "é".repeat(60);
        assert_eq!(quoted(&just_fits), just_fits);
    }
}
