//! A server that quotes, for tests.

use crate::name::Quoting;

/// Quotes whatever is not of small letters and digits, and a few keywords.
pub struct Fake;

impl Quoting for Fake {
    fn quote(&self, name: &str) -> String {
        let is_plain = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        let is_keyword = ["char", "select", "table", "user"].contains(&name);
        if is_plain && !is_keyword { name.into() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
    }

    fn literal(&self, text: &str) -> String {
        let escape = if text.contains('\\') { " E" } else { "" };
        format!("{escape}'{}'", text.replace('\'', "''").replace('\\', "\\\\"))
    }
}
