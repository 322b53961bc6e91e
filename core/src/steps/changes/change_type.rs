//! `migrate.safe_change_column_type`: in one short statement where the server need not look at the rows; otherwise by a
//! second column, kept in step, that takes the first one's place in one short transaction.
//!
//! The column that has gone stays for the grace period, now kept in step the other way round: the way back is the same
//! exchange, with the old column as the second one. What the server writes in another way for the new type (defaults,
//! CHECKs, expressions of indexes) is remembered before the first exchange, so that the second one makes it as it was.
//!
//! A change is asked where it stands by its columns: while `…_new_type` is there the exchange is to come, and when
//! `…_old_type` is there it is committed.
//!
//! Towards the new type a value without a cast is an error, since the exchange could not look for it. Towards the old
//! one it is NULL: the new application must not be disturbed by what it has left behind. `undo` first looks for such
//! rows, then makes the trigger strict, waits for those who wrote before, and looks again.

mod as_before;
mod begun;
mod direction;
mod ends;
mod expand;
mod hanging;
mod in_place;
mod indexes;
mod keys;
mod lossless;
mod not_null;
mod remade;
mod sequence;
mod swap;
mod views;
mod written;

use self::ends::{Beside, Ends};
use self::in_place::alter_type;
use crate::change::{Kind, State, Way, Which};
use crate::error::{ChangeError, ColumnError, Result};
use crate::facts::{Catalog, Change, Table};
use crate::plan::draft::Draft;
use crate::request::{ChangeType, EndChange, Operation};
use crate::steps::changes::mark;
use crate::steps::citus;
use crate::steps::obstacles::check_two_ends;
use crate::steps::operation::SafeOperation;
use crate::steps::replication::told_of_new;
use crate::steps::sync::{self, Cast, must_not_read_generated};

impl SafeOperation for ChangeType {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        let column = table.column(&self.column)?;
        if let Some(change) = self.known(catalog, &table)? {
            let beside = Beside::of(&table, &change.token, &self.column);
            return match table.has_column(&beside.tombstone) {
                true => Ok(vec![alter_type(self, catalog, &table).done_if(true)]),
                false => self.expand(catalog, &table, Some(&change)),
            };
        }
        let (retyped, cast) = self.retyped(catalog, &table)?;
        if column.data_type == retyped.column.data_type && column.collation == retyped.column.collation {
            return in_place::done(self, catalog, &table);
        }
        citus::check_retyped(&table, &retyped)?;
        let is_small = table.family().iter().all(|table| table.is_small);
        if !retyped.rewrites || is_small {
            let mut drafts = Vec::from_iter(self.lossless(catalog, &table, &retyped.column));
            // A cast that does not happen by itself is said.
            let explicit = format!("CAST({} AS {})", catalog.quote(&self.column), self.data_type);
            let asked = match cast {
                Cast::Explicit => ChangeType { using: Some(explicit), ..self.clone() },
                Cast::Assigned => self.clone(),
            };
            drafts.extend(in_place::drafts(&asked, catalog, &table, &retyped, is_small)?);
            return Ok(drafts);
        }
        self.expand(catalog, &table, None)
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        let column = table.column(&self.column)?;
        let ends = Operation::EndChange(EndChange::new(Which::begun(), Way::Back));
        if self.known(catalog, &table)?.is_some() {
            return Ok(Some(vec![ends]));
        }
        let (retyped, _) = self.retyped(catalog, &table)?;
        if column.data_type == retyped.column.data_type && column.collation == retyped.column.collation {
            return Ok(Some(Vec::new()));
        }
        if retyped.rewrites && !table.family().iter().all(|table| table.is_small) {
            return Ok(Some(vec![ends]));
        }
        let back = ChangeType {
            data_type: column.sql_type(),
            using: self.reverse.clone(),
            reverse: self.using.clone(),
            is_way_back: true,
            restore: as_before::noted(&table, &self.column, &catalog.hanging(&table, &self.column)?)?,
            acknowledge: true,
            ..self.clone()
        };
        Ok(Some(vec![Operation::ChangeType(back)]))
    }

    /// Where the rows must be looked at or written, and are many, the way back is a change of its own, which is
    /// completed and ended before the undo is done.
    fn stage(&self, catalog: &dyn Catalog) -> Result<Option<Operation>> {
        let table = catalog.table(&self.table)?;
        if let Some(change) = self.known(catalog, &table)? {
            let end = |force| {
                let end = EndChange::new(Which::Number(change.id), Way::Complete);
                Operation::EndChange(EndChange { force, acknowledge: true, ..end })
            };
            return Ok(Some(match change.state {
                State::Grace => end(true),
                state if state.has_both_ends() => end(false),
                _ => Operation::ChangeType(self.clone()),
            }));
        }
        let column = table.column(&self.column)?;
        let (retyped, _) = self.retyped(catalog, &table)?;
        let has_type =
            column.data_type == retyped.column.data_type && column.collation == retyped.column.collation;
        let is_small = table.family().iter().all(|table| table.is_small);
        Ok((!has_type && retyped.rewrites && !is_small).then(|| Operation::ChangeType(self.clone())))
    }
}

impl ChangeType {
    /// The change that this began, if it was begun and is not over; that it may begin, if not.
    pub(super) fn known(&self, catalog: &dyn Catalog, table: &Table) -> Result<Option<Change>> {
        let mut known = None;
        let changes = catalog.changes(table)?;
        sync::must_be_known(catalog, table, &changes, &[&self.column])?;
        for change in changes.into_iter().filter(Change::is_open) {
            let is_this = matches!(change.arguments.as_ref(), Operation::ChangeType(other)
                if (&other.column, &other.data_type, &other.using) == (&self.column, &self.data_type, &self.using));
            let meets = |columns: &[String]| columns.contains(&self.column);
            if is_this {
                known = Some(change);
            } else if !change.is_vain && (meets(&change.old_columns) || meets(&change.new_columns)) {
                let (title, id, in_grace) = (change.title(), change.id, change.state == State::Grace);
                return Err(
                    ChangeError::Conflict { table: table.display.clone(), title, id, in_grace }.into()
                );
            }
        }
        Ok(known)
    }

    /// What a default must agree with if it goes over by a cast. On the way back it came by the one forth.
    fn using_of_default(&self) -> Option<&str> {
        self.using.as_deref().filter(|_| !self.is_way_back)
    }

    fn expand(&self, catalog: &dyn Catalog, table: &Table, known: Option<&Change>) -> Result<Vec<Draft>> {
        let column = table.column(&self.column)?;
        let columns = [self.column.clone(), self.column.clone()];
        let token = mark::token(catalog, known, table, Kind::ChangeType, &columns);
        check_two_ends(table, column, &sync::first_name(&self.column, &token))?;
        let Beside { shadow: name, tombstone: away } = Beside::of(table, &token, &self.column);
        let (retyped, cast) = self.retyped(catalog, table)?;
        let hanging = hanging::look(catalog, table, &self.column)?.reworded(&self.restore);
        hanging::check(&hanging, table, &self.column)?;
        let to = &retyped.column;
        let add = format!("ADD COLUMN {} {}", catalog.quote(&name), to.sql_type());
        let asked = format!("change the type of column \"{}\" of", self.column);
        if catalog.added_column(table, &name, &add)?.rewrites {
            let table = table.display.clone();
            let why = format!("Every row would be checked by type {}.", to.data_type);
            let instead =
                "Use the domain's base type, and add its constraint with migrate.safe_add_constraint.";
            return Err(ColumnError::Rewrite { table, asked, why, instead: instead.into() }.into());
        }
        // Whether there is a way back is asked while nothing is done yet.
        let back = self.back(catalog, table, column, to)?;
        self.check_writers(catalog, table, column, &retyped)?;
        hanging::check_keys(&hanging, catalog, to)?;
        let follow = self.forth(catalog, table, &token, (column, &retyped), cast)?;
        for expression in self.using.iter().chain(&self.reverse) {
            must_not_read_generated(table, &self.table.name, expression)?;
        }
        let (hanging, written) = (&hanging, written::as_written(catalog, &self.column, &self.restore));
        let using = self.using_of_default();
        // In the exchange it would be too late.
        if known.is_none() {
            written::default(catalog, table, column, to, using)?;
        }
        let ends =
            Ends { table, column, name, is_back: false, away, to, hanging, token: &token, using, written };
        let is_ready = known.is_some_and(|change| change.state.has_both_ends());
        // The trigger was away for a while: what follows is made to follow again.
        let is_apart = is_ready && table.has_column(&ends.name) && ends.is_out_of_step(catalog, &follow);
        let mut drafts = ends.expand(catalog, &follow, is_ready && !is_apart, is_apart)?;
        if let Some(add) = drafts.iter_mut().find(|draft| draft.sql.contains(" ADD COLUMN ")) {
            if let Cast::Explicit = back {
                add.detail.push_str("; the way back is a cast");
            }
            let replication = told_of_new(catalog, table);
            if !replication.is_empty() {
                add.detail.push_str(&format!("; {replication}"));
            }
        }
        // What does not fit is said while nothing is done yet, and again of what was written since.
        if let Some(look) = self.lossless(catalog, table, to) {
            drafts.insert(0, look.clone().apart().done_if(table.has_column(&ends.name)));
            drafts.push(look.apart().done_if(is_ready));
        }
        Ok(drafts)
    }
}
