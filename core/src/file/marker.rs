//! What a marker is: a comment line that begins a section or says something to a tool.

use crate::format::Format;
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
