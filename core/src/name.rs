//! Names of the server's objects: how they are quoted, shown to people, and made.

use crate::facts::Catalog;

/// An identifier in a message for people; SQL that runs has it from [`Catalog::quote`].
pub fn shown(name: &str) -> String {
    let is_plain = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if is_plain { name.into() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// Columns as SQL takes them in a list.
pub(crate) fn quoted_list(catalog: &dyn Catalog, columns: &[String]) -> String {
    columns.iter().map(|column| catalog.quote(column)).collect::<Vec<_>>().join(", ")
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
