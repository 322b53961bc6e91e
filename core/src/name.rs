//! Names of the server's objects: how they are quoted, shown to people, and made.

use crate::relation::Relation;

/// How names and texts are written into SQL. The server knows its own keywords, so the extension asks it.
pub trait Quoting {
    /// An identifier as SQL takes it, quoted where it must be.
    fn quote(&self, name: &str) -> String;

    /// A text as SQL takes it.
    fn literal(&self, text: &str) -> String;
}

/// An identifier in a message for people; SQL that runs has it from [`Quoting::quote`].
pub fn shown(name: &str) -> String {
    let is_plain = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if is_plain { name.into() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// A name that SQL takes, as it stands in a message within quotes: without its own.
pub fn bare(display: &str) -> String {
    match Relation::read(display) {
        Ok(name) if display.contains('"') => name.dotted(),
        _ => display.into(),
    }
}

/// The name that a text is in double quotes, as SQL has them; none if it is not quoted as a whole.
pub fn unquoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let name = inner.replace("\"\"", "\u{0}");
    (!name.contains('"')).then(|| name.replace('\u{0}', "\""))
}

/// A name as an argument takes it: in double quotes where it would not be taken as it is ([`unquoted`]).
pub fn as_argument(name: &str) -> String {
    let is_plain = !name.contains(|c: char| c == '.' || c.is_whitespace()) && unquoted(name).is_none();
    if is_plain { name.into() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// Columns as SQL takes them in a list.
pub(crate) fn quoted_list(names: &dyn Quoting, columns: &[String]) -> String {
    columns.iter().map(|column| names.quote(column)).collect::<Vec<_>>().join(", ")
}

/// Schema and name as SQL takes them.
pub fn qualified(names: &dyn Quoting, schema: &str, name: &str) -> String {
    format!("{}.{}", names.quote(schema), names.quote(name))
}

/// The longest name that the server keeps whole.
pub const MOST_BYTES: usize = 63;

/// A name of at most 63 bytes from parts, as the server makes them: the first parts are cut, the last stays whole.
pub fn object_name(parts: &[&str], label: &str) -> String {
    let mut body = parts.join("_");
    let room = MOST_BYTES.saturating_sub(label.len() + 1);
    while body.len() > room {
        body.pop();
    }
    format!("{body}_{label}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_a_message_has_one_pair_of_quotes() {
        for (display, said) in [
            ("t", "t"),
            ("T", "T"),
            ("\"T\"", "T"),
            ("other.t", "other.t"),
            ("other.\"My T\"", "other.My T"),
            ("a\"b", "a\"b"),
        ] {
            assert_eq!(bare(display), said);
        }
    }

    #[test]
    fn a_name_in_an_argument_may_be_quoted() {
        assert_eq!(unquoted("\"a.b\"").as_deref(), Some("a.b"));
        assert_eq!(unquoted("\"a\"\"b\"").as_deref(), Some("a\"b"));
        assert_eq!(unquoted("\"a\".\"b\""), None);
        assert_eq!((unquoted("a"), unquoted("\""), unquoted("a\"")), (None, None, None));
        for name in ["a", "A", "a.b", "a b", "\"a\"", "a\"b", "größe", "\"", "\"\""] {
            let written = as_argument(name);
            assert_eq!(unquoted(&written).unwrap_or(written), name);
        }
    }
}
