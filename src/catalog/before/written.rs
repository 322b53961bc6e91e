//! What the names and values of a statement say, which it writes with quotes.

use crate::postgres::spi;

/// The parts of a name with dots, without quotes.
pub fn parts(name: &str) -> Vec<String> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c == '_';
    if name.starts_with(is_plain)
        && name.chars().all(|c| is_plain(c) || c.is_ascii_digit())
        && name.len() < 64
    {
        return vec![name.to_string()];
    }
    let sql = "SELECT pg_catalog.parse_ident($1, false)";
    spi::row(sql, &[name.into()], |row| row.must(1)).unwrap_or_default()
}

/// A name without its quotes.
pub fn unquoted(name: &str) -> Option<String> {
    parts(name).pop()
}

/// What a literal says.
pub fn literal(text: &str) -> Option<String> {
    let text = text.trim_start();
    let (text, escapes) = text.strip_prefix('E').map_or((text, false), |text| (text, true));
    let text = text.strip_prefix('\'')?.strip_suffix('\'')?.replace("''", "'");
    Some(if escapes { text.replace("\\\\", "\\") } else { text })
}
