//! An online change, as the table of changes has it.

use serde::Deserialize;

use super::{Relaxed, Remembered, Table};
use crate::change::{Kind, State};
use crate::relation::Relation;
use crate::request::{Operation, Reworded};

/// An online change, as `migrate.changes` has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Change {
    /// Its number: that of the operation that began it.
    pub id: i64,
    /// What tells that something is its own: see [`crate::change::token`].
    #[serde(default)]
    pub token: String,
    /// What is changed.
    pub kind: Kind,
    /// The table, under the name that it has now.
    pub table: Relation,
    /// Whether there is no such table any more, so that `table` is only what it was called.
    #[serde(default)]
    pub is_lost: bool,
    /// Whether this is the database in which it stood when an operation on it began last: numbers of tables and columns
    /// that were noted are right.
    #[serde(default = "yes")]
    pub is_home: bool,
    /// The columns that there were before.
    pub old_columns: Vec<String>,
    /// The columns that there are to be.
    pub new_columns: Vec<String>,
    /// Where it stands.
    pub state: State,
    /// The operation that began it.
    pub arguments: Box<Operation>,
    /// Until when it can be taken back, for people.
    pub grace_until: Option<String>,
    /// Whether that is over.
    #[serde(default)]
    pub is_over: bool,
    /// Whether the operation that began it failed before it had done anything.
    #[serde(default)]
    pub is_vain: bool,
    /// What the way back needs.
    #[serde(default)]
    pub remembered: Vec<Remembered>,
    /// What was written to what is hidden.
    #[serde(default)]
    pub writes: Writes,
}

fn yes() -> bool {
    true
}

/// What was written since something was hidden.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Writes {
    /// How many rows, at least.
    pub count: i64,
    /// When last, for people.
    pub last: Option<String>,
    /// By whom, for people.
    pub by: Option<String>,
    /// Whether that is less than the grace period ago.
    pub is_recent: bool,
}

/// The name of the trigger that marks the table of the change of this token. No other trigger of the table can have it.
pub(crate) fn mark(token: &str) -> String {
    format!("~migrate_{token}")
}

impl Change {
    /// The name of the trigger that marks its table.
    pub fn mark(&self) -> String {
        mark(&self.token)
    }

    /// Whether a transaction of it has been committed on this table, and its last one has not.
    pub fn is_marked(&self, table: &Table) -> bool {
        table.mark(&self.token).is_some()
    }

    /// What it is, for people: `rename of articles.state`.
    pub fn title(&self) -> String {
        match self.kind {
            Kind::RenameColumn => self.of_columns("rename"),
            Kind::SplitColumn if self.old_columns.len() > 1 => self.of_columns("merge"),
            Kind::SplitColumn => self.of_columns("split"),
            Kind::ChangeType => self.of_columns("change of type"),
            Kind::DropColumn => self.of_columns("drop"),
            Kind::DropTable => format!("drop of {}", self.before()),
        }
    }

    fn of_columns(&self, what: &str) -> String {
        format!("{what} of {}.{}", self.table.name, self.old_columns.join(", "))
    }

    /// The table's name when it began.
    fn before(&self) -> &str {
        match self.arguments.as_ref() {
            Operation::HideTable(arguments) => &arguments.table.name,
            _ => &self.table.name,
        }
    }

    /// What it is about, for people: `column "state" of table "articles"`.
    pub(crate) fn what(&self) -> String {
        match self.kind {
            Kind::DropTable => format!("table \"{}\"", self.before()),
            _ => format!("column \"{}\" of table \"{}\"", self.old_columns.join(", "), self.table.name),
        }
    }

    /// Whether its columns are still in the way of other changes.
    pub fn is_open(&self) -> bool {
        self.state.is_being_made() || self.state.has_both_ends() || self.state == State::Grace
    }

    /// Whether other changes of its columns must wait for its end.
    pub fn is_in_the_way(&self) -> bool {
        self.is_open() && !self.is_vain
    }

    /// What was dropped to hide a column.
    pub(crate) fn relaxed(&self) -> impl Iterator<Item = &Relaxed> {
        self.remembered.iter().filter_map(|one| match one {
            Remembered::Relaxed(relaxed) => Some(relaxed),
            Remembered::Reworded(_) => None,
        })
    }

    /// What reads in another way on the new type.
    pub(crate) fn reworded(&self) -> Vec<Reworded> {
        let reworded = self.remembered.iter().filter_map(|one| match one {
            Remembered::Reworded(reworded) => Some(reworded.clone()),
            Remembered::Relaxed(_) => None,
        });
        reworded.collect()
    }
}
