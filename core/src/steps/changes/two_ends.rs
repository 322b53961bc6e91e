//! What leads an online change on and back. Each kind says it in a file of its own.

use crate::error::{ChangeError, Result};
use crate::facts::{Catalog, Change, Remembered};
use crate::plan::draft::Draft;
use crate::request::Operation;
use crate::steps::scope;

/// The steps between the states of a change with two ends.
pub(super) trait TwoEnds {
    /// The old end goes from sight.
    fn contract(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>>;

    /// The new end goes, before the change was complete.
    fn abort(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>>;

    /// One step back from the complete change.
    fn undo(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>>;

    /// All of it is taken back, although it was complete. Where one step back leaves nothing of the new end, it is
    /// that.
    fn abort_complete(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        self.undo(change, catalog)
    }

    /// Both ends are there again. Where that is one step back, it is that.
    fn reopen(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        self.undo(change, catalog)
    }

    /// The old end goes for good, if there is anything left of it.
    fn finish(&self, _: &Change, _: &dyn Catalog) -> Result<Vec<Draft>> {
        Ok(Vec::new())
    }

    /// Whether, although it is complete, the old end is in use again: its way back was begun, and broken off.
    fn is_going_back(&self, _: &Change, _: &dyn Catalog) -> Result<bool> {
        Ok(false)
    }

    /// Whether the way back to both ends begins with the old name alone.
    fn gives_name_first(&self) -> bool {
        false
    }

    /// What will make way, or be written in another way, when the change is completed.
    fn to_remember(&self, _: &Change, _: &dyn Catalog) -> Result<Vec<Remembered>> {
        Ok(Vec::new())
    }
}

/// The kind of a change.
///
/// # Errors
///
/// [`ChangeError::NoChange`] of what is hidden: that has ends of its own.
pub(super) fn kind(change: &Change) -> Result<&dyn TwoEnds> {
    match change.arguments.as_ref() {
        Operation::RenameColumn(rename) => Ok(rename),
        Operation::SplitColumn(split) => Ok(split),
        Operation::ChangeType(retype) => Ok(retype),
        _ => Err(ChangeError::NoChange { change: change.title() }.into()),
    }
}

impl Change {
    /// What will make way, or be written in another way, when the change is completed, to be remembered before it runs.
    ///
    /// # Errors
    ///
    /// As for [`Operation::drafts`].
    pub fn to_remember(&self, catalog: &dyn Catalog) -> Result<Vec<Remembered>> {
        match self.state.has_both_ends() && !self.kind.is_drop() {
            true => {
                let look = || kind(self)?.to_remember(self, catalog);
                scope::within(self.arguments.scope(), catalog, look)
            }
            false => Ok(Vec::new()),
        }
    }
}
