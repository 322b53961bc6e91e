//! The run of a migration that is open: what stands behind its last row that is `done` with unit = units.

use migrate_core::left::Left;
use migrate_core::migration::Direction;
use pgrx::JsonB;

use crate::postgres::identity::as_owner;
use crate::postgres::spi;
use crate::registry::migrations::HAS_BEGUN;
use crate::registry::trust::Who;

/// Of the rows of migration `$1`, those of its open run.
const OPEN: &str = "version = $1 AND id > coalesce((SELECT max(id) FROM migrate.journal
                                                    WHERE version = $1 AND status = 'done' AND unit = units), 0)";

/// A row of the open run.
#[derive(Debug)]
pub struct Line {
    /// Its number.
    pub id: i64,
    /// Whether it is of the up script.
    pub is_up: bool,
    /// The unit.
    pub unit: usize,
    /// started, done, failed or cancelled.
    pub status: String,
    /// The unit's fingerprint.
    pub checksum: String,
    /// How long it took.
    pub ms: i64,
    /// What was there before it, as it was kept.
    pub before: Option<serde_json::Value>,
    /// transaction, standalone, operation or batched.
    pub kind: String,
    /// Who ran it.
    pub by: Who,
    /// The session that it left, or in which it began.
    pub session: Option<Left>,
}

impl Line {
    /// Whether the unit has left something, or may have. What an operation has done is told by its units.
    pub fn leaves_something(&self) -> bool {
        match (self.status.as_str(), self.kind.as_str()) {
            ("done", _) | (_, "batched") => true,
            ("started", kind) => kind != "operation",
            _ => false,
        }
    }
}

/// The rows of a migration's open run, in the order in which they were written.
pub fn lines(version: i64) -> Vec<Line> {
    let sql = format!(
        "SELECT id, direction, unit, status, checksum, execution_time_ms, before, kind, run_as, run_by, session
         FROM migrate.journal WHERE {OPEN} ORDER BY id"
    );
    let line = |row: spi::Row| Line {
        id: row.must(1),
        is_up: row.must::<String>(2) == "up",
        unit: row.must::<i32>(3) as usize,
        status: row.must(4),
        checksum: row.must(5),
        ms: row.get::<i32>(6).unwrap_or(0).into(),
        before: row.get::<JsonB>(7).map(|before| before.0),
        kind: row.must(8),
        by: Who { role: row.must(9), session: row.must(10) },
        session: row.get::<JsonB>(11).and_then(|left| serde_json::from_value(left.0).ok()),
    };
    as_owner(|| spi::rows(&sql, &[version.into()], line))
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

/// The last statement of a migration's open run up that has left something, and whether that stands alone and nobody
/// wrote how it ended. `None` if the run is not open: then all of them have.
pub fn last_effect(version: i64) -> Option<(u32, bool)> {
    let sql = format!(
        "SELECT last_statement, status = 'started' AND kind = 'standalone'
         FROM migrate.journal
         WHERE {OPEN} AND direction = 'up' AND last_statement IS NOT NULL
           AND (status IN ('done', 'started') OR kind IN ('operation', 'batched'))
         ORDER BY last_statement DESC, id DESC LIMIT 1"
    );
    as_owner(|| spi::row(&sql, &[version.into()], |row| (row.must::<i32>(1) as u32, row.must(2))))
}

/// Whether a run of the migration, up or down, has committed something and not come to its end.
pub fn is_open(version: i64) -> bool {
    let sql = format!("SELECT 1 FROM migrate.unfinished u WHERE u.version = $1 AND {HAS_BEGUN}");
    as_owner(|| spi::row(&sql, &[version.into()], |_| ())).is_some()
}
