//! `migrate.safe_drop_not_null`: one short statement.

use crate::error::{ColumnError, Result};
use crate::facts::Catalog;
use crate::lock::Mode;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::{DropNotNull, Operation, SetNotNull};
use crate::steps::columns::set_not_null::of_partitions;
use crate::steps::operation::SafeOperation;

impl SafeOperation for DropNotNull {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        table.column(&self.column)?;
        let is_key = |kind: &str, columns: &[String]| kind == "p" && columns.contains(&self.column);
        let key = table.constraints.iter().find(|there| is_key(&there.kind, &there.columns));
        if let Some(key) = key.filter(|_| !self.without_key) {
            let what = format!("part of primary key \"{}\"", key.name);
            return Err(ColumnError::WrongColumn { column: self.column.clone(), what }.into());
        }
        // The statement goes down the tree, so it is done only where no partition refuses a NULL.
        let is_done = table
            .family()
            .iter()
            .flat_map(|table| &table.columns)
            .all(|column| column.name != self.column || !column.is_not_null);
        let column = catalog.quote(&self.column);
        let sql = format!("ALTER TABLE {} ALTER COLUMN {column} DROP NOT NULL", table.sql);
        let what = words::alter_column(&self.column, "drop not null");
        Ok(vec![Draft::new(what, sql, Mode::AccessExclusive, &table).done_if(is_done)])
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        if table.column(&self.column)?.is_not_null {
            let set = SetNotNull::new(&self.table, &self.column);
            return Ok(Some(vec![Operation::SetNotNull(set)]));
        }
        Ok(Some(of_partitions(&table, &self.column)))
    }
}
