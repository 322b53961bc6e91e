//! The inverse of `migrate.safe_add_column`: drops a column that was not there before. Not a safe operation by itself:
//! `migrate.safe_drop_column` keeps what is in it for a while.

use crate::error::Result;
use crate::facts::Catalog;
use crate::lock::Mode;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::{DropColumn, Operation};
use crate::steps::operation::SafeOperation;

impl SafeOperation for DropColumn {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        let is_gone = !table.has_column(&self.column);
        let sql = format!("ALTER TABLE {} DROP COLUMN {}", table.sql, catalog.quote(&self.column));
        Ok(vec![
            Draft::new(words::drop_column(&self.column), sql, Mode::AccessExclusive, &table).done_if(is_gone),
        ])
    }

    /// What was in it is lost.
    fn inverse(&self, _: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        Ok(None)
    }
}
