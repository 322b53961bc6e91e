//! What is known of a tool.

use super::fact::Facts;
use super::lock::Lock;
use super::row::Rows;
use super::write::Export;
use crate::error::ImportError;

/// A tool, as far as its history goes.
#[derive(Debug)]
pub struct Tool {
    /// What people call it, in lower case.
    pub name: &'static str,
    /// Other names of it.
    pub aliases: &'static [&'static str],
    /// The name of its table, and names that older releases gave it.
    pub tables: &'static [&'static str],
    /// The schema that it makes for its table, if it does.
    pub schema: Option<&'static str>,
    /// The columns that its table must have.
    pub columns: &'static [Column],
    /// Columns that its table may have.
    pub optional: &'static [Column],
    /// A table beside it that tells it from a tool whose table looks the same.
    pub beside: Option<&'static str>,
    /// How its rows are to be ordered: by these columns.
    pub order: &'static [&'static str],
    /// Which column says when.
    pub when: When,
    /// What it locks while it runs.
    pub lock: Lock,
    /// What its rows say.
    pub read: fn(&Rows) -> Result<Facts, ImportError>,
    /// How its checksum is made.
    pub recipe: Option<super::recipe::Recipe>,
    /// Whether it has rows for repeatable migrations, which have a name and no version.
    pub repeats: bool,
    /// How its rows are written.
    pub export: Export,
}

impl Tool {
    /// Whether somebody who says this name means this tool.
    pub fn is_called(&self, name: &str) -> bool {
        let plain = |name: &str| -> String {
            name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        let name = plain(name);
        plain(self.name) == name || self.aliases.iter().any(|alias| plain(alias) == name)
    }

    /// A column of its table by its name.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().chain(self.optional).find(|column| column.name == name)
    }
}

/// A column of a tool's table.
#[derive(Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// The types that it has or had, as the server writes them without a length.
    pub types: &'static [&'static str],
}

/// A column of one type or another.
pub(super) const fn column(name: &'static str, types: &'static [&'static str]) -> Column {
    Column { name, types }
}

/// Texts, with or without a length.
pub(super) const TEXT: &[&str] = &["character varying", "text"];
/// Whole numbers.
pub(super) const INT: &[&str] = &["integer", "bigint"];
/// A large number.
pub(super) const BIGINT: &[&str] = &["bigint"];
/// Yes or no.
pub(super) const BOOL: &[&str] = &["boolean"];
/// Times with a zone or without.
pub(super) const TIME: &[&str] = &["timestamp without time zone", "timestamp with time zone"];

/// How a table says when a row was written. A time without a zone is the local one of its writer, unless the tool writes
/// another one: nothing in the table tells that zone, and the session's is taken for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// It does not.
    Never,
    /// In a column with a time, whose type says whether it has a zone.
    At(&'static str),
    /// In a column with a time in UTC without a zone.
    Utc(&'static str),
    /// In a text of the form of RFC 3339.
    Text(&'static str),
}
