//! `migrate.safe_drop_index`: CONCURRENTLY on a table in use.

use crate::error::{DefinitionError, Result};
use crate::facts::Catalog;
use crate::lock::Mode;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::{DropIndex, Operation};
use crate::steps::again;
use crate::steps::indexes::missing::missing;
use crate::steps::operation::SafeOperation;
use crate::steps::replication::check_index;

impl SafeOperation for DropIndex {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let name = &self.index.name;
        let Some(table) = catalog.table_of_index(&self.index)? else {
            if self.is_leftover {
                return Ok(Vec::new());
            }
            let is_other = catalog.find(&self.index)?.is_some();
            if is_other || !self.missing_ok && !catalog.was_dropped(&Operation::DropIndex(self.clone())) {
                return Err(missing(catalog, &self.index, true)?);
            }
            let sql = format!("DROP INDEX CONCURRENTLY IF EXISTS {}", catalog.quote(name));
            let gone = Draft::of_nothing(words::drop_index(name, true), sql).done_if(true);
            return Ok(vec![gone.because("there is no such index")]);
        };
        table.check()?;
        let index = table.indexes.iter().find(|index| index.name == *name);
        if let Some(constraint) = index.and_then(|index| index.constraint.clone()) {
            if self.is_leftover {
                return Ok(Vec::new());
            }
            let table = table.sql.clone();
            return Err(DefinitionError::OfConstraint { index: name.clone(), constraint, table }.into());
        }
        let why = match index {
            Some(index) => check_index(catalog, &table, index, self.is_acknowledged)?,
            None => String::new(),
        };
        let and = |reason: &str| match why.as_str() {
            "" => reason.to_string(),
            why if reason.is_empty() => why.to_string(),
            why => format!("{reason}; {why}"),
        };
        let sql = index.map_or_else(|| catalog.quote(name), |index| index.sql.clone());
        let plain = words::drop_index(name, false);
        Ok(vec![if table.is_partitioned() {
            Draft::new(plain, format!("DROP INDEX {sql}"), Mode::AccessExclusive, &table)
                .because(and("the server cannot drop a partitioned index CONCURRENTLY; nothing is scanned"))
        } else if table.is_small && table.citus.is_none() {
            Draft::new(plain, format!("DROP INDEX {sql}"), Mode::AccessExclusive, &table)
                .because(and("the table is small"))
        } else {
            let sql = format!("DROP INDEX CONCURRENTLY IF EXISTS {sql}");
            let what = words::drop_index(name, true);
            Draft::new(what, sql, Mode::ShareUpdateExclusive, &table).because(and(""))
        }])
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table_of_index(&self.index)?;
        let index = table.as_ref().and_then(|table| {
            let index = table.indexes.iter().find(|index| index.name == self.index.name)?;
            Some(Operation::CreateIndex(again::index(table, index)))
        });
        Ok(Some(index.into_iter().collect()))
    }
}
