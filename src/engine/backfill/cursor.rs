//! The tables `migrate.backfills` and `migrate.backfill_ranges`: what is being filled, and how far.

use migrate_core::backfill::Backfill;
use migrate_core::backfill::rate::Rate;
use migrate_core::error::{Result, TableError};
use migrate_core::failure::Failure;
use pgrx::pg_sys::Oid;

use crate::catalog::backfill as tables;
use crate::catalog::backfill::{Leaf, Root};
use crate::engine::journal::Entry;
use crate::error::raise;
use crate::postgres::identity::as_owner;
use crate::postgres::quoting::identifier;
use crate::postgres::spi;
use crate::postgres::worker::own_pid;

/// A range of blocks of one table.
#[derive(Debug, Clone)]
pub struct Range {
    /// Its number in the backfill.
    pub number: i32,
    /// The table.
    pub table: u32,
    /// Its file, which is another when it is rewritten.
    pub file: u32,
    /// The first block that is not done.
    pub next: u32,
    /// The first block behind it.
    pub end: u32,
}

/// What somebody has said of the backfill while it runs.
#[derive(Debug, Clone, Default)]
pub struct Control {
    /// `migrate.pause`.
    pub is_paused: bool,
    /// `migrate.throttle`: rest, as a multiple of the time of the batch.
    pub sleep_ratio: Option<f64>,
    /// `migrate.throttle`: rows per second at most.
    pub max_rows_per_second: Option<f64>,
    /// A query: while it says true, no batch begins.
    pub wait_while: Option<String>,
    /// Whether somebody waits for what the batch has locked.
    pub is_waited_for: bool,
    /// `migrate.cancel`.
    pub is_cancelled: bool,
    /// Whether the time of its job is over.
    pub is_over: bool,
}

impl Control {
    /// Ends the backfill whose job was cancelled, in case the signal was lost: the server tells one that comes together
    /// with a timeout as the timeout.
    ///
    /// # Errors
    ///
    /// The cancel, as the server words it; [`Failure::window_over`].
    pub fn check(&self) -> std::result::Result<(), Failure> {
        match self {
            Control { is_cancelled: true, .. } => Err(Failure::cancel()),
            Control { is_over: true, .. } => Err(Failure::window_over()),
            _ => Ok(()),
        }
    }
}

/// Finds the backfill that is to go on, or begins one; its number, and the table.
pub fn open(job: i64, entry: &Entry, backfill: &Backfill) -> Result<(i64, Root)> {
    let table = must_find(backfill);
    let numbers = tables::column_numbers(table.oid, backfill);
    let set = backfill.set_list(identifier);
    let id = match tables::unfinished(table.oid, backfill) {
        Some(id) => {
            let sql = "UPDATE migrate.backfills b
                       SET job = $2, status = 'running', waiting_for = NULL, error = NULL,
                           finished_at = NULL, bytes_after = NULL,
                           on_error = $3, work = $4, wait_while = coalesce($5, wait_while), resumed_at = clock_timestamp(),
                           paced_at = clock_timestamp(),
                           rows_before = total_rows + r.done_rows, blocks_before = r.blocks
                       FROM (SELECT coalesce(sum(total_rows), 0) AS done_rows,
                                    coalesce(sum(next_block - first_block), 0) AS blocks
                             FROM migrate.backfill_ranges WHERE backfill = $1) r
                       WHERE b.id = $1";
            as_owner(|| {
                let work = spi::jsonb(backfill);
                let asked = backfill.wait_while.clone();
                let on_error = backfill.on_error.as_str();
                spi::write(sql, &[id.into(), job.into(), on_error.into(), work.into(), asked.into()]);
            });
            release(id, None);
            id
        }
        None => {
            let sql =
                "INSERT INTO migrate.backfills (job, version, operation, table_oid, table_name, set_list,
                                                      condition, fingerprint, on_error, run_by, column_numbers, work,
                                                      wait_while, bytes_before, home)
                       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, h.id FROM migrate.home h
                       RETURNING id";
            let args = [
                job.into(),
                entry.version.into(),
                entry.operation.clone().into(),
                Oid::from(table.oid).into(),
                table.name.clone().into(),
                set.into(),
                backfill.condition.clone().into(),
                tables::fingerprint(table.oid, backfill).into(),
                backfill.on_error.as_str().into(),
                entry.run_by.clone().into(),
                numbers.into(),
                spi::jsonb(backfill).into(),
                backfill.wait_while.clone().into(),
                tables::bytes(table.oid).into(),
            ];
            as_owner(|| spi::write_row(sql, &args, |row| row.must::<i64>(1)))
        }
    };
    lay_out(id, table.oid, backfill.parallel);
    Ok((id, table))
}

/// Sees to it that every table below `root`, as it is now, has its ranges: those of a table that is gone or was
/// rewritten are thrown away.
pub fn lay_out(id: i64, root: u32, pieces: u32) {
    let leaves = tables::leaves(root);
    let kept = as_owner(|| {
        let sql = "SELECT DISTINCT table_oid, file FROM migrate.backfill_ranges WHERE backfill = $1";
        spi::rows(sql, &[id.into()], |row| (row.must::<Oid>(1).to_u32(), row.must::<Oid>(2).to_u32()))
    });
    let is_there =
        |(oid, file): &(u32, u32)| leaves.iter().any(|leaf| (leaf.oid, leaf.file) == (*oid, *file));
    kept.iter().filter(|table| !is_there(table)).for_each(|(oid, _)| drop_ranges(id, Some(*oid)));
    let new: Vec<&Leaf> = leaves.iter().filter(|leaf| !kept.contains(&(leaf.oid, leaf.file))).collect();
    add_ranges(id, &new, pieces);
}

/// Throws ranges away, all or those of a table; what they did still counts.
fn drop_ranges(id: i64, table: Option<u32>) {
    let sql = "WITH gone AS (DELETE FROM migrate.backfill_ranges
                             WHERE backfill = $1 AND ($2 IS NULL OR table_oid = $2)
                             RETURNING total_rows, batches)
               UPDATE migrate.backfills
               SET total_rows = total_rows + coalesce((SELECT sum(g.total_rows) FROM gone g), 0),
                   batches = batches + coalesce((SELECT sum(g.batches) FROM gone g), 0)
               WHERE id = $1";
    as_owner(|| spi::write(sql, &[id.into(), table.map(Oid::from).into()]));
}

/// The blocks that a table has now, in so many pieces.
fn add_ranges(id: i64, leaves: &[&Leaf], pieces: u32) {
    /// A piece below that is not worth a worker.
    const LEAST: u32 = 128;
    let sql = "INSERT INTO migrate.backfill_ranges
                   (backfill, number, table_oid, table_name, file, first_block, next_block, end_block)
               SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $5, $6
               FROM migrate.backfill_ranges WHERE backfill = $1";
    for leaf in leaves {
        let pieces = if pieces < 2 { 1 } else { (pieces * 4).min(leaf.blocks / LEAST).max(1) };
        let piece = leaf.blocks.div_ceil(pieces).max(1);
        for from in (0..leaf.blocks).step_by(piece as usize) {
            let to = leaf.blocks.min(from.saturating_add(piece));
            let args = [
                id.into(),
                Oid::from(leaf.oid).into(),
                leaf.name.clone().into(),
                Oid::from(leaf.file).into(),
                i64::from(from).into(),
                i64::from(to).into(),
            ];
            as_owner(|| spi::write(sql, &args));
        }
    }
}

/// Begins another pass, over the tables of which `left` says that they have rows to be done; false if there is none.
pub fn pass_again(id: i64, root: u32, left: &[u32]) -> bool {
    if left.is_empty() {
        return false;
    }
    drop_ranges(id, None);
    as_owner(|| {
        spi::write("UPDATE migrate.backfills SET pass = pass + 1, skipped = 0 WHERE id = $1", &[id.into()]);
        // They will be met again.
        spi::write("DELETE FROM migrate.backfill_skipped WHERE backfill = $1", &[id.into()]);
    });
    let leaves = tables::leaves(root);
    let with_rows: Vec<&Leaf> = leaves.iter().filter(|leaf| left.contains(&leaf.oid)).collect();
    add_ranges(id, &with_rows, 1);
    true
}

/// Lets others take the ranges that a process works on; none for all processes.
pub fn release(id: i64, pid: Option<i32>) {
    let sql = "UPDATE migrate.backfill_ranges SET pid = NULL
               WHERE backfill = $1 AND next_block < end_block AND ($2 IS NULL OR pid = $2)";
    as_owner(|| spi::write(sql, &[id.into(), pid.into()]));
}

/// The job of a backfill that is at work, and what it does; none if its job is not alive any more.
pub fn work(id: i64) -> Option<(i64, Backfill)> {
    let sql = "SELECT b.job, b.work FROM migrate.backfills b
               WHERE b.id = $1 AND b.status IN ('running', 'paused')
                 AND NOT EXISTS (SELECT FROM migrate.jobs j WHERE j.id = b.job AND j.is_cancelled)
                 AND EXISTS (SELECT FROM migrate.live_jobs l WHERE l.id = b.job AND l.alive)";
    let work = as_owner(|| spi::row(sql, &[id.into()], |row| (row.must(1), row.must::<pgrx::JsonB>(2).0)));
    let (job, work) = work?;
    Some((job, serde_json::from_value(work).ok()?))
}

/// The number of the pass.
pub fn pass(id: i64) -> i32 {
    let sql = "SELECT pass FROM migrate.backfills WHERE id = $1";
    as_owner(|| spi::row(sql, &[id.into()], |row| row.must(1))).unwrap_or(0)
}

/// Rows that this pass has changed.
pub fn rows(id: i64) -> i64 {
    let sql = "SELECT coalesce(sum(total_rows), 0)::bigint FROM migrate.backfill_ranges WHERE backfill = $1";
    as_owner(|| spi::row(sql, &[id.into()], |row| row.must(1))).unwrap_or(0)
}

/// How many rows of this pass were left as they are.
pub fn skipped(id: i64) -> i64 {
    let sql = "SELECT skipped::bigint FROM migrate.backfills WHERE id = $1";
    as_owner(|| spi::row(sql, &[id.into()], |row| row.must(1))).unwrap_or(0)
}

/// Takes the first range that nobody works on and that is not done; `rate` is how fast this worker has been of late.
pub fn next(id: i64, rate: Rate) -> Option<Range> {
    let sql = "UPDATE migrate.backfill_ranges
               SET pid = $2, block_rate = $3, row_rate = $4, rated_at = CASE WHEN $3 IS NOT NULL THEN clock_timestamp() END
               WHERE (backfill, number) = (
                   SELECT backfill, number FROM migrate.backfill_ranges
                   WHERE backfill = $1 AND next_block < end_block AND (pid IS NULL OR pid = $2)
                   ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED)
               RETURNING number, table_oid, file, next_block, end_block";
    let block = |block: i64| u32::try_from(block).unwrap_or(u32::MAX);
    let range = |row: spi::Row| Range {
        number: row.must(1),
        table: row.must::<Oid>(2).to_u32(),
        file: row.must::<Oid>(3).to_u32(),
        next: block(row.must(4)),
        end: block(row.must(5)),
    };
    let (blocks, rows) = rate.per_second().unzip();
    let args = [id.into(), own_pid().into(), blocks.into(), rows.into()];
    as_owner(|| spi::write_rows(sql, &args, range)).pop()
}

/// Moves the cursor of a range, in the transaction of the batch, and keeps how fast it is of late, unless another pace was
/// set since the batch before; what was said meanwhile.
pub fn advance(id: i64, range: &Range, to: u32, rows: u64, rate: Rate) -> Control {
    let sql = "UPDATE migrate.backfill_ranges r
               SET next_block = $3, total_rows = r.total_rows + $4, batches = r.batches + 1,
                   updated_at = clock_timestamp(),
                   block_rate = CASE WHEN n.is_news THEN NULL ELSE $5 END,
                   row_rate = CASE WHEN n.is_news THEN NULL ELSE $6 END,
                   rated_at = CASE WHEN n.is_news THEN NULL ELSE clock_timestamp() END
               FROM migrate.backfills b, migrate.backfill_ranges o,
                    LATERAL (SELECT b.paced_at > coalesce(o.rated_at, o.updated_at) AS is_news) n
               WHERE r.backfill = $1 AND r.number = $2 AND b.id = $1 AND o.backfill = $1 AND o.number = $2";
    let moved = i64::try_from(rows).unwrap_or(i64::MAX);
    let (blocks_of_late, rows_of_late) = rate.per_second().unzip();
    let args = [
        id.into(),
        range.number.into(),
        i64::from(to).into(),
        moved.into(),
        blocks_of_late.into(),
        rows_of_late.into(),
    ];
    as_owner(|| spi::write(sql, &args));
    control(id)
}

/// The last key that is done of a range that goes by keys; none if nothing is.
pub fn last_key(id: i64, range: &Range) -> Option<Vec<String>> {
    let sql = "SELECT last_key FROM migrate.backfill_ranges WHERE backfill = $1 AND number = $2";
    as_owner(|| spi::row(sql, &[id.into(), range.number.into()], |row| row.get(1))).flatten()
}

/// Keeps the last key that a batch has done, and where its range ends by what is known now.
pub fn note_key(id: i64, range: &Range, end: u32, key: Option<&[String]>) {
    let sql = "UPDATE migrate.backfill_ranges SET end_block = $3, last_key = coalesce($4, last_key)
               WHERE backfill = $1 AND number = $2";
    let key = key.map(<[String]>::to_vec);
    as_owner(|| spi::write(sql, &[id.into(), range.number.into(), i64::from(end).into(), key.into()]));
}

/// What somebody has said of the backfill.
pub fn control(id: i64) -> Control {
    let sql = "SELECT status = 'paused', sleep_ratio, max_rows_per_second,
                      EXISTS (SELECT FROM pg_locks l
                              WHERE NOT l.granted AND l.pid <> pg_backend_pid()
                                AND pg_backend_pid() = ANY (pg_blocking_pids(l.pid))),
                      EXISTS (SELECT FROM migrate.jobs j WHERE j.id = b.job AND j.is_cancelled), wait_while,
                      EXISTS (SELECT FROM migrate.jobs j WHERE j.id = b.job AND j.stop_at <= clock_timestamp())
               FROM migrate.backfills b WHERE b.id = $1";
    let control = |row: spi::Row| Control {
        is_paused: row.must(1),
        sleep_ratio: row.get(2),
        max_rows_per_second: row.get(3),
        is_waited_for: row.must(4),
        is_cancelled: row.must(5),
        wait_while: row.get(6),
        is_over: row.must(7),
    };
    as_owner(|| spi::row(sql, &[id.into()], control)).unwrap_or_default()
}

/// Writes why it does not go on right now; none if it does.
pub fn note_waiting(id: i64, reason: Option<&str>) {
    let sql =
        "UPDATE migrate.backfills SET waiting_for = $2 WHERE id = $1 AND waiting_for IS DISTINCT FROM $2";
    as_owner(|| spi::write(sql, &[id.into(), reason.into()]));
}

/// A row that was left as it is.
pub struct Skipped<'a> {
    /// Where it is.
    pub ctid: &'a str,
    /// Its primary key.
    pub key: Option<String>,
    /// Why.
    pub failure: &'a Failure,
}

/// Keeps a row that was left as it is.
pub fn skip(id: i64, table: u32, name: &str, row: &Skipped) {
    let sql = "INSERT INTO migrate.backfill_skipped
                   (backfill, table_oid, table_name, row_ctid, row_key, sqlstate, message)
               VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7)";
    let args = [
        id.into(),
        i64::from(table).into(),
        name.into(),
        row.ctid.into(),
        row.key.clone().into(),
        row.failure.sqlstate.clone().into(),
        row.failure.message.clone().into(),
    ];
    as_owner(|| {
        spi::write(sql, &args);
        spi::write("UPDATE migrate.backfills SET skipped = skipped + 1 WHERE id = $1", &[id.into()]);
    });
}

/// Writes that it is done; a part of the transaction that ends its unit.
pub fn finish(id: i64) {
    let sql = "UPDATE migrate.backfills
               SET status = 'done', finished_at = clock_timestamp(), waiting_for = NULL, bytes_after = $2 WHERE id = $1";
    let table = "SELECT table_oid FROM migrate.backfills WHERE id = $1";
    as_owner(|| {
        let table = spi::row(table, &[id.into()], |row| row.must::<Oid>(1).to_u32()).unwrap_or(0);
        spi::write(sql, &[id.into(), tables::bytes(table).into()]);
    });
}

/// Writes how it was broken off.
pub fn end(id: i64, failure: &Failure) {
    let sql = "UPDATE migrate.backfills
               SET status = $2, finished_at = clock_timestamp(), waiting_for = NULL, error = $3 WHERE id = $1";
    let status = if failure.is_cancel() { "cancelled" } else { "failed" };
    let detail = failure.detail.as_ref().map(|detail| format!(": {detail}")).unwrap_or_default();
    let error = format!("{}: {}{detail}", failure.sqlstate, failure.message);
    as_owner(|| spi::write(sql, &[id.into(), status.into(), error.into()]));
}

/// The table of a backfill, or the error that it is not there.
fn must_find(backfill: &Backfill) -> Root {
    tables::find(&backfill.table).unwrap_or_else(|| raise(&TableError::none(&backfill.table.name).into()))
}
