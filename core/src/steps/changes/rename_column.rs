//! `migrate.safe_rename_column`: for a while the column has both names, so that old and new applications work at once.
//!
//! The new name is first a column beside the old one, kept in step by a trigger, with indexes like the old one's. The
//! old column stays the true one: constraints, keys, privileges, views, sequences and publications hang on it. To
//! complete the change is to drop the copy and give its name to the true column: nothing has to be carried over, and
//! nothing can be lost. So the way back is a rename, too.
//!
//! A rollback of the completion gives the column its old name back at once, and then makes a copy under the other again.

mod agree;
mod copy;

use crate::change::{Kind, State, Way, Which};
use crate::error::{ArgumentError, ColumnError, Result};
use crate::facts::{Catalog, Change, Changes, Table};
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::relation::Relation;
use crate::request::{EndChange, Operation, RenameColumn, Strategy};
use crate::steps::changes::column::{mentions, rename};
use crate::steps::changes::known::known_change;
use crate::steps::changes::mark;
use crate::steps::changes::two_ends::TwoEnds;
use crate::steps::free::check_length;
use crate::steps::obstacles::check_two_ends;
use crate::steps::operation::SafeOperation;
use crate::steps::replication::{told_of_gone, told_of_new};
use crate::steps::tree::left_out;
use crate::text::joined;

impl SafeOperation for RenameColumn {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        if self.old == self.new {
            return Err(ArgumentError::Same { argument: "new_name", value: self.new.clone() }.into());
        }
        check_length("new_name", &self.new)?;
        let known = self.known(catalog, &table)?;
        let has = |name: &str| table.has_column(name);
        if !has(&self.old) && has(&self.new) && (known.is_some() || self.strategy == Strategy::Instant) {
            return Ok(vec![self.rename(catalog, &table).done_if(true)]);
        }
        let old = table.column(&self.old)?;
        let copy = table.columns.iter().find(|column| column.name == self.new);
        if copy.is_some() && known.is_none() {
            return Err(ColumnError::Exists { table: table.display, column: self.new.clone() }.into());
        }
        if self.strategy == Strategy::Instant {
            let far = left_out(
                &table,
                "keeps the old name on its server: reads of it fail until it has the new one",
            );
            let why = [mentions(catalog, &self.old), replicated(catalog, &table, &self.old), far];
            let why = joined(why);
            return Ok(vec![self.rename(catalog, &table).because(why)]);
        }
        let token = self.token(catalog, &table, known.as_ref());
        check_two_ends(&table, old, &self.sync(catalog, &table, &token).trigger(catalog))?;
        self.expand(catalog, &table, old, copy, &token, known.as_ref())
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        if self.strategy == Strategy::Dual {
            let known = self.known(catalog, &catalog.table(&self.table)?)?;
            if known.is_some_and(|change| change.state.has_both_ends() || change.state == State::Grace) {
                return Ok(Some(Vec::new()));
            }
            let back = EndChange::new(Which::begun(), Way::Back);
            return Ok(Some(vec![Operation::EndChange(back)]));
        }
        let table = catalog.table(&self.table)?;
        if !table.has_column(&self.old) {
            return Ok(Some(Vec::new()));
        }
        let back = RenameColumn { old: self.new.clone(), new: self.old.clone(), ..self.clone() };
        Ok(Some(vec![Operation::RenameColumn(back)]))
    }
}

/// What a rename at once does to both ends of replication.
fn replicated(catalog: &dyn Catalog, table: &Table, old: &str) -> String {
    let why = [told_of_new(catalog, table), told_of_gone(catalog, table, old)];
    joined(why)
}

impl RenameColumn {
    /// The change that this has begun, if it has.
    pub(super) fn known(&self, catalog: &dyn Catalog, table: &Table) -> Result<Option<Change>> {
        let (old, new) = (std::slice::from_ref(&self.old), std::slice::from_ref(&self.new));
        let is_this = |operation: &Operation| matches!(operation, Operation::RenameColumn(other) if (&other.old, &other.new) == (&self.old, &self.new));
        known_change(catalog, table, old, new, is_this)
    }

    /// The change's token.
    fn token(&self, catalog: &dyn Changes, table: &Table, known: Option<&Change>) -> String {
        mark::token(catalog, known, table, Kind::RenameColumn, &[self.old.clone(), self.new.clone()])
    }

    fn rename(&self, names: &dyn Quoting, table: &Table) -> Draft {
        rename(names, table, &self.old, &self.new)
    }
}

impl TwoEnds for RenameColumn {
    /// The copy goes, and the true column takes its name.
    fn contract(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&change.table)?;
        table.check()?;
        let has = |name: &str| table.has_column(name);
        let is_done = !has(&self.old);
        let mut drafts = Vec::new();
        // What was written under one name alone would be lost.
        if has(&self.old) && has(&self.new) && change.state.has_both_ends() {
            self.sync(catalog, &table, &change.token).at_work(catalog)?;
            drafts.push(self.verify(catalog, &table));
        }
        let mut gone = self.taken_away(catalog, &table, &change.token);
        if let (Some(first), [look]) = (gone.first_mut(), drafts.as_slice()) {
            first.is_apart = look.is_apart;
        }
        drafts.extend(gone);
        let why = [mentions(catalog, &self.old), told_of_gone(catalog, &table, &self.old)];
        let why: String =
            why.into_iter().filter(|why| !why.is_empty()).map(|why| format!("; {why}")).collect();
        let rename = self.rename(catalog, &table).done_if(is_done);
        drafts.push(rename.because(format!("SELECT * FROM migrate.undo({}) takes it back{why}", change.id)));
        // Of one whose old column is gone, no matter how, triggers may be left.
        if is_done {
            drafts.retain(|draft| !draft.is_done || draft.sql.contains(" RENAME COLUMN "));
        }
        Ok(drafts)
    }

    /// The copy goes.
    fn abort(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&change.table)?;
        table.check()?;
        let mut drafts = Vec::new();
        if let Some(view) = &self.compatibility_view {
            let name = Relation { schema: Some(table.schema.clone()), name: view.clone() };
            if let Some(there) = catalog.find(&name)?
                && catalog.window(&there) == Some(table.oid)
            {
                let (what, sql) = (words::drop_view(view), format!("DROP VIEW {}", there.sql));
                drafts.push(Draft::new(what, sql, Mode::AccessExclusive, &there));
            }
        }
        drafts.extend(self.taken_away(catalog, &table, &change.token));
        Ok(drafts)
    }

    /// The column has its old name again.
    fn undo(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&change.table)?;
        table.check()?;
        let has = |name: &str| table.has_column(name);
        if !has(&self.old) && !has(&self.new) {
            return Ok(Vec::new());
        }
        let why = mentions(catalog, &self.new);
        let mut drafts =
            vec![rename(catalog, &table, &self.new, &self.old).done_if(has(&self.old)).because(why)];
        // A way back to both names that was broken off has left a copy.
        let left = self.taken_away(catalog, &table, &change.token);
        drafts.extend(left.into_iter().filter(|draft| !draft.is_done));
        Ok(drafts)
    }

    /// Both names are there again. The column has had its old one back in a transaction of its own ([`Way::NameBack`]),
    /// so that a rename which broke writers is cured at once; then a copy is made, as when the change began.
    fn reopen(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&change.table)?;
        table.check()?;
        let has = |name: &str| table.columns.iter().find(|column| column.name == name);
        let back = rename(catalog, &table, &self.new, &self.old);
        let Some(old) = has(&self.old) else {
            // Before the name goes back: where there cannot be both, nothing is begun.
            if let Some(renamed) = has(&self.new) {
                self.check_copy(catalog, &table, &renamed.sql_type())?;
            }
            return Ok(vec![back]);
        };
        let token = &change.token;
        check_two_ends(&table, old, &self.sync(catalog, &table, token).trigger(catalog))?;
        let copy = self.expand(catalog, &table, old, has(&self.new), token, None)?;
        Ok(std::iter::once(back.done_if(true)).chain(copy).collect())
    }

    /// What a way back that was broken off has left, is taken away.
    fn finish(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        match self.is_going_back(change, catalog)? {
            true => self.contract(change, catalog),
            false => Ok(Vec::new()),
        }
    }

    fn is_going_back(&self, change: &Change, catalog: &dyn Catalog) -> Result<bool> {
        let table = catalog.table(&change.table)?;
        Ok(table.has_column(&self.old))
    }

    fn gives_name_first(&self) -> bool {
        true
    }
}
