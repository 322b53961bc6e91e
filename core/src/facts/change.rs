//! Online changes, which have two ends: between them old and new applications use the table at once. What is known of
//! one, and the steps of each kind that lead on and back.

use serde::Deserialize;

use crate::change::{Kind, State};
use crate::error::Result;
use crate::facts::{Catalog, Relaxed, Remembered, Writes, Written};
use crate::plan::draft::Draft;
use crate::relation::Relation;
use crate::request::Operation;
use crate::steps::changes::{change_type, rename_column, split_column};

/// An online change, as `migrate.changes` has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Change {
    /// Its number: that of the operation that began it.
    pub id: i64,
    /// What is changed.
    pub kind: Kind,
    /// The table, under the name that it has now.
    pub table: Relation,
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
    /// What the way back needs.
    #[serde(default)]
    pub remembered: Vec<Remembered>,
    /// What was written to what is hidden.
    #[serde(default)]
    pub writes: Writes,
}

impl Change {
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

    pub(crate) fn contract(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        match self.kind {
            Kind::RenameColumn => rename_column::contract(self, catalog),
            Kind::SplitColumn => split_column::contract(self, catalog),
            Kind::ChangeType => change_type::contract(self, catalog),
            // What is hidden has ends of its own: `hide::end`.
            Kind::DropColumn | Kind::DropTable => Ok(Vec::new()),
        }
    }

    pub(crate) fn abort(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        match self.kind {
            Kind::RenameColumn => rename_column::abort(self, catalog),
            Kind::SplitColumn => split_column::abort(self, catalog),
            Kind::ChangeType => change_type::abort(self, catalog),
            Kind::DropColumn | Kind::DropTable => Ok(Vec::new()),
        }
    }

    /// All of it is taken back, although it was complete.
    pub(crate) fn abort_complete(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        match self.kind {
            Kind::SplitColumn => split_column::abort_complete(self, catalog),
            Kind::ChangeType => change_type::abort_complete(self, catalog),
            // Then nothing of the new end is left.
            Kind::RenameColumn | Kind::DropColumn | Kind::DropTable => self.undo(catalog),
        }
    }

    /// Both ends are there again.
    pub(crate) fn reopen(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        match self.kind {
            Kind::RenameColumn => rename_column::reopen(self, catalog),
            _ => self.undo(catalog),
        }
    }

    pub(crate) fn undo(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        match self.kind {
            Kind::RenameColumn => rename_column::undo(self, catalog),
            Kind::SplitColumn => split_column::undo(self, catalog),
            Kind::ChangeType => change_type::undo(self, catalog),
            Kind::DropColumn | Kind::DropTable => Ok(Vec::new()),
        }
    }

    pub(crate) fn finish(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        match self.kind {
            // Nothing of the old end is left.
            Kind::RenameColumn | Kind::DropColumn | Kind::DropTable => Ok(Vec::new()),
            Kind::SplitColumn => split_column::finish(self, catalog),
            Kind::ChangeType => change_type::finish(self, catalog),
        }
    }

    /// What will make way, or be written in another way, when the change is completed, to be remembered before it runs.
    ///
    /// # Errors
    ///
    /// As for [`Operation::drafts`].
    pub fn to_remember(&self, catalog: &dyn Catalog) -> Result<Vec<Remembered>> {
        if !self.state.has_both_ends() {
            return Ok(Vec::new());
        }
        Ok(match self.kind {
            Kind::SplitColumn => {
                split_column::relaxed(self, catalog)?.into_iter().map(Remembered::Relaxed).collect()
            }
            Kind::ChangeType => {
                change_type::written(self, catalog)?.into_iter().map(Remembered::Written).collect()
            }
            Kind::RenameColumn | Kind::DropColumn | Kind::DropTable => Vec::new(),
        })
    }

    /// What was dropped to hide a column.
    pub(crate) fn relaxed(&self) -> impl Iterator<Item = &Relaxed> {
        self.remembered.iter().filter_map(|one| match one {
            Remembered::Relaxed(relaxed) => Some(relaxed),
            Remembered::Written(_) => None,
        })
    }

    /// What was written in another way for the old type.
    pub(crate) fn written(&self) -> impl Iterator<Item = &Written> {
        self.remembered.iter().filter_map(|one| match one {
            Remembered::Written(written) => Some(written),
            Remembered::Relaxed(_) => None,
        })
    }

    /// Whether [`Change::contract`] can begin where it stands.
    pub(crate) fn can_contract(&self) -> bool {
        // One that was taken back is as complete as before once the column has its new name.
        self.state.has_both_ends() || self.state == State::Undone && self.kind == Kind::RenameColumn
    }
}
