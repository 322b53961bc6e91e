//! A change of type that has begun: how it goes on and back.

use super::as_before::noted;
use super::ends::{Beside, Ends};
use super::written::as_written;
use super::{hanging, swap};
use crate::error::{ChangeError, Error, Result};
use crate::facts::{Catalog, Change, Column, Hanging, Remembered, Retyped, Table};
use crate::name::{Quoting, shown};
use crate::plan::draft::Draft;
use crate::request::{ChangeType, Reworded};
use crate::steps::changes::column;
use crate::steps::changes::two_ends::TwoEnds;
use crate::steps::sync::{self, Cast, Follow};

/// The change with its table and column as they are.
struct Begun<'a> {
    change: &'a Change,
    arguments: &'a ChangeType,
    table: Table,
    hanging: Hanging,
    beside: Beside,
}

impl<'a> Begun<'a> {
    fn look(arguments: &'a ChangeType, change: &'a Change, catalog: &dyn Catalog) -> Result<Self> {
        let table = catalog.table(&change.table)?;
        table.check()?;
        let hanging = match table.has_column(&arguments.column) {
            true => hanging::look(catalog, &table, &arguments.column)?,
            // Somebody has dropped it.
            false => Hanging::default(),
        };
        let hanging = hanging.reworded(&arguments.restore);
        let beside = Beside::of(&table, &change.token, &arguments.column);
        Ok(Begun { change, arguments, table, hanging, beside })
    }

    fn has_shadow(&self) -> bool {
        self.table.has_column(&self.beside.shadow)
    }

    fn has_tombstone(&self) -> bool {
        self.table.has_column(&self.beside.tombstone)
    }

    /// The ends of the exchange forth or back.
    fn ends(&self, catalog: &dyn Catalog, is_back: bool) -> Result<Ends<'_>> {
        let (table, hanging, token) = (&self.table, &self.hanging, self.change.token.as_str());
        hanging::check(hanging, table, &self.arguments.column)?;
        let Beside { shadow, tombstone } = self.beside.clone();
        let (name, away) = if is_back { (tombstone, shadow) } else { (shadow, tombstone) };
        let (column, to) = (table.column(&self.arguments.column)?, table.column(&name)?);
        hanging::check_keys(hanging, catalog, to)?;
        let using = self.arguments.using_of_default().filter(|_| !is_back);
        let restore: &[Reworded] = if is_back { &[] } else { &self.arguments.restore };
        let written = as_written(catalog, &self.arguments.column, restore);
        Ok(Ends { table, column, name, is_back, away, to, hanging, token, using, written })
    }

    /// What keeps the old values in step with the new ones, once they have changed places.
    fn follow_back(&self, catalog: &dyn Catalog, old: &Column, new: &Column) -> Result<Follow<'a>> {
        let token = &self.change.token;
        self.arguments.follow_back(catalog, &self.table, token, (old, new), self.hanging.is_builtin)
    }

    /// What keeps the new values in step with the old ones, when they have their places.
    fn forth(&self, catalog: &dyn Catalog, old: &Column, new: &Column) -> Result<Follow<'a>> {
        // From the old type to the new one, as it was asked for.
        let cast = match &self.arguments.using {
            Some(_) => Cast::Assigned,
            None => {
                ChangeType { reverse: None, ..self.arguments.clone() }.back(catalog, &self.table, new, old)?
            }
        };
        let retyped = Retyped { column: new.clone(), rewrites: true, is_builtin: self.hanging.is_builtin };
        self.arguments.forth(catalog, &self.table, &self.change.token, (old, &retyped), cast)
    }

    /// Takes the trigger away, and the column of this name, if it is there by then.
    fn gone(&self, names: &dyn Quoting, name: &str, is_there: bool) -> Vec<Draft> {
        let own = &self.arguments.column;
        let (table, token) = (&self.table, &self.change.token);
        let mut drafts = sync::drop(names, table, token);
        let gone = column::drop(names, table, name).done_if(!is_there);
        drafts.push(match is_there && !table.has_column(own) {
            // Somebody has dropped the other one.
            true => gone.left_alone(format!("column {own} is gone: this is all that there is of it")),
            false => gone,
        });
        drafts
    }

    /// Refuses what cannot be done since somebody has dropped a column of the change.
    fn lost(&self, column: &str, instead: String) -> Error {
        let what = format!("column {} of {}", shown(column), self.table.display);
        ChangeError::Lost { what, instead }.into()
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
        let gone =
            [&self.column, &begun.beside.shadow].into_iter().find(|name| !begun.table.has_column(name));
        if let (Some(gone), false) = (gone, begun.has_tombstone() || !change.state.has_both_ends()) {
            return Err(
                begun.lost(gone, format!("SELECT * FROM migrate.abort({}) ends the change.", change.id))
            );
        }
        if !begun.has_shadow() {
            return Ok(swap::rest(
                catalog,
                &begun.table,
                &begun.hanging,
                &self.column,
                &begun.beside.tombstone,
            ));
        }
        let ends = begun.ends(catalog, false)?;
        let forth = begun.forth(catalog, ends.column, ends.to)?;
        forth.at_work(catalog, &begun.table)?;
        // What stopped nobody until now stops this, and from now on whoever writes it.
        let look = ends.agrees(catalog, &forth);
        let strict = Follow { is_lenient: false, ..begun.forth(catalog, ends.column, ends.to)? };
        let mut drafts = vec![look.clone()];
        if forth.can_fail() {
            let why = "refuses from now on what has no new value";
            drafts.extend(strict.closed_to_writers(catalog, &begun.table, why)?);
            drafts.push(look);
        }
        drafts.extend(ends.not_null(catalog));
        drafts.extend(ends.objects(catalog)?);
        drafts.retain(|draft| !draft.is_done);
        let follow = begun.follow_back(catalog, ends.column, ends.to)?;
        drafts.extend(swap::drafts(catalog, &ends, &follow)?);
        Ok(drafts)
    }

    /// The new column goes.
    fn abort(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let begun = Begun::look(self, change, catalog)?;
        if begun.has_tombstone() {
            return Err(begun.refuse("is being completed"));
        }
        Ok(begun.gone(catalog, &begun.beside.shadow, begun.has_shadow()))
    }

    /// The old column takes its place again; then both are there, as before it was complete.
    fn undo(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let mut begun = Begun::look(self, change, catalog)?;
        begun.hanging = begun.hanging.reworded(&change.reworded());
        let gone =
            [&self.column, &begun.beside.tombstone].into_iter().find(|name| !begun.table.has_column(name));
        if let (Some(gone), false) = (gone, begun.has_shadow()) {
            let instead =
                format!("SELECT * FROM migrate.complete({}, force => true) ends the change.", change.id);
            return Err(begun.lost(gone, instead));
        }
        if !begun.has_tombstone() {
            return Ok(swap::rest(catalog, &begun.table, &begun.hanging, &self.column, &begun.beside.shadow));
        }
        let ends = Ends {
            written: as_written(catalog, &self.column, &change.reworded()),
            ..begun.ends(catalog, true)?
        };
        // What was written meanwhile would be lost.
        if sync::arguments(&begun.table, &change.token).is_none() {
            let (id, what) =
                (change.id, format!("the trigger that keeps column {} in step", shown(&ends.name)));
            let instead = format!(
                "SELECT * FROM migrate.complete({id}, force => true) ends the change; then change the type back."
            );
            return Err(ChangeError::Lost { what, instead }.into());
        }
        begun.follow_back(catalog, ends.to, ends.column)?.at_work(catalog, &begun.table)?;
        let strict = Follow { is_lenient: false, ..begun.follow_back(catalog, ends.to, ends.column)? };
        let lost = ends.lost(catalog, &strict);
        // Nor what it would round. Who has said what becomes of values has said it of those, too.
        let kept = match &self.reverse {
            None => self.kept_by(catalog, &begun.table, ends.to),
            Some(_) => None,
        };
        let mut drafts = Vec::from_iter(kept.clone());
        drafts.push(lost.clone());
        let why = "refuses from now on what has no old value";
        drafts.extend(strict.closed_to_writers(catalog, &begun.table, why)?);
        drafts.extend(ends.not_null(catalog));
        drafts.extend(ends.objects(catalog)?);
        drafts.extend(kept);
        drafts.push(lost);
        drafts.retain(|draft| !draft.is_done);
        let forth = begun.forth(catalog, ends.to, ends.column)?;
        drafts.extend(swap::drafts(catalog, &ends, &forth)?);
        Ok(drafts)
    }

    /// The old column takes its place again, and the new one goes.
    fn abort_complete(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let mut drafts = self.undo(change, catalog)?;
        let begun = Begun::look(self, change, catalog)?;
        let mut gone = begun.gone(catalog, &begun.beside.shadow, true);
        if let Some(first) = gone.first_mut() {
            first.is_apart = true;
        }
        drafts.extend(gone);
        Ok(drafts)
    }

    /// The old column goes for good.
    fn finish(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let begun = Begun::look(self, change, catalog)?;
        if begun.has_shadow() {
            return Err(begun.refuse("is being taken back"));
        }
        Ok(begun.gone(catalog, &begun.beside.tombstone, begun.has_tombstone()))
    }

    /// What will be written in another way when it is completed.
    fn to_remember(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Remembered>> {
        let begun = Begun::look(self, change, catalog)?;
        if !begun.has_shadow() {
            return Ok(Vec::new());
        }
        let noted = noted(&begun.table, &self.column, &begun.hanging)?;
        Ok(noted.into_iter().map(Remembered::Reworded).collect())
    }
}
