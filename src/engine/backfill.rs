//! A backfill: the loop of small transactions over the blocks of a table and of what inherits from it.
//!
//! Each batch is one UPDATE of a range of blocks, and commits together with the cursor ([`cursor`]), so whatever is killed
//! goes on at the next block. How large batches are follows from how long they last, one that lasts too long is broken off
//! and done again in smaller ones, and between them the loop gives way ([`pace`]). A batch that meets a row which fails is cut in halves until the row is alone ([`rows`]).
//!
//! A row that others write meanwhile moves to another block, where the pass may have been. Where the backfill can tell
//! rows that are still to be done, it looks for them in one snapshot and passes again over the tables that have some.

pub mod control;
mod cursor;
pub mod helpers;
mod pace;
mod rows;

use std::cell::Cell;
use std::time::{Duration, Instant};

use migrate_core::backfill::batch::Controller;
use migrate_core::backfill::{Backfill, Blocks, OnError, Settled};
use migrate_core::error::{OperationError, Result};
use migrate_core::failure::Failure;

pub use cursor::finish;

use self::cursor::{Control, Range};
use self::helpers::Helpers;
use self::pace::Pace;
use crate::catalog::backfill as tables;
use crate::catalog::citus;
use crate::engine::journal::Entry;
use crate::engine::locks::table as table_locks;
use crate::engine::run::milliseconds;
use crate::error::raise;
use crate::postgres::lock::{self, Hold};
use crate::postgres::{deadline, settings as guc, spi, toplevel, worker};
use crate::settings;

/// How many times `migrate.lock_wait` a batch is tried again whose rows somebody else has locked: nothing is held
/// meanwhile.
const PATIENCE: u32 = 10;

/// After so many passes over what is left it is left: others make it faster than it is done.
const MOST_PASSES: i32 = 20;

/// A batch that met somebody else's lock, or a deadlock: worth another try.
const TRY_AGAIN: [&str; 3] = ["40001", "40P01", "55P03"];

/// Runs a backfill, or goes on with one; its number, for [`finish`], which belongs into the transaction that ends the
/// unit.
///
/// # Errors
///
/// What ended it; that is kept with it. Called again, it goes on.
pub fn run(job: i64, entry: &Entry, backfill: &Backfill) -> Result<i64> {
    let open = || {
        let set = backfill.set_list(|name| pgrx::spi::quote_identifier(name));
        cursor::open(job, entry, backfill).map(|(id, table)| (id, table, set))
    };
    let (id, table, set) = toplevel::in_transaction(open).map_err(migrate_core::Error::Server)??;
    let filler = Filler::new(id, table, set, backfill, false);
    match filler.passes() {
        Ok(()) => Ok(id),
        Err(failure) => {
            // Why it stopped is told by who called; that this cannot be written as well is not worth hiding it.
            let _ = toplevel::in_transaction(|| cursor::end(id, &failure));
            Err(migrate_core::Error::Server(failure))
        }
    }
}

/// A backfill that is being run.
struct Filler<'a> {
    id: i64,
    root: u32,
    /// What the expressions may call the table, whichever partition it is.
    alias: String,
    set: String,
    backfill: &'a Backfill,
    /// Whether every row that was changed so far is done, where that must be seen.
    is_settled: Cell<bool>,
    /// Whether it helps another worker, and ends with it.
    is_helper: bool,
}

/// What became of a batch.
enum Batch {
    /// It is committed.
    Done(u64, Control),
    /// The table is gone, or was rewritten: its blocks are others.
    Moved,
}

impl<'a> Filler<'a> {
    fn new(id: i64, table: tables::Root, set: String, backfill: &'a Backfill, is_helper: bool) -> Self {
        let (root, alias, is_settled) = (table.oid, table.alias, Cell::new(true));
        Filler { id, root, alias, set, backfill, is_settled, is_helper }
    }

    /// One that helps; none if the table is gone.
    fn helper(id: i64, backfill: &'a Backfill) -> Option<Self> {
        let set = backfill.set_list(|name| pgrx::spi::quote_identifier(name));
        Some(Filler::new(id, tables::find(&backfill.table)?, set, backfill, true))
    }

    /// All passes.
    fn passes(&self) -> std::result::Result<(), Failure> {
        let mut rows_before = None;
        // Of passes in a row that changed nothing.
        let mut idle = 0;
        loop {
            self.check_managed()?;
            self.shared_pass()?;
            let pass = toplevel::in_transaction(|| cursor::pass(self.id))?;
            let Some(rest) = self.backfill.rest.as_ref().filter(|_| self.is_settled.get()) else {
                return Ok(());
            };
            let rows = toplevel::in_transaction(|| cursor::rows(self.id))?;
            idle = if rows == 0 { idle + 1 } else { 0 };
            // What is left is what was skipped, and would only be met again.
            if idle > 0 && pass > 0 && self.has_skipped()? {
                return Ok(());
            }
            if pass >= MOST_PASSES || !settles(pass, rows, rows_before) || !self.look_again(pass, rest)? {
                return Ok(());
            }
            if idle > 1 {
                let table = self.backfill.table.name.clone();
                return Err(migrate_core::Error::from(OperationError::Unreached { table }).failure());
            }
            rows_before = Some(rows);
        }
    }

    /// Refuses a table that Citus has taken over since the backfill was asked for: its rows are not in these blocks.
    fn check_managed(&self) -> std::result::Result<(), Failure> {
        let check = || citus::check_oids(vec![self.root.into()]);
        toplevel::in_transaction(check)?.map_err(|error| error.failure())
    }

    /// Whether rows were left as they are since they fail.
    fn has_skipped(&self) -> std::result::Result<bool, Failure> {
        Ok(self.backfill.on_error == OnError::Skip
            && toplevel::in_transaction(|| cursor::skipped(self.id))? > 0)
    }

    /// One pass, with helpers.
    fn shared_pass(&self) -> std::result::Result<(), Failure> {
        if self.backfill.parallel < 2 {
            return self.ranges();
        }
        let helpers = Helpers::start(self.id, self.backfill.parallel - 1)?;
        match self.ranges().and_then(|()| helpers.wait()) {
            // What a helper that failed has left.
            Ok(()) => {
                toplevel::in_transaction(|| cursor::release(self.id, None))?;
                self.ranges()
            }
            Err(failure) => {
                // Written first: a cancel that meets a timeout is lost, and this they read before each batch.
                toplevel::in_transaction(|| cursor::end(self.id, &failure))?;
                helpers.cancel();
                helpers.wait()?;
                Err(failure)
            }
        }
    }

    /// The ranges of this pass that nobody else works on.
    fn ranges(&self) -> std::result::Result<(), Failure> {
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
        while let Some(range) = toplevel::in_transaction(|| cursor::next(self.id))? {
            self.range(range, filter.as_deref(), &mut controller, &mut pace)?;
        }
        Ok(())
    }

    /// Lays out another pass over the tables that have rows to be done; false if none has.
    fn look_again(&self, pass: i32, rest: &str) -> std::result::Result<bool, Failure> {
        let again = |left: Vec<u32>| cursor::pass_again(self.id, self.root, &left);
        match toplevel::in_transaction(|| again(tables::left(self.root, &self.alias, rest))) {
            // A row that is skipped cannot even be looked at: once more over all of them finds what has moved.
            Err(failure) if self.backfill.on_error == OnError::Skip && rows::is_of_a_row(&failure) => {
                let all = || again(tables::leaves(self.root).iter().map(|leaf| leaf.oid).collect());
                if pass == 0 { toplevel::in_transaction(all) } else { Ok(false) }
            }
            looked => looked,
        }
    }

    /// The blocks of a range that are still to be done.
    fn range(
        &self,
        mut range: Range,
        filter: Option<&str>,
        controller: &mut Controller,
        pace: &mut Pace,
    ) -> std::result::Result<(), Failure> {
        // Up to where a batch has failed, and into what its size was cut since.
        let (mut suspect, mut most) = (0, u32::MAX);
        let mut refused_since: Option<Instant> = None;
        while range.next < range.end {
            if self.is_helper && toplevel::in_transaction(|| cursor::work(self.id))?.is_none() {
                return toplevel::in_transaction(|| cursor::release(self.id, Some(worker::own_pid())));
            }
            let size = controller.blocks().min(most);
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
                    toplevel::without_snapshot(|| table_locks::step_back(settings::lock_window()))?;
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
                        raise(&OperationError::NoTable { table: self.backfill.table.name.clone() }.into());
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
            control.check()?;
            if control.is_waited_for {
                controller.shrink();
            }
            pace.rest(control, rows, start.elapsed())?;
        }
        Ok(())
    }

    /// One batch: the UPDATE and the cursor in one transaction. None, and it is rolled back, if it would have lasted longer
    /// than `limit`.
    fn batch(
        &self,
        range: &Range,
        blocks: Blocks,
        filter: Option<&str>,
        limit: Option<Duration>,
    ) -> std::result::Result<Option<Batch>, Failure> {
        let Some(table) = self.begin(range)? else { return Ok(Some(Batch::Moved)) };
        let sql = self.backfill.batch(&self.aliased(&table), &self.set, blocks, filter);
        // Up to here it waits for others, and nobody for it.
        deadline::within(limit, || {
            let rows = self.update(&sql)?;
            let control = toplevel::in_transaction(|| cursor::advance(self.id, range, blocks.to, rows))?;
            toplevel::run("COMMIT")?;
            Ok(Batch::Done(rows, control))
        })
    }

    /// Runs a batch's UPDATE; how many rows it changed.
    fn update(&self, sql: &str) -> std::result::Result<u64, Failure> {
        let rest = self
            .backfill
            .rest
            .as_ref()
            .filter(|_| self.is_settled.get() && self.backfill.settled != Settled::Known);
        let Some(rest) = rest else { return toplevel::run_counted(sql) };
        let count = |row: spi::Row| (row.must::<i64>(1), row.must::<i64>(2));
        let run =
            || spi::user_write_rows(&Backfill::proving(sql, rest), &[], count).pop().unwrap_or_default();
        let (rows, left) = toplevel::in_transaction(run)?;
        if left > 0 && self.backfill.settled == Settled::Required {
            toplevel::run("ROLLBACK")?;
            let table = self.backfill.table.name.clone();
            return Err(migrate_core::Error::from(OperationError::Twice { table }).failure());
        }
        self.is_settled.set(left == 0);
        Ok(u64::try_from(rows).unwrap_or(0))
    }

    /// Begins a batch's transaction: the name of its table, locked against being rewritten. None, and no transaction, if
    /// it is not the table any more whose blocks the range counts.
    fn begin(&self, range: &Range) -> std::result::Result<Option<String>, Failure> {
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
            guc::set_for_transaction(c"synchronous_commit", c"off");
            // The batch is found by its blocks, whatever the session thinks of that.
            guc::set_for_transaction(c"enable_tidscan", c"on");
            // Rows that a policy hides must be an error, and not be left out.
            guc::set_for_transaction(c"row_security", c"off");
        })?;
        Ok(table)
    }

    fn aliased(&self, table: &str) -> String {
        format!("{table} AS {}", self.alias)
    }
}

/// Whether passes come to an end: each must leave less than the one before, but for a few rows that others write.
/// A trigger that changes what is assigned would have every row look undone for ever.
fn settles(pass: i32, rows: i64, before: Option<i64>) -> bool {
    const FEW: i64 = 1_000;
    match before {
        // Whether rows are left all the same is asked behind this.
        _ if pass == 0 || rows == 0 => true,
        Some(before) => rows <= FEW || rows < before / 10 * 9,
        None => true,
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

/// The table of a backfill, or the error that it is not there.
fn must_find(backfill: &Backfill) -> tables::Root {
    tables::find(&backfill.table)
        .unwrap_or_else(|| raise(&OperationError::NoTable { table: backfill.table.name.clone() }.into()))
}
