//! How values go forth to the new type, and back.

use super::ends::shadow;
use super::follow::{Cast, Follow};
use crate::backfill::closed;
use crate::error::{ColumnError, Result};
use crate::facts::{Catalog, Column, OnTable, Retyped, Table};
use crate::request::ChangeType;

impl ChangeType {
    /// What the server makes of the column, and how a value gets its new type.
    pub(super) fn retyped(&self, catalog: &dyn Catalog, table: &Table) -> Result<(Retyped, Cast)> {
        let with = |using: Option<&str>| catalog.retyped(table, &self.column, &self.data_type, using);
        match with(self.using.as_deref()) {
            // No cast that happens by itself.
            Err(error) if error.sqlstate() == "42804" && self.using.is_none() => {
                let explicit = format!("CAST({} AS {})", catalog.quote(&self.column), self.data_type);
                Ok((with(Some(&explicit))?, Cast::Explicit))
            }
            retyped => Ok((retyped?, Cast::Assigned)),
        }
    }

    /// The search path for a trigger; none where nothing in it is looked up on one.
    pub(super) fn path(&self, is_builtin: bool) -> Option<String> {
        self.scope.as_ref().filter(|_| !is_builtin).map(|scope| scope.search_path.clone())
    }

    /// How the new values follow the old ones.
    pub(super) fn forth(&self, retyped: &Retyped, cast: Cast) -> Follow {
        Follow {
            from: self.column.clone(),
            to: shadow(&self.column),
            data_type: retyped.column.data_type.clone(),
            expression: self.using.clone(),
            cast,
            search_path: self.path(retyped.is_builtin && self.using.is_none()),
            is_lenient: false,
        }
    }

    /// How a value goes back from the new type to the old one.
    pub(super) fn back(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        old: &Column,
        new: &Column,
    ) -> Result<Cast> {
        let column = catalog.quote(&self.column);
        let to_new = OnTable::alter(format!("ALTER COLUMN {column} TYPE {} USING NULL", new.sql_type()));
        let to_old = |using: &str| {
            let back = OnTable::alter(format!("ALTER COLUMN {column} TYPE {}{using}", old.sql_type()));
            catalog.definition_after(table, &[to_new.clone(), back])
        };
        if let Some(reverse) = &self.reverse {
            // What it names must be there: in the trigger a mistake would not be seen.
            return to_old(&format!(" USING {}", closed(reverse))).map(|_| Cast::Assigned);
        }
        match to_old("") {
            Ok(_) => Ok(Cast::Assigned),
            Err(error) if error.sqlstate() == "42804" => {
                to_old(&format!(" USING CAST({column} AS {})", old.data_type))
                    .map(|_| Cast::Explicit)
                    .map_err(|_| {
                        let (from, to) = (new.data_type.clone(), old.data_type.clone());
                        ColumnError::NoReverse { column: self.column.clone(), from, to }.into()
                    })
            }
            Err(error) => Err(error),
        }
    }
}
