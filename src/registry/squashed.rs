//! The table `migrate.squashed`: migrations that have become a part of another one, with their scripts and their history.

use std::collections::BTreeMap;

use migrate_core::migration::Script;

use super::migrations::{self, Registered};
use super::placed::placed;
use super::{history, labels};
use crate::postgres::identity::{answerable_user, as_owner};
use crate::postgres::spi;

/// A migration of a range.
pub struct Part {
    /// Version.
    pub version: i64,
    /// Description.
    pub description: String,
    /// What is registered.
    pub registered: Option<Registered>,
    /// Whether it is in the history.
    pub is_applied: bool,
    /// Whether the history has another text than the registry.
    pub is_changed: bool,
}

/// What is registered or applied from one version to another one, in order.
pub fn parts(from: i64, to: i64) -> Vec<Part> {
    let rows = placed(
        "(SELECT version, coalesce(m.description, s.description) AS description, s.version IS NOT NULL AS is_applied,
                 coalesce(s.checksum <> m.checksum, false) AS is_changed
          FROM migrate.migrations m FULL JOIN migrate.schema_migrations s USING (version))",
    );
    let sql = format!(
        "SELECT version, description, is_applied, is_changed FROM {rows} v
         WHERE NOT repeats AND place BETWEEN (SELECT migrate.place($1)) AND (SELECT migrate.place($2)) ORDER BY place"
    );
    let read = |row: spi::Row| (row.must(1), row.must(2), row.must(3), row.must(4));
    let rows: Vec<(i64, String, bool, bool)> = as_owner(|| spi::rows(&sql, &[from.into(), to.into()], read));
    let part = |(version, description, is_applied, is_changed)| {
        let registered = migrations::find(version);
        Part { version, description, registered, is_applied, is_changed }
    };
    rows.into_iter().map(part).collect()
}

/// Keeps what a migration was, and takes it out of registry and history.
pub fn take(version: i64, into: i64) {
    let sql = "INSERT INTO migrate.squashed
                   (version, squashed_into, squashed_by, label, description, up, down, checksum, filename, registered_by,
                    applied_at, applied_by, execution_time_ms, applied_checksum)
               SELECT v.version, $2, $3, l.label, coalesce(m.description, s.description), m.up, m.down, m.checksum, m.filename,
                      m.registered_by, s.applied_at, s.applied_by, s.execution_time_ms, s.checksum
               FROM (SELECT $1 AS version) v
               LEFT JOIN migrate.migrations m USING (version)
               LEFT JOIN migrate.schema_migrations s USING (version)
               LEFT JOIN migrate.labels l USING (version)";
    as_owner(|| spi::write(sql, &[version.into(), into.into(), answerable_user().into()]));
    history::delete(version);
    migrations::delete(version);
    if version != into {
        labels::forget(version);
    }
}

/// The migration of which one is a part by now, if its text is the one that it had then. Where that is neither registered
/// nor applied any more, the part is a migration again.
pub fn into(version: i64, checksum: &str) -> Option<i64> {
    let sql = "SELECT FROM migrate.squashed
               WHERE version = $1 AND squashed_into <> version AND checksum = $2
                 AND NOT EXISTS (SELECT FROM migrate.migrations m WHERE m.version = $1)
               LIMIT 1";
    let is_part =
        as_owner(|| spi::row(sql, &[version.into(), checksum.to_string().into()], |_| ())).is_some();
    if !is_part {
        return None;
    }
    let into = all().get(&version).copied().filter(|into| *into != version)?;
    (migrations::is_registered(into) || history::find(into).is_some()).then_some(into)
}

/// The number that a squashed migration had, by its version as its tool writes it.
pub fn number_of(text: &str) -> Option<i64> {
    let sql = "SELECT version FROM migrate.squashed WHERE label = $1 ORDER BY id DESC LIMIT 1";
    as_owner(|| spi::row(sql, &[text.into()], |row| row.must(1)))
}

/// Every migration that was squashed, and into which; one that was squashed again counts as a part of the last one.
pub fn all() -> BTreeMap<i64, i64> {
    let sql = "SELECT version, squashed_into FROM migrate.squashed ORDER BY id";
    let rows: Vec<(i64, i64)> = as_owner(|| spi::rows(sql, &[], |row| (row.must(1), row.must(2))));
    let into: BTreeMap<i64, i64> = rows.into_iter().collect();
    let last = |version: &i64| {
        // One that came back may be a part of what was a part of it.
        (0..into.len()).fold(*version, |last, _| into.get(&last).copied().unwrap_or(last))
    };
    into.keys().map(|version| (*version, last(version))).collect()
}

/// A script of its own behind those before it: whatever it ends in, the next one begins a statement.
pub fn joined(scripts: &[(i64, &str, &Script)]) -> String {
    let mut all = String::new();
    for (version, description, script) in scripts {
        all.push_str(&format!("-- {version} {description}\n{}\n", script.text.trim_end()));
        let last = script.text.trim_end().lines().last().unwrap_or_default();
        if !last.ends_with(';') || last.contains("--") {
            all.push_str(";\n");
        }
    }
    all
}
