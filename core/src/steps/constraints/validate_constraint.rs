//! `migrate.safe_validate_constraint`: one constraint of a table, or all that are not valid, each in a transaction of
//! its own.

use serde::Deserialize;
use serde::Serialize;

use crate::error::{DefinitionError, Result};
use crate::facts::{Catalog, Constraint};
use crate::lock::Mode;
use crate::plan::draft::Draft;
use crate::relation::Relation;
use crate::request::Operation;
use crate::steps::call::Call;

/// The arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidateConstraint {
    /// The table.
    pub table: Relation,
    /// The constraint; all that are not valid where there is none.
    pub name: Option<String>,
}

impl ValidateConstraint {
    pub(crate) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        let chosen: Vec<&Constraint> = match &self.name {
            Some(name) => vec![table.constraint(name).ok_or_else(|| DefinitionError::NoConstraint {
                table: table.display.clone(),
                constraint: name.clone(),
            })?],
            None => table.constraints.iter().filter(|constraint| !constraint.is_valid).collect(),
        };
        let draft = |constraint: &&Constraint| {
            let sql =
                format!("ALTER TABLE {} VALIDATE CONSTRAINT {}", table.sql, catalog.quote(&constraint.name));
            let draft =
                Draft::new(sql, Mode::ShareUpdateExclusive, &table).done_if(constraint.is_valid).apart();
            draft.because("reads the table, stops nobody")
        };
        Ok(chosen.iter().map(draft).collect())
    }

    pub(crate) fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        let is_asked = |there: &&Constraint| self.name.as_ref().is_none_or(|name| *name == there.name);
        let invalid = table.constraints.iter().filter(|there| !there.is_valid).filter(is_asked);
        Ok(Some(invalid.map(|there| Operation::RestoreConstraint(there.restored(&table))).collect()))
    }

    pub(crate) fn call<'a>(&self, catalog: &'a dyn Catalog) -> Call<'a> {
        Call::new(catalog)
            .relation("table_name", &self.table)
            .text_if("constraint_name", self.name.as_deref())
    }
}
