//! The table `migrate.migrations`.
//!
//! What is pending lies above the baseline: what is registered below it is recorded as applied, and never run.

use std::cell::Cell;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use migrate_core::error::{MigrationError, Result};
use migrate_core::migration::{Direction, Migration, Script};
use migrate_core::{checksum, version};

use super::placed::placed;
use super::{origins, way_down};
use crate::postgres::identity::{answerable_user, as_owner};
use crate::postgres::spi::{self, Row};
use crate::postgres::{lock, tenant};

/// A registered migration. A draft has no up script yet.
#[derive(Debug, Clone)]
pub struct Registered {
    /// Version.
    pub version: i64,
    /// Description.
    pub description: String,
    /// Up script.
    pub up: Option<Script>,
    /// Down script.
    pub down: Option<Script>,
    /// Checksum of both.
    pub checksum: String,
    /// Their fingerprint.
    pub fingerprint: String,
    /// The file it came from, where known.
    pub filename: Option<String>,
}

impl Registered {
    /// The script for a direction.
    ///
    /// # Errors
    ///
    /// [`MigrationError::NoUp`], [`MigrationError::NoDown`].
    pub fn script(&self, direction: Direction) -> Result<&Script> {
        let (version, description) = (self.version, self.description.clone());
        Ok(match direction {
            Direction::Up => self.up.as_ref().ok_or(MigrationError::NoUp { version, description })?,
            Direction::Down => {
                let why = String::new();
                self.down.as_ref().ok_or(MigrationError::NoDown { version, description, why })?
            }
        })
    }

    /// Takes the script for a direction out.
    ///
    /// # Errors
    ///
    /// As [`Self::script`].
    pub fn take_script(&mut self, direction: Direction) -> Result<Script> {
        let script = match direction {
            Direction::Up => self.up.take(),
            Direction::Down => self.down.take(),
        };
        script.map_or_else(|| self.script(direction).cloned(), Ok)
    }
}

impl Registered {
    /// Whether the scripts are those of the checksum; the owner of the table could have changed them.
    pub fn is_intact(&self) -> bool {
        let (up, down) = (self.up.as_ref(), self.down.as_ref());
        checksum::both(up, down) == (self.checksum.clone(), self.fingerprint.clone())
    }
}

const COLUMNS: &str = "version, description, up, up_line, up_transaction, down, down_line, down_transaction, checksum, \
                       fingerprint, filename";

fn registered(row: Row) -> Registered {
    let script = |at: usize| {
        row.get::<String>(at).map(|text| Script {
            text,
            line: row.must::<i32>(at + 1) as u32,
            transaction: row.must(at + 2),
        })
    };
    Registered {
        version: row.must(1),
        description: row.must(2),
        up: script(3),
        down: script(6),
        checksum: row.must(9),
        fingerprint: row.must(10),
        filename: row.get(11),
    }
}

/// One migration.
pub fn find(version: i64) -> Option<Registered> {
    let sql = format!("SELECT {COLUMNS} FROM migrate.migrations WHERE version = $1");
    as_owner(|| spi::row(&sql, &[version.into()], registered))
}

/// All of them, in the order of their numbers.
pub fn all() -> Vec<Registered> {
    let sql = format!("SELECT {COLUMNS} FROM migrate.migrations ORDER BY version");
    as_owner(|| spi::rows(&sql, &[], registered))
}

/// The up script of a migration that has no down script, and whether one is promised: it is derived, come what may.
pub fn without_down(version: i64) -> Option<(Script, bool)> {
    // What will be lost may stand behind it.
    let sql = "SELECT starts_with(way_down, $2) FROM migrate.migrations
               WHERE version = $1 AND down IS NULL AND up IS NOT NULL AND way_down <> $3";
    let args = [version.into(), way_down::DERIVED.into(), way_down::NEVER.into()];
    let is_promised = as_owner(|| spi::row(sql, &args, |row| row.must::<bool>(1)))?;
    Some((find(version)?.up?, is_promised))
}

/// A migration that runs for the first time, with the text that a plan has.
pub struct Fresh {
    /// Version.
    pub version: i64,
    /// As [`without_down`] has it.
    pub without_down: Option<(Script, bool)>,
}

/// Which of these, a version and a fingerprint each, run for the first time, and are registered with that text; in their
/// order, up to the first of which that is not so. Each is held as it is to the end of the transaction; what somebody else
/// holds is none.
pub fn fresh(wanted: &[(i64, &str)]) -> Vec<Fresh> {
    let sql = "SELECT m.version, m.down IS NULL AND m.way_down <> $4, starts_with(m.way_down, $3),
                      m.up, m.up_line, m.up_transaction
               FROM unnest($1, $2) p (version, fingerprint)
               JOIN migrate.migrations m ON m.version = p.version AND m.fingerprint = p.fingerprint
               WHERE m.up IS NOT NULL
                 AND NOT EXISTS (SELECT FROM migrate.schema_migrations s WHERE s.version = m.version)
                 AND NOT EXISTS (SELECT FROM migrate.journal j WHERE j.version = m.version)
                 AND NOT EXISTS (SELECT FROM migrate.labels l WHERE l.version = m.version AND (l.repeats OR l.always))
               FOR SHARE OF m SKIP LOCKED";
    let (versions, texts): (Vec<i64>, Vec<String>) =
        wanted.iter().map(|(version, text)| (*version, text.to_string())).unzip();
    let args = [versions.into(), texts.into(), way_down::DERIVED.into(), way_down::NEVER.into()];
    let read = |row: Row| {
        let script =
            || Script { text: row.must(4), line: row.must::<i32>(5) as u32, transaction: row.must(6) };
        let without_down = row.must::<bool>(2).then(|| (script(), row.must(3)));
        Fresh { version: row.must(1), without_down }
    };
    let mut there: HashMap<i64, Fresh> = as_owner(|| spi::write_rows(sql, &args, read))
        .into_iter()
        .map(|fresh| (fresh.version, fresh))
        .collect();
    wanted.iter().map_while(|(version, _)| there.remove(version)).collect()
}

/// Notes what a rollback of a migration will have to run, in words: more is known when it runs than was before.
pub fn note_way_down(version: i64, words: &str) {
    let sql = "UPDATE migrate.migrations SET way_down = $2 WHERE version = $1";
    as_owner(|| spi::write(sql, &[version.into(), words.into()]));
}

/// Whether a migration is registered.
pub fn is_registered(version: i64) -> bool {
    let sql = "SELECT FROM migrate.migrations WHERE version = $1";
    as_owner(|| spi::row(sql, &[version.into()], |_| ())).is_some()
}

/// Registered migrations that are not applied, in order, up to `target`, at most `steps`, all of them below `end`.
/// Below a baseline none is, however it came there: its registration may have been on its way when the baseline was
/// drawn. A repeatable one may lie there, and has run before its text changed. One that runs always is among them, but
/// where they are counted: nobody would come past it.
pub fn pending(target: Option<i64>, steps: Option<i32>, end: Option<i64>) -> Vec<Registered> {
    const LEFT: &str = "NOT EXISTS (SELECT FROM migrate.done s WHERE s.version = m.version)";
    const ASKED: &str = "($1 IS NULL OR place <= (SELECT migrate.place($1)))
        AND ($3 IS NULL OR place > (SELECT migrate.place($3)) OR repeats)
        AND ($4 IS NULL OR place < (SELECT migrate.place($4)))";
    // Only what has a label may run always: of the others the server need ask nothing but whether they are done.
    // What has no label is in the order of one index, and what has one in that of another: few steps read few rows.
    let sql = format!(
        "SELECT {COLUMNS} FROM (
             (SELECT * FROM (SELECT m.*, ARRAY[m.version::numeric] AS place, false AS repeats, false AS always
                             FROM migrate.migrations m) m
              WHERE NOT EXISTS (SELECT FROM migrate.labels l WHERE l.version = m.version) AND {LEFT} AND {ASKED}
              ORDER BY version LIMIT $2)
             UNION ALL
             (SELECT * FROM (SELECT m.*, l.place, l.repeats, l.always FROM migrate.labels l JOIN migrate.migrations m USING (version)
                             WHERE l.event IS NULL) m
              WHERE ({LEFT} OR always AND $2 IS NULL) AND {ASKED} ORDER BY place LIMIT $2)) m
         ORDER BY place LIMIT $2"
    );
    let baseline = origins::baseline().map(|baseline| baseline.version);
    let args = [target.into(), steps.map(i64::from).into(), baseline.into(), end.into()];
    as_owner(|| spi::rows(&sql, &args, registered))
}

/// A pending migration that is not applied yet, nor what comes behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Version.
    pub version: i64,
    /// Description.
    pub description: String,
    /// The job that is to apply it later, and when; none for a draft.
    pub job: Option<(i64, String)>,
    /// How many pending migrations come before it.
    pub before: i64,
}

/// The first pending migration up to `target` that has no up script, or that a job is to apply when its time comes. What a job
/// is to apply to the database is nothing to a schema that has a history of its own.
pub fn stop(target: Option<i64>) -> Option<Stop> {
    // What there is seldom any of is looked for first: the rest takes some milliseconds to plan.
    let may_be = "SELECT FROM migrate.migrations m WHERE m.up IS NULL
                  UNION ALL
                  SELECT FROM migrate.jobs j WHERE j.status = 'queued' AND j.not_before > clock_timestamp()
                  LIMIT 1";
    as_owner(|| spi::row(may_be, &[], |_| ()))?;
    let migrations = placed("migrate.migrations");
    let sql = format!(
        "WITH held AS (
                   SELECT v.version, min(l.id) AS job FROM migrate.live_jobs l, unnest(l.versions) v (version)
                   WHERE l.direction = 'up' AND l.status = 'queued' AND l.alive AND l.not_before > clock_timestamp() AND NOT $3
                   GROUP BY v.version)
               SELECT p.version, p.description, p.job, j.not_before = 'infinity',
                      to_char(j.not_before, 'YYYY-MM-DD HH24:MI'),
                      (SELECT count(*) FROM {migrations} m
                       WHERE m.event IS NULL AND m.place < p.place AND ($2 IS NULL OR m.place > (SELECT migrate.place($2)))
                         AND NOT EXISTS (SELECT FROM migrate.done s WHERE s.version = m.version))
               FROM (SELECT m.version, m.description, h.job, m.place
                     FROM {migrations} m LEFT JOIN held h USING (version)
                     WHERE (m.up IS NULL OR h.job IS NOT NULL) AND m.event IS NULL
                       AND NOT EXISTS (SELECT FROM migrate.done s WHERE s.version = m.version)
                       AND ($1 IS NULL OR m.place <= (SELECT migrate.place($1)))
                       AND ($2 IS NULL OR m.place > (SELECT migrate.place($2)))
                     ORDER BY m.place LIMIT 1) p
               LEFT JOIN migrate.jobs j ON j.id = p.job"
    );
    let baseline = origins::baseline().map(|baseline| baseline.version);
    let read = |row: Row| {
        let is_paused = row.get::<bool>(4).unwrap_or(false);
        let job = row.get::<i64>(3).map(|job| (job, until(is_paused, row.get(5))));
        Stop { version: row.must(1), description: row.must(2), job, before: row.must(6) }
    };
    let in_schema = tenant::current().is_some();
    as_owner(|| spi::row(&sql, &[target.into(), baseline.into(), in_schema.into()], read))
}

/// Of a row `u` of `migrate.unfinished`: whether a part of the migration is committed, or may be.
pub const HAS_BEGUN: &str = "(u.committed > 0 OR u.kind IN ('standalone', 'operation', 'batched'))";

/// The job that is to apply a migration later, and when.
pub fn scheduled(version: i64) -> Option<(i64, String)> {
    let sql = "SELECT l.id, l.not_before = 'infinity', to_char(l.not_before, 'YYYY-MM-DD HH24:MI')
               FROM migrate.live_jobs l
               WHERE l.direction = 'up' AND l.status = 'queued' AND l.alive AND l.not_before > clock_timestamp()
                 AND $1 = ANY (l.versions)
               ORDER BY l.id LIMIT 1";
    let read = |row: Row| (row.must(1), until(row.get::<bool>(2).unwrap_or(false), row.get(3)));
    as_owner(|| spi::row(sql, &[version.into()], read))
}

fn until(is_paused: bool, at: Option<String>) -> String {
    match at.filter(|_| !is_paused) {
        Some(at) => format!("not before {at}"),
        None => "paused".into(),
    }
}

/// The up scripts of at most so many pending migrations that come before a version and make something, the newest of
/// them, in order.
pub fn pending_before(version: i64, most: i64) -> Vec<Script> {
    let migrations = placed("migrate.migrations");
    let sql = format!(
        "SELECT {COLUMNS} FROM {migrations} m
         WHERE place < (SELECT migrate.place($1)) AND ($3 IS NULL OR place > (SELECT migrate.place($3)))
           AND up ~* 'create|add|rename|safe_|into|schema'
           AND NOT EXISTS (SELECT FROM migrate.done s WHERE s.version = m.version)
         ORDER BY place DESC LIMIT $2"
    );
    let baseline = origins::baseline().map(|baseline| baseline.version);
    let newest = as_owner(|| spi::rows(&sql, &[version.into(), most.into(), baseline.into()], registered));
    newest.into_iter().rev().filter_map(|there| there.up).collect()
}

/// The newest version that is registered or applied, whose successor a new migration is to be.
pub fn newest() -> Option<i64> {
    // A number from the far end of bigint is a slip or malice; new versions do not count on from there.
    let sql = "SELECT max(version) FROM (SELECT version FROM migrate.migrations
                                         UNION ALL SELECT version FROM migrate.schema_migrations) v
               WHERE version < 1000000000000000000";
    as_owner(|| spi::row(sql, &[], |row| row.get(1)).flatten())
}

/// A new version, behind the newest there is and the last that this session was given.
///
/// # Errors
///
/// Whatever [`version::next`] refuses.
pub fn new_version() -> Result<i64> {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_millis() as i64);
    let version = version::next(now, newest().max(LAST.get()), random())?;
    LAST.set(Some(version));
    Ok(version)
}

/// Something that nobody can tell before.
fn random() -> u64 {
    // Its keys are.
    RandomState::new().hash_one(0)
}

thread_local! {
    /// The last version that this session was given, registered or not: two templates in one millisecond are
    /// two migrations.
    static LAST: Cell<Option<i64>> = const { Cell::new(None) };
}

/// Refuses to touch a migration that somebody is running.
///
/// # Errors
///
/// [`MigrationError::BeingRun`].
pub fn check_not_run(there: &Registered) -> Result<()> {
    let (version, job) = (there.version, running_job(there.version));
    if job.is_some() || lock::is_text_held(version) {
        return Err(MigrationError::BeingRun { version, description: there.description.clone(), job }.into());
    }
    Ok(())
}

/// Holds a registered migration as it is to the end of the transaction; its fingerprint.
pub fn hold(version: i64) -> Option<String> {
    let sql = "SELECT fingerprint FROM migrate.migrations WHERE version = $1 FOR SHARE";
    as_owner(|| spi::write_rows(sql, &[version.into()], |row| row.must(1))).pop()
}

/// Waits until nobody records the migration as applied, and keeps them from it to the end of the transaction.
pub fn hold_for_change(version: i64) {
    let sql = "SELECT FROM migrate.migrations WHERE version = $1 FOR UPDATE";
    as_owner(|| spi::write(sql, &[version.into()]));
}

/// A running job that has this migration still to do, or one that is doing it.
pub fn running_job(version: i64) -> Option<i64> {
    let sql = "SELECT j.id FROM migrate.live_jobs j
               WHERE j.status = 'running' AND j.alive AND $1 = ANY (j.versions)
                 AND EXISTS (SELECT FROM migrate.left_to_do t WHERE t.job = j.id AND t.version = $1)
               ORDER BY j.id LIMIT 1";
    as_owner(|| spi::row(sql, &[version.into()], |row| row.must(1)))
}

/// What is written to the registry.
pub struct Entry<'a> {
    /// Version, description and down script; the up script unless `draft`.
    pub migration: &'a Migration,
    /// No up script yet.
    pub draft: bool,
    /// File name, where known.
    pub filename: Option<&'a str>,
    /// The role that registers it.
    pub by: &'a str,
    /// What a rollback has to run, in words.
    pub way_down: String,
}

impl Entry<'_> {
    fn up(&self) -> Option<&Script> {
        (!self.draft).then_some(&self.migration.up)
    }

    /// The checksum that this entry has.
    pub fn checksum(&self) -> String {
        checksum::checksum(self.up(), self.migration.down.as_ref())
    }

    /// The fingerprint that this entry has.
    pub fn fingerprint(&self) -> String {
        checksum::fingerprint(self.up(), self.migration.down.as_ref())
    }
}

/// Writes a new migration; false if its version is there already, committed by now.
pub fn insert(entry: &Entry) -> bool {
    let sql = "INSERT INTO migrate.migrations (version, description, up, up_line, up_transaction,
                                               down, down_line, down_transaction, checksum, filename, registered_by,
                                               registered_session, fingerprint, way_down)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
               ON CONFLICT (version) DO NOTHING RETURNING version";
    !write(sql, entry).is_empty()
}

/// Takes a migration out of the registry.
pub fn delete(version: i64) {
    as_owner(|| spi::write("DELETE FROM migrate.migrations WHERE version = $1", &[version.into()]));
}

/// Writes a migration in place of the text that is there.
pub fn replace(entry: &Entry) {
    let sql = "UPDATE migrate.migrations
               SET description = $2, up = $3, up_line = $4, up_transaction = $5, down = $6, down_line = $7,
                   down_transaction = $8, checksum = $9, filename = coalesce($10, filename),
                   registered_at = clock_timestamp(), registered_by = $11, registered_session = $12,
                   fingerprint = $13, way_down = $14
               WHERE version = $1 RETURNING version";
    write(sql, entry);
}

fn write(sql: &str, entry: &Entry) -> Vec<i64> {
    let migration = entry.migration;
    let up = (!entry.draft).then(|| migration.up.text.clone());
    let down = migration.down.as_ref();
    let args = [
        migration.version.into(),
        migration.description.clone().into(),
        up.into(),
        (migration.up.line as i32).into(),
        migration.up.transaction.into(),
        down.map(|script| script.text.clone()).into(),
        down.map_or(1, |script| script.line as i32).into(),
        down.is_none_or(|script| script.transaction).into(),
        entry.checksum().into(),
        entry.filename.map(str::to_string).into(),
        entry.by.to_string().into(),
        answerable_user().into(),
        entry.fingerprint().into(),
        entry.way_down.clone().into(),
    ];
    as_owner(|| spi::write_rows(sql, &args, |row| row.must(1)))
}
