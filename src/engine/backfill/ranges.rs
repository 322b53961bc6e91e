//! The ranges of a pass: batch after batch, as large as they may last, with rests between them.
//!
//! A batch that lasts too long is broken off and done again in smaller ones. One that meets a row which fails is cut in
//! halves until the row is alone ([`super::rows`]).

use std::time::{Duration, Instant};

use migrate_core::backfill::batch::Controller;
use migrate_core::backfill::rate::Rate;
use migrate_core::backfill::{Blocks, OnError};
use migrate_core::error::TableError;
use migrate_core::failure::Failure;

use super::batch::{Batch, Filler};
use super::cursor::{self, Range};
use super::pace::Pace;
use super::reuse::Reuse;
use super::rows;
use crate::catalog::backfill as tables;
use crate::engine::clock::milliseconds;
use crate::engine::locks;
use crate::error::raise;
use crate::postgres::{toplevel, worker};
use crate::settings;

/// How many times `migrate.lock_wait` a batch is tried again whose rows somebody else has locked: nothing is held
/// meanwhile.
pub(super) const PATIENCE: u32 = 10;

/// A batch that met somebody else's lock, or a deadlock: worth another try.
pub(super) const TRY_AGAIN: [&str; 3] = ["40001", "40P01", "55P03"];

impl Filler<'_> {
    /// The ranges of this pass that nobody else works on.
    pub(super) fn ranges(&self) -> Result<(), Failure> {
        let mut controller = Controller::new(settings::backfill_target());
        let mut pace = Pace::new(self.id);
        let pass = toplevel::in_transaction(|| cursor::pass(self.id))?;
        // Where rows are skipped, what tells the rest may fail of them.
        let is_first = pass == 0 || self.backfill.on_error == OnError::Skip;
        let filter = if is_first { &self.backfill.condition } else { &self.backfill.rest };
        // Nor does the first batch begin while something is to be waited for.
        let control = toplevel::in_transaction(|| cursor::control(self.id))?;
        control.check()?;
        pace.rest(control, 0, Duration::ZERO)?;
        let mut reuse = Reuse::new();
        self.since.set(Instant::now());
        while let Some(range) = toplevel::in_transaction(|| cursor::next(self.id, self.rate.get()))? {
            self.range(range, filter.as_deref(), &mut controller, &mut pace, &mut reuse)?;
        }
        Ok(())
    }

    /// The blocks of a range that are still to be done.
    fn range(
        &self,
        mut range: Range,
        filter: Option<&str>,
        controller: &mut Controller,
        pace: &mut Pace,
        reuse: &mut Reuse,
    ) -> Result<(), Failure> {
        if !self.backfill.key.is_empty() {
            return self.keyed(range, filter, controller, pace);
        }
        // Up to where a batch has failed, and into what its size was cut since.
        let (mut suspect, mut most) = (0, u32::MAX);
        let mut refused_since: Option<Instant> = None;
        reuse.begin(range.table)?;
        while range.next < range.end {
            if self.is_helper && toplevel::in_transaction(|| cursor::work(self.id))?.is_none() {
                return toplevel::in_transaction(|| cursor::release(self.id, Some(worker::own_pid())));
            }
            let size = controller.blocks().min(most).min(reuse.most());
            let blocks = Blocks { from: range.next, to: range.end.min(range.next.saturating_add(size)) };
            let start = Instant::now();
            let done = match self.batch(&range, blocks, filter, controller.limit(blocks.to - blocks.from)) {
                Ok(Some(done)) => done,
                // Whoever waited has had their rows; what is left of the blocks is cheaper the second time.
                Ok(None) => {
                    toplevel::in_transaction(|| cursor::control(self.id))?.check()?;
                    controller.broken_off(blocks.to - blocks.from);
                    continue;
                }
                Err(failure) if TRY_AGAIN.contains(&failure.sqlstate.as_str()) => {
                    let since: &mut Instant = refused_since.get_or_insert_with(Instant::now);
                    if since.elapsed() >= settings::lock_wait() * PATIENCE {
                        return Err(refused(failure, blocks));
                    }
                    toplevel::in_transaction(|| cursor::control(self.id))?.check()?;
                    controller.shrink();
                    pace.note(Some("rows that other sessions have locked"))?;
                    toplevel::without_snapshot(|| locks::step_back(settings::lock_window()))?;
                    continue;
                }
                Err(failure) if rows::is_of_a_row(&failure) => match blocks.halves() {
                    Some((first, _)) => {
                        (suspect, most) = (suspect.max(blocks.to), first.to - first.from);
                        continue;
                    }
                    None => self.rows(&range, blocks, filter)?,
                },
                Err(failure) => return Err(failure),
            };
            let Batch::Done(rows, control) = done else {
                if self.is_helper {
                    // The job's own worker lays them out anew.
                    return toplevel::in_transaction(|| cursor::release(self.id, Some(worker::own_pid())));
                }
                let lay_out = || {
                    // Without it nothing is left to do, and most of it may not have been done.
                    if !tables::exists(self.root) {
                        raise(&TableError::none(&self.backfill.table.name).into());
                    }
                    cursor::lay_out(self.id, self.root, 1);
                };
                return toplevel::in_transaction(lay_out);
            };
            refused_since = None;
            range.next = blocks.to;
            if range.next >= suspect {
                most = u32::MAX;
            }
            controller.took(blocks.to - blocks.from, start.elapsed());
            self.rate.set(self.sample(blocks, rows));
            self.since.set(Instant::now());
            control.check()?;
            if control.is_waited_for {
                controller.waited_for();
            }
            let rested = pace.rest(control, rows, start.elapsed())?;
            if rested.is_news {
                self.rate.set(Rate::default());
            }
            self.since.set(self.since.get() + rested.held);
            let room = Instant::now();
            self.reuse(reuse, &range, blocks.to - blocks.from, pace)?;
            self.since.set(self.since.get() + room.elapsed());
        }
        Ok(())
    }
}

fn refused(failure: Failure, blocks: Blocks) -> Failure {
    let waited: Duration = settings::lock_wait() * PATIENCE;
    let waited = migrate_core::text::duration(milliseconds(waited));
    let detail =
        format!("Rows of blocks {} to {} were locked by others for {waited}.", blocks.from, blocks.to - 1);
    let hint = "SELECT * FROM migrate.transactions ORDER BY began shows the oldest transactions.";
    Failure { detail: Some(detail), hint: Some(hint.into()), ..failure }
}
