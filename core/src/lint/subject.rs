//! The table that a statement is about, and how much it weighs.

use std::rc::Rc;

use super::known::Known;
use super::severity::Severity;
use super::words;

/// What is known of a relation that a statement names.
#[derive(Debug, Clone)]
pub enum Subject {
    /// The script has made it: nobody else sees it.
    New,
    /// It is not here: taken to be elsewhere, large and in use.
    Unknown {
        /// Its name, as the script writes it.
        name: String,
    },
    /// It is there.
    There(Rc<Known>),
}

/// How long what reads or writes all of a table takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Few rows (`migrate.small_table`), and nobody waits: nobody notices.
    Small,
    /// A second or so: below a million rows and 100 MB.
    Medium,
    /// More than that, or nobody knows.
    Large,
}

impl Weight {
    /// From so many rows on, or 100 MB, a table is large.
    const LARGE_ROWS: u64 = 1_000_000;
    const LARGE_BYTES: u64 = 100 * 1024 * 1024;
}

impl Subject {
    /// Whether the script has made it.
    pub fn is_new(&self) -> bool {
        matches!(self, Subject::New)
    }

    /// What is there, if it is there.
    pub fn known(&self) -> Option<&Known> {
        match self {
            Subject::There(known) => Some(known),
            _ => None,
        }
    }

    /// Whether its rows are here, and others may use them: no view, no foreign or temporary table.
    pub fn is_shared(&self) -> bool {
        match self {
            Subject::New => false,
            Subject::Unknown { .. } => true,
            Subject::There(known) => {
                matches!(known.table.kind.as_str(), "r" | "p" | "m") && !known.table.is_temporary
            }
        }
    }

    /// How long what reads or writes all of it takes.
    pub fn weight(&self) -> Weight {
        match self {
            Subject::New => Weight::Small,
            Subject::Unknown { .. } => Weight::Large,
            Subject::There(known) => {
                let is_large = known.rows.is_some_and(|rows| rows >= Weight::LARGE_ROWS)
                    || known.bytes.is_none_or(|bytes| bytes >= Weight::LARGE_BYTES);
                match (known.table.is_small_tree(), is_large) {
                    (true, _) => Weight::Small,
                    (_, false) => Weight::Medium,
                    _ => Weight::Large,
                }
            }
        }
    }

    /// The severity of something that takes as long as the table is large.
    pub fn severity(&self) -> Severity {
        match self.weight() {
            Weight::Small => Severity::Info,
            Weight::Medium => Severity::Warning,
            Weight::Large => Severity::Error,
        }
    }

    /// Its name with its size, for a message: `articles (12 GB, 41 million rows)`, `articles (not in this database)`.
    pub fn described(&self) -> String {
        match self {
            Subject::New => "the new table".into(),
            Subject::Unknown { name } => format!("{name} (not in this database)"),
            Subject::There(known) => {
                let size = [known.bytes.map(words::bytes), known.rows.map(words::rows)];
                let size: Vec<_> = size.into_iter().flatten().collect();
                match size.is_empty() {
                    true => known.table.display.clone(),
                    false => format!("{} ({})", known.table.display, size.join(", ")),
                }
            }
        }
    }
}
