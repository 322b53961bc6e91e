//! Registering a migration: from a file's text, or from its parts.

use migrate_core::error::{RegistryError, Result};
use migrate_core::migration::{Direction, Migration, Script};
use migrate_core::{file, text, unit, version};

use super::history;
use super::migrations::{self, Entry, Registered};
use crate::postgres::identity::current_role;
use crate::postgres::{lock, parser};

/// What became of a migration that was to be registered.
pub struct Outcome {
    /// Version.
    pub version: i64,
    /// Description.
    pub description: String,
    /// `registered`, `replaced` or `unchanged`.
    pub status: &'static str,
    /// What is in it, or why nothing was done.
    pub detail: String,
}

/// Registers a whole file; `down` is a separate down script.
///
/// # Errors
///
/// What the file's format, the server's parser or the registry refuse.
pub fn load(content: &str, filename: Option<&str>, down: Option<&str>) -> Result<Outcome> {
    let migration = file::parse(content, filename, down)?;
    register(&Entry { migration: &migration, draft: false, filename, by: &current_role().1 })
}

/// Registers a migration from its parts; without an up script it is a draft. Returns its version.
///
/// # Errors
///
/// What the server's parser or the registry refuse.
pub fn create(description: &str, up: Option<&str>, down: Option<&str>, given: Option<i64>) -> Result<i64> {
    let description = description.trim();
    if description.is_empty() {
        return Err(RegistryError::Empty { argument: "description" }.into());
    }
    if description.contains(['\n', '\r']) {
        return Err(RegistryError::Description.into());
    }
    for (argument, script) in [("up", up), ("down", down)] {
        if script.is_some_and(|script| script.trim().is_empty()) {
            return Err(RegistryError::Empty { argument }.into());
        }
    }
    let version = match given {
        Some(version) => {
            version::check(version)?;
            match migrations::find(version) {
                // A draft waits for its script.
                Some(there) if there.up.is_some() => {
                    return Err(RegistryError::Duplicate { version, description: there.description }.into());
                }
                _ => version,
            }
        }
        None => migrations::new_version()?,
    };
    let migration = Migration {
        version,
        description: description.to_string(),
        up: Script::new(up.unwrap_or_default()),
        down: down.map(Script::new),
    };
    register(&Entry { migration: &migration, draft: up.is_none(), filename: None, by: &current_role().1 })?;
    Ok(version)
}

fn register(entry: &Entry) -> Result<Outcome> {
    if lock::is_standby() || lock::is_read_only() {
        return Err(crate::engine::session::read_only_error().into());
    }
    let migration = entry.migration;
    let up = contents(&migration.up, Direction::Up)?;
    let down = match &migration.down {
        Some(script) => contents(script, Direction::Down)?.without_units,
        None => "no down script".into(),
    };
    let checksum = entry.checksum();
    let there = migrations::find(migration.version);
    if let Some(applied) = history::find(migration.version)
        && let Some(before) = applied.checksum
        && before != checksum
    {
        return Err(RegistryError::ChangedAfterApply {
            version: migration.version,
            description: applied.description,
            applied: before,
            given: checksum,
        }
        .into());
    }
    let detail =
        if entry.draft { "no up script yet".into() } else { format!("up: {}; {down}", up.with_units) };
    let (status, detail) = match there {
        None => ("registered", detail),
        Some(there) if is_same(&there, migration, &checksum) => {
            ("unchanged", "the same content is registered already".to_string())
        }
        Some(_) => ("replaced", detail),
    };
    if status != "unchanged" {
        migrations::store(entry);
    }
    Ok(Outcome { version: migration.version, description: migration.description.clone(), status, detail })
}

fn is_same(there: &Registered, migration: &Migration, checksum: &str) -> bool {
    there.checksum == checksum && there.description == migration.description
}

struct Contents {
    with_units: String,
    without_units: String,
}

/// Parses and plans a script to see that it can be, and says what is in it.
fn contents(script: &Script, direction: Direction) -> Result<Contents> {
    let statements = parser::parse(script, direction)?;
    let units = unit::units(script, statements)?;
    let statements: usize = units.iter().map(|unit| unit.steps().len()).sum();
    let count = text::count(statements, "statement");
    Ok(Contents {
        with_units: if units.len() > 1 {
            format!("{count}, {}", text::count(units.len(), "unit"))
        } else {
            count.clone()
        },
        without_units: format!("{}: {count}", direction.as_str()),
    })
}
