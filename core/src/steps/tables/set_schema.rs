//! `migrate.safe_set_schema`: one short statement.

use crate::error::{Error, Result, TableError};
use crate::facts::Catalog;
use crate::lock::Mode;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::relation::Relation;
use crate::request::{Operation, SetSchema};
use crate::steps::free::check_schema;
use crate::steps::operation::SafeOperation;

impl SafeOperation for SetSchema {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let moved = Relation { schema: Some(self.schema.clone()), name: self.table.name.clone() };
        let table = match catalog.table(&self.table) {
            // It may have been moved away from that name already.
            Err(missing @ Error::Table(TableError::NoTable { .. })) => {
                catalog.table(&moved).map_err(|_| missing)?
            }
            table => table?,
        };
        table.check()?;
        if ["pg_catalog", "information_schema", "pg_toast", "migrate"].contains(&self.schema.as_str()) {
            let (table, schema) = (table.display, self.schema.clone());
            return Err(TableError::SystemSchema { table, schema }.into());
        }
        check_schema(catalog, &self.schema)?;
        let sql = format!("ALTER TABLE {} SET SCHEMA {}", table.sql, catalog.quote(&self.schema));
        let draft = Draft::new(words::set_schema(&self.schema), sql, Mode::AccessExclusive, &table)
            .done_if(table.schema == self.schema);
        Ok(vec![if table.is_partitioned() {
            draft.because("the partitions stay in their schemas")
        } else {
            draft
        }])
    }

    fn inverse(&self, _: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let old = match &self.table.schema {
            Some(schema) => schema.clone(),
            // Not to be found: it has been moved away from that name already.
            None => self.schema.clone(),
        };
        if old == self.schema {
            return Ok(Some(Vec::new()));
        }
        let table = Relation { schema: Some(self.schema.clone()), name: self.table.name.clone() };
        Ok(Some(vec![Operation::SetSchema(SetSchema { table, schema: old })]))
    }
}
