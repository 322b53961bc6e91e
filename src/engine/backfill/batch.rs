//! One batch: an UPDATE of a range of blocks, which commits together with the cursor.
//!
//! It waits for a row for less than half of `deadlock_timeout`, so the application is never the victim of a deadlock
//! with it.
//!
//! How long a batch will last cannot be known: a checkpoint or full-page writes make it ten times as slow (batches that
//! aimed at 100 ms took up to 2.7 s). So it has a limit in time, which counts from its first row to the end of its
//! commit. The limit is a timer of our own (`postgres::deadline`), and the server looks for it between rows.
//! `statement_timeout` could be told from a person's cancel only by its message. What is thrown away is at most one
//! limit's work, and the blocks are in memory the second time.
//!
//! Batches commit asynchronously: rows and cursor are lost together or not at all, and the transaction that ends the
//! unit is flushed with all before it. With a flush for each batch the whole takes a tenth more.

use std::cell::Cell;
use std::time::{Duration, Instant};

use migrate_core::backfill::rate::Rate;
use migrate_core::backfill::{Backfill, Blocks, Settled};
use migrate_core::error::FillError;
use migrate_core::failure::Failure;

use super::cursor::{self, Control, Range};
use crate::catalog::{backfill as tables, scope};
use crate::engine::clock::milliseconds;
use crate::postgres::lock::{self, Hold};
use crate::postgres::quoting::identifier;
use crate::postgres::{deadline, messages, settings as guc, spi, toplevel};
use crate::settings;

/// A backfill that is being run.
pub struct Filler<'a> {
    pub(super) id: i64,
    pub(super) root: u32,
    /// What the expressions may call the table, whichever partition it is.
    pub(super) alias: String,
    pub(super) set: String,
    pub(super) backfill: &'a Backfill,
    /// Whether every row that was changed so far is done, where that must be seen.
    pub(super) is_settled: Cell<bool>,
    /// Whether it helps another worker, and ends with it.
    pub(super) is_helper: bool,
    /// How fast this worker is of late.
    pub(super) rate: Cell<Rate>,
    /// When its last batch was done, or from when on the next counts.
    pub(super) since: Cell<Instant>,
}

/// What became of a batch.
pub enum Batch {
    /// It is committed.
    Done(u64, Control),
    /// The table is gone, or was rewritten: its blocks are others.
    Moved,
}

impl<'a> Filler<'a> {
    pub(super) fn new(
        id: i64,
        table: tables::Root,
        set: String,
        backfill: &'a Backfill,
        is_helper: bool,
    ) -> Self {
        let (root, is_settled) = (table.oid, Cell::new(true));
        let row = backfill.row.as_deref().map(identifier);
        let alias = row.unwrap_or(table.alias);
        let (rate, since) = (Cell::default(), Cell::new(Instant::now()));
        Filler { id, root, alias, set, backfill, is_settled, is_helper, rate, since }
    }

    /// One that helps; none if the table is gone.
    pub(super) fn helper(id: i64, backfill: &'a Backfill) -> Option<Self> {
        let set = backfill.set_list(identifier);
        Some(Filler::new(id, tables::find(&backfill.table)?, set, backfill, true))
    }

    /// One batch: the UPDATE and the cursor in one transaction. None, and it is rolled back, if it would have lasted
    /// longer than `limit`.
    pub(super) fn batch(
        &self,
        range: &Range,
        blocks: Blocks,
        filter: Option<&str>,
        limit: Option<Duration>,
    ) -> Result<Option<Batch>, Failure> {
        let Some(table) = self.begin(range)? else { return Ok(Some(Batch::Moved)) };
        let sql = self.backfill.batch(&self.aliased(&table), &self.set, blocks, filter);
        // Up to here it waits for others, and nobody for it.
        deadline::within(limit, || {
            let rows = self.update(&sql)?;
            let rate = self.sample(blocks, rows);
            let advance = || cursor::advance(self.id, range, blocks.to, rows, rate);
            let control = toplevel::in_transaction(advance)?;
            toplevel::run("COMMIT")?;
            Ok(Batch::Done(rows, control))
        })
    }

    /// How fast it is with a batch that is done now.
    pub(super) fn sample(&self, blocks: Blocks, rows: u64) -> Rate {
        self.rate.get().after(blocks.to - blocks.from, rows, self.since.get().elapsed().as_secs_f64())
    }

    /// Runs a batch's UPDATE; how many rows it changed.
    pub(super) fn update(&self, sql: &str) -> Result<u64, Failure> {
        let rest = self
            .backfill
            .rest
            .as_ref()
            .filter(|_| self.is_settled.get() && self.backfill.settled != Settled::Known);
        let Some(rest) = rest else { return messages::collect(|| toplevel::run_counted(sql)) };
        let count = |row: spi::Row| (row.must::<i64>(1), row.must::<i64>(2));
        let run =
            || spi::user_write_rows(&Backfill::proving(sql, rest), &[], count).pop().unwrap_or_default();
        let (rows, left) = messages::collect(|| toplevel::in_transaction(run))?;
        if left > 0 && self.backfill.settled == Settled::Required {
            toplevel::run("ROLLBACK")?;
            let table = self.backfill.table.name.clone();
            return Err(migrate_core::Error::from(FillError::Twice { table }).failure());
        }
        self.is_settled.set(left == 0);
        Ok(u64::try_from(rows).unwrap_or(0))
    }

    /// Begins a batch's transaction: the name of its table, locked against being rewritten. None, and no transaction,
    /// if it is not the table any more whose blocks the range counts.
    pub(super) fn begin(&self, range: &Range) -> Result<Option<String>, Failure> {
        toplevel::run("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")?;
        // Waits for whoever changes the table: nothing is held meanwhile, and readers and writers are not held up.
        toplevel::without_snapshot(|| {
            lock::try_migrator_lock(Hold::Transaction);
            lock::queue_for_table(range.table, migrate_core::lock::Mode::RowExclusive);
        })?;
        let table = toplevel::in_transaction(|| tables::name_if_same(range.table, range.file))?;
        if table.is_none() {
            toplevel::run("ROLLBACK")?;
            return Ok(None);
        }
        toplevel::without_snapshot(|| {
            // Shorter than the application's deadlock_timeout: in a deadlock it is the batch that gives way.
            let limit = settings::lock_window().min(guc::deadlock_timeout() / 2);
            let limit = std::ffi::CString::new(milliseconds(limit).max(1).to_string()).unwrap_or_default();
            guc::set_for_transaction(c"lock_timeout", &limit);
            // Nobody waits for the disk: what a crash loses it loses together with the cursor, and the unit's end is
            // flushed with all that was before it.
            // Of many nodes each would lose something else.
            if self.backfill.key.is_empty() {
                guc::set_for_transaction(c"synchronous_commit", c"off");
            }
            // The batch is found by its blocks, whatever the session thinks of that.
            guc::set_for_transaction(c"enable_tidscan", c"on");
            // Rows that a policy hides must be an error, and not be left out.
            guc::set_for_transaction(c"row_security", c"off");
            // Whoever goes on with it may have other settings.
            if let Some(scope) = &self.backfill.scope {
                scope::set(scope, guc::set_for_transaction);
            }
        })?;
        Ok(table)
    }

    pub(super) fn aliased(&self, table: &str) -> String {
        format!("{table} AS {}", self.alias)
    }
}
