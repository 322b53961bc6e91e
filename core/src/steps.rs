//! Safe operations: each change that people get wrong on a large table, as the steps that an expert would take on
//! the table as it is.
//!
//! An operation looks at the table and drafts its steps; what is there already is marked as done. It runs nothing: a
//! draft becomes a plan's units like a script's statements, so dry run, locks, journal and worker are the engine's.
//! To go on after a crash is to look again.
//!
//! Each operation is a file in one of the folders, and implements `SafeOperation` for its request. What more than one
//! of them needs is beside the folders, and knows none of them.

mod again;
mod bearers;
mod block;
mod changes;
mod citus;
mod columns;
mod comment;
mod constraints;
mod free;
mod indexes;
mod named;
mod obstacles;
mod operation;
mod partitions;
mod replication;
mod rows;
mod scope;
mod sharing;
mod stored;
mod sync;
mod tables;
mod told;
mod tree;
mod undo;
mod what;

pub use self::changes::Begins;
use self::operation::SafeOperation;
use crate::error::Result;
use crate::facts::Catalog;
use crate::name::shown;
use crate::plan::draft::Draft;
use crate::relation::Relation;
use crate::request::{Operation, Scope, with_request};
use crate::text::joined;

impl Operation {
    /// The steps on the table as it is now.
    ///
    /// # Errors
    ///
    /// [`crate::Error`] where the operation does not fit what is there, and whatever the server
    /// says of the arguments.
    pub fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let look = || {
            let tables = citus::check(self, catalog)?;
            let mut drafts = with_request!(self, request => request.drafts(catalog))?;
            bearers::look(self, catalog, &mut drafts)?;
            citus::reach(self, &tables, &mut drafts, catalog)?;
            if let Some(first) = drafts.iter_mut().find(|draft| !draft.is_done)
                && let Some(told) = self.of_extension(catalog)
            {
                let why = [std::mem::take(&mut first.detail), told];
                first.detail = joined(why);
            }
            Ok(drafts)
        };
        let drafts = scope::within(self.own_scope(catalog).as_ref(), catalog, look);
        drafts.map_err(|error| told::in_words(self, catalog, error))
    }

    /// Says of an extension's table that it is one, where its definition is changed.
    fn of_extension(&self, catalog: &dyn Catalog) -> Option<String> {
        let table = match self {
            Operation::Backfill(_)
            | Operation::Reindex(_)
            | Operation::RepairIndexes(_)
            | Operation::ValidateConstraint(_)
            | Operation::AddEnumValue(_)
            | Operation::EndChange(_)
            | Operation::Undo(_) => return None,
            _ => *self.relations().first()?,
        };
        let extension = catalog.extension(table)?;
        Some(format!(
            "{} is a part of extension {extension}: a dump has only CREATE EXTENSION of it, and an update of the extension may meet the change",
            shown(&table.name)
        ))
    }

    /// The operations that take it back, in the order in which they must run, from what is there before it runs; none
    /// of them if it has nothing to do. `None` if nothing can take it back.
    ///
    /// Call it under pinned settings, so that the definitions in it mean the same everywhere.
    ///
    /// # Errors
    ///
    /// As for [`Operation::drafts`].
    pub fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let look = || with_request!(self, request => request.inverse(catalog));
        scope::within(self.own_scope(catalog).as_ref(), catalog, look)
    }

    /// Under what its text means something; the end of a change is read as the change was asked for.
    fn own_scope(&self, catalog: &dyn Catalog) -> Option<Scope> {
        match self {
            // Each of its operations has its own.
            Operation::Undo(_) => None,
            Operation::EndChange(end) => catalog.change(&end.which).ok()?.arguments.scope().cloned(),
            _ => self.scope().cloned(),
        }
    }

    /// The operation that must be done before the steps of this one can be drafted, since it has a change of its own, or
    /// since what is behind it is made of what it leaves; the next of them, where there is more than one. Only an undo has
    /// such stages.
    ///
    /// # Errors
    ///
    /// As for [`Operation::drafts`].
    pub fn stage(&self, catalog: &dyn Catalog) -> Result<Option<Operation>> {
        match self {
            Operation::Undo(undo) => undo.stage(catalog),
            _ => Ok(None),
        }
    }

    /// The tables that it changes, and those that it ties to them, as it names them; of an index the index, and nothing
    /// where it names none.
    pub fn concerns(&self, catalog: &dyn Catalog) -> Vec<Relation> {
        match self {
            Operation::Undo(undo) => {
                undo.inverse.iter().flat_map(|operation| operation.concerns(catalog)).collect()
            }
            Operation::EndChange(end) => match catalog.change(&end.which) {
                Ok(change) => vec![change.table],
                Err(_) => end.table().cloned().into_iter().collect(),
            },
            // A type is no table.
            Operation::AddEnumValue(_) => Vec::new(),
            _ => self.relations().into_iter().cloned().collect(),
        }
    }
}
