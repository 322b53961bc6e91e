//! `migrate.complete`, `abort`, `undo` and `restore`: how a change goes on or back from where it stands.

use super::hide;
use super::mark;
use super::two_ends::kind;
use crate::change::{Kind, State, Way, Which};
use crate::error::{ChangeError, ColumnError, Error, Result, UndoError};
use crate::facts::{Catalog, Change};
use crate::name::shown;
use crate::plan::draft::Draft;
use crate::request::{EndChange, Operation};
use crate::steps::operation::SafeOperation;
use crate::steps::sync;

impl SafeOperation for EndChange {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let change = catalog.change(&self.which)?;
        if change.is_lost && change.is_open() {
            return self.of_nothing(&change, catalog);
        }
        if change.kind.is_drop() {
            return hide::end(self, &change, catalog);
        }
        let mut drafts = self.by_state(&change, catalog)?;
        drafts.extend(self.marked(&change, catalog)?);
        // Where somebody has dropped a trigger.
        if change.is_open() && matches!(self.after(&change), State::Done | State::Aborted | State::Undone) {
            drafts.extend(sync::orphans(catalog, &change.token));
        }
        Ok(drafts)
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let change = catalog.change(&self.which)?;
        if self.way == Way::Complete && can_contract(&change) {
            let back = EndChange::new(Which::Number(change.id), Way::Reopen);
            return Ok(Some(vec![Operation::EndChange(back)]));
        }
        let is_done = self.way == Way::Complete && self.after(&change) == State::Grace;
        Ok(is_done.then(Vec::new))
    }

    fn stage(&self, catalog: &dyn Catalog) -> Result<Option<Operation>> {
        let change = catalog.change(&self.which)?;
        if self.way != Way::Reopen || change.state != State::Grace || change.kind.is_drop() || change.is_lost
        {
            return Ok(None);
        }
        let kind = kind(&change)?;
        if !kind.gives_name_first() {
            return Ok(None);
        }
        // Asked before the name goes back: nothing is begun that cannot be.
        let way = match kind.reopen(&change, catalog) {
            // Both names would need a large table written anew. The true column has its old name, and that is the end.
            Err(Error::Column(ColumnError::Rewrite { .. })) => Way::Back,
            Err(error) => return Err(error),
            Ok(_) if kind.is_going_back(&change, catalog)? => return Ok(None),
            Ok(_) => Way::NameBack,
        };
        Ok(Some(Operation::EndChange(EndChange::new(Which::Number(change.id), way))))
    }
}

impl EndChange {
    /// Where the change stands when it has ended that way.
    pub fn after(&self, change: &Change) -> State {
        match (self.way, change.state) {
            (_, state) if self.is_past(change) => state,
            (Way::NameBack, state) => state,
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

    /// The steps from where the change stands.
    fn by_state(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let refuse = |why: &'static str| ChangeError::State {
            title: change.title(),
            id: change.id,
            why,
            until: change.grace_until.clone(),
        };
        match (self.way, change.state) {
            (Way::Back, _) if self.is_past(change) => Ok(Vec::new()),
            (Way::Restore, _) => Err(refuse("is no drop").into()),
            (Way::Complete, State::Undone) if can_contract(change) => kind(change)?.contract(change, catalog),
            (Way::Complete, State::Ready | State::Contracting) => kind(change)?.contract(change, catalog),
            (Way::Complete, state) if state.is_being_made() => Err(refuse("is not ready").into()),
            (Way::Complete, State::Grace) if self.after(change) == State::Done => {
                kind(change)?.finish(change, catalog)
            }
            // Its way back was broken off: the old end is there again.
            (Way::Complete, State::Grace) if kind(change)?.is_going_back(change, catalog)? => {
                kind(change)?.contract(change, catalog)
            }
            (Way::Complete, State::Grace | State::Done) => {
                let drafts = kind(change)?.contract(change, catalog)?.into_iter();
                let drafts = drafts.map(|draft| draft.done_if(true));
                // Nothing takes it back any more, whatever the step says of that.
                let is_done = change.state == State::Done;
                Ok(drafts.map(|draft| if is_done { draft.because("") } else { draft }).collect())
            }
            (Way::Complete, _) => Err(refuse("was given up").into()),
            (Way::Abort, State::Done) => Err(refuse("is complete").into()),
            (Way::Back | Way::Reopen | Way::NameBack, State::Done) => {
                Err(UndoError::NoWayBack { title: change.title() }.into())
            }
            (Way::Abort, State::Grace) => kind(change)?.abort_complete(change, catalog),
            (Way::Back, State::Grace) => kind(change)?.undo(change, catalog),
            // Not what belongs to its end.
            (Way::NameBack, State::Grace) => {
                Ok(kind(change)?.undo(change, catalog)?.into_iter().take(1).collect())
            }
            (Way::Reopen, State::Grace) => kind(change)?.reopen(change, catalog),
            (_, State::Aborted | State::Undone) => Ok(Vec::new()),
            (Way::Reopen | Way::NameBack, _) => Ok(Vec::new()),
            (Way::Abort | Way::Back, _) => kind(change)?.abort(change, catalog),
        }
    }

    /// The mark goes with the change's last transaction, and comes again with one that is taken up again.
    fn marked(&self, change: &Change, catalog: &dyn Catalog) -> Result<Option<Draft>> {
        let after = self.after(change);
        if after == change.state {
            return Ok(None);
        }
        let table = catalog.table(&change.table)?;
        let draft = match (after, change.state) {
            (State::Done | State::Aborted | State::Undone, _) => mark::take(catalog, &table, &change.token),
            (_, State::Undone) => mark::put(catalog, &table, &change.token),
            _ => return Ok(None),
        };
        Ok(Some(draft).filter(|draft| !draft.is_done))
    }

    /// The table is gone: the change can be given up, or is as complete as it can be.
    fn of_nothing(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let is_over = match self.way {
            Way::Abort => true,
            Way::Complete => change.kind.is_drop() && change.state == State::Grace,
            Way::Back | Way::Reopen | Way::NameBack | Way::Restore => change.state != State::Grace,
        };
        if is_over {
            return Ok(sync::orphans(catalog, &change.token));
        }
        let (what, id) = (format!("table {}", shown(&change.table.name)), change.id);
        let instead = format!("SELECT * FROM migrate.abort({id}) gives the change up.");
        Err(ChangeError::Lost { what, instead }.into())
    }

    /// Whether the step that was asked for was made by another call since.
    fn is_past(&self, change: &Change) -> bool {
        let Some(from) = self.from else { return false };
        match self.way {
            Way::Back => from == State::Grace && change.state != State::Grace,
            Way::Complete => from != State::Grace && matches!(change.state, State::Grace | State::Done),
            Way::Abort | Way::Reopen | Way::NameBack | Way::Restore => false,
        }
    }
}

/// Whether [`super::two_ends::TwoEnds::contract`] can begin where the change stands.
fn can_contract(change: &Change) -> bool {
    // One that was taken back is as complete as before once the column has its new name.
    change.state.has_both_ends() || change.state == State::Undone && change.kind == Kind::RenameColumn
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;
    use crate::relation::Relation;
    use crate::request::{HideColumn, RenameColumn, Strategy};

    fn table() -> Relation {
        Relation { schema: Some("s".into()), name: "t".into() }
    }

    /// Change 7, which renames `a` to `b`.
    fn renamed(state: &str, column: &str) -> Fake {
        let (old, new, strategy) = ("a".into(), "b".into(), Strategy::Dual);
        let rename =
            RenameColumn { table: table(), old, new, strategy, compatibility_view: None, acknowledge: false };
        let mut fake = Fake::new(15, column);
        fake.change(7, "rename_column", state, Operation::RenameColumn(rename));
        fake
    }

    /// The steps that are to be done, or the SQLSTATE of why there are none.
    fn steps(fake: &Fake, way: Way) -> Vec<String> {
        match EndChange::new(Which::Number(7), way).drafts(fake) {
            Ok(drafts) => drafts.into_iter().filter(|draft| !draft.is_done).map(|draft| draft.sql).collect(),
            Err(error) => vec![error.sqlstate().into()],
        }
    }

    fn after(fake: &Fake, way: Way, from: Option<State>, force: bool) -> State {
        EndChange { from, force, ..EndChange::new(Which::Number(7), way) }.after(&fake.changes[0])
    }

    #[test]
    fn a_change_says_its_own_steps() {
        let there = "ALTER TABLE s.t RENAME COLUMN a TO b";
        assert_eq!(steps(&renamed("ready", "a"), Way::Complete).last().unwrap(), there);
        let back = "ALTER TABLE s.t RENAME COLUMN b TO a";
        assert_eq!(steps(&renamed("grace", "b"), Way::Back), [back]);
        assert_eq!(steps(&renamed("grace", "b"), Way::Abort), [back]);
    }

    #[test]
    fn a_state_that_a_way_does_not_lead_from_is_refused() {
        assert_eq!(steps(&renamed("backfilling", "a"), Way::Complete), ["55000"]);
        assert_eq!(steps(&renamed("done", "b"), Way::Abort), ["55000"]);
        assert_eq!(steps(&renamed("done", "b"), Way::Back), ["0A000"]);
        assert_eq!(steps(&renamed("ready", "a"), Way::Restore), ["55000"]);
        assert_eq!(steps(&renamed("aborted", "a"), Way::Abort), [""; 0]);
    }

    #[test]
    fn what_is_hidden_has_ends_of_its_own() {
        let mut fake = Fake::new(15, "b");
        let hide = HideColumn { table: table(), column: "a".into(), missing_ok: false, acknowledge: false };
        fake.change(7, "drop_column", "grace", Operation::HideColumn(hide));
        // Before the grace period is over, only by force.
        assert_eq!(steps(&fake, Way::Complete), ["55000"]);
        assert_eq!(steps(&fake, Way::Restore), ["ALTER TABLE s.t RENAME COLUMN b TO a"]);
        fake.changes[0].is_over = true;
        assert_eq!(steps(&fake, Way::Complete), ["ALTER TABLE s.t DROP COLUMN b"]);
        assert_eq!(after(&fake, Way::Complete, None, false), State::Done);
    }

    #[test]
    fn a_way_leads_to_a_state() {
        let (ready, grace) = (renamed("ready", "a"), renamed("grace", "b"));
        assert_eq!(after(&ready, Way::Complete, None, false), State::Grace);
        assert_eq!(after(&ready, Way::Back, None, false), State::Aborted);
        assert_eq!(after(&grace, Way::Complete, None, false), State::Grace);
        assert_eq!(after(&grace, Way::Complete, None, true), State::Done);
        assert_eq!(after(&grace, Way::Back, None, false), State::Undone);
        assert_eq!(after(&grace, Way::Reopen, None, false), State::Ready);
        // A call that comes twice is one step.
        assert_eq!(after(&grace, Way::Complete, Some(State::Ready), true), State::Grace);
        assert_eq!(after(&ready, Way::Back, Some(State::Grace), false), State::Ready);
        assert_eq!(steps(&renamed("undone", "a"), Way::Back), [""; 0]);
    }
}
