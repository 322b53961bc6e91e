//! `migrate.undo`: a safe operation taken back, by the operations that were noted before it ran.

use crate::error::Result;
use crate::facts::Catalog;
use crate::plan::draft::Draft;
use crate::request::{Operation, Undo, with_request};
use crate::steps::operation::SafeOperation;
use crate::steps::scope;

impl SafeOperation for Undo {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let mut drafts = Vec::new();
        for operation in &self.inverse {
            // What takes a change back was judged when the change was asked for.
            drafts.extend(operation.clone().acknowledged().drafts(catalog)?);
        }
        Ok(drafts)
    }

    fn inverse(&self, _: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        Ok(None)
    }

    fn stage(&self, catalog: &dyn Catalog) -> Result<Option<Operation>> {
        for operation in &self.inverse {
            let look = || with_request!(operation, request => request.stage(catalog));
            if let Some(stage) = scope::within(operation.scope(), catalog, look)? {
                return Ok(Some(stage.acknowledged()));
            }
        }
        Ok(None)
    }
}
