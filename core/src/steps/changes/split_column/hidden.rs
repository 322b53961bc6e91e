//! A split or merge that has begun: its old columns are hidden and kept in step, and shown again or dropped.

use crate::backfill::Assignment;
use crate::error::Result;
use crate::facts::{Catalog, Change, Relaxed, Remembered, Table};
use crate::plan::draft::Draft;
use crate::request::SplitColumn;
use crate::steps::changes::column::{self, as_named, rename};
use crate::steps::changes::relaxed::{check_filled, relax};
use crate::steps::changes::two_ends::TwoEnds;
use crate::steps::sync::Sync;

impl TwoEnds for SplitColumn {
    /// The old columns are hidden, and may be NULL.
    fn contract(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&change.table)?;
        table.check()?;
        let hide = |name: String| {
            let hidden = self.hidden(&table, &name);
            rename(catalog, &table, &name, &hidden)
        };
        let relaxed = self.relaxed(change, catalog)?;
        let relax =
            relaxed.iter().map(|one| one.draft(catalog, &table, one.column.as_deref().unwrap_or_default()));
        let mut drafts: Vec<Draft> = relax.chain(self.old_names().into_iter().map(hide)).collect();
        // What is written from now on is carried to the hidden columns.
        let turn = self.turned(catalog, &table).function_draft(catalog);
        drafts.push(turn.because(format!(
            "keeps the hidden columns in step; SELECT * FROM migrate.undo({}) brings them back",
            change.id
        )));
        let is_hidden =
            |name: &String| table.columns.iter().any(|column| column.name == self.hidden(&table, name));
        let is_done = self.old_names().iter().all(is_hidden);
        Ok(drafts.into_iter().map(|draft| if is_done { draft.done_if(true) } else { draft }).collect())
    }

    /// The new columns go.
    fn abort(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&change.table)?;
        table.check()?;
        let mut drafts = self.sync(catalog, &table).drop(catalog);
        for name in self.new_names() {
            let is_there = table.columns.iter().any(|column| column.name == name);
            drafts.push(column::drop(catalog, &table, &name).done_if(!is_there));
        }
        Ok(drafts)
    }

    /// The old columns are there again, beside the new ones.
    fn undo(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&change.table)?;
        table.check()?;
        let (shown, restored) = self.shown(change, catalog, &table)?;
        let mut drafts = shown;
        drafts.push(self.sync(catalog, &table).function_draft(catalog));
        drafts.extend(restored);
        Ok(self.unless_lost(catalog, &table, drafts))
    }

    /// The old columns are there again, and the new ones go.
    fn abort_complete(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&change.table)?;
        table.check()?;
        let (shown, restored) = self.shown(change, catalog, &table)?;
        let mut drafts = self.abort(change, catalog)?;
        drafts.extend(shown);
        drafts.extend(restored);
        Ok(self.unless_lost(catalog, &table, drafts))
    }

    /// The hidden columns go for good.
    fn finish(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&change.table)?;
        table.check()?;
        let mut drafts = self.turned(catalog, &table).drop(catalog);
        for name in self.old_names() {
            let hidden = self.hidden(&table, &name);
            let is_there = table.columns.iter().any(|column| column.name == hidden);
            drafts.push(column::drop(catalog, &table, &hidden).done_if(!is_there));
        }
        Ok(drafts)
    }

    fn to_remember(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Remembered>> {
        Ok(self.relaxed(change, catalog)?.into_iter().map(Remembered::Relaxed).collect())
    }
}

impl SplitColumn {
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
            let hidden = self.hidden(table, &one.column);
            let is_not_null = |relaxed: &Relaxed| relaxed.column.as_ref() == Some(&one.column);
            if change.relaxed().any(is_not_null) && table.columns.iter().any(|there| there.name == hidden) {
                check_filled(catalog, table, &one.column, &hidden, change)?;
            }
            drafts.push(rename(catalog, table, &hidden, &one.column));
            as_named(&mut named, &hidden, &one.column);
        }
        let mut restored = Vec::new();
        for relaxed in change.relaxed() {
            restored.extend(relaxed.restored(
                catalog,
                &named,
                relaxed.column.as_deref().unwrap_or_default(),
            )?);
        }
        Ok((drafts, restored))
    }

    /// The trigger with the old columns under the names that they have while they are hidden.
    fn turned<'a>(&self, catalog: &dyn Catalog, table: &'a Table) -> Sync<'a> {
        let old = |one: &Assignment| Assignment { column: self.hidden(table, &one.column), ..one.clone() };
        let old = self.old.iter().map(old).collect();
        Sync { old, is_one_way: true, ..self.sync(catalog, table) }
    }
}
