//! The down script of a script that has none.

use migrate_core::error::{Error, RegistryError, Result, ScriptError};
use migrate_core::migration::{Direction, Script};
use migrate_core::reverse;

use super::{journal, operations};
use crate::postgres::parser;
use crate::registry::history;
use crate::registry::migrations::Registered;

/// Derives the script that takes a script back.
///
/// # Errors
///
/// What the parser refuses, and [`migrate_core::error::ScriptError::Irreversible`] for a statement whose reverse cannot
/// be known.
pub fn reverse(script: &Script) -> Result<Script> {
    reverse::script(script, parser::reverse::actions(script, Direction::Up)?)
}

/// The down script of a migration that has none, derived from what its up script has done.
///
/// # Errors
///
/// [`RegistryError::NoDown`] where none can be derived.
pub fn down_script(migration: &Registered) -> Result<Script> {
    let (version, description) = (migration.version, migration.description.clone());
    let none = |why| Error::from(RegistryError::NoDown { version, description, why });
    if let Some(title) = operations::without_way_back(version) {
        return Err(none(format!("What {title} did cannot be undone.")));
    }
    let Some(up) = &migration.up else { return Err(none(String::new())) };
    match derived(version, up) {
        Err(Error::Script(ScriptError::Irreversible { line, column, tag, why, .. })) => {
            Err(none(format!("Line {line}, column {column}, {tag}: {why}")))
        }
        down => down,
    }
}

/// The script that takes back what was done of another: all of it, or what an open run has committed.
fn derived(version: i64, up: &Script) -> Result<Script> {
    if history::find(version).is_some() {
        return reverse(up);
    }
    let Some((last, is_unknown)) = journal::last_effect(version) else { return reverse(up) };
    let statements = parser::parse(up, Direction::Up)?;
    let Some(statement) = statements.iter().find(|statement| statement.number == last) else {
        return reverse(up);
    };
    let end = statement.start + statement.text.len();
    let mut down = reverse(&Script { text: up.text[..end].to_string(), ..up.clone() })?;
    if is_unknown {
        // It was broken off, and may have left nothing.
        const DROP: &str = "DROP INDEX CONCURRENTLY ";
        down.text = down.text.replacen(DROP, &format!("{DROP}IF EXISTS "), 1);
    }
    Ok(down)
}
