//! A block in which a row fails: its rows are done one by one, so that this row can be named and the others are done.

use migrate_core::backfill::{Blocks, OnError};
use migrate_core::failure::Failure;

use super::batch::{Batch, Filler};
use super::cursor::{self, Range, Skipped};
use crate::catalog::backfill as tables;
use crate::postgres::{subtransaction, toplevel};

/// Whether a failure may be that of one row: its data, a constraint, a function or trigger that raises. Anything else,
/// as a missing privilege, every row would meet.
pub fn is_of_a_row(failure: &Failure) -> bool {
    const CLASSES: [&str; 7] = ["21", "22", "23", "38", "39", "44", "P0"];
    failure.sqlstate.get(..2).is_some_and(|class| CLASSES.contains(&class))
}

impl Filler<'_> {
    /// One block, row by row, in one transaction. A row that fails ends it, or is kept in `migrate.backfill_skipped`.
    pub(super) fn rows(&self, range: &Range, block: Blocks, filter: Option<&str>) -> Result<Batch, Failure> {
        let Some(table) = self.begin(range)? else { return Ok(Batch::Moved) };
        // A constraint that waits for the commit must say now which row it is.
        toplevel::run("SET CONSTRAINTS ALL IMMEDIATE")?;
        let mut done = 0;
        for ctid in toplevel::in_transaction(|| tables::rows_of(&table, block.from))? {
            let sql = self.backfill.row(&self.aliased(&table), &self.set, &ctid, filter);
            let one = || subtransaction::attempt(|| Some(toplevel::run_in_caller(&sql)));
            match toplevel::in_transaction(one)? {
                Ok(rows) => done += rows.unwrap_or(0),
                Err(failure) if is_of_a_row(&failure) => {
                    let key = toplevel::in_transaction(|| tables::key_of(range.table, &table, &ctid))?;
                    if self.backfill.on_error == OnError::Stop {
                        toplevel::run("ROLLBACK")?;
                        return Err(named(failure, &table, &ctid, key.as_deref(), self.backfill.can_skip));
                    }
                    let row = Skipped { ctid: &ctid, key, failure: &failure };
                    toplevel::in_transaction(|| cursor::skip(self.id, range.table, &table, &row))?;
                }
                Err(failure) => {
                    toplevel::run("ROLLBACK")?;
                    return Err(failure);
                }
            }
        }
        let rate = self.sample(block, done);
        let control = toplevel::in_transaction(|| cursor::advance(self.id, range, block.to, done, rate))?;
        toplevel::run("COMMIT")?;
        Ok(Batch::Done(done, control))
    }
}

/// The failure with the row that it is of.
fn named(failure: Failure, table: &str, ctid: &str, key: Option<&str>, can_skip: bool) -> Failure {
    let key = key.map(|key| format!(", key {key}")).unwrap_or_default();
    let more = failure.detail.map(|detail| format!("{detail} ")).unwrap_or_default();
    let hint = match can_skip {
        true => "Fix the row, or call it with on_error => 'skip'; it goes on where it stopped.",
        false => "Fix the row, and call it again; it goes on where it stopped.",
    };
    Failure {
        detail: Some(format!("{more}Row {ctid} of {table}{key}.")),
        hint: failure.hint.or_else(|| Some(hint.into())),
        ..failure
    }
}
