//! The batches of a table that Citus manages: ranges of its primary key. The key behind which the next one begins stands
//! with the cursor, and commits with the batch.
//!
//! A batch is a transaction of many nodes, so its commit waits for the disk: without that a crash would lose it here and
//! keep it there.

use std::time::{Duration, Instant};

use migrate_core::backfill::batch::Controller;
use migrate_core::backfill::keys::ROWS_OF_A_BLOCK;
use migrate_core::error::CitusError;
use migrate_core::failure::Failure;
use pgrx::pg_sys::Oid;

use super::batch::Filler;
use super::cursor::{self, Control, Range};
use super::pace::Pace;
use super::ranges::{PATIENCE, TRY_AGAIN};
use crate::catalog::citus;
use crate::engine::locks;
use crate::error::raise;
use crate::postgres::catch::catch_of_nodes;
use crate::postgres::quoting::Quotes;
use crate::postgres::{deadline, settings as guc, spi, toplevel};
use crate::settings;

/// What a batch has done.
struct Done {
    rows: u64,
    control: Control,
    /// The last key of it; none if it went to the end.
    upto: Option<Vec<String>>,
}

impl Filler<'_> {
    /// The rows of a range that are still to be done, in the order of their keys.
    pub(super) fn keyed(
        &self,
        mut range: Range,
        filter: Option<&str>,
        controller: &mut Controller,
        pace: &mut Pace,
    ) -> Result<(), Failure> {
        let mut after = toplevel::in_transaction(|| cursor::last_key(self.id, &range))?;
        let mut refused_since: Option<Instant> = None;
        while range.next < range.end {
            let size = controller.blocks();
            let start = Instant::now();
            let batch = || self.keyed_batch(&range, size, after.as_deref(), filter, controller.limit(size));
            let done = match catch_of_nodes(batch) {
                Ok(Some(done)) => done,
                Ok(None) => {
                    toplevel::in_transaction(|| cursor::control(self.id))?.check()?;
                    controller.broken_off(size);
                    continue;
                }
                Err(failure) if TRY_AGAIN.contains(&failure.sqlstate.as_str()) => {
                    let since: &mut Instant = refused_since.get_or_insert_with(Instant::now);
                    if since.elapsed() >= settings::lock_wait() * PATIENCE {
                        return Err(failure);
                    }
                    toplevel::in_transaction(|| cursor::control(self.id))?.check()?;
                    controller.shrink();
                    pace.note(Some("rows that other sessions have locked"))?;
                    toplevel::without_snapshot(|| locks::step_back(settings::lock_window()))?;
                    continue;
                }
                Err(failure) => return Err(failure),
            };
            refused_since = None;
            (range.next, range.end) = moved(&range, size, done.upto.is_some());
            after = done.upto;
            controller.took(size, start.elapsed());
            self.since.set(Instant::now());
            done.control.check()?;
            if done.control.is_waited_for {
                controller.waited_for();
            }
            pace.rest(done.control, done.rows, start.elapsed())?;
            self.since.set(Instant::now());
        }
        Ok(())
    }

    /// One batch: the UPDATE and the cursor in one transaction. None, and it is rolled back, if it would have lasted
    /// longer than `limit`.
    fn keyed_batch(
        &self,
        range: &Range,
        size: u32,
        after: Option<&[String]>,
        filter: Option<&str>,
        limit: Option<Duration>,
    ) -> Result<Option<Done>, Failure> {
        let gone = || CitusError::Changed { table: self.backfill.table.name.clone() };
        let Some(table) = self.begin(range)? else {
            return Err(migrate_core::Error::from(gone()).failure());
        };
        let check = || {
            if citus::kept(&[Oid::from(range.table)]).is_empty() {
                raise(&gone().into());
            }
        };
        toplevel::in_transaction(check)?;
        toplevel::run("SET LOCAL citus.propagate_set_commands = 'local'")?;
        toplevel::run(&format!("SET LOCAL lock_timeout = {}", guc::lock_timeout()))?;
        deadline::within(limit, || {
            let rows = size.saturating_mul(ROWS_OF_A_BLOCK);
            let query = self.backfill.key_at(&Quotes, &table, after, rows);
            let columns = self.backfill.key.len();
            let read = |row: spi::Row| (1..=columns).map(|at| row.must::<String>(at)).collect::<Vec<_>>();
            let upto = toplevel::in_transaction(|| spi::user_row(&query, &[], read))?;
            let sql = self.backfill.keyed(
                &Quotes,
                (&table, &self.alias),
                &self.set,
                (after, upto.as_deref()),
                filter,
            );
            let rows = self.update(&sql)?;
            let (next, end) = moved(range, size, upto.is_some());
            let advance = || {
                cursor::note_key(self.id, range, end, upto.as_deref());
                cursor::advance(self.id, range, next, rows, self.rate.get())
            };
            let control = toplevel::in_transaction(advance)?;
            toplevel::run("COMMIT")?;
            Ok(Done { rows, control, upto })
        })
    }
}

/// Where the cursor stands behind a batch, and where the range ends: how many rows there are was only an estimate.
fn moved(range: &Range, size: u32, has_more: bool) -> (u32, u32) {
    let next = range.next.saturating_add(size);
    match has_more {
        false => (range.end, range.end),
        true if next >= range.end => (next, next.saturating_add(size)),
        true => (next, range.end),
    }
}
