//! Online changes, which have two ends: between them old and new applications use the table at once. What is known of
//! one, and the operations that end it, one way or the other.

use serde::{Deserialize, Serialize};

use super::hide::{self, Relaxed, Remembered, Writes, Written};
use super::{Call, Catalog, Draft, Operation, change_type, rename_column, split_column};
use crate::error::{OperationError, Result};
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
    /// What was dropped is there again.
    Restore,
}

/// `migrate.complete`, `migrate.abort`, and the way back of both ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndChange {
    /// The change.
    pub which: Which,
    /// How it ends.
    pub way: Way,
    /// Whether to do it before it is safe.
    #[serde(default)]
    pub force: bool,
    /// Where the change stood when this was asked for. A call that comes twice, the second before the first one's job is
    /// done, is one step and not two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<State>,
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
    pub(super) fn what(&self) -> String {
        match self.kind {
            Kind::DropTable => format!("table \"{}\"", self.before()),
            _ => format!("column \"{}\" of table \"{}\"", self.old_columns.join(", "), self.table.name),
        }
    }

    /// Whether its columns are still in the way of other changes.
    pub fn is_open(&self) -> bool {
        self.state.is_being_made() || self.state.has_both_ends() || self.state == State::Grace
    }

    fn contract(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        match self.kind {
            Kind::RenameColumn => rename_column::contract(self, catalog),
            Kind::SplitColumn => split_column::contract(self, catalog),
            Kind::ChangeType => change_type::contract(self, catalog),
            // What is hidden has ends of its own: `hide::end`.
            Kind::DropColumn | Kind::DropTable => Ok(Vec::new()),
        }
    }

    fn abort(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        match self.kind {
            Kind::RenameColumn => rename_column::abort(self, catalog),
            Kind::SplitColumn => split_column::abort(self, catalog),
            Kind::ChangeType => change_type::abort(self, catalog),
            Kind::DropColumn | Kind::DropTable => Ok(Vec::new()),
        }
    }

    /// All of it is taken back, although it was complete.
    fn abort_complete(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        match self.kind {
            Kind::SplitColumn => split_column::abort_complete(self, catalog),
            Kind::ChangeType => change_type::abort_complete(self, catalog),
            // Then nothing of the new end is left.
            Kind::RenameColumn | Kind::DropColumn | Kind::DropTable => self.undo(catalog),
        }
    }

    /// Both ends are there again.
    fn reopen(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        match self.kind {
            Kind::RenameColumn => rename_column::reopen(self, catalog),
            _ => self.undo(catalog),
        }
    }

    fn undo(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        match self.kind {
            Kind::RenameColumn => rename_column::undo(self, catalog),
            Kind::SplitColumn => split_column::undo(self, catalog),
            Kind::ChangeType => change_type::undo(self, catalog),
            Kind::DropColumn | Kind::DropTable => Ok(Vec::new()),
        }
    }

    fn finish(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
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
    pub(super) fn relaxed(&self) -> impl Iterator<Item = &Relaxed> {
        self.remembered.iter().filter_map(|one| match one {
            Remembered::Relaxed(relaxed) => Some(relaxed),
            Remembered::Written(_) => None,
        })
    }

    /// What was written in another way for the old type.
    pub(super) fn written(&self) -> impl Iterator<Item = &Written> {
        self.remembered.iter().filter_map(|one| match one {
            Remembered::Written(written) => Some(written),
            Remembered::Relaxed(_) => None,
        })
    }

    /// Whether [`Change::contract`] can begin where it stands.
    fn can_contract(&self) -> bool {
        // One that was taken back is as complete as before once the column has its new name.
        self.state.has_both_ends() || self.state == State::Undone && self.kind == Kind::RenameColumn
    }
}

impl EndChange {
    /// Not forced, and not bound to where the change stands.
    pub fn new(which: Which, way: Way) -> Self {
        EndChange { which, way, force: false, from: None }
    }

    /// Where the change stands when it has ended that way.
    pub fn after(&self, change: &Change) -> State {
        match (self.way, change.state) {
            (_, state) if self.is_past(change) => state,
            (Way::Complete, State::Grace) if change.is_over || self.force || change.kind.is_drop() => {
                State::Done
            }
            (Way::Complete, State::Grace | State::Done) => change.state,
            (Way::Complete, _) => State::Grace,
            (_, state) if state.is_being_made() || state.has_both_ends() => State::Aborted,
            (Way::Abort | Way::Restore, State::Grace) => State::Aborted,
            (Way::Back, State::Grace) => match change.kind {
                Kind::RenameColumn => State::Undone,
                Kind::SplitColumn | Kind::ChangeType => State::Ready,
                Kind::DropColumn | Kind::DropTable => State::Aborted,
            },
            (Way::Reopen, State::Grace) => State::Ready,
            (_, state) => state,
        }
    }

    /// Whether the step that was asked for was made by another call since.
    fn is_past(&self, change: &Change) -> bool {
        let Some(from) = self.from else { return false };
        match self.way {
            Way::Back => from == State::Grace && change.state != State::Grace,
            Way::Complete => from != State::Grace && matches!(change.state, State::Grace | State::Done),
            Way::Abort | Way::Reopen | Way::Restore => false,
        }
    }

    pub(super) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let change = catalog.change(&self.which)?;
        let refuse = |why: &'static str| OperationError::ChangeState {
            title: change.title(),
            id: change.id,
            why,
            until: change.grace_until.clone(),
        };
        if change.kind.is_drop() {
            return hide::end(self, &change, catalog);
        }
        match (self.way, change.state) {
            (Way::Back, _) if self.is_past(&change) => Ok(Vec::new()),
            (Way::Restore, _) => Err(refuse("is no drop").into()),
            (Way::Complete, State::Undone) if change.can_contract() => change.contract(catalog),
            (Way::Complete, State::Ready | State::Contracting) => change.contract(catalog),
            (Way::Complete, state) if state.is_being_made() => Err(refuse("is not ready").into()),
            (Way::Complete, State::Grace) if self.after(&change) == State::Done => change.finish(catalog),
            (Way::Complete, State::Grace | State::Done) => {
                let drafts = change.contract(catalog)?.into_iter();
                Ok(drafts.map(|draft| draft.done_if(true)).collect())
            }
            (Way::Complete, _) => Err(refuse("was given up").into()),
            (Way::Abort, State::Done) => Err(refuse("is complete").into()),
            (Way::Back | Way::Reopen, State::Done) => {
                Err(OperationError::NoWayBack { title: change.title() }.into())
            }
            (Way::Abort, State::Grace) => change.abort_complete(catalog),
            (Way::Back, State::Grace) => change.undo(catalog),
            (Way::Reopen, State::Grace) => change.reopen(catalog),
            (_, State::Aborted | State::Undone) => Ok(Vec::new()),
            (Way::Reopen, _) => Ok(Vec::new()),
            (Way::Abort | Way::Back, _) => change.abort(catalog),
        }
    }

    pub(super) fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let change = catalog.change(&self.which)?;
        if self.way == Way::Complete && change.can_contract() {
            let back = EndChange::new(Which::Number(change.id), Way::Reopen);
            return Ok(Some(vec![Operation::EndChange(back)]));
        }
        let is_done = self.way == Way::Complete && self.after(&change) == State::Grace;
        Ok(is_done.then(Vec::new))
    }

    pub(super) fn call<'a>(&self, catalog: &'a dyn Catalog) -> Call<'a> {
        let call = Call::new(catalog);
        match &self.which {
            Which::Number(id) => call.with("change", id.to_string()),
            Which::Column { table, column } => call.relation("table_name", table).text("column_name", column),
            Which::Table { table } => call.relation("table_name", table),
        }
        .flag("force", self.force)
    }

    pub(super) fn name(&self) -> &'static str {
        match self.way {
            Way::Complete => "complete",
            Way::Abort => "abort",
            Way::Back | Way::Reopen => "undo",
            Way::Restore => "restore",
        }
    }

    pub(super) fn title(&self) -> String {
        match &self.which {
            Which::Number(id) => format!("{} of change {id}", self.name()),
            Which::Column { table, column } => format!("{} of {}.{column}", self.name(), table.name),
            Which::Table { table } => format!("{} of {}", self.name(), table.name),
        }
    }
}
