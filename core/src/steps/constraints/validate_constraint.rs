//! `migrate.safe_validate_constraint`: one constraint of a table, or all that are not valid, each in a transaction of
//! its own.

use crate::error::{DefinitionError, Result};
use crate::facts::{Catalog, Constraint, Table};
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::{Operation, ValidateConstraint};
use crate::steps::again;
use crate::steps::constraints::add_constraint::broken_check;
use crate::steps::operation::SafeOperation;

/// The look for a row that does not satisfy the constraint; of a foreign key the server says it.
fn broken(names: &dyn Quoting, table: &Table, constraint: &Constraint) -> Option<String> {
    let definition = constraint.definition.trim_end_matches(" NOT VALID").trim_end_matches(" NO INHERIT");
    let expression = definition.strip_prefix("CHECK ").filter(|_| constraint.kind == "c")?;
    Some(broken_check(names, table, expression))
}

impl SafeOperation for ValidateConstraint {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        let chosen: Vec<&Constraint> = match &self.name {
            Some(name) => vec![table.constraint(name).ok_or_else(|| DefinitionError::NoConstraint {
                there: table.constraints.iter().map(|there| there.name.clone()).collect(),
                table: table.display.clone(),
                constraint: name.clone(),
                can_be_missing: false,
            })?],
            None => table.constraints.iter().filter(|constraint| !constraint.is_valid).collect(),
        };
        let draft = |constraint: &&Constraint| {
            let sql =
                format!("ALTER TABLE {} VALIDATE CONSTRAINT {}", table.sql, catalog.quote(&constraint.name));
            let what = words::validate(&constraint.name);
            let draft = Draft::new(what, sql, Mode::ShareUpdateExclusive, &table);
            let draft = draft.or_names(broken(catalog, &table, constraint));
            draft.done_if(constraint.is_valid).apart().because("reads the table, stops nobody")
        };
        Ok(chosen.iter().map(draft).collect())
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        let is_asked = |there: &&Constraint| self.name.as_ref().is_none_or(|name| *name == there.name);
        let invalid = table.constraints.iter().filter(|there| !there.is_valid).filter(is_asked);
        Ok(Some(
            invalid.map(|there| Operation::RestoreConstraint(again::constraint(&table, there))).collect(),
        ))
    }
}
