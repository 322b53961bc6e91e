//! What is written for a tool: how it makes its table, and what the values of a row are.

use super::fact::{base, stem};

/// Why a row cannot be written that has a file's name.
pub const NO_FILE: &str = "the name of its file is not known";

/// How a tool's rows are written.
#[derive(Debug)]
pub enum Export {
    /// Not from here: why, and what does it.
    Not(&'static str),
    /// A row for each migration.
    Rows {
        /// How the tool makes its tables; nothing where only it can.
        create: &'static [&'static str],
        /// The columns of a row.
        row: fn(&Entry) -> Result<Vec<(&'static str, Source)>, &'static str>,
    },
    /// One row with the newest version.
    Newest {
        /// How the tool makes its table.
        create: &'static [&'static str],
        /// Its columns.
        columns: &'static [&'static str],
        /// Their values, `{version}` for the newest.
        values: &'static [&'static str],
    },
}

/// A migration that is applied here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Version.
    pub number: i64,
    /// The version as the tool writes it.
    pub label: String,
    /// The name of its file.
    pub file: Option<String>,
    /// The same without its ending.
    pub stem: Option<String>,
    /// Description.
    pub description: String,
    /// When it was applied.
    pub applied_at: Option<String>,
    /// Who applied it.
    pub applied_by: Option<String>,
    /// How long it took.
    pub ms: Option<i64>,
}

impl Entry {
    /// The number at the beginning of its file's name, as it is written there; otherwise its version.
    pub fn digits(&self) -> &str {
        let stem = self.stem.as_deref().unwrap_or(&self.label);
        let end = stem.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(stem.len());
        let digits = stem[..end].trim_end_matches('-');
        if digits.is_empty() { &self.label } else { digits }
    }

    /// Its version, where the tool has a number for it.
    ///
    /// # Errors
    ///
    /// Why it has none.
    pub fn plain_number(&self) -> Result<i64, &'static str> {
        self.label.parse().map_err(|_| "its version is no whole number")
    }
}

/// What a value of a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// This text.
    Text(String),
    /// The name of a program's file, by its name without the ending: its project's programs have one ending, as the rows
    /// that are there say, otherwise `.js`.
    Program(String),
    /// This number.
    Number(i64),
    /// When it was applied.
    AppliedAt,
    /// The same in UTC, without a zone.
    AppliedAtUtc,
    /// The same as a text in the form of RFC 3339.
    AppliedAtText,
    /// Who applied it.
    AppliedBy,
    /// The tool's checksum of its file.
    Checksum,
    /// A new identifier.
    Uuid,
    /// One more than the largest of that column.
    Next(&'static str),
    /// Nothing.
    Null,
}

/// An applied migration of ours as a row of the tool is made of it.
pub fn entry(
    (number, description): (i64, &str),
    filename: Option<&str>,
    label: Option<String>,
    (applied_at, applied_by, ms): (Option<String>, Option<String>, Option<i64>),
) -> Entry {
    let file = filename.map(|name| base(name).to_string());
    let stem = file.as_deref().map(|file| stem(file).to_string());
    let label = label.unwrap_or_else(|| number.to_string());
    Entry { number, label, stem, file, description: description.into(), applied_at, applied_by, ms }
}
