//! `migrate.undo`: a safe operation taken back, by the operations that were noted before it ran.

use serde::{Deserialize, Serialize};

use super::{Call, Catalog, Draft, Operation};
use crate::error::Result;

/// What is undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    /// Its number in `migrate.operations`.
    pub id: i64,
    /// What it was, for people.
    pub title: String,
    /// What takes it back, in this order.
    pub inverse: Vec<Operation>,
}

impl Undo {
    pub(super) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let mut drafts = Vec::new();
        for operation in &self.inverse {
            drafts.extend(operation.drafts(catalog)?);
        }
        Ok(drafts)
    }

    pub(super) fn inverse(&self, _: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        Ok(None)
    }

    pub(super) fn call<'a>(&self, catalog: &'a dyn Catalog) -> Call<'a> {
        Call::new(catalog)
    }
}
