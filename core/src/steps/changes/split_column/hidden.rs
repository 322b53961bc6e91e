//! A split or merge that has begun: its old columns are hidden and kept in step, and shown again or dropped.

use crate::backfill::Assignment;
use crate::error::{ChangeError, Error, Result};
use crate::facts::{Catalog, Change, Column, NotNull, Relaxed, Remembered, Table};
use crate::lock::Mode;
use crate::name::{Quoting, shown};
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::SplitColumn;
use crate::steps::changes::column::{self, as_named, nothing_by_default, rename};
use crate::steps::changes::relaxed::{check_filled, relax, to_restore};
use crate::steps::changes::two_ends::TwoEnds;
use crate::steps::sync::{self, Sync};

impl TwoEnds for SplitColumn {
    /// The old columns are hidden, and may be NULL.
    fn contract(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&change.table)?;
        table.check()?;
        let token = &change.token;
        let hide = |name: String| {
            let hidden = self.hidden(&table, token, &name);
            rename(catalog, &table, &name, &hidden)
        };
        let is_hidden = |name: &String| table.has_column(&self.hidden(&table, token, name));
        let is_done = self.old_names().iter().all(is_hidden);
        let is_to_do = !is_done && change.state.has_both_ends();
        let mut names = self.old_names().into_iter().chain(self.new_names());
        if let (true, Some(gone)) = (is_to_do, names.find(|name| !table.has_column(name))) {
            let instead = format!("SELECT * FROM migrate.abort({}) ends the change.", change.id);
            return Err(lost(&table, &gone, instead));
        }
        let mut drafts = if is_to_do { self.looked_at(catalog, &table, token)? } else { Vec::new() };
        let relaxed = self.relaxed(change, catalog)?;
        let relax =
            relaxed.iter().map(|one| one.draft(catalog, &table, one.column.as_deref().unwrap_or_default()));
        drafts.extend(relax);
        drafts.extend(self.old_names().into_iter().map(hide));
        // A domain's default is its own again.
        drafts.extend(self.undefaulted(catalog, &table));
        // What is written from now on is carried to the hidden columns.
        let turn = self.turned(catalog, &table, token).function_draft(catalog)?;
        drafts.push(turn.because(format!(
            "keeps the hidden columns in step; SELECT * FROM migrate.undo({}) brings them back",
            change.id
        )));
        Ok(drafts.into_iter().map(|draft| if is_done { draft.done_if(true) } else { draft }).collect())
    }

    /// The new columns go.
    fn abort(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&change.table)?;
        table.check()?;
        let mut drafts = self.sync(catalog, &table, &change.token).drop(catalog);
        // Where somebody has dropped the old ones, they are all that there is.
        let has_old = self.old_names().iter().all(|name| {
            table.has_column(name) || table.has_column(&self.hidden(&table, &change.token, name))
        });
        for name in self.new_names() {
            let gone = column::drop(catalog, &table, &name).done_if(!table.has_column(&name));
            drafts.push(match has_old || gone.is_done {
                true => gone,
                false => gone.left_alone("an old column is gone: this is all that there is of it"),
            });
        }
        Ok(drafts)
    }

    /// The old columns are there again, beside the new ones.
    fn undo(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&change.table)?;
        table.check()?;
        let hidden = self.old_names().into_iter().map(|name| self.hidden(&table, &change.token, &name));
        self.check_there(&table, change, hidden.chain(self.new_names()))?;
        self.check_kept(catalog, &table, change)?;
        let (shown, restored) = self.shown(change, catalog, &table)?;
        let mut drafts = shown;
        // There are two ends again: what is left out of the new one is nothing.
        let new = self.new.iter().filter_map(|one| table.column(&one.name).ok());
        for new in new.filter(|new| new.default.is_none()) {
            // By the type as the server writes it now: its name may mean something else than where it was asked for.
            if !nothing_by_default(catalog, &table, &new.name, &new.data_type)?.is_empty() {
                let (column, sql) = (catalog.quote(&new.name), &table.sql);
                let set = format!("ALTER TABLE {sql} ALTER COLUMN {column} SET DEFAULT NULL");
                let what = words::alter_column(&new.name, "set default null");
                drafts.push(Draft::new(what, set, Mode::AccessExclusive, &table));
            }
        }
        drafts.push(self.sync(catalog, &table, &change.token).function_draft(catalog)?);
        drafts.extend(restored);
        Ok(self.unless_lost(catalog, &table, &change.token, drafts))
    }

    /// The old columns are there again, and the new ones go.
    fn abort_complete(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&change.table)?;
        table.check()?;
        let hidden = self.old_names().into_iter().map(|name| self.hidden(&table, &change.token, &name));
        self.check_there(&table, change, hidden)?;
        self.check_kept(catalog, &table, change)?;
        let (shown, restored) = self.shown(change, catalog, &table)?;
        let mut drafts = self.abort(change, catalog)?;
        drafts.extend(shown);
        drafts.extend(restored);
        // Of a new column that somebody has dropped, nothing can be asked; the hidden ones were kept in step until then.
        if !self.new_names().iter().all(|name| table.has_column(name)) {
            return Ok(drafts);
        }
        Ok(self.unless_lost(catalog, &table, &change.token, drafts))
    }

    /// The hidden columns go for good.
    fn finish(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&change.table)?;
        table.check()?;
        let mut drafts = self.turned(catalog, &table, &change.token).drop(catalog);
        for name in self.old_names() {
            let hidden = self.hidden(&table, &change.token, &name);
            let is_there = table.has_column(&hidden);
            drafts.push(column::drop(catalog, &table, &hidden).done_if(!is_there));
        }
        Ok(drafts)
    }

    fn to_remember(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Remembered>> {
        Ok(self.relaxed(change, catalog)?.into_iter().map(Remembered::Relaxed).collect())
    }
}

/// Refuses what cannot be done since somebody has dropped a column of the change.
fn lost(table: &Table, column: &str, instead: String) -> Error {
    ChangeError::Lost { what: format!("column {} of {}", shown(column), table.display), instead }.into()
}

impl SplitColumn {
    /// Refuses the way back where a column that it needs is gone.
    fn check_there(
        &self,
        table: &Table,
        change: &Change,
        mut names: impl Iterator<Item = String>,
    ) -> Result<()> {
        let instead =
            format!("SELECT * FROM migrate.complete({}, force => true) ends the change.", change.id);
        names.find(|name| !table.has_column(name)).map_or(Ok(()), |gone| Err(lost(table, &gone, instead)))
    }

    /// Refuses the way back where the hidden columns were not kept in step: what was written meanwhile would be lost.
    fn check_kept(&self, catalog: &dyn Catalog, table: &Table, change: &Change) -> Result<()> {
        if sync::arguments(table, &change.token).is_some() {
            let kept = self.turned(catalog, table, &change.token).at_work(catalog);
            // With a new column that somebody drops, a trigger goes. No call makes that anew.
            if kept.is_ok() || self.new_names().iter().all(|name| table.has_column(name)) {
                return kept;
            }
        }
        let (id, what) = (change.id, "the trigger that keeps the hidden columns in step".to_string());
        let instead = format!(
            "SELECT * FROM migrate.complete({id}, force => true) ends the change; then split or merge the columns back."
        );
        Err(ChangeError::Lost { what, instead }.into())
    }

    /// Looks whether each row has both ends; then refuses what has no counterpart, and looks again at what was written
    /// meanwhile.
    fn looked_at(&self, catalog: &dyn Catalog, table: &Table, token: &str) -> Result<Vec<Draft>> {
        let sync = self.sync(catalog, table, token);
        sync.at_work(catalog)?;
        let look = self.verify(catalog, table);
        let strict = Sync { is_strict: true, ..sync };
        let mut drafts = if table.is_small_tree() { Vec::new() } else { vec![look.clone()] };
        drafts.extend(strict.closed_to_writers(catalog, "refuses from now on what has no new value")?);
        drafts.push(look);
        Ok(drafts)
    }

    /// The new columns that have no default because they are the new ones have that of their domain again.
    fn undefaulted(&self, names: &dyn Quoting, table: &Table) -> Vec<Draft> {
        let new = self.new.iter().filter_map(|one| table.column(&one.name).ok());
        let has = |column: &&Column| column.default.as_ref().is_some_and(|there| there.starts_with("NULL::"));
        let alter = |column: &Column| {
            let sql =
                format!("ALTER TABLE {} ALTER COLUMN {} DROP DEFAULT", table.sql, names.quote(&column.name));
            Draft::new(words::alter_column(&column.name, "drop default"), sql, Mode::AccessExclusive, table)
        };
        new.filter(has).map(alter).collect()
    }

    /// What must make way so that rows are not refused because of a hidden column, whose value may then be none.
    ///
    /// # Errors
    ///
    /// As for [`Operation::drafts`].
    fn relaxed(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Relaxed>> {
        let table = catalog.table(&change.table)?;
        let mut all: Vec<Relaxed> = Vec::new();
        let is_key = |name: &String| {
            table.constraints.iter().any(|there| there.kind == "p" && there.columns.contains(name))
        };
        for column in table.columns.iter().filter(|column| change.old_columns.contains(&column.name)) {
            relax(&table, None, column, &|_| true, &mut |one| {
                let is_not_null =
                    one.constraint.as_ref().is_none_or(|(_, what)| what.starts_with("NOT NULL"));
                let one = Relaxed { column: is_not_null.then(|| column.name.clone()), ..one };
                if !(is_not_null && is_key(&column.name) || all.contains(&one)) {
                    all.push(one);
                }
            });
        }
        Ok(all)
    }

    /// The hidden columns have their names again, and what made way for them.
    fn shown(
        &self,
        change: &Change,
        catalog: &dyn Catalog,
        table: &Table,
    ) -> Result<(Vec<Draft>, Vec<Draft>)> {
        let mut named = table.clone();
        let mut drafts = Vec::new();
        for one in &self.old {
            let hidden = self.hidden(table, &change.token, &one.column);
            let is_valid = |relaxed: &Relaxed| {
                let of = relaxed.constraint.as_ref().and_then(|(_, what)| NotNull::of(what));
                of.is_none_or(|it| it.is_valid)
            };
            let is_not_null =
                |relaxed: &Relaxed| relaxed.column.as_ref() == Some(&one.column) && is_valid(relaxed);
            if change.relaxed().any(is_not_null) && table.columns.iter().any(|there| there.name == hidden) {
                check_filled(catalog, table, &one.column, &hidden, change)?;
            }
            drafts.push(rename(catalog, table, &hidden, &one.column));
            as_named(&mut named, &hidden, &one.column);
        }
        let mut restored = Vec::new();
        for relaxed in to_restore(change) {
            restored.extend(relaxed.restored(
                catalog,
                (&named, table),
                change,
                relaxed.column.as_deref().unwrap_or_default(),
            )?);
        }
        Ok((drafts, restored))
    }

    /// The trigger with the old columns under the names that they have while they are hidden.
    fn turned<'a>(&'a self, catalog: &dyn Catalog, table: &'a Table, token: &str) -> Sync<'a> {
        let old =
            |one: &Assignment| Assignment { column: self.hidden(table, token, &one.column), ..one.clone() };
        let old = self.old.iter().map(old).collect();
        Sync { old, is_one_way: true, ..self.sync(catalog, table, token) }
    }
}
