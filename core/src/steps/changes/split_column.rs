//! `migrate.safe_split_column` and `migrate.safe_merge_columns`: columns become other columns, and for a while both can
//! be read and written.
//!
//! The new columns are made empty beside the old ones, a trigger keeps both ends in step, and a backfill gives the rows
//! that are there their values. To complete the change is to hide the old columns: the trigger goes on writing them, so
//! that they can be had back with all that was written since. Only when the grace period is over they are dropped.
//!
//! Where new values merely follow from the old ones, the old ones are left alone: they may say more.

mod hidden;
mod rows;

use crate::backfill::{Assignment, Backfill, closed};
use crate::change::{Kind, State, Way, Which};
use crate::error::{ArgumentError, ColumnError, Result};
use crate::facts::{Catalog, Change, OnTable, Table};
use crate::lock::Mode;
use crate::name::shown;
use crate::plan::draft::Draft;
use crate::request::{EndChange, NewColumn, Operation, SplitColumn};
use crate::steps::changes::column::{copy_grants, nothing_by_default};
use crate::steps::changes::known::known_change;
use crate::steps::changes::mark;
use crate::steps::changes::two_ends::kind;
use crate::steps::obstacles::{check_added, check_two_ends};
use crate::steps::operation::SafeOperation;
use crate::steps::replication::told_of_new;
use crate::steps::sync::{Sync, must_not_read_generated};
use crate::text::joined;

impl SafeOperation for SplitColumn {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        if self.old.is_empty() {
            return Err(ArgumentError::Empty { argument: "old_columns" }.into());
        }
        if self.new.is_empty() {
            return Err(ArgumentError::Empty { argument: "new_columns" }.into());
        }
        let (old, new) = (self.old_names(), self.new_names());
        let mut names = new.iter().zip(0..);
        if let Some((twice, _)) = names.find(|(name, before)| new[..*before].contains(name)) {
            return Err(ArgumentError::Repeated { argument: "new_columns", value: twice.clone() }.into());
        }
        let known = self.known(catalog, &table)?;
        if let Some(change) = known.as_ref().filter(|change| change.state == State::Grace) {
            let drafts = kind(change)?.contract(change, catalog)?;
            return Ok(drafts.into_iter().map(|draft| draft.done_if(true)).collect());
        }
        let columns: Vec<String> = old.iter().chain(&new).cloned().collect();
        let token = mark::token(catalog, known.as_ref(), &table, Kind::SplitColumn, &columns);
        let sync = self.sync(catalog, &table, &token);
        for name in &old {
            check_two_ends(&table, table.column(name)?, &sync.trigger(catalog))?;
        }
        for expression in self.new.iter().map(|one| &one.expression) {
            must_not_read_generated(&table, &self.table.name, expression)?;
        }
        let quote = |name: &str| catalog.quote(name);
        let add = |one: &NewColumn| {
            let default = nothing_by_default(catalog, &table, &one.name, &one.data_type)?;
            Ok(format!("ADD COLUMN {} {}{default}", quote(&one.name), closed(&one.data_type)))
        };
        let has_new = |name: &String| table.has_column(name);
        let is_begun = new.iter().all(has_new);
        if let Some(taken) = new.iter().find(|name| known.is_none() && has_new(name)) {
            return Err(ColumnError::Exists { table: table.display, column: taken.clone() }.into());
        }
        if !is_begun {
            self.try_out(catalog, &table)?;
            let verb = if old.len() > 1 { "merge" } else { "split" };
            for one in &self.new {
                let asked = format!("{verb} column \"{}\" of", old.join("\", \""));
                check_added(catalog, &table, (&one.name, closed(&one.data_type).as_ref()), asked)?;
            }
        }
        let mut is_ready = known.as_ref().is_some_and(|change| change.state.has_both_ends());
        let is_apart = is_ready && is_begun && self.is_out_of_step(catalog, &table, &token);
        is_ready &= !is_apart;
        // Before anybody notices: what has no counterpart.
        let mut drafts = vec![self.fits(catalog, &table).done_if(is_begun)];
        let types: Vec<_> =
            self.new.iter().map(|one| format!("{} {}", shown(&one.name), one.data_type)).collect();
        let what = format!("add column {}", types.join(", "));
        let add = self.new.iter().map(add).collect::<Result<Vec<_>>>()?;
        let sql = format!("ALTER TABLE {} {}", table.sql, add.join(", "));
        drafts.push(
            Draft::new(what, sql, Mode::AccessExclusive, &table)
                .done_if(is_begun)
                .because(told_of_new(catalog, &table)),
        );
        drafts.extend(sync.drafts(catalog)?);
        drafts.push(mark::put(catalog, &table, &token));
        // Through a column that is made of many, all of them are read and written.
        for name in &new {
            let (grants, left) = copy_grants(catalog, &table, &old, name);
            drafts.extend(grants.into_iter().map(|draft| draft.done_if(is_begun)));
            if !left.is_empty() && !is_begun {
                let left = format!(
                    "not carried over, since not all of {} give it: {}",
                    old.join(", "),
                    left.join(", ")
                );
                let why = [told_of_new(catalog, &table), left];
                drafts[1].detail = joined(why);
            }
        }
        if is_apart {
            drafts.push(self.taken_over(catalog, &table));
        }
        // Who changes other columns of a row moves it, and the trigger does not fire.
        let left = Some(self.left(catalog));
        let backfill = Backfill::new(table.relation(), self.to_new(), left.clone())
            .with_rest(left)
            .named(&self.table.name);
        let fill = Draft::fill(catalog, backfill, &table).done_if(is_ready);
        let is_long = fill.is_apart;
        drafts.push(fill);
        if is_long {
            drafts.push(self.verify(catalog, &table).done_if(is_ready));
        }
        Ok(drafts)
    }

    fn inverse(&self, _: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        Ok(Some(vec![Operation::EndChange(EndChange::new(Which::begun(), Way::Back))]))
    }
}

impl SplitColumn {
    /// The change that this has begun, if it has.
    pub(super) fn known(&self, catalog: &dyn Catalog, table: &Table) -> Result<Option<Change>> {
        let is_this = |operation: &Operation| matches!(operation, Operation::SplitColumn(other) if (&other.old, &other.new) == (&self.old, &self.new));
        known_change(catalog, table, &self.old_names(), &self.new_names(), is_this)
    }

    fn to_new(&self) -> Vec<Assignment> {
        let set =
            |one: &NewColumn| Assignment { column: one.name.clone(), expression: one.expression.clone() };
        self.new.iter().map(set).collect()
    }

    fn sync<'a>(&'a self, catalog: &dyn Catalog, table: &'a Table, token: &str) -> Sync<'a> {
        Sync {
            table,
            token: token.into(),
            row: self.table.name.clone(),
            old: self.old.clone(),
            new: self.to_new(),
            hidden: self.old.iter().map(|one| self.hidden(table, token, &one.column)).collect(),
            differ: Some(self.differ(catalog)),
            scope: Some(&self.scope),
            is_one_way: false,
            is_strict: false,
        }
    }

    /// Refuses now what the server would refuse in the middle: a type, or an expression of either direction.
    fn try_out(&self, catalog: &dyn Catalog, table: &Table) -> Result<()> {
        let quote = |name: &str| catalog.quote(name);
        let mut statements: Vec<OnTable> = self
            .new
            .iter()
            .map(|one| OnTable::alter(format!("ADD COLUMN {} {}", quote(&one.name), closed(&one.data_type))))
            .collect();
        for one in self.to_new().iter().chain(&self.old) {
            let (column, expression) = (quote(&one.column), closed(&one.expression));
            statements.push(OnTable::update(&format!("{column} = ({expression})")));
        }
        catalog.definition_after(table, &statements)?;
        let expressions = self.to_new().into_iter().chain(self.old.clone());
        let expressions: Vec<_> = expressions.map(|one| closed(&one.expression)).collect();
        catalog.check_writers(table, &statements[..self.new.len()], &expressions)
    }
}
