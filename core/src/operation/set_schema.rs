//! `migrate.safe_set_schema`: one short statement.

use serde::{Deserialize, Serialize};

use super::{Catalog, Draft};
use crate::error::{Error, OperationError, Result};
use crate::lock::Mode;
use crate::relation::Relation;

/// The arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetSchema {
    /// The table as it is named before.
    pub table: Relation,
    /// The schema that it is to be in.
    pub schema: String,
}

impl SetSchema {
    pub(super) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let moved = Relation { schema: Some(self.schema.clone()), name: self.table.name.clone() };
        let table = match catalog.table(&self.table) {
            // It may have been moved away from that name already.
            Err(missing @ Error::Operation(OperationError::NoTable { .. })) => {
                catalog.table(&moved).map_err(|_| missing)?
            }
            table => table?,
        };
        table.check()?;
        let sql = format!("ALTER TABLE {} SET SCHEMA {}", table.sql, catalog.quote(&self.schema));
        let draft = Draft::new(sql, Mode::AccessExclusive, &table).done_if(table.schema == self.schema);
        Ok(vec![if table.is_partitioned() {
            draft.because("the partitions stay in their schemas")
        } else {
            draft
        }])
    }
}
