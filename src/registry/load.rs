//! Registering a migration: from a file's text, or from its parts.

use migrate_core::error::{RegistryError, Result, SessionError};
use migrate_core::migration::{Direction, Migration, Script};
use migrate_core::unit::{self, Known};
use migrate_core::{file, text, version};

use super::history;
use super::migrations::{self, Entry, Registered};
use crate::catalog::facts::Catalog;
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
    register(
        &Entry { migration: &migration, draft: false, filename, by: &current_role().1 },
        Replace::Pending,
    )
}

/// Registers a migration from its parts; without an up script it is a draft. Returns its version.
///
/// # Errors
///
/// What the server's parser or the registry refuse.
pub fn create(description: &str, up: Option<&str>, down: Option<&str>, given: Option<i64>) -> Result<i64> {
    let description = check_description(description)?;
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
        return Ok(register(&entry, Replace::Draft)?.version);
    }
    lock::check_writable("register migrations")?;
    check(&migration)?;
    migration.version = migrations::new_version()?;
    // Another session may have made the same version in the same millisecond.
    while !migrations::insert(&Entry { migration: &migration, draft: up.is_none(), filename: None, by: &by })
    {
        migration.version = version::next(migration.version, Some(migration.version))?;
    }
    Ok(migration.version)
}

/// A description is one line that says something.
///
/// # Errors
///
/// [`RegistryError::Empty`], [`RegistryError::Description`].
pub fn check_description(description: &str) -> Result<&str> {
    let description = description.trim();
    if description.is_empty() {
        return Err(RegistryError::Empty { argument: "description" }.into());
    }
    if description.contains(['\n', '\r']) {
        return Err(RegistryError::Description.into());
    }
    Ok(description)
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

/// What may be replaced by a new text.
#[derive(PartialEq)]
enum Replace {
    /// A draft, which waits for its script; anything else has its version taken.
    Draft,
    /// Whatever is not applied.
    Pending,
}

fn register(entry: &Entry, replace: Replace) -> Result<Outcome> {
    lock::check_writable("register migrations")?;
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
        None if migrations::insert(entry) => ("registered", detail),
        // Another session has registered this version just now: look again.
        there => match there.or_else(|| migrations::find(migration.version)) {
            Some(there) if replace == Replace::Draft && there.up.is_some() => {
                let (version, description) = (there.version, there.description);
                return Err(RegistryError::Duplicate { version, description }.into());
            }
            Some(there) if is_same(&there, migration, &checksum) => {
                ("unchanged", "the same content is registered already".to_string())
            }
            Some(_) => {
                migrations::replace(entry);
                ("replaced", detail)
            }
            // A snapshot from before shows it to nobody in this transaction.
            None => return Err(SessionError::Stale.into()),
        },
    };
    Ok(Outcome { version: migration.version, description: migration.description.clone(), status, detail })
}

fn is_same(there: &Registered, migration: &Migration, checksum: &str) -> bool {
    let lines =
        |up: Option<&Script>, down: Option<&Script>| (up.map(|up| up.line), down.map(|down| down.line));
    there.checksum == checksum
        && there.is_intact()
        && there.description == migration.description
        && (there.up.is_none()
            || lines(there.up.as_ref(), there.down.as_ref())
                == lines(Some(&migration.up), migration.down.as_ref()))
}

struct Contents {
    with_units: String,
    without_units: String,
}

/// Parses and plans a script to see that it can be, and says what is in it.
fn contents(script: &Script, direction: Direction) -> Result<Contents> {
    let statements = parser::parse(script, direction)?;
    let units = unit::units(script, statements, &mut Known::new(&Catalog))?;
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
