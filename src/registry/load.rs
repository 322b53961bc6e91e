//! Registering a migration: from a file's text, or from its parts.

use migrate_core::error::{Error, RegistryError, Result, SessionError};
use migrate_core::migration::{Direction, Migration, Script};
use migrate_core::statement::Statement;
use migrate_core::unit::{self, Known};
use migrate_core::{file, reverse, text, version};

use super::history;
use super::migrations::{self, Entry, Registered};
use crate::catalog::facts::Catalog;
use crate::postgres::identity::current_role;
use crate::postgres::{lock, parser, procedure};

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
    /// What is seldom meant; in `detail` as well, unless nothing was done.
    pub notes: Vec<String>,
}

/// Registers a whole file; `down` is a separate down script. One that is said to be `plain` has no sections.
///
/// # Errors
///
/// What the file's format, the server's parser or the registry refuse.
pub fn load(content: &str, filename: Option<&str>, down: Option<&str>, plain: bool) -> Result<Outcome> {
    let parse = if plain { file::parse_plain } else { file::parse };
    let migration = parse(content, filename, down)?;
    register(
        &Entry { migration: &migration, draft: false, filename, by: &current_role().1 },
        Replace::Pending,
    )
}

/// Refuses a separate down script by itself, so that what is wrong with it is not said of another file.
///
/// # Errors
///
/// What its form or the server's parser refuse.
pub fn check_down(script: &str, plain: bool) -> Result<()> {
    contents(&file::parse_down(script, plain)?, Direction::Down).map(|_| ())
}

/// Whether an error that [`load`] gives is about the separate down script.
pub fn is_about_down(error: &Error) -> bool {
    matches!(error, Error::File(error) if error.is_about_down())
}

/// Registers a migration from its parts; without an up script it is a draft. Returns its version.
///
/// # Errors
///
/// What the server's parser or the registry refuse.
pub fn create(
    description: &str,
    up: Option<&str>,
    down: Option<&str>,
    given: Option<i64>,
    plain: bool,
) -> Result<i64> {
    let description = check_description(description)?;
    for (argument, script) in [("up", up), ("down", down)] {
        if script.is_some_and(|script| script.trim().is_empty()) {
            return Err(RegistryError::Empty { argument }.into());
        }
    }
    if let Some(up) = up.filter(|_| !plain) {
        file::check_up(up)?;
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
        let outcome = register(&entry, Replace::Draft)?;
        tell(&outcome.notes);
        return Ok(outcome.version);
    }
    lock::check_writable("register migrations")?;
    let Checked { notes, .. } = check(&migration)?;
    migration.version = migrations::new_version()?;
    // Another session may have made the same version in the same millisecond.
    while !migrations::insert(&Entry { migration: &migration, draft: up.is_none(), filename: None, by: &by })
    {
        migration.version = version::next(migration.version, Some(migration.version))?;
    }
    tell(&notes);
    Ok(migration.version)
}

/// `create` has no column for it; whoever loads the file sees it in `detail`.
fn tell(notes: &[String]) {
    for note in notes {
        procedure::notice(&format!("up script: {note}"));
    }
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

/// What is in a migration, in words.
struct Checked {
    up: String,
    down: String,
    /// What is seldom meant.
    notes: Vec<String>,
}

/// Parses and plans both scripts.
fn check(migration: &Migration) -> Result<Checked> {
    let up = contents(&migration.up, Direction::Up)?;
    let down = match &migration.down {
        Some(script) => contents(script, Direction::Down)?.without_units,
        None => "no down script".into(),
    };
    Ok(Checked { up: up.with_units, down, notes: up.notes })
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
    let Checked { up, down, notes } = check(migration)?;
    let detail = if entry.draft {
        "no up script yet".into()
    } else {
        let told: String = notes.iter().map(|note| format!("; {note}")).collect();
        format!("up: {up}; {down}{told}")
    };
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
    let (version, description) = (migration.version, migration.description.clone());
    Ok(Outcome { version, description, status, detail, notes })
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
    notes: Vec<String>,
}

/// Parses and plans a script to see that it can be, and says what is in it.
fn contents(script: &Script, direction: Direction) -> Result<Contents> {
    let statements = parser::parse(script, direction)?;
    let notes = match direction {
        Direction::Up => notes(script, &statements)?,
        Direction::Down => Vec::new(),
    };
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
        notes,
    })
}

/// What an up script does that is seldom meant, and not refused.
fn notes(script: &Script, statements: &[Statement]) -> Result<Vec<String>> {
    let mut notes: Vec<String> = unit::stray_rollback(statements).into_iter().collect();
    // Each statement is parsed once more for this, so not without a reason.
    let drops =
        |statement: &Statement| statement.tag.starts_with("DROP") || statement.tag.starts_with("ALTER");
    let ends = |statement: &Statement| matches!(statement.tag.as_str(), "COMMIT" | "ROLLBACK");
    if statements.iter().rev().find(|statement| !ends(statement)).is_some_and(drops) {
        notes.extend(reverse::takes_away(&parser::reverse::actions(script, Direction::Up)?));
    }
    Ok(notes)
}
