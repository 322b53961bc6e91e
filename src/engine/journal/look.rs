//! What was done last, by whom, and what a job is at. Whoever waits asks this, and whoever asks whether somebody was
//! faster.

use migrate_core::migration::Direction;

use crate::postgres::identity::as_owner;
use crate::postgres::spi;

/// Whether a unit was done of which this transaction's snapshot does not know. Call it under the migrator's lock:
/// then nobody does one between the two looks. Failures do not count; a recorder may write one at any time.
pub fn has_news() -> bool {
    let (then, now) = last_done();
    then != now
}

/// The number of the last unit that was done, as this moment has it.
pub fn last() -> i64 {
    last_done().1
}

fn last_done() -> (i64, i64) {
    let sql = "SELECT coalesce(max(id), 0) FROM migrate.journal WHERE status = 'done'";
    as_owner(|| spi::number_then_and_now(sql))
}

/// Who brought each of these migrations to its end last, up or down: the job, if one did, and who asked.
pub fn enders(versions: &[i64], direction: Direction) -> Vec<(i64, Option<i64>, String)> {
    let sql = "SELECT DISTINCT ON (version) version, job, run_by FROM migrate.journal
               WHERE version = ANY ($1) AND direction = $2 AND status = 'done' AND unit = units
               ORDER BY version, id DESC";
    let args = [versions.to_vec().into(), direction.as_str().into()];
    as_owner(|| spi::rows(sql, &args, |row| (row.must(1), row.get(2), row.must(3))))
}

/// A unit that a job has finished.
pub struct Finished {
    /// Its row.
    pub row: i64,
    /// Its migration.
    pub version: Option<i64>,
    /// The safe operation that it belongs to.
    pub operation: Option<String>,
    /// Its number.
    pub unit: i32,
    /// The number of units.
    pub units: i32,
    /// How long it took, in milliseconds.
    pub ms: i32,
    /// How long of that it waited for table locks.
    pub waited_ms: i32,
    /// For whom.
    pub waited_for: Option<String>,
}

/// A standalone unit that a job has begun, and whom it has to wait for.
pub struct Waiting {
    /// Its row.
    pub row: i64,
    /// Its migration.
    pub version: Option<i64>,
    /// The safe operation that it belongs to.
    pub operation: Option<String>,
    /// Its number.
    pub unit: i32,
    /// The number of units.
    pub units: i32,
    /// The transactions.
    pub transactions: String,
}

/// The unit that a job is at, if it has to wait for somebody.
pub fn waiting(job: i64) -> Option<Waiting> {
    let sql = "SELECT id, version, unit, units, waits_for, operation FROM migrate.journal
               WHERE job = $1 AND status = 'started' AND waits_for IS NOT NULL ORDER BY id DESC LIMIT 1";
    as_owner(|| {
        spi::row(sql, &[job.into()], |row| Waiting {
            row: row.must(1),
            version: row.get(2),
            operation: row.get(6),
            unit: row.must(3),
            units: row.must(4),
            transactions: row.must(5),
        })
    })
}

/// The units that a job has finished, in the order in which it did: the row of an operation comes before those of its
/// units, which end first.
pub fn finished_by(job: i64) -> Vec<Finished> {
    as_owner(|| {
        spi::rows(
            "SELECT id, version, unit, units, coalesce(execution_time_ms, 0), coalesce(waited_ms, 0), operation, waits_for
             FROM migrate.journal
             WHERE job = $1 AND status = 'done' ORDER BY finished_at, id DESC",
            &[job.into()],
            |row| Finished {
                row: row.must(1),
                version: row.get(2),
                operation: row.get(7),
                waited_for: row.get(8),
                unit: row.must(3),
                units: row.must(4),
                ms: row.must(5),
                waited_ms: row.must(6),
            },
        )
    })
}
