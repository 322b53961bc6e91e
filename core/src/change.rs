//! The words of online changes, which have two ends: between them old and new applications use the table at once.

use serde::{Deserialize, Serialize};

use crate::checksum;
use crate::relation::Relation;

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `migrate.safe_rename_column`.
    RenameColumn,
    /// `migrate.safe_split_column` and `migrate.safe_merge_columns`.
    SplitColumn,
    /// `migrate.safe_drop_column`.
    DropColumn,
    /// `migrate.safe_drop_table`.
    DropTable,
    /// `migrate.safe_change_column_type`.
    ChangeType,
}

impl Kind {
    /// Whether something is hidden, and goes for good later: there is nothing between that could be called ready.
    pub fn is_drop(self) -> bool {
        matches!(self, Kind::DropColumn | Kind::DropTable)
    }

    /// Its word, as the table has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::RenameColumn => "rename_column",
            Kind::SplitColumn => "split_column",
            Kind::DropColumn => "drop_column",
            Kind::DropTable => "drop_table",
            Kind::ChangeType => "change_type",
        }
    }
}

/// The token of a change: its number, and a checksum that tells changes of one number in different databases apart. The
/// table and the columns are as they were when it began. What is made for the change has the token as an argument or in
/// its name, which dumps carry; so it is found again wherever it is, whatever it is called.
pub fn token(id: i64, kind: Kind, table: &Relation, columns: &[String]) -> String {
    let schema = table.schema.as_deref().unwrap_or_default();
    let mut parts = vec![kind.as_str(), schema, &table.name];
    parts.extend(columns.iter().map(String::as_str));
    let id = id.to_string();
    parts.push(&id);
    // No name contains a NUL: different lists are different texts.
    let sum = checksum::of_text(&parts.join("\0"));
    format!("{id}_{}", sum.get(..8).unwrap_or(&sum))
}

/// Where a change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The new end is being made.
    Expanding,
    /// It gets the values that there are.
    Backfilling,
    /// What it needs beside them is built, and it is looked whether it is right.
    Verifying,
    /// Old and new can be used at once.
    Ready,
    /// The old end is about to go: in more than one step, of which the exchange is one.
    Contracting,
    /// The old end is gone from sight, and can be had back.
    Grace,
    /// It can not be had back any more.
    Done,
    /// It was given up before it was complete.
    Aborted,
    /// It was complete, and was taken back.
    Undone,
}

impl State {
    /// Whether the new end cannot be used yet.
    pub fn is_being_made(self) -> bool {
        matches!(self, State::Expanding | State::Backfilling | State::Verifying)
    }

    /// Whether both ends are there, and nothing is missing.
    pub fn has_both_ends(self) -> bool {
        matches!(self, State::Ready | State::Contracting)
    }

    /// Its word, as the table has it.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Expanding => "expanding",
            State::Backfilling => "backfilling",
            State::Verifying => "verifying",
            State::Ready => "ready",
            State::Contracting => "contracting",
            State::Grace => "grace",
            State::Done => "done",
            State::Aborted => "aborted",
            State::Undone => "undone",
        }
    }
}

/// How a change is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Which {
    /// By its number.
    Number(i64),
    /// By its table and an old or new column: the newest.
    Column {
        /// The table.
        table: Relation,
        /// The column.
        column: String,
    },
    /// A dropped table by the name that it had: the newest.
    Table {
        /// The table.
        table: Relation,
    },
    /// The one that an operation begins, in what takes the operation back: its number is put in its place as soon as it
    /// is known ([`Which::fill`]). Tables and columns may be called otherwise by then.
    Begun {
        /// Always true; it tells this from the others.
        begun: bool,
    },
}

impl Which {
    /// The change that the operation begins.
    pub fn begun() -> Self {
        Which::Begun { begun: true }
    }

    /// Puts the number in its place.
    pub fn fill(&mut self, id: i64) {
        if matches!(self, Which::Begun { .. }) {
            *self = Which::Number(id);
        }
    }
}

/// Which way a change ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The old end goes; after the grace period for good.
    Complete,
    /// The new end goes.
    Abort,
    /// One step back: to before the completion, or to before all of it.
    Back,
    /// To before the completion, with both ends there.
    Reopen,
    /// The old name alone comes back: who needs it does not wait for what else is to be made.
    NameBack,
    /// What was dropped is there again.
    Restore,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str) -> Relation {
        Relation { schema: Some("s".into()), name: name.into() }
    }

    #[test]
    fn a_token_tells_changes_apart() {
        let of = |id, kind, name: &str, columns: &[&str]| {
            let columns: Vec<String> = columns.iter().map(|column| (*column).into()).collect();
            token(id, kind, &table(name), &columns)
        };
        let one = of(7, Kind::RenameColumn, "orders", &["item_no", "x"]);
        assert!(one.starts_with("7_") && one.len() == 10, "{one}");
        for other in [
            of(8, Kind::RenameColumn, "orders", &["item_no", "x"]),
            of(7, Kind::ChangeType, "orders", &["item_no", "x"]),
            of(7, Kind::RenameColumn, "orders_item", &["no", "x"]),
            of(7, Kind::RenameColumn, "orders", &["item_no_x"]),
        ] {
            assert_ne!(one, other);
        }
        assert_eq!(one, of(7, Kind::RenameColumn, "orders", &["item_no", "x"]));
    }

    #[test]
    fn a_begun_change_is_told_from_the_others_in_a_note() {
        let note = serde_json::to_value(Which::begun()).expect("a note");
        let mut which: Which = serde_json::from_value(note).expect("which");
        assert_eq!(which, Which::begun());
        which.fill(7);
        assert_eq!(which, Which::Number(7));
        which.fill(8);
        assert_eq!(which, Which::Number(7));
    }
}
