//! What is in a script, found out before it is registered: whether the server can read it, its statements and units.

use migrate_core::error::Result;
use migrate_core::file;
use migrate_core::migration::{Direction, Script};
use migrate_core::plan::Unit;
use migrate_core::statement::Statement;
use migrate_core::unit::{self, Known};
use migrate_core::{reverse, text};

use super::{actions, readings};
use crate::catalog::facts::Catalog;
use crate::postgres::parser;

/// What is in a script.
pub struct Contents {
    /// How many statements and units.
    pub in_words: String,
    /// How many statements.
    pub statements: usize,
    /// What is seldom meant.
    pub notes: Vec<String>,
}

/// Parses and plans a script to see that it can be. What it does is kept for whoever asks next only where it
/// `may_be_taken_back` by that.
///
/// # Errors
///
/// What the server's parser refuses, and what cannot be planned.
pub fn contents(script: &Script, direction: Direction, may_be_taken_back: bool) -> Result<Contents> {
    let statements = readings::statements(script, direction, may_be_taken_back)?;
    let notes = match direction {
        Direction::Up => notes(script, &statements)?,
        Direction::Down => Vec::new(),
    };
    let units = unit::units(script, statements, &mut Known::new(&Catalog))?;
    let statements: usize = units.iter().map(|unit| unit.steps().len()).sum();
    let count = text::count(statements, "statement");
    let in_words = match units.len() {
        0 | 1 => count,
        many => format!("{count}, {}", text::count(many, "unit")),
    };
    Ok(Contents { in_words, statements, notes })
}

/// What an up script does that is seldom meant, and not refused.
fn notes(script: &Script, statements: &[Statement]) -> Result<Vec<String>> {
    let mut notes: Vec<String> = unit::stray_rollback(statements).into_iter().collect();
    // Each statement is parsed once more for this, so not without a reason.
    let drops =
        |statement: &Statement| statement.tag.starts_with("DROP") || statement.tag.starts_with("ALTER");
    let ends = |statement: &Statement| matches!(statement.tag.as_str(), "COMMIT" | "ROLLBACK");
    if statements.iter().rev().find(|statement| !ends(statement)).is_some_and(drops) {
        notes.extend(reverse::takes_away(&actions::of_script(script, Direction::Up)?));
    }
    Ok(notes)
}

/// The file with the transactions that the server makes of scripts that a tool sends whole: one, if all of it can be in
/// one. Beside what cannot, each statement commits by itself.
///
/// # Errors
///
/// As [`contents`].
pub fn as_sent(mut file: file::File) -> Result<file::File> {
    if !file.is_sent_whole {
        return Ok(file);
    }
    let migration = &mut file.migration;
    let scripts = [(Some(&mut migration.up), Direction::Up), (migration.down.as_mut(), Direction::Down)];
    for (script, direction) in scripts {
        let Some(script) = script.filter(|script| !script.transaction) else { continue };
        let statements = parser::parse(script, direction)?;
        let mut as_one = script.clone();
        as_one.transaction = true;
        let units = unit::units(&as_one, statements, &mut Known::new(&Catalog))?;
        script.transaction = units.iter().all(|unit| matches!(unit, Unit::Transaction(_)));
    }
    Ok(file)
}
