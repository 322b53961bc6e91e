//! The table `migrate.journal`: each unit that was run, with its outcome.
//!
//! A transaction unit writes its row in its own transaction. A standalone unit writes `started` first, and
//! its outcome afterwards. A row `done` with unit = units ends a run; what stands behind the last such row of
//! a migration is the run that is open.

pub mod recorder;

use migrate_core::failure::Failure;
use migrate_core::left::{Left, Thing};
use migrate_core::migration::Direction;
use migrate_core::plan::{Plan, Unit};
use migrate_core::statement::Statement;
use pgrx::JsonB;
use serde::{Deserialize, Serialize};

use crate::postgres::identity::{answerable_user, as_owner, current_role};
use crate::postgres::spi;
use crate::registry::trust::Who;

/// What a journal row says of a unit, whatever its outcome.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    /// The job; none in the caller's transaction.
    pub job: Option<i64>,
    /// The migration; none for a safe operation.
    pub version: Option<i64>,
    /// The safe operation, in words.
    #[serde(default)]
    pub operation: Option<String>,
    /// What it runs, where no script says so.
    #[serde(default)]
    pub sql: Option<String>,
    /// Which script.
    pub direction: Direction,
    /// The unit's number, from 1.
    pub unit: i32,
    /// The number of units.
    pub units: i32,
    /// transaction or standalone.
    pub kind: String,
    /// The unit's fingerprint.
    pub checksum: String,
    /// First and last statement.
    pub statements: Option<(u32, u32)>,
    /// Who asked.
    pub run_by: String,
    /// The role as which it began.
    pub run_as: String,
    /// The number of the safe operation in `migrate.operations`.
    #[serde(default)]
    pub record: Option<i64>,
    /// The session in which it began; that which it leaves is told where it ends.
    #[serde(default)]
    pub session: Option<Left>,
}

impl Entry {
    /// The entry for a unit of a plan, run by a session user as a role.
    pub fn new(
        plan: &Plan,
        number: usize,
        unit: &Unit,
        job: Option<i64>,
        (run_by, run_as): (&str, &str),
    ) -> Self {
        Entry {
            job,
            version: plan.purpose.migration(),
            operation: plan.purpose.operation.as_ref().map(|_| plan.purpose.description.clone()),
            sql: plan.purpose.operation.as_ref().map(|_| unit.sql()),
            direction: plan.purpose.direction,
            unit: number as i32,
            units: plan.units.len() as i32,
            kind: unit.kind().into(),
            checksum: unit.checksum(),
            statements: unit.statements(),
            run_by: run_by.into(),
            run_as: run_as.into(),
            record: plan.purpose.record,
            session: None,
        }
    }
}

/// Writes that a unit is done, after so many milliseconds, of which it waited for table locks so many, and what it leaves
/// in its session.
pub fn done(entry: &Entry, left: Option<Left>, ms: i64, waited_ms: i64) {
    let entry = Entry { session: left.or_else(|| entry.session.clone()), ..entry.clone() };
    write(&entry, "done", Some((ms, waited_ms)), None, None);
}

/// Writes that a standalone unit is about to begin; the row's id. `before` is what is needed to tell, after
/// a crash, what it left; `waits_for` says which transactions it will have to wait for.
pub fn started(entry: &Entry, before: &impl Serialize, waits_for: Option<&str>) -> i64 {
    let row = write(entry, "started", None, None, Some(spi::jsonb(before)));
    note_waits(row, waits_for);
    row
}

/// Keeps with a standalone unit which transactions it will have to wait for.
pub fn note_waits(id: i64, waits_for: Option<&str>) {
    let sql = "UPDATE migrate.journal SET waits_for = $2 WHERE id = $1 AND waits_for IS DISTINCT FROM $2";
    as_owner(|| spi::write(sql, &[id.into(), waits_for.into()]));
}

/// Writes that a unit failed, or was cancelled.
pub fn failed(entry: &Entry, ms: i64, failed: &Failed) {
    write(entry, failed.outcome(), Some((ms, 0)), Some(failed), None);
}

/// A unit's failure, with the statement's number and place.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Failed {
    /// What the server said.
    pub failure: Failure,
    /// Number, line and column of the statement; none if the commit failed.
    pub place: Option<(u32, u32, u32)>,
}

impl Failed {
    /// The failure of `statement`, or of the commit.
    pub fn new(failure: &Failure, statement: Option<&Statement>) -> Self {
        let place = statement.map(|statement| {
            let (line, column) = failure.line_and_column(statement);
            (statement.number, line, column)
        });
        Failed { failure: failure.clone(), place }
    }

    fn outcome(&self) -> &'static str {
        if self.failure.is_cancel() { "cancelled" } else { "failed" }
    }
}

fn write(
    entry: &Entry,
    status: &str,
    took: Option<(i64, i64)>,
    failed: Option<&Failed>,
    before: Option<JsonB>,
) -> i64 {
    let place = failed.and_then(|failed| failed.place);
    let failure = failed.map(|failed| &failed.failure);
    as_owner(|| {
        spi::write_row(
            "INSERT INTO migrate.journal (job, version, direction, unit, units, kind, status, checksum,
                    first_statement, last_statement, statement, line, col, sqlstate, message, detail, hint,
                    before, run_by, started_at, finished_at, execution_time_ms, waited_ms, operation, sql,
                    run_as, record, session)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                     clock_timestamp() - make_interval(secs => coalesce($20, 0) / 1000.0),
                     CASE WHEN $20 IS NOT NULL THEN clock_timestamp() END, $20, $21, $22, $23, $24, $25, $26)
             RETURNING id",
            &[
                entry.job.into(),
                entry.version.into(),
                entry.direction.as_str().into(),
                entry.unit.into(),
                entry.units.into(),
                entry.kind.clone().into(),
                status.into(),
                entry.checksum.clone().into(),
                entry.statements.map(|(first, _)| spi::int(first)).into(),
                entry.statements.map(|(_, last)| spi::int(last)).into(),
                place.map(|(statement, _, _)| spi::int(statement)).into(),
                place.map(|(_, line, _)| spi::int(line)).into(),
                place.map(|(_, _, column)| spi::int(column)).into(),
                failure.map(|failure| failure.sqlstate.clone()).into(),
                failure.map(|failure| failure.message.clone()).into(),
                failure.and_then(|failure| failure.detail.clone()).into(),
                failure.and_then(|failure| failure.hint.clone()).into(),
                before.into(),
                entry.run_by.clone().into(),
                took.map(|(ms, _)| spi::int(ms)).into(),
                took.map(|(_, waited)| spi::int(waited)).into(),
                entry.operation.clone().into(),
                entry.sql.clone().into(),
                entry.run_as.clone().into(),
                entry.record.into(),
                entry.session.as_ref().map(spi::jsonb).into(),
            ],
            |row| row.must::<i64>(1),
        )
    })
}

/// Writes the outcome of a standalone unit into its row, and, where it is done, what it leaves in its session.
pub fn finish(id: i64, ms: i64, outcome: Result<Option<Left>, &Failed>) {
    let (left, failed) = match outcome {
        Ok(left) => (left, None),
        Err(failed) => (None, Some(failed)),
    };
    let place = failed.and_then(|failed| failed.place);
    let failure = failed.map(|failed| &failed.failure);
    as_owner(|| {
        spi::write(
            "UPDATE migrate.journal
             SET status = $2, execution_time_ms = $3, finished_at = clock_timestamp(),
                 statement = $4, line = $5, col = $6, sqlstate = $7, message = $8, detail = $9, hint = $10,
                 session = coalesce($11, session)
             WHERE id = $1",
            &[
                id.into(),
                failed.map_or("done", Failed::outcome).into(),
                spi::int(ms).into(),
                place.map(|(statement, _, _)| spi::int(statement)).into(),
                place.map(|(_, line, _)| spi::int(line)).into(),
                place.map(|(_, _, column)| spi::int(column)).into(),
                failure.map(|failure| failure.sqlstate.clone()).into(),
                failure.map(|failure| failure.message.clone()).into(),
                failure.and_then(|failure| failure.detail.clone()).into(),
                failure.and_then(|failure| failure.hint.clone()).into(),
                left.as_ref().map(spi::jsonb).into(),
            ],
        );
    });
}

/// Writes what of a unit's session has stayed behind its commit.
pub fn correct(job: i64, version: i64, unit: u32, things: &[Thing]) {
    let sql = "UPDATE migrate.journal SET session = session || jsonb_build_object('things', $4::jsonb)
               WHERE job = $1 AND version = $2 AND unit = $3 AND status = 'done'";
    let args = [job.into(), version.into(), spi::int(unit).into(), spi::jsonb(&things).into()];
    as_owner(|| spi::write(sql, &args));
}

/// In which session a run began, and what its last unit has left of it.
pub struct Begun {
    /// The session.
    pub left: Left,
    /// Who ran it.
    pub by: Who,
}

/// What the script that a job is at has left of its session so far; none if it has done no unit yet.
pub fn left_in(job: i64) -> Option<Left> {
    let sql = "SELECT d.session
               FROM (SELECT version, direction FROM migrate.journal
                     WHERE job = $1 AND version IS NOT NULL ORDER BY id DESC LIMIT 1) j
               JOIN migrate.journal d USING (version, direction)
               WHERE d.status = 'done' AND d.session IS NOT NULL
                 AND d.id > coalesce((SELECT max(e.id) FROM migrate.journal e
                                      WHERE e.version = j.version AND e.status = 'done' AND e.unit = e.units), 0)
               ORDER BY d.id DESC LIMIT 1";
    let left = |row: spi::Row| serde_json::from_value(row.must::<JsonB>(1).0).unwrap_or_default();
    as_owner(|| spi::row(sql, &[job.into()], left))
}

/// The last unit of a migration's newest run in a direction, of those that are done.
pub fn begun(version: i64, direction: Direction) -> Option<Begun> {
    let sql = "SELECT session, run_as, run_by FROM migrate.journal
               WHERE version = $1 AND direction = $2 AND status = 'done' AND session IS NOT NULL
               ORDER BY id DESC LIMIT 1";
    let begun = |row: spi::Row| Begun {
        left: serde_json::from_value(row.must::<JsonB>(1).0).unwrap_or_default(),
        by: Who { role: row.must(2), session: row.must(3) },
    };
    as_owner(|| spi::row(sql, &[version.into(), direction.as_str().into()], begun))
}

/// Writes the end of the unit that was broken off last, as somebody says it was; the unit and how many there are.
/// `None` if none was. A unit that ends its plan is not done by this alone: the history is written by the next run.
pub fn settle(version: i64, finished: bool) -> Option<(i32, i32)> {
    let sql = "UPDATE migrate.journal
               SET status = CASE WHEN $2 THEN status ELSE 'failed' END,
                   before = CASE WHEN $2 THEN '{\"finished\": true}' ELSE before END,
                   message = CASE WHEN $2 THEN message ELSE 'settled by hand: it had not finished' END,
                   finished_at = clock_timestamp()
               WHERE id = (SELECT max(id) FROM migrate.journal WHERE version = $1) AND status = 'started'
               RETURNING unit, units";
    let args = [version.into(), finished.into()];
    as_owner(|| spi::write_rows(sql, &args, |row| (row.must(1), row.must(2)))).pop()
}

/// Writes that the history was changed by hand, which ends whatever run was open.
pub fn note_by_hand(version: i64, direction: Direction) {
    let entry = Entry {
        job: None,
        version: Some(version),
        operation: None,
        sql: None,
        direction,
        unit: 0,
        units: 0,
        kind: "record".into(),
        checksum: String::new(),
        statements: None,
        run_by: answerable_user(),
        run_as: current_role().1,
        record: None,
        session: None,
    };
    done(&entry, None, 0, 0);
}

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

/// The last statement of a migration's open run up that has left something, and whether that stands alone and nobody
/// wrote how it ended. `None` if the run is not open: then all of them have.
pub fn last_effect(version: i64) -> Option<(u32, bool)> {
    let sql = "SELECT last_statement, status = 'started' AND kind = 'standalone'
               FROM migrate.journal
               WHERE version = $1 AND direction = 'up' AND last_statement IS NOT NULL
                 AND (status IN ('done', 'started') OR kind IN ('operation', 'batched'))
                 AND id > coalesce((SELECT max(id) FROM migrate.journal
                                    WHERE version = $1 AND status = 'done' AND unit = units), 0)
               ORDER BY last_statement DESC, id DESC LIMIT 1";
    as_owner(|| spi::row(sql, &[version.into()], |row| (row.must::<i32>(1) as u32, row.must(2))))
}

/// Whether a run of the migration, up or down, has committed something and not come to its end.
pub fn is_open(version: i64) -> bool {
    let sql = "SELECT 1 FROM migrate.unfinished WHERE version = $1 AND (committed > 0 OR kind IN ('standalone', 'operation', 'batched'))";
    as_owner(|| spi::row(sql, &[version.into()], |_| ())).is_some()
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
            "SELECT id, version, unit, units, coalesce(execution_time_ms, 0), coalesce(waited_ms, 0), operation
             FROM migrate.journal
             WHERE job = $1 AND status = 'done' ORDER BY finished_at, id DESC",
            &[job.into()],
            |row| Finished {
                row: row.must(1),
                version: row.get(2),
                operation: row.get(7),
                unit: row.must(3),
                units: row.must(4),
                ms: row.must(5),
                waited_ms: row.must(6),
            },
        )
    })
}
