//! The table `migrate.schema_migrations`, and with each of its rows how it came to be, in `migrate.origins`.

use migrate_core::facts::before::Answers;
use pgrx::datum::DatumWithOid;
use pgrx::prelude::*;
use serde::Serialize;

use super::origins::How;
use super::placed::placed;
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

/// Applied migrations, oldest version first.
pub fn applied() -> Vec<Applied> {
    read(&placed("migrate.schema_migrations"), "true ORDER BY place", &[])
}

/// One applied migration.
pub fn find(version: i64) -> Option<Applied> {
    read("migrate.schema_migrations", "version = $1", &[version.into()]).pop()
}

fn read(rows: &str, condition: &str, args: &[DatumWithOid]) -> Vec<Applied> {
    let sql = format!(
        "SELECT version, description, applied_at, applied_by, execution_time_ms, checksum
         FROM {rows} s WHERE {condition}"
    );
    as_owner(|| {
        spi::rows(&sql, args, |row| Applied {
            version: row.must(1),
            description: row.must(2),
            applied_at: row.get(3),
            applied_by: row.get(4),
            execution_time_ms: row.get(5),
            checksum: row.get(6),
        })
    })
}

/// Whether nothing of a migration is left to apply: a repeatable one whose text has changed since is to run again, and
/// one that runs always is never done.
pub fn is_done(version: i64) -> bool {
    let sql = "SELECT FROM migrate.done WHERE version = $1
               AND NOT EXISTS (SELECT FROM migrate.labels l WHERE l.version = $1 AND l.always)";
    as_owner(|| spi::row(sql, &[version.into()], |_| ())).is_some()
}

/// The newest applied version; repeatable migrations are none.
pub fn current_version() -> Option<i64> {
    as_owner(|| {
        // Of each kind the newest, from the end of an index.
        let sql = "SELECT version FROM (
                       (SELECT s.version, ARRAY[s.version::numeric] AS place FROM migrate.schema_migrations s
                        WHERE NOT EXISTS (SELECT FROM migrate.labels l WHERE l.version = s.version)
                        ORDER BY s.version DESC LIMIT 1)
                       UNION ALL
                       (SELECT l.version, l.place FROM migrate.labels l
                        WHERE NOT l.repeats
                          AND EXISTS (SELECT FROM migrate.schema_migrations s WHERE s.version = l.version)
                        ORDER BY l.place DESC LIMIT 1)) v
                   ORDER BY place DESC LIMIT 1";
        spi::row(sql, &[], |row| row.get(1)).flatten()
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
    /// How it came to be applied.
    pub how: How,
}

/// What writes how the rows of the query `recorded` came to be, which gives version and applied_at.
macro_rules! note_origins {
    ($how:literal) => {
        concat!(
            "INSERT INTO migrate.origins AS o (version, how, applied_at) SELECT version, ",
            $how,
            ", applied_at FROM recorded
             ON CONFLICT (version) DO UPDATE
             SET how = excluded.how, applied_at = excluded.applied_at, baseline_by = NULL, found = NULL,
                 imported_from = NULL,
                 schemas = CASE WHEN o.how = 'begun' AND excluded.how = 'ran' THEN o.schemas END,
                 search_path = CASE WHEN o.how = 'begun' AND excluded.how = 'ran' THEN o.search_path END"
        )
    };
}

/// Records a migration as applied; false if it is recorded already. The transaction is the caller's: that of
/// the last unit.
pub fn insert(record: &Record) -> bool {
    write(record, "(version) DO NOTHING")
}

/// Records a run of a repeatable migration, in place of the one before.
pub fn renew(record: &Record) {
    write(record, LAST_RUN);
}

/// What is written over the run before.
const LAST_RUN: &str = "(version) DO UPDATE
    SET description = excluded.description, applied_at = excluded.applied_at, applied_by = excluded.applied_by,
        execution_time_ms = excluded.execution_time_ms, checksum = excluded.checksum";

fn write(record: &Record, on_conflict: &str) -> bool {
    // The column is an integer: 24 days in milliseconds.
    let ms = record.execution_time_ms.map(spi::int);
    as_owner(|| {
        spi::write_rows(
            &format!(
                "WITH recorded AS (
                     INSERT INTO migrate.schema_migrations
                            (version, description, applied_at, applied_by, execution_time_ms, checksum)
                     VALUES ($1, $2, clock_timestamp(), $3, $4, $5)
                     ON CONFLICT {on_conflict} RETURNING version, applied_at
                 ), noted AS ({}) SELECT version FROM recorded",
                note_origins!("$6")
            ),
            &[
                record.version.into(),
                record.description.to_string().into(),
                record.applied_by.to_string().into(),
                ms.into(),
                record.checksum.map(str::to_string).into(),
                record.how.as_str().into(),
            ],
            |row| row.must::<i64>(1),
        )
    })
    .pop()
    .is_some()
}

/// A migration that has run in a transaction with others.
#[derive(Serialize)]
pub struct Ran<'a> {
    /// Version.
    pub version: i64,
    /// Description.
    pub description: &'a str,
    /// How long it took, in milliseconds.
    pub ms: i32,
    /// How many microseconds ago that was.
    pub ago: i64,
    /// What was applied.
    pub checksum: &'a str,
    /// What the catalog knew before, where its down script is to be derived.
    pub before: Option<&'a Answers>,
    /// In which schema each name is found that such a script gives without one.
    pub found: Option<&'a [Option<String>]>,
}

/// Records migrations as applied whose names were looked up in these schemas, by this setting; how many were not recorded
/// already.
pub fn insert_together(rows: &[Ran], by: &str, (schemas, search_path): &(Vec<String>, String)) -> usize {
    let sql = "WITH ran AS (
                   SELECT n.version, n.description, n.ms, n.checksum, n.before, n.found,
                          clock_timestamp() - make_interval(secs => n.ago / 1000000.0) AS applied_at
                   FROM jsonb_to_recordset($1) n (version bigint, description text, ms integer, ago bigint, checksum text,
                                                  before jsonb, found text[])
               ), recorded AS (
                   INSERT INTO migrate.schema_migrations
                          (version, description, applied_at, applied_by, execution_time_ms, checksum)
                   SELECT r.version, r.description, r.applied_at, $2, r.ms, r.checksum FROM ran r
                   ON CONFLICT (version) DO NOTHING RETURNING version, applied_at
               ), noted AS (
                   INSERT INTO migrate.origins (version, how, applied_at, schemas, search_path, before, found)
                   SELECT r.version, 'ran', r.applied_at, $3, $4, n.before, n.found
                   FROM recorded r JOIN ran n ON n.version = r.version
                   ON CONFLICT (version) DO UPDATE
                   SET how = excluded.how, applied_at = excluded.applied_at, schemas = excluded.schemas,
                       search_path = excluded.search_path, before = excluded.before, found = excluded.found,
                       baseline_by = NULL, imported_from = NULL
               ) SELECT version FROM recorded";
    let args =
        [spi::jsonb(&rows).into(), by.to_string().into(), schemas.clone().into(), search_path.clone().into()];
    as_owner(|| spi::write_rows(sql, &args, |row| row.must::<i64>(1))).len()
}

/// A migration that another tool's history says is applied.
pub struct Imported<'a> {
    /// Version.
    pub version: i64,
    /// Description.
    pub description: &'a str,
    /// When, as a text with its zone.
    pub applied_at: Option<&'a str>,
    /// Who applied it.
    pub applied_by: Option<&'a str>,
    /// How long it took, in milliseconds.
    pub execution_time_ms: Option<i64>,
    /// What was applied, where that is known.
    pub checksum: Option<&'a str>,
    /// The history.
    pub from: &'a str,
}

/// Records a migration of another tool's history; false if it is recorded already, unless it is to be recorded `again`.
pub fn import(record: &Imported, again: bool) -> bool {
    let on_conflict = if again { LAST_RUN } else { "(version) DO NOTHING" };
    let owned = |text: Option<&str>| text.map(str::to_string);
    as_owner(|| {
        let recorded = spi::write_rows(
            &format!(
                "WITH recorded AS (
                     INSERT INTO migrate.schema_migrations
                            (version, description, applied_at, applied_by, execution_time_ms, checksum)
                     VALUES ($1, $2, $3::timestamptz, $4, $5, $6)
                     ON CONFLICT {on_conflict} RETURNING version, applied_at
                 ), noted AS ({}) SELECT version FROM recorded",
                note_origins!("'recorded'")
            ),
            &[
                record.version.into(),
                record.description.to_string().into(),
                owned(record.applied_at).into(),
                owned(record.applied_by).into(),
                record.execution_time_ms.map(spi::int).into(),
                owned(record.checksum).into(),
            ],
            |row| row.must::<i64>(1),
        );
        if !recorded.is_empty() {
            let sql = "UPDATE migrate.origins SET imported_from = $2 WHERE version = $1";
            spi::write(sql, &[record.version.into(), record.from.to_string().into()]);
        }
        !recorded.is_empty()
    })
}

/// Adds the checksum of a migration that was recorded without one; false if it has one.
pub fn complete(version: i64, checksum: &str) -> bool {
    let sql = "UPDATE migrate.schema_migrations SET checksum = $2 WHERE version = $1 AND checksum IS NULL
               RETURNING version";
    let args = [version.into(), checksum.to_string().into()];
    !as_owner(|| spi::write_rows(sql, &args, |row| row.must::<i64>(1))).is_empty()
}

/// Takes a migration out of the history.
pub fn delete(version: i64) {
    let sql = "WITH gone AS (DELETE FROM migrate.origins WHERE version = $1)
               DELETE FROM migrate.schema_migrations WHERE version = $1";
    as_owner(|| spi::write(sql, &[version.into()]));
}

/// Records every registered migration up to `version` as applied, and `version` itself if it is not
/// registered; nothing is run. What is registered below it from now on is never run either. Returns what was recorded.
pub fn baseline(version: i64, description: &str) -> Vec<(i64, String)> {
    let by = answerable_user();
    let mut recorded = as_owner(|| {
        let recorded = spi::write_rows(
            concat!(
                "WITH recorded AS (
                     INSERT INTO migrate.schema_migrations (version, description, applied_at, applied_by, checksum)
                     SELECT version, description, clock_timestamp(), $3, checksum
                     FROM (-- A draft has no script yet that could be what is there.
                           SELECT m.version, m.description, CASE WHEN m.up IS NOT NULL THEN m.checksum END
                           FROM migrate.migrations m LEFT JOIN migrate.labels l ON l.version = m.version
                           WHERE coalesce(l.place, ARRAY[m.version::numeric]) < (SELECT migrate.place($1))
                                 AND m.up IS NOT NULL OR m.version = $1
                           UNION ALL
                           SELECT $1, $2, NULL
                           WHERE NOT EXISTS (SELECT FROM migrate.migrations WHERE version = $1)) v (version, description, checksum)
                     ON CONFLICT (version) DO NOTHING
                     RETURNING version, description, applied_at
                 ), noted AS (",
                note_origins!("'baseline'"),
                ") SELECT version, description FROM recorded"
            ),
            &[version.into(), description.to_string().into(), by.clone().into()],
            |row| (row.must::<i64>(1), row.must::<String>(2)),
        );
        // The mark; a migration that is applied already keeps what is known of it.
        spi::write(
            "INSERT INTO migrate.origins AS o (version, how, applied_at, baseline_by)
             SELECT version, 'recorded', applied_at, $2 FROM migrate.schema_migrations WHERE version = $1
             ON CONFLICT (version) DO UPDATE
             SET baseline_by = excluded.baseline_by, applied_at = excluded.applied_at,
                 how = CASE WHEN o.applied_at IS NOT DISTINCT FROM excluded.applied_at THEN o.how ELSE excluded.how END",
            &[version.into(), by.into()],
        );
        recorded
    });
    recorded.sort();
    recorded
}

/// Records a migration that is registered now in each schema that has a baseline above it; in how many. Where none lacks it,
/// nothing is written: a folder that is as it was is looked at where nothing can be.
pub fn insert_below_baselines(version: i64, description: &str, checksum: &str) -> usize {
    const LACKING: &str = "lacking AS (
                   SELECT DISTINCT ON (o.tenant) o.tenant, o.baseline_by
                   FROM migrate.schema_origins o
                   JOIN migrate.schema_applied a ON a.tenant = o.tenant AND a.version = o.version
                                                AND a.applied_at IS NOT DISTINCT FROM o.applied_at
                   WHERE o.baseline_by IS NOT NULL AND migrate.place(o.version) > (SELECT migrate.place($1))
                     AND NOT EXISTS (SELECT FROM migrate.schema_applied there WHERE there.tenant = o.tenant AND there.version = $1)
                   ORDER BY o.tenant, migrate.place(o.version) DESC
               )";
    let any = format!("WITH {LACKING} SELECT FROM lacking LIMIT 1");
    if as_owner(|| spi::rows(&any, &[version.into()], |_| ())).is_empty() {
        return 0;
    }
    let sql = format!(
        "WITH {LACKING}, recorded AS (
                   INSERT INTO migrate.schema_applied (tenant, version, description, applied_at, applied_by, checksum)
                   SELECT tenant, $1, $2, clock_timestamp(), baseline_by, $3 FROM lacking
                   ON CONFLICT (tenant, version) DO NOTHING
                   RETURNING tenant, version, applied_at
               ), noted AS (
                   INSERT INTO migrate.schema_origins (tenant, version, how, applied_at)
                   SELECT tenant, version, 'baseline', applied_at FROM recorded
                   ON CONFLICT (tenant, version) DO UPDATE
                   SET how = excluded.how, applied_at = excluded.applied_at, baseline_by = NULL, found = NULL,
                       before = NULL, imported_from = NULL
               ) SELECT 1 FROM recorded"
    );
    let args = [version.into(), description.to_string().into(), checksum.to_string().into()];
    as_owner(|| spi::write_rows(&sql, &args, |_| ())).len()
}
