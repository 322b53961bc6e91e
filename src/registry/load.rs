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
    let mut migration = Migration {
        version: given.map_or(Ok(1), version::check)?,
        description: description.to_string(),
        up: Script::new(up.unwrap_or_default()),
        down: down.map(Script::new),
    };
    let by = current_role().1;
    if given.is_some() {
        let entry = Entry { migration: &migration, draft: up.is_none(), filename: None, by: &by };
        // A draft waits for its script; anything else is taken.
        if let Some(there) = migrations::find(migration.version)
            && there.up.is_some()
        {
            let (version, description) = (there.version, there.description);
            return Err(RegistryError::Duplicate { version, description }.into());
        }
        return Ok(register(&entry)?.version);
    }
    lock::check_writable()?;
    check(&migration)?;
    migration.version = migrations::new_version()?;
    // Another session may have made the same version in the same millisecond.
    while !migrations::insert(&Entry { migration: &migration, draft: up.is_none(), filename: None, by: &by })
    {
        migration.version = version::next(migration.version, Some(migration.version))?;
    }
    Ok(migration.version)
}

/// Parses and plans both scripts; what is in them, in words.
fn check(migration: &Migration) -> Result<(String, String)> {
    let up = contents(&migration.up, Direction::Up)?;
    let down = match &migration.down {
        Some(script) => contents(script, Direction::Down)?.without_units,
        None => "no down script".into(),
    };
    Ok((up.with_units, down))
}

fn register(entry: &Entry) -> Result<Outcome> {
    lock::check_writable()?;
    let migration = entry.migration;
    let (up, down) = check(migration)?;
    let detail = if entry.draft { "no up script yet".into() } else { format!("up: {up}; {down}") };
    // Whoever applies it right now decides first whether it is applied.
    migrations::hold_for_change(migration.version);
    let checksum = entry.checksum();
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
    let (status, detail) = match migrations::find(migration.version) {
        Some(there) if is_same(&there, migration, &checksum) => {
            ("unchanged", "the same content is registered already".to_string())
        }
        Some(_) => {
            migrations::replace(entry);
            ("replaced", detail)
        }
        None if migrations::insert(entry) => ("registered", detail),
        None => {
            // Somebody else has just registered this version.
            let description =
                migrations::find(migration.version).map_or_else(String::new, |there| there.description);
            return Err(RegistryError::Duplicate { version: migration.version, description }.into());
        }
    };
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
