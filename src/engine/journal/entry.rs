//! What a row says of its unit, and of a failure.

use migrate_core::failure::Failure;
use migrate_core::left::Left;
use migrate_core::migration::Direction;
use migrate_core::plan::{Plan, Unit};
use migrate_core::report::record::{ChangedHash, Size};
use migrate_core::statement::Statement;
use serde::{Deserialize, Serialize};

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

/// What else is to be told of a unit, for the report.
#[derive(Debug, Default)]
pub struct Seen {
    /// How long it waited for table locks, in milliseconds.
    pub waited_ms: i64,
    /// For whom it waited last.
    pub waited_for: Option<String>,
    /// Sizes of tables that it has locked, before it and after.
    pub sizes: Vec<Size>,
    /// The objects that it has changed.
    pub changed: Vec<ChangedHash>,
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

    /// The row's status.
    pub(super) fn outcome(&self) -> &'static str {
        if self.failure.is_cancel() { "cancelled" } else { "failed" }
    }
}
