//! How values go forth to the new type, and back.

use super::ends::Beside;
use crate::backfill::closed;
use crate::error::{ColumnError, Result};
use crate::facts::{Catalog, Column, OnTable, Retyped, Table};
use crate::request::{ChangeType, Scope};
use crate::steps::sync::{self, Cast, Follow, read_by};

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

    /// Under what a conversion means something; none where it means the same everywhere.
    fn scope_of(
        &self,
        catalog: &dyn Catalog,
        from: &str,
        to: &str,
        is_plain: bool,
    ) -> Result<Option<&Scope>> {
        let Some(scope) = &self.scope else { return Ok(None) };
        let cast = format!("SELECT CAST(CAST(NULL AS {from}) AS {to})");
        // The server's own types and casts are found by every search path.
        let is_same =
            is_plain && reads_alike(from, to) && !catalog.understand(None, &|_| cast.clone())?.is_mutable;
        Ok(Some(scope).filter(|_| !is_same))
    }

    /// What the trigger hands over: what the columns beside it are called, and what the expressions read.
    fn told(&self, table: &Table, token: &str, beside: &Beside) -> Vec<String> {
        if let Some(told) = sync::arguments(table, token) {
            return told.to_vec();
        }
        let expressions = [self.using.as_deref(), self.reverse.as_deref()];
        let mut told = vec![beside.shadow.clone(), beside.tombstone.clone()];
        let read = read_by(table, &self.table.name, &expressions);
        told.extend(read.into_iter().filter(|one| *one != self.column));
        told
    }

    /// How the new values follow the old ones.
    pub(super) fn forth<'a>(
        &'a self,
        catalog: &dyn Catalog,
        table: &Table,
        token: &'a str,
        (old, new): (&Column, &Retyped),
        cast: Cast,
    ) -> Result<Follow<'a>> {
        let (from, to) = (&old.data_type, &new.column.data_type);
        let beside = Beside::of(table, token, &self.column);
        Ok(Follow {
            token,
            column: &self.column,
            arguments: self.told(table, token, &beside),
            from: self.column.clone(),
            to: beside.shadow,
            from_type: from.clone(),
            data_type: to.clone(),
            expression: self.using.clone(),
            cast,
            row: &self.table.name,
            scope: self.scope_of(catalog, from, to, new.is_builtin && self.using.is_none())?,
            is_lenient: true,
            is_plain: self.using.is_none() && self.reverse.is_none(),
        })
    }

    /// How the old values follow the new ones, once they have changed places.
    pub(super) fn follow_back<'a>(
        &'a self,
        catalog: &dyn Catalog,
        table: &Table,
        token: &'a str,
        (old, new): (&Column, &Column),
        is_builtin: bool,
    ) -> Result<Follow<'a>> {
        // An expression was tried out when the change began, with its author's search path.
        let cast = match &self.reverse {
            Some(_) => Cast::Assigned,
            None => self.back(catalog, table, old, new)?,
        };
        let (from, to) = (&new.data_type, &old.data_type);
        let beside = Beside::of(table, token, &self.column);
        Ok(Follow {
            token,
            column: &self.column,
            arguments: self.told(table, token, &beside),
            from: self.column.clone(),
            to: beside.tombstone,
            from_type: from.clone(),
            data_type: to.clone(),
            expression: self.reverse.clone(),
            cast,
            row: &self.table.name,
            scope: self.scope_of(catalog, from, to, is_builtin && self.reverse.is_none())?,
            is_lenient: true,
            is_plain: self.using.is_none() && self.reverse.is_none(),
        })
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

    /// Refuses at once what the triggers could not evaluate as each role that may write.
    pub(super) fn check_writers(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        old: &Column,
        retyped: &Retyped,
    ) -> Result<()> {
        let column = catalog.quote(&self.column);
        let cast = |to: &str| format!("CAST({column} AS {to})");
        let (using, reverse) = (self.using.as_deref(), self.reverse.as_deref());
        if using.is_some() || !retyped.is_builtin {
            let forth = using.map_or_else(|| cast(&self.data_type), closed);
            catalog.check_writers(table, &[], &[forth])?;
        }
        if reverse.is_some() || !retyped.is_builtin {
            let to = retyped.column.sql_type();
            let to_new = OnTable::alter(format!("ALTER COLUMN {column} TYPE {to} USING NULL"));
            let back = reverse.map_or_else(|| cast(&old.data_type), closed);
            catalog.check_writers(table, &[to_new], &[back])?;
        }
        Ok(())
    }
}

/// A type's name without what stands in parentheses, and without brackets.
fn base(data_type: &str) -> &str {
    data_type.split(['(', '[']).next().unwrap_or_default().trim_end()
}

/// Whether no setting has a say in how a value gets from one type to the other. What the server declares of its functions
/// does not tell: that of bytea is immutable, and writes by `bytea_output`. So of what is written as a text, or read from
/// one, only what has one form is taken for it.
fn reads_alike(from: &str, to: &str) -> bool {
    const TEXTS: [&str; 6] = ["text", "character varying", "character", "bpchar", "name", "\"char\""];
    const ONE_FORM: [&str; 6] = ["boolean", "smallint", "integer", "bigint", "numeric", "uuid"];
    let is_text = |name: &str| TEXTS.contains(&base(name));
    // Arrays are read and written by `array_nulls`, whatever they are of.
    let has_one_form = |name: &str| !name.contains('[') && (is_text(name) || ONE_FORM.contains(&base(name)));
    !is_text(from) && !is_text(to) || has_one_form(from) && has_one_form(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_as_a_text_reads_alike_only_in_one_form() {
        for (from, to) in [
            ("integer", "bigint"),
            ("integer", "text"),
            ("numeric(8,2)", "character varying(20)"),
            ("character(3)", "uuid"),
            ("timestamp without time zone", "date"),
            ("real", "double precision"),
        ] {
            assert!(reads_alike(from, to) && reads_alike(to, from), "{from} → {to}");
        }
        for (from, to) in [
            ("bytea", "text"),
            ("real", "text"),
            ("double precision", "character varying(40)"),
            ("date", "text"),
            ("timestamp(3) without time zone", "character(30)"),
            ("time without time zone", "text"),
            ("interval", "text"),
            ("money", "text"),
            ("xml", "text"),
            ("integer[]", "text"),
            ("text[]", "text"),
        ] {
            assert!(!reads_alike(from, to) && !reads_alike(to, from), "{from} → {to}");
        }
    }
}
