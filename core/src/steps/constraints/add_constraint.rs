//! `migrate.safe_add_constraint`: a CHECK, NOT VALID first, validated without stopping anybody.

use crate::backfill::closed;
use crate::error::{DefinitionError, Result};
use crate::facts::{Catalog, OnTable, Table};
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::{AddConstraint, Operation};
use crate::steps::again;
use crate::steps::free::check_length;
use crate::steps::operation::SafeOperation;
use crate::steps::rows::Look;

/// The look for a row that does not satisfy a CHECK: the server does not say which it is.
pub(super) fn broken_check(names: &dyn Quoting, table: &Table, expression: &str) -> String {
    let hint = "Mend the row, or delete it. Then call it again.";
    Look::for_failure(table, &table.name, format!("({expression}) IS FALSE"), hint).sql(names)
}

impl SafeOperation for AddConstraint {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        check_length("constraint_name", &self.name)?;
        let there = table.constraint(&self.name);
        let name = catalog.quote(&self.name);
        let expression = closed(&self.expression);
        let sql = OnTable::alter(format!("ADD CONSTRAINT {name} CHECK ({expression})"));
        if there.is_none() {
            catalog.try_out(&table, &sql)?;
        }
        if let Some(there) = there {
            let wanted = catalog.definition(&table, &sql)?;
            if there.definition.trim_end_matches(" NOT VALID") != wanted {
                return Err(DefinitionError::Differs {
                    what: "constraint",
                    name: self.name.clone(),
                    there: there.definition.clone(),
                    wanted,
                }
                .into());
            }
        }
        let add = format!("ALTER TABLE {} ADD CONSTRAINT {name} CHECK ({expression})", table.sql);
        let broken = broken_check(catalog, &table, &expression);
        let is_valid = there.is_some_and(|there| there.is_valid);
        if table.family().iter().all(|table| table.is_small) && (there.is_none() || is_valid) {
            return Ok(vec![
                Draft::new(words::add_constraint(&self.name), add, Mode::AccessExclusive, &table)
                    .done_if(is_valid)
                    .or_names(Some(broken))
                    .because("the table is small"),
            ]);
        }
        Ok(vec![
            Draft::new(
                words::add_not_valid(&self.name),
                format!("{add} NOT VALID"),
                Mode::AccessExclusive,
                &table,
            )
            .done_if(there.is_some()),
            Draft::validate(catalog, &table, &self.name).done_if(is_valid).or_names(Some(broken)),
        ])
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        let mut inverse = again::back_to(&table, &self.name);
        inverse.extend(again::merged(&table, |there| there.kind == "c" && there.name == self.name));
        Ok(Some(inverse))
    }
}
