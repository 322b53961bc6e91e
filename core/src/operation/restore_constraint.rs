//! A constraint as it was, NOT VALID if it was so: what takes back that it was validated or dropped.

use serde::{Deserialize, Serialize};

use super::{Catalog, Draft, Operation};
use crate::error::{OperationError, Result};
use crate::lock::Mode;
use crate::relation::Relation;

/// The constraint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreConstraint {
    /// The table.
    pub table: Relation,
    /// The constraint's name.
    pub name: String,
    /// As `pg_get_constraintdef` wrote it.
    pub definition: String,
}

const NOT_VALID: &str = " NOT VALID";

impl RestoreConstraint {
    pub(super) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        let name = catalog.quote(&self.name);
        let alter = |action: String| {
            Draft::new(format!("ALTER TABLE {} {action}", table.sql), Mode::AccessExclusive, &table)
        };
        let bare = self.definition.trim_end_matches(NOT_VALID);
        let there = table.constraint(&self.name);
        if let Some(there) = there
            && there.definition.trim_end_matches(NOT_VALID) != bare
        {
            let (name, wanted) = (self.name.clone(), self.definition.clone());
            let there = there.definition.clone();
            return Err(OperationError::Other { what: "constraint", name, there, wanted }.into());
        }
        let add = |definition: &str| alter(format!("ADD CONSTRAINT {name} {definition}"));
        if self.definition != bare {
            let mut drafts = Vec::new();
            if there.is_some_and(|there| there.is_valid) {
                drafts.push(alter(format!("DROP CONSTRAINT {name}")));
            }
            let is_done = drafts.is_empty() && there.is_some();
            drafts.push(add(&self.definition).done_if(is_done).because("as it was: not validated"));
            return Ok(drafts);
        }
        if there.is_none() && table.family().iter().all(|table| table.is_small) {
            return Ok(vec![add(bare).because("the table is small")]);
        }
        let validate = format!("ALTER TABLE {} VALIDATE CONSTRAINT {name}", table.sql);
        Ok(vec![
            add(&format!("{bare}{NOT_VALID}")).done_if(there.is_some()),
            Draft::new(validate, Mode::ShareUpdateExclusive, &table)
                .done_if(there.is_some_and(|there| there.is_valid))
                .apart()
                .because("reads the table, stops nobody"),
        ])
    }

    /// It is only made from what was there, and is not taken back.
    pub(super) fn inverse(&self) -> Option<Vec<Operation>> {
        None
    }
}
