//! The table `migrate.schema_migrations`.

use pgrx::prelude::*;

use crate::postgres::identity::{answerable_user, as_owner};
use crate::postgres::spi;

/// An applied migration.
pub struct Applied {
    /// Version.
    pub version: i64,
    /// Description.
    pub description: String,
    /// When it was recorded.
    pub applied_at: Option<TimestampWithTimeZone>,
    /// Who asked.
    pub applied_by: Option<String>,
    /// How long its units took.
    pub execution_time_ms: Option<i32>,
    /// What was applied.
    pub checksum: Option<String>,
}

/// Applied migrations, oldest version first; or the one asked for.
pub fn applied(version: Option<i64>) -> Vec<Applied> {
    let sql = "SELECT version, description, applied_at, applied_by, execution_time_ms, checksum
               FROM migrate.schema_migrations WHERE $1 IS NULL OR version = $1 ORDER BY version";
    as_owner(|| {
        spi::rows(sql, &[version.into()], |row| Applied {
            version: row.must(1),
            description: row.must(2),
            applied_at: row.get(3),
            applied_by: row.get(4),
            execution_time_ms: row.get(5),
            checksum: row.get(6),
        })
    })
}

/// One applied migration.
pub fn find(version: i64) -> Option<Applied> {
    applied(Some(version)).pop()
}

/// The newest applied version.
pub fn current_version() -> Option<i64> {
    as_owner(|| {
        spi::row("SELECT max(version) FROM migrate.schema_migrations", &[], |row| row.get(1)).flatten()
    })
}

/// What is recorded of an applied migration.
pub struct Record<'a> {
    /// Version.
    pub version: i64,
    /// Description.
    pub description: &'a str,
    /// How long it took, in milliseconds.
    pub execution_time_ms: Option<i64>,
    /// What was applied.
    pub checksum: Option<&'a str>,
    /// Who asked.
    pub applied_by: &'a str,
}

/// Records a migration as applied; false if it is recorded already. The transaction is the caller's: that of
/// the last unit.
pub fn insert(record: &Record) -> bool {
    // The column is an integer: 24 days in milliseconds.
    let ms = record.execution_time_ms.map(spi::int);
    as_owner(|| {
        spi::write_rows(
            "INSERT INTO migrate.schema_migrations
                    (version, description, applied_at, applied_by, execution_time_ms, checksum)
             VALUES ($1, $2, clock_timestamp(), $3, $4, $5)
             ON CONFLICT (version) DO NOTHING RETURNING version",
            &[
                record.version.into(),
                record.description.to_string().into(),
                record.applied_by.to_string().into(),
                ms.into(),
                record.checksum.map(str::to_string).into(),
            ],
            |row| row.must::<i64>(1),
        )
    })
    .pop()
    .is_some()
}

/// Takes a migration out of the history.
pub fn delete(version: i64) {
    as_owner(|| spi::write("DELETE FROM migrate.schema_migrations WHERE version = $1", &[version.into()]));
}

/// Records every registered migration up to `version` as applied, and `version` itself if it is not
/// registered; nothing is run. Returns what was recorded.
pub fn baseline(version: i64, description: &str) -> Vec<(i64, String)> {
    let by = answerable_user();
    let recorded = as_owner(|| {
        spi::write_rows(
            "INSERT INTO migrate.schema_migrations (version, description, applied_at, applied_by, checksum)
             SELECT version, description, clock_timestamp(), $3, checksum
             FROM (SELECT version, description, checksum FROM migrate.migrations WHERE version <= $1
                   UNION ALL
                   SELECT $1, $2, NULL
                   WHERE NOT EXISTS (SELECT FROM migrate.migrations WHERE version = $1)) v
             ON CONFLICT (version) DO NOTHING
             RETURNING version, description",
            &[version.into(), description.to_string().into(), by.into()],
            |row| (row.must::<i64>(1), row.must::<String>(2)),
        )
    });
    let mut recorded = recorded;
    recorded.sort();
    recorded
}
