//! What a safe operation must be able to say. Each one says it in a file of its own.

use crate::error::Result;
use crate::facts::Catalog;
use crate::plan::draft::Draft;
use crate::request::Operation;

/// The steps of a request on what is there, and what takes them back.
pub(crate) trait SafeOperation {
    /// See [`Operation::drafts`].
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>>;

    /// See [`Operation::inverse`].
    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>>;

    /// See [`Operation::stage`]; of a request that an undo is made of.
    fn stage(&self, _: &dyn Catalog) -> Result<Option<Operation>> {
        Ok(None)
    }
}
