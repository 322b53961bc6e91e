//! Names that the server cuts: the raw tree has them cut, so they are read in the text.

use std::collections::HashMap;

use super::script::{Inside, Said};
use crate::lex::tokens::Tokens;
use crate::name::unquoted;

/// A name that is longer than the server keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LongName {
    /// As it is written, without quotes.
    pub written: String,
    /// What the server makes of it.
    pub cut: String,
    /// Where it stands in its statement, in bytes.
    pub place: u32,
}

/// The long names of each statement, by its place in the script, and the first name of those that become one.
#[derive(Default)]
pub(super) struct LongNames {
    by_statement: HashMap<usize, Vec<LongName>>,
    /// By what it becomes: each name as it is written, with the line where it is first.
    by_cut: HashMap<String, Vec<(String, u32)>>,
}

impl LongNames {
    pub(super) fn read(said: &[Said], most: usize) -> Self {
        let mut names = LongNames::default();
        for (at, said) in said.iter().enumerate() {
            if said.inside != Inside::Script || !may_have(&said.statement.text, most) {
                continue;
            }
            let mut long: Vec<LongName> = Vec::new();
            for name in of(&said.statement.text, most) {
                if long.iter().any(|there| there.written == name.written) {
                    continue;
                }
                let same = names.by_cut.entry(name.cut.clone()).or_default();
                if !same.iter().any(|(written, _)| *written == name.written) {
                    same.push((name.written.clone(), said.statement.line));
                }
                long.push(name);
            }
            if !long.is_empty() {
                names.by_statement.insert(at, long);
            }
        }
        names
    }

    pub(super) fn of_statement(&self, at: usize) -> &[LongName] {
        self.by_statement.get(&at).map_or(&[], Vec::as_slice)
    }

    /// Another name that was written before and becomes the same.
    pub(super) fn earlier(&self, name: &LongName) -> Option<&(String, u32)> {
        let same = self.by_cut.get(&name.cut)?;
        same.iter().take_while(|(written, _)| *written != name.written).next()
    }
}

/// Whether a text has as many bytes in a row as could be a long name; a quoted one may have blanks.
fn may_have(text: &str, most: usize) -> bool {
    let mut run = 0;
    text.len() > most
        && text.bytes().any(|byte| {
            let goes_on = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80;
            run = if goes_on { run + 1 } else { 0 };
            run > most || byte == b'"'
        })
}

fn of(text: &str, most: usize) -> Vec<LongName> {
    let tokens = Tokens::of(text, false);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((place, _)) = tokens.range(at, at + 1) {
        let token = tokens.text(at);
        at += 1;
        let written = match token.as_bytes()[0] {
            b'"' => unquoted(token),
            b'_' => Some(token.to_ascii_lowercase()),
            c if c.is_ascii_alphabetic() || c >= 0x80 => Some(token.to_ascii_lowercase()),
            _ => None,
        };
        let Some(written) = written.filter(|written| written.len() > most) else { continue };
        let end = (0..=most).rev().find(|end| written.is_char_boundary(*end)).unwrap_or(0);
        found.push(LongName { cut: written[..end].to_string(), written, place });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_between_characters() {
        let long = "ä".repeat(32);
        let found = of(&format!("CREATE TABLE {long} (a int)"), 63);
        assert_eq!((found[0].cut.as_str(), found[0].place), ("ä".repeat(31).as_str(), 13));
        assert!(of(&format!("SELECT '{long}'"), 63).is_empty());
        assert_eq!(of(&format!("SELECT \"A{long}\""), 63)[0].written, format!("A{long}"));
        assert!(!may_have(&format!("SELECT {}", "a ".repeat(99)), 63));
    }
}
