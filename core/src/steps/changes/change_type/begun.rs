//! A change of type that has begun: how it goes on and back.

use super::ends::{Ends, has, shadow, tombstone};
use super::follow::{Cast, Follow};
use super::{follow, hanging, swap};
use crate::error::{ChangeError, Error, Result};
use crate::facts::{Catalog, Change, Column, Hanging, Remembered, Retyped, Table};
use crate::plan::draft::Draft;
use crate::request::ChangeType;
use crate::steps::changes::two_ends::TwoEnds;

/// The change with its table and column as they are.
struct Begun<'a> {
    change: &'a Change,
    arguments: &'a ChangeType,
    table: Table,
    hanging: Hanging,
}

impl<'a> Begun<'a> {
    fn look(arguments: &'a ChangeType, change: &'a Change, catalog: &dyn Catalog) -> Result<Self> {
        let table = catalog.table(&change.table)?;
        table.check()?;
        table.column(&arguments.column)?;
        let hanging = hanging::look(catalog, &table, &arguments.column)?;
        Ok(Begun { change, arguments, table, hanging })
    }

    fn has(&self, name: fn(&str) -> String) -> bool {
        has(&self.table, &name(&self.arguments.column))
    }

    fn ends(&self, catalog: &dyn Catalog, name: &str, away: String) -> Result<Ends<'_>> {
        let (table, hanging) = (&self.table, &self.hanging);
        hanging::check(hanging, table, &self.arguments.column)?;
        let (column, to) = (table.column(&self.arguments.column)?, table.column(name)?);
        hanging::check_keys(hanging, catalog, to)?;
        Ok(Ends { table, column, name: name.into(), away, to, hanging, written: Vec::new() })
    }

    /// What keeps the old values in step with the new ones, once they have changed places.
    fn follow_back(
        &self,
        catalog: &dyn Catalog,
        old: &Column,
        new: &Column,
        is_lenient: bool,
    ) -> Result<Follow> {
        let arguments = self.arguments;
        Ok(Follow {
            from: arguments.column.clone(),
            to: tombstone(&arguments.column),
            data_type: old.data_type.clone(),
            expression: arguments.reverse.clone(),
            // An expression was tried out when the change began, with its author's search path.
            cast: match &arguments.reverse {
                Some(_) => Cast::Assigned,
                None => arguments.back(catalog, &self.table, old, new)?,
            },
            search_path: arguments.path(self.hanging.is_builtin && arguments.reverse.is_none()),
            is_lenient,
        })
    }

    fn refuse(&self, why: &'static str) -> Error {
        let until = self.change.grace_until.clone();
        ChangeError::State { title: self.change.title(), id: self.change.id, why, until }.into()
    }
}

impl TwoEnds for ChangeType {
    /// The new column takes the place of the old one.
    fn contract(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let begun = Begun::look(self, change, catalog)?;
        let (name, away) = (shadow(&begun.arguments.column), tombstone(&begun.arguments.column));
        if !begun.has(shadow) {
            return Ok(swap::rest(catalog, &begun.table, &begun.hanging, &begun.arguments.column, &away));
        }
        let ends = begun.ends(catalog, &name, away)?;
        let follow = begun.follow_back(catalog, ends.column, ends.to, true)?;
        let mut drafts = ends.objects(catalog)?;
        drafts.retain(|draft| !draft.is_done);
        drafts.extend(swap::drafts(catalog, &ends, &follow)?);
        Ok(drafts)
    }

    /// The new column goes.
    fn abort(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let begun = Begun::look(self, change, catalog)?;
        if begun.has(tombstone) {
            return Err(begun.refuse("is being completed"));
        }
        let (column, name) = (&begun.arguments.column, shadow(&begun.arguments.column));
        Ok(follow::drop(catalog, &begun.table, column, &name, has(&begun.table, &name)))
    }

    /// The old column takes its place again; then both are there, as before it was complete.
    fn undo(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let begun = Begun::look(self, change, catalog)?;
        let (name, away) = (tombstone(&begun.arguments.column), shadow(&begun.arguments.column));
        if !begun.has(tombstone) {
            return Ok(swap::rest(catalog, &begun.table, &begun.hanging, &begun.arguments.column, &away));
        }
        let ends = Ends { written: change.written().collect(), ..begun.ends(catalog, &name, away)? };
        let strict = begun.follow_back(catalog, ends.to, ends.column, false)?;
        let lost = strict.lost(catalog, &begun.table);
        let mut drafts = vec![lost.clone()];
        drafts.extend(strict.closed_to_writers(catalog, &begun.table));
        drafts.extend(ends.objects(catalog)?);
        drafts.push(lost);
        drafts.retain(|draft| !draft.is_done);
        // From the old type to the new one, as it was asked for; the column has the new one now.
        let arguments = begun.arguments;
        let back_and_forth = ChangeType { reverse: None, ..arguments.clone() };
        let cast = match &arguments.using {
            Some(_) => Cast::Assigned,
            None => back_and_forth.back(catalog, &begun.table, ends.column, ends.to)?,
        };
        let retyped =
            Retyped { column: ends.column.clone(), rewrites: true, is_builtin: begun.hanging.is_builtin };
        drafts.extend(swap::drafts(catalog, &ends, &arguments.forth(&retyped, cast))?);
        Ok(drafts)
    }

    /// The old column takes its place again, and the new one goes.
    fn abort_complete(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let mut drafts = self.undo(change, catalog)?;
        let mut gone =
            follow::drop(catalog, &catalog.table(&change.table)?, &self.column, &shadow(&self.column), true);
        if let Some(first) = gone.first_mut() {
            first.is_apart = true;
        }
        drafts.extend(gone);
        Ok(drafts)
    }

    /// The old column goes for good.
    fn finish(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let begun = Begun::look(self, change, catalog)?;
        if begun.has(shadow) {
            return Err(begun.refuse("is being taken back"));
        }
        let (column, name) = (&begun.arguments.column, tombstone(&begun.arguments.column));
        Ok(follow::drop(catalog, &begun.table, column, &name, has(&begun.table, &name)))
    }

    /// What will be written in another way when it is completed.
    fn to_remember(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Remembered>> {
        let begun = Begun::look(self, change, catalog)?;
        if !begun.has(shadow) {
            return Ok(Vec::new());
        }
        let (name, away) = (shadow(&begun.arguments.column), tombstone(&begun.arguments.column));
        let written = begun.ends(catalog, &name, away)?.to_remember(catalog)?;
        Ok(written.into_iter().map(Remembered::Written).collect())
    }
}
