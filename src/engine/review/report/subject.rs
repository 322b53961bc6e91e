//! What a page is about: the migration or job, where it stands, and what can be done next.

use migrate_core::error::{MigrationError, Result, SessionError};
use migrate_core::report::record::{Failure, Record, Subject};
use migrate_core::report::{of_job, of_migration};
use migrate_core::{checksum, text};
use pgrx::JsonB;

use super::of::Of;
use crate::postgres::identity::{self, as_owner};
use crate::postgres::spi::{self, Row};
use crate::registry::status;

/// All but the runs.
pub(super) fn record(of: Of) -> Result<Record> {
    let mut record = match of {
        Of::Migration(version) => migration(version)?,
        Of::Job(id) => job(id)?,
    };
    record.next.extend(changes(of));
    Ok(record)
}

/// A record of a subject, without what is read later.
fn empty(subject: Subject, status: String) -> Record {
    let sql = "SELECT current_database()::text, to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS TZ')";
    let read = |row: Row| (row.must::<String>(1), row.must::<String>(2));
    let (database, made_at) = as_owner(|| spi::row(sql, &[], read)).unwrap_or_default();
    Record {
        subject,
        status,
        note: None,
        database,
        made_at,
        facts: Vec::new(),
        next: Vec::new(),
        failure: None,
        runs: Vec::new(),
        runs_left_out: 0,
    }
}

/// What is there to be said, by a word each.
fn facts<const N: usize>(all: [(&str, Option<String>); N]) -> Vec<(String, String)> {
    all.into_iter().filter_map(|(word, value)| Some((word.to_string(), value?))).collect()
}

fn migration(version: i64) -> Result<Record> {
    let standing = status::all().into_iter().find(|standing| standing.version == Some(version));
    let standing = match standing {
        Some(standing) => standing,
        None => return Err(MigrationError::NotRegistered { version }.into()),
    };
    let sql = "SELECT to_char(s.applied_at, 'YYYY-MM-DD HH24:MI:SS TZ'), s.checksum,
                      (SELECT max(l.id) FROM migrate.live_jobs l WHERE $1 = ANY (l.versions)),
                      (SELECT q.error FROM migrate.jobs q
                       WHERE $1 = ANY (q.versions) AND q.status IN ('failed', 'lost', 'cancelled') ORDER BY q.id DESC LIMIT 1)
               FROM (SELECT $1 AS version) v LEFT JOIN migrate.schema_migrations s USING (version)";
    type Applied = (Option<String>, Option<String>, Option<i64>, Option<JsonB>);
    let read = |row: Row| -> Applied { (row.get(1), row.get(2), row.get(3), row.get(4)) };
    let (applied_at, checksum, job, error) =
        as_owner(|| spi::row(sql, &[version.into()], read)).unwrap_or_default();
    let sql = "SELECT m.filename, to_char(m.registered_at, 'YYYY-MM-DD HH24:MI:SS TZ'), m.registered_by
               FROM migrate.migrations m WHERE m.version = $1";
    let read = |row: Row| (row.get::<String>(1), row.get::<String>(2), row.get::<String>(3));
    let may_read = identity::may_select("migrate.migrations");
    let registered = may_read.then(|| as_owner(|| spi::row(sql, &[version.into()], read))).flatten();
    let (file, registered_at, registered_by) = registered.unwrap_or_default();
    let subject = Subject::Migration { version, description: standing.description };
    Ok(Record {
        note: standing.note,
        next: of_migration(version, &standing.status, job),
        failure: error.filter(|_| standing.status == "failed").and_then(failure),
        facts: facts([
            ("file", file),
            ("registered", registered_at.zip(registered_by).map(|(at, by)| format!("{at} by {by}"))),
            ("applied", applied_at),
            ("applied by", standing.applied_by),
            ("took", standing.ms.map(|ms| text::duration(ms.into()))),
            ("checksum", checksum.map(|checksum| format!("{}...", checksum::short(&checksum)))),
        ]),
        ..empty(subject, standing.status)
    })
}

/// What a job's row says.
struct Job {
    what: String,
    status: String,
    asked_by: String,
    run_as: String,
    created_at: String,
    started_at: Option<String>,
    finished_at: Option<String>,
    error: Option<JsonB>,
}

fn job(id: i64) -> Result<Record> {
    let sql = "SELECT j.what,
                      CASE WHEN NOT l.alive THEN 'lost'
                           WHEN l.alive AND EXISTS (SELECT FROM migrate.backfills b WHERE b.job = j.id AND b.status = 'paused') THEN 'paused'
                           ELSE j.status END,
                      j.asked_by, j.run_as, to_char(j.created_at, 'YYYY-MM-DD HH24:MI:SS TZ'),
                      to_char(j.started_at, 'YYYY-MM-DD HH24:MI:SS TZ'), to_char(j.finished_at, 'YYYY-MM-DD HH24:MI:SS TZ'),
                      j.error
               FROM migrate.jobs j LEFT JOIN migrate.live_jobs l ON l.id = j.id WHERE j.id = $1";
    let read = |row: Row| Job {
        what: row.must(1),
        status: row.must(2),
        asked_by: row.must(3),
        run_as: row.must(4),
        created_at: row.must(5),
        started_at: row.get(6),
        finished_at: row.get(7),
        error: row.get(8),
    };
    let job = as_owner(|| spi::row(sql, &[id.into()], read)).ok_or(SessionError::NoJob { job: id })?;
    Ok(Record {
        next: of_job(id, &job.status),
        failure: job.error.and_then(failure),
        facts: facts([
            ("asked by", Some(job.asked_by.clone())),
            ("runs as", Some(job.run_as).filter(|role| *role != job.asked_by)),
            ("asked for", Some(job.created_at)),
            ("began", job.started_at),
            ("ended", job.finished_at),
        ]),
        ..empty(Subject::Job { id, what: job.what }, job.status)
    })
}

/// The failure that a job ended with.
fn failure(error: JsonB) -> Option<Failure> {
    let text = |key: &str| error.0.get(key).and_then(|value| value.as_str()).map(str::to_string);
    Some(Failure {
        sqlstate: text("sqlstate"),
        message: text("message")?,
        detail: text("detail"),
        hint: text("hint"),
        ..Failure::default()
    })
}

/// What comes next of the online changes that are a part of it.
fn changes(of: Of) -> Vec<String> {
    let begun = match of {
        Of::Migration(_) => "SELECT o.id FROM migrate.operations o WHERE o.version = $1",
        Of::Job(_) => "SELECT j.record FROM migrate.journal j WHERE j.job = $1",
    };
    let sql = format!(
        "SELECT format('Change %s (%s of %s, %s): %s', c.id, replace(c.kind, '_', ' '), c.table_name, c.state, c.next)
         FROM migrate.changes c
         WHERE c.id IN ({begun}) AND c.next IS NOT NULL AND c.state NOT IN ('done', 'aborted', 'undone')
         ORDER BY c.id LIMIT 10"
    );
    as_owner(|| spi::rows(&sql, &[of.number().into()], |row| row.must(1)))
}
