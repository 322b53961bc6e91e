//! What change an operation begins, and whether it is one that was begun before.

use crate::change::{self, Kind};
use crate::error::Result;
use crate::facts::{Catalog, Change, Table};
use crate::relation::Relation;
use crate::request::{Operation, Strategy};

/// The change that an operation begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begins {
    /// What is changed.
    pub kind: Kind,
    /// The table, as the operation names it.
    pub table: Relation,
    /// The columns that there are.
    pub old: Vec<String>,
    /// The columns that there are to be; a hidden column has no name yet.
    pub new: Vec<String>,
}

impl Begins {
    /// Its token, once it has a number; as a dry run foretells it.
    pub fn token(&self, id: i64, table: &Table) -> String {
        change::token(id, self.kind, &table.relation(), &self.columns())
    }

    /// The columns that there are, then those that are to be.
    pub(crate) fn columns(&self) -> Vec<String> {
        [self.old.as_slice(), self.new.as_slice()].concat()
    }
}

impl Operation {
    /// The change that it begins, if it is one that does. A change of type may do without.
    pub fn begins(&self) -> Option<Begins> {
        let begins = |kind, table: &Relation, old, new| Begins { kind, table: table.clone(), old, new };
        match self {
            Operation::RenameColumn(rename) if rename.strategy == Strategy::Dual => {
                let (old, new) = (vec![rename.old.clone()], vec![rename.new.clone()]);
                Some(begins(Kind::RenameColumn, &rename.table, old, new))
            }
            Operation::SplitColumn(split) => {
                Some(begins(Kind::SplitColumn, &split.table, split.old_names(), split.new_names()))
            }
            Operation::ChangeType(retype) => {
                let column = vec![retype.column.clone()];
                Some(begins(Kind::ChangeType, &retype.table, column.clone(), column))
            }
            Operation::HideColumn(hide) => {
                Some(begins(Kind::DropColumn, &hide.table, vec![hide.column.clone()], Vec::new()))
            }
            Operation::HideTable(hide) => Some(begins(Kind::DropTable, &hide.table, Vec::new(), Vec::new())),
            _ => None,
        }
    }

    /// The change that is the same one, of those that were begun on the table and are not over. What is hidden can be
    /// hidden again, when something else has got its name.
    ///
    /// # Errors
    ///
    /// [`crate::error::ChangeError::Conflict`] where another one is in the way.
    pub fn begun_before(&self, catalog: &dyn Catalog, table: &Table) -> Result<Option<Change>> {
        let known = match self {
            Operation::RenameColumn(rename) => rename.known(catalog, table)?,
            Operation::SplitColumn(split) => split.known(catalog, table)?,
            Operation::ChangeType(retype) => retype.known(catalog, table)?,
            _ => None,
        };
        Ok(known.filter(Change::is_open))
    }
}
