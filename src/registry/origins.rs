//! The table `migrate.origins`: how each applied migration came to be applied, and where the baseline is.
//!
//! A row counts only with the row of the history that it was written with, which has the same `applied_at`. What
//! somebody wrote into the history by hand counts as recorded, whatever stood there before.

use migrate_core::error::{HistoryError, Result};
use migrate_core::facts::before::Answers;
use migrate_core::reverse::Path;
use pgrx::JsonB;

use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::{settings, spi};

/// How a migration came to be in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Its up script ran in this database.
    Ran,
    /// Somebody recorded it.
    Recorded,
    /// A baseline was drawn at it or above it.
    Baseline,
}

impl How {
    /// The word kept in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            How::Ran => "ran",
            How::Recorded => "recorded",
            How::Baseline => "baseline",
        }
    }
}

/// What joins a row `o` with the row `s` of the history to which it belongs.
pub const SAME: &str = "o.version = s.version AND o.applied_at IS NOT DISTINCT FROM s.applied_at";

/// How an applied migration came to be applied; one of which nothing is known was recorded.
pub fn how(version: i64) -> How {
    let sql = format!(
        "SELECT o.how FROM migrate.schema_migrations s JOIN migrate.origins o ON {SAME} WHERE s.version = $1"
    );
    match as_owner(|| spi::row(&sql, &[version.into()], |row| row.must::<String>(1))).as_deref() {
        Some("ran") => How::Ran,
        Some("baseline") => How::Baseline,
        _ => How::Recorded,
    }
}

/// A baseline: what is below it is never run.
pub struct Baseline {
    /// The version for which it was drawn.
    pub version: i64,
    /// Who drew it.
    pub by: String,
}

/// The baseline: the highest row that says who drew one; `migrations::pending` leaves out what is below it.
pub fn baseline() -> Option<Baseline> {
    let sql = format!(
        "SELECT o.version, o.baseline_by FROM migrate.schema_migrations s JOIN migrate.origins o ON {SAME}
         WHERE o.baseline_by IS NOT NULL ORDER BY migrate.place(o.version) DESC LIMIT 1"
    );
    as_owner(|| spi::row(&sql, &[], |row| Baseline { version: row.must(1), by: row.must(2) }))
}

/// In which schemas this session looks names up, with its role and settings, and the setting that says so.
pub fn looked_up_in() -> (Vec<String>, String) {
    let sql = "SELECT pg_catalog.current_schemas(false)::pg_catalog.text[]";
    let path = spi::row(sql, &[], |row| row.must::<Vec<String>>(1)).unwrap_or_default();
    // Temporary objects go with their session.
    let path = path.into_iter().filter(|schema| !schema.starts_with("pg_temp")).collect();
    (path, settings::search_path())
}

/// What [`looked_up_in`] says, as [`path`] tells it.
pub fn quoted((schemas, setting): &(Vec<String>, String)) -> Path {
    let sql = "SELECT ARRAY(SELECT quote_ident(name) FROM unnest($1) WITH ORDINALITY s (name, place) ORDER BY place)";
    let schemas =
        as_owner(|| spi::row(sql, &[schemas.clone().into()], |row| row.must(1))).unwrap_or_default();
    Path { schemas, setting: setting.clone() }
}

/// Keeps in which schemas this session looks names up, for a run of the migration that begins now: with the role and
/// settings of who runs it.
pub fn begin(version: i64) {
    let (path, setting) = looked_up_in();
    let sql = "INSERT INTO migrate.origins (version, how, schemas, search_path) VALUES ($1, 'begun', $2, $3)
               ON CONFLICT (version) DO UPDATE
               SET how = excluded.how, schemas = excluded.schemas, search_path = excluded.search_path,
                   applied_at = NULL, baseline_by = NULL, found = NULL, before = NULL, imported_from = NULL";
    as_owner(|| spi::write(sql, &[version.into(), path.into(), setting.into()]));
}

/// In which schemas the names of a migration's up script were looked up when it began, if it ran here.
pub fn path(version: i64) -> Option<Path> {
    let sql = "SELECT ARRAY(SELECT quote_ident(name) FROM unnest(schemas) WITH ORDINALITY s (name, place) ORDER BY place),
                      search_path
               FROM migrate.origins WHERE version = $1 AND how IN ('begun', 'ran') AND search_path IS NOT NULL";
    as_owner(|| spi::row(sql, &[version.into()], |row| Path { schemas: row.must(1), setting: row.must(2) }))
}

/// Keeps what the catalog knows of the objects that a migration names, before it runs.
pub fn note_before(version: i64, before: &Answers) {
    let sql = "UPDATE migrate.origins SET before = $2 WHERE version = $1";
    as_owner(|| spi::write(sql, &[version.into(), spi::jsonb(before).into()]));
}

/// What [`note_before`] has kept of a migration that has begun here; of an older one nothing.
pub fn before(version: i64) -> Answers {
    let sql = "SELECT before FROM migrate.origins WHERE version = $1 AND how IN ('begun', 'ran')";
    let kept = as_owner(|| spi::row(sql, &[version.into()], |row| row.get::<JsonB>(1))).flatten();
    kept.and_then(|kept| serde_json::from_value(kept.0).ok()).unwrap_or_default()
}

/// Keeps in which schema each name is found that a derived down script of a migration gives without one.
pub fn keep_found(version: i64, found: Vec<Option<String>>) {
    let sql = "UPDATE migrate.origins SET found = $2 WHERE version = $1";
    as_owner(|| spi::write(sql, &[version.into(), found.into()]));
}

/// What [`keep_found`] has kept of a migration that ran here.
pub fn found(version: i64) -> Option<Vec<Option<String>>> {
    let sql = format!(
        "SELECT o.found FROM migrate.schema_migrations s JOIN migrate.origins o ON {SAME} WHERE s.version = $1"
    );
    as_owner(|| spi::row(&sql, &[version.into()], |row| row.get(1))).flatten()
}

/// Refuses to look names up in schemas, quoted where the server would quote them, of which one is not there, or not
/// `to_use` by the current role: they would be looked up in the others, and somebody else's table found.
///
/// # Errors
///
/// [`HistoryError::SchemaGone`].
pub fn check_schemas(version: i64, description: &str, schemas: Vec<String>, to_use: bool) -> Result<()> {
    let (role, role_name) = current_role();
    let sql = "SELECT p.name FROM unnest($1) WITH ORDINALITY p (name, place)
               -- Whose schema \"$user\" is depends on who asks, and everybody has temporary objects of his own.
               WHERE p.name NOT IN ('\"$user\"', 'pg_temp')
                 AND NOT EXISTS (SELECT FROM pg_namespace n
                                 WHERE quote_ident(n.nspname) = p.name
                                   AND (NOT $3 OR has_schema_privilege($2, n.oid, 'USAGE')))
               ORDER BY p.place LIMIT 1";
    let args = [schemas.into(), role.into(), to_use.into()];
    if let Some(schema) = as_owner(|| spi::row(sql, &args, |row| row.must::<String>(1))) {
        let description = description.to_string();
        let schema = schema.trim_matches('"').to_string();
        return Err(HistoryError::SchemaGone { version, description, schema, role: role_name }.into());
    }
    Ok(())
}
