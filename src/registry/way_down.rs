//! What a rollback of a migration will have to run, in words: found out once, when its text is registered.

use migrate_core::error::{Error, Irreversible, Result, ScriptError};
use migrate_core::migration::{Direction, Migration};
use migrate_core::reverse::Known;
use migrate_core::{reverse, text};

use super::readings;

/// What stands for a down script that is there and has nothing to do.
pub const NOTHING: &str = "down: nothing to do";

/// What stands for a down script that is not there and can be derived.
pub const DERIVED: &str = "down: derived";

/// What stands for one that is derived of what the catalog knows when the up script runs.
pub const FROM_CATALOG: &str = "down: derived from the catalog when it runs";

/// What stands for one that is never rolled back.
pub const NEVER: &str = "repeatable";

/// What a rollback of a migration has to run; `statements` are those of its own down script, if it has one.
///
/// # Errors
///
/// That somebody wants this to end.
pub fn in_words(migration: &Migration, is_draft: bool, statements: Option<usize>) -> Result<String> {
    match statements {
        Some(0) => return Ok(NOTHING.into()),
        Some(count) => return Ok(format!("down: {}", text::count(count, "statement"))),
        None if is_draft => return Ok("no down script".into()),
        None => {}
    }
    let up = &migration.up;
    let actions = readings::done(up, Direction::Up);
    let actions = match actions {
        Ok(actions) => actions,
        Err(error) => return not_derived(error),
    };
    match reverse::script(up, &actions, &Known::default(), None) {
        Ok(_) => Ok(DERIVED.into()),
        Err(Error::Script(ScriptError::Irreversible { statements })) => {
            // What the catalog will know is not known before those run that come first.
            match reverse::without_help(&actions, &statements, false) {
                None => Ok(from_catalog(&reverse::loses(&actions))),
                Some(Irreversible { line, tag, .. }) => {
                    Ok(format!("no down script, none can be derived: line {line}, {tag}"))
                }
            }
        }
        Err(error) => not_derived(error),
    }
}

/// That it is derived of what the catalog knows, and what will come back empty.
pub fn from_catalog(lost: &[String]) -> String {
    let lost = reverse::lost_in_words(lost);
    format!("{FROM_CATALOG}{}", lost.map_or_else(String::new, |lost| format!(";\n{lost}")))
}

fn not_derived(error: Error) -> Result<String> {
    match error {
        error if error.sqlstate().starts_with("57") => Err(error),
        error => Ok(format!("no down script, none can be derived: {error}")),
    }
}
