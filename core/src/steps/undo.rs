//! `migrate.undo`: a safe operation taken back, by the operations that were noted before it ran.

use serde::Deserialize;
use serde::Serialize;

use crate::error::Result;
use crate::facts::Catalog;
use crate::plan::draft::Draft;
use crate::request::Operation;
use crate::steps::call::Call;

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
    pub(crate) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let mut drafts = Vec::new();
        for operation in &self.inverse {
            drafts.extend(operation.drafts(catalog)?);
        }
        Ok(drafts)
    }

    pub(crate) fn inverse(&self, _: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        Ok(None)
    }

    pub(crate) fn call<'a>(&self, catalog: &'a dyn Catalog) -> Call<'a> {
        Call::new(catalog)
    }
}
