//! `migrate.backfill_reuse`: the room of rows as they were is used again.
//!
//! Each row that a backfill changes leaves its old version, so a table is twice as large when it is done. Here the
//! backfill stops behind each twentieth of the table until nobody can see the old versions any more, and vacuums it; what
//! comes next finds room where those were. That lasts as long as the oldest transaction, so nobody does it unasked.

use std::time::{Duration, Instant};

use migrate_core::failure::Failure;

use super::batch::Filler;
use super::cursor::{self, Range};
use super::pace::Pace;
use crate::catalog::backfill as tables;
use crate::engine::journal::tell;
use crate::postgres::{horizon, messages, procedure, toplevel};
use crate::settings;

/// Behind this share of a table its old rows are removed.
const SHARE: u32 = 20;

/// A table that is not a few times as large is not worth it; in blocks.
const LEAST: u32 = 64;

/// How often one looks whether it may go on.
const PAUSE_MS: i64 = 100;

/// What may be changed before the next VACUUM.
pub(super) struct Reuse {
    is_on: bool,
    table: u32,
    /// Behind how many blocks it is vacuumed, and how many of them are left.
    every: u32,
    left: u32,
}

impl Reuse {
    /// For a pass of a backfill.
    pub(super) fn new() -> Self {
        Reuse { is_on: settings::backfill_reuse(), table: 0, every: u32::MAX, left: u32::MAX }
    }

    /// How many blocks the next batch may have.
    pub(super) fn most(&self) -> u32 {
        self.left
    }

    /// A range of this table comes next.
    pub(super) fn begin(&mut self, table: u32) -> Result<(), Failure> {
        if self.is_on && self.table != table {
            let all = toplevel::in_transaction(|| tables::blocks(table))?;
            self.every = (all / SHARE).max(LEAST);
            (self.table, self.left) = (table, self.every);
        }
        Ok(())
    }
}

impl Filler<'_> {
    /// Behind a batch of so many blocks: makes room, where it is time to.
    pub(super) fn reuse(
        &self,
        reuse: &mut Reuse,
        range: &Range,
        blocks: u32,
        pace: &mut Pace,
    ) -> Result<(), Failure> {
        if !reuse.is_on {
            return Ok(());
        }
        reuse.left = reuse.left.saturating_sub(blocks);
        if reuse.left > 0 {
            return Ok(());
        }
        reuse.left = reuse.every;
        self.wait_until_unseen(range.table, pace)?;
        let name = toplevel::in_transaction(|| tables::name_if_same(range.table, range.file))?;
        let Some(name) = name else { return Ok(()) };
        pace.note(Some("VACUUM, so that what comes next finds room (migrate.backfill_reuse)"))?;
        // The table keeps its blocks: the next rows go there.
        let vacuum = format!("VACUUM (TRUNCATE false, INDEX_CLEANUP on) {name}");
        messages::collect(|| toplevel::run(&vacuum))?;
        pace.note(None)
    }

    /// Waits until nobody can see the rows any more as they were before the last batch.
    fn wait_until_unseen(&self, table: u32, pace: &mut Pace) -> Result<(), Failure> {
        let (start, mut is_told) = (Instant::now(), false);
        let next = toplevel::without_snapshot(horizon::next_transaction)?;
        while !toplevel::without_snapshot(|| horizon::is_past(table, next))? {
            pace.note(Some("transactions that may still see the old rows (migrate.backfill_reuse)"))?;
            if !is_told && start.elapsed() >= Duration::max(settings::lock_wait() / 2, tell::LONG) {
                is_told = true;
                tell::waits_long()?;
            }
            toplevel::without_snapshot(|| procedure::pause(PAUSE_MS))?;
            toplevel::in_transaction(|| cursor::control(self.id))?.check()?;
        }
        pace.note(None)
    }
}
