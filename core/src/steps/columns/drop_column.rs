//! The inverse of `migrate.safe_add_column`: drops a column that was not there before. Not a safe operation by itself:
//! `migrate.safe_drop_column` keeps what is in it for a while.

use serde::Deserialize;
use serde::Serialize;

use crate::error::Result;
use crate::facts::Catalog;
use crate::lock::Mode;
use crate::plan::draft::Draft;
use crate::relation::Relation;
use crate::request::Operation;
use crate::steps::call::Call;

/// The arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropColumn {
    /// The table.
    pub table: Relation,
    /// The column.
    pub column: String,
}

impl DropColumn {
    pub(crate) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        let is_gone = table.columns.iter().all(|column| column.name != self.column);
        let sql = format!("ALTER TABLE {} DROP COLUMN {}", table.sql, catalog.quote(&self.column));
        Ok(vec![Draft::new(sql, Mode::AccessExclusive, &table).done_if(is_gone)])
    }

    /// What was in it is lost.
    pub(crate) fn inverse(&self, _: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        Ok(None)
    }

    pub(crate) fn call<'a>(&self, catalog: &'a dyn Catalog) -> Call<'a> {
        Call::new(catalog)
    }
}
