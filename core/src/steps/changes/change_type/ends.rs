//! The two columns of a change of type, and how they are called.

use crate::facts::{Column, Hanging, OnTable, Table};
use crate::steps::changes::mark;
use crate::steps::{named, sync};

/// What the columns beside the one that is changed are called.
#[derive(Debug, Clone)]
pub(super) struct Beside {
    /// The column that is to take the place.
    pub(super) shadow: String,
    /// The column whose place was taken.
    pub(super) tombstone: String,
}

impl Beside {
    /// As the trigger says it; what they will be called, if it is not there.
    pub(super) fn of(table: &Table, token: &str, column: &str) -> Beside {
        if let Some([shadow, tombstone, ..]) = sync::arguments(table, token) {
            return Beside { shadow: shadow.clone(), tombstone: tombstone.clone() };
        }
        let is_begun = mark::is_on(table, token);
        let name = |label: &str| {
            let readable = format!("{column}_{label}");
            let own = named::named(&readable, token);
            match is_begun {
                // The trigger is gone, and they are not.
                true if table.has_column(&own) => own,
                true => named::column(&readable, token, |_| false),
                false => named::column(&readable, token, |name| table.has_column(name)),
            }
        };
        Beside { shadow: name(NEW), tombstone: name(OLD) }
    }
}

/// What tells a copy for the new type.
const NEW: &str = "new_type";

/// What tells a copy for the old type.
const OLD: &str = "old_type";

/// A statement that makes something on a column, before and after the column has its new type.
pub(super) struct Written {
    /// On the old type.
    pub(super) before: OnTable,
    /// On the new type.
    pub(super) after: OnTable,
}

/// The column, and the one that is to take its place.
pub(super) struct Ends<'a> {
    pub(super) table: &'a Table,
    pub(super) column: &'a Column,
    /// The name of the one that is to take its place.
    pub(super) name: String,
    /// Whether that has the old type.
    pub(super) is_back: bool,
    /// The name that the column goes by afterwards.
    pub(super) away: String,
    /// What takes its place; its name is of no account.
    pub(super) to: &'a Column,
    pub(super) hanging: &'a Hanging,
    /// The change's token.
    pub(super) token: &'a str,
    /// How a new value is had from an old one where that is no cast.
    pub(super) using: Option<&'a str>,
    /// On the way back: what was written in another way for what takes the place.
    pub(super) written: Vec<Written>,
}

impl Ends<'_> {
    /// The CHECK that proves NOT NULL.
    pub(super) fn helper(&self) -> String {
        self.copy_of(&format!("{}_not_null", self.column.name))
    }

    /// The name of a copy for the column that is to take the place.
    pub(super) fn copy_of(&self, name: &str) -> String {
        let label = if self.is_back { OLD } else { NEW };
        named::named(&format!("{name}_{label}"), self.token)
    }

    /// The name of a copy for the column that goes away.
    pub(super) fn away_of(&self, name: &str) -> String {
        let label = if self.is_back { NEW } else { OLD };
        named::named(&format!("{name}_{label}"), self.token)
    }
}
