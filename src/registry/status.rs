//! Where each migration stands, and which calls of safe operations have failed, for `migrate.status()`; and whether the
//! history still matches, for `migrate.verify()`.

use migrate_core::checksum::short;
use pgrx::prelude::*;

use super::{acceptances, migrations};
use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::{settings, spi};

/// Where a migration stands, or a safe operation that was called by itself and failed.
#[derive(Clone)]
pub struct Standing {
    /// Version; none of an operation.
    pub version: Option<i64>,
    /// Description; of an operation, its function and what it is about.
    pub description: String,
    /// applied, pending, failed, running, queued, missing or changed.
    pub status: String,
    /// When it was recorded as applied, to the second.
    pub applied_at: Option<TimestampWithTimeZone>,
    /// Who asked for it.
    pub applied_by: Option<String>,
    /// How long its units took, in milliseconds.
    pub ms: Option<i32>,
    /// What else there is to know.
    pub note: Option<String>,
    /// Whether its job's worker is gone.
    is_lost: bool,
}

/// Every migration that is registered or applied, in order of version; then the safe operations that were called by
/// themselves, failed, and are neither gone on with nor given up.
pub fn all() -> Vec<Standing> {
    let migrations = MIGRATIONS
        .replace("{of history}", acceptances::OF_HISTORY)
        .replace("{has begun}", migrations::HAS_BEGUN);
    let read = || [read(&migrations), read(OPERATIONS)].concat();
    let rows = read();
    if rows.iter().any(|row| row.is_lost) {
        // A job may have ended between the snapshot and the look at its process: look again.
        return spi::with_snapshot(read);
    }
    rows
}

const MIGRATIONS: &str = include_str!("../../sql/queries/status.sql");
const OPERATIONS: &str = include_str!("../../sql/queries/status_operations.sql");

fn read(sql: &str) -> Vec<Standing> {
    let (reader, _) = current_role();
    as_owner(|| {
        // Compiling this query takes longer than running it on 100,000 migrations.
        settings::set_local(c"jit", c"off");
        spi::rows(sql, &[reader.into()], |row| Standing {
            version: row.get(1),
            description: row.must(2),
            status: row.must(3),
            applied_at: row.get(4),
            applied_by: row.get(5),
            ms: row.get(6),
            note: row.get::<String>(7).filter(|note| !note.is_empty()),
            is_lost: row.get(8).unwrap_or(false),
        })
    })
}

/// Whether an applied migration is what is registered.
pub struct Verdict {
    /// Version.
    pub version: i64,
    /// Description.
    pub description: String,
    /// Whether all is well.
    pub ok: bool,
    /// What is not, or that there is nothing to compare.
    pub detail: String,
}

/// Compares the history with the registry, and the registry's checksums with its scripts.
pub fn verify() -> Vec<Verdict> {
    let sql = format!(
        "SELECT coalesce(s.version, m.version), coalesce(s.description, m.description),
                      s.version IS NOT NULL, s.checksum, m.checksum,
                      (SELECT format('accepted by %s: %s', a.accepted_by, a.reason) FROM migrate.acceptances a
                       WHERE {} ORDER BY a.accepted_at DESC LIMIT 1),
                      coalesce(l.repeats, false)
               FROM migrate.schema_migrations s FULL JOIN migrate.migrations m ON m.version = s.version
               LEFT JOIN migrate.labels l ON l.version = coalesce(s.version, m.version)
               WHERE l.event IS NULL
               ORDER BY coalesce(l.place, ARRAY[coalesce(s.version, m.version)::numeric])",
        acceptances::OF_HISTORY
    );
    let rows = as_owner(|| {
        spi::rows(&sql, &[], |row| {
            let texts = (row.get::<String>(4), row.get::<String>(5), row.get::<String>(6));
            let (is_applied, repeats) = (row.must::<bool>(3), row.must::<bool>(7));
            (row.must::<i64>(1), row.must::<String>(2), is_applied, texts, repeats)
        })
    });
    rows.into_iter()
        .map(|(version, description, is_applied, texts, repeats)| {
            // Another text is what it is there for.
            let is_newer =
                repeats && matches!(&texts, (Some(applied), Some(registered), _) if applied != registered);
            let (ok, detail) = verdict(version, is_applied, texts);
            if is_newer && !ok {
                let detail = "pending: repeatable, and its text has changed since it ran".into();
                return Verdict { version, description, ok: true, detail };
            }
            Verdict { version, description, ok, detail }
        })
        .collect()
}

/// Of the checksum that is applied, the one that is registered, and whether the first was accepted in place of another.
fn verdict(
    version: i64,
    is_applied: bool,
    (applied, registered, accepted): (Option<String>, Option<String>, Option<String>),
) -> (bool, String) {
    let Some(registered) = registered else {
        return match applied {
            Some(_) => (false, "applied, but not registered here".into()),
            None => (true, "recorded by hand, not registered".into()),
        };
    };
    // The scripts could be changed behind our back by the owner of the table.
    if migrations::find(version).is_some_and(|there| !there.is_intact()) {
        return (false, "the registered scripts are not those of their checksum".into());
    }
    match applied {
        _ if !is_applied => (true, "pending".into()),
        None => (true, "recorded without a checksum".into()),
        Some(applied) if applied == registered => {
            (true, accepted.unwrap_or_else(|| "matches what was applied".into()))
        }
        Some(applied) => (
            false,
            format!(
                "applied with checksum {}..., registered with {}...",
                short(&applied),
                short(&registered)
            ),
        ),
    }
}
