//! `migrate.safe_drop_not_null`: one short statement.

use serde::Deserialize;
use serde::Serialize;

use crate::error::{ColumnError, Result};
use crate::facts::Catalog;
use crate::lock::Mode;
use crate::plan::draft::Draft;
use crate::relation::Relation;
use crate::request::{Operation, SetNotNull};
use crate::steps::call::Call;
use crate::steps::columns::set_not_null::of_partitions;

/// The arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropNotNull {
    /// The table.
    pub table: Relation,
    /// The column.
    pub column: String,
    /// Whether a step before it drops the primary key that it is in now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_key: bool,
}

impl DropNotNull {
    pub(crate) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
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
        Ok(vec![Draft::new(sql, Mode::AccessExclusive, &table).done_if(is_done)])
    }

    pub(crate) fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        if table.column(&self.column)?.is_not_null {
            let set = SetNotNull::new(&self.table, &self.column);
            return Ok(Some(vec![Operation::SetNotNull(set)]));
        }
        Ok(Some(of_partitions(&table, &self.column)))
    }

    pub(crate) fn call<'a>(&self, catalog: &'a dyn Catalog) -> Call<'a> {
        Call::new(catalog).relation("table_name", &self.table).text("column_name", &self.column)
    }
}
