//! `migrate.complete`, `abort`, `undo` and `restore`: how a change goes on or back from where it stands.

use serde::Deserialize;
use serde::Serialize;

use super::hide;
use crate::change::{Kind, State, Way, Which};
use crate::error::{ChangeError, Result, UndoError};
use crate::facts::{Catalog, Change};
use crate::plan::draft::Draft;
use crate::request::Operation;
use crate::steps::call::Call;

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

    pub(crate) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let change = catalog.change(&self.which)?;
        let refuse = |why: &'static str| ChangeError::State {
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
                Err(UndoError::NoWayBack { title: change.title() }.into())
            }
            (Way::Abort, State::Grace) => change.abort_complete(catalog),
            (Way::Back, State::Grace) => change.undo(catalog),
            (Way::Reopen, State::Grace) => change.reopen(catalog),
            (_, State::Aborted | State::Undone) => Ok(Vec::new()),
            (Way::Reopen, _) => Ok(Vec::new()),
            (Way::Abort | Way::Back, _) => change.abort(catalog),
        }
    }

    pub(crate) fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let change = catalog.change(&self.which)?;
        if self.way == Way::Complete && change.can_contract() {
            let back = EndChange::new(Which::Number(change.id), Way::Reopen);
            return Ok(Some(vec![Operation::EndChange(back)]));
        }
        let is_done = self.way == Way::Complete && self.after(&change) == State::Grace;
        Ok(is_done.then(Vec::new))
    }

    pub(crate) fn call<'a>(&self, catalog: &'a dyn Catalog) -> Call<'a> {
        let call = Call::new(catalog);
        match &self.which {
            Which::Number(id) => call.with("change", id.to_string()),
            Which::Column { table, column } => call.relation("table_name", table).text("column_name", column),
            Which::Table { table } => call.relation("table_name", table),
        }
        .flag("force", self.force)
    }

    pub(crate) fn name(&self) -> &'static str {
        match self.way {
            Way::Complete => "complete",
            Way::Abort => "abort",
            Way::Back | Way::Reopen => "undo",
            Way::Restore => "restore",
        }
    }

    pub(crate) fn title(&self) -> String {
        match &self.which {
            Which::Number(id) => format!("{} of change {id}", self.name()),
            Which::Column { table, column } => format!("{} of {}.{column}", self.name(), table.name),
            Which::Table { table } => format!("{} of {}", self.name(), table.name),
        }
    }
}
