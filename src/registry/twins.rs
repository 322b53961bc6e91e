//! A new number for a text that is registered under another one: most often a file that was renumbered.
//!
//! A folder knows its own files again (`gone`). Where nothing tells which file a text came from, it is said.

use super::load::Outcome;
use super::{labels, migrations, squashed};
use crate::postgres::identity::as_owner;
use crate::postgres::spi;

/// Who has the same text.
struct Twin {
    version: i64,
    shown: String,
    is_applied: bool,
    /// The migration of which it is a part by now.
    into: Option<i64>,
}

/// Says of a migration that was registered just now that its text is that of another one. Those of `beside` were loaded
/// together with it, so both are meant.
pub fn tell(outcome: &mut Outcome, beside: &[i64]) {
    if outcome.status != "registered" || labels::repeats(outcome.version) {
        return;
    }
    let Some(twin) = find(outcome.version).filter(|twin| !beside.contains(&twin.version)) else { return };
    outcome.detail = format!("{}; {}", outcome.detail, twin.note(outcome.version));
}

/// The migration with the same text; one that is applied before one that is not. No text says nothing.
fn find(version: i64) -> Option<Twin> {
    let sql = "SELECT t.version, coalesce(l.label, t.version::text), t.is_applied, t.squashed_into
               FROM (SELECT m.version, NULL::bigint AS squashed_into,
                            EXISTS (SELECT FROM migrate.schema_migrations s WHERE s.version = m.version) AS is_applied
                     FROM migrate.migrations m
                     WHERE m.checksum = $2 AND m.version <> $1
                     UNION ALL
                     SELECT q.version, nullif(q.squashed_into, q.version), q.applied_at IS NOT NULL
                     FROM migrate.squashed q
                     WHERE q.checksum = $2 AND q.version <> $1) t
               LEFT JOIN migrate.labels l ON l.version = t.version
               WHERE l.version IS NULL OR NOT l.repeats
               ORDER BY t.is_applied DESC, t.version LIMIT 1";
    let there = migrations::find(version)?;
    if there.up.is_none_or(|up| up.text.trim().is_empty()) {
        return None;
    }
    let read = |row: spi::Row| Twin {
        version: row.must(1),
        shown: row.must(2),
        is_applied: row.must(3),
        into: row.get(4),
    };
    let twin = as_owner(|| spi::row(sql, &[version.into(), there.checksum.into()], read))?;
    // What was squashed may have been squashed again.
    let into = twin.into.and_then(|into| squashed::all().get(&twin.version).copied().or(Some(into)));
    Some(Twin { into, ..twin })
}

impl Twin {
    fn note(&self, new: i64) -> String {
        let Twin { version, shown, .. } = self;
        let same = format!("same text as {shown}, which is");
        match (self.is_applied, self.into) {
            (_, Some(into)) => format!(
                "{same} a part of {into} since that was squashed: up runs it again.\n\
                 If it is only renumbered: SELECT migrate.unregister({new})"
            ),
            (true, None) => format!(
                "{same} applied: up runs it again.\n\
                 If it is only renumbered: SELECT migrate.record_migration({new}),\n\
                 migrate.remove_migration({version}), migrate.unregister({version})"
            ),
            (false, None) => format!(
                "{same} pending, too: up runs both.\n\
                 If it is only renumbered: SELECT migrate.unregister({version})"
            ),
        }
    }
}
