//! The down script of a script that has none.

use migrate_core::error::Result;
use migrate_core::migration::{Direction, Script};
use migrate_core::reverse;

use crate::postgres::parser;

/// Derives the script that takes a script back.
///
/// # Errors
///
/// What the parser refuses, and [`migrate_core::error::ScriptError::Irreversible`] for a statement whose reverse cannot
/// be known.
pub fn reverse(script: &Script) -> Result<Script> {
    reverse::script(script, parser::reverse::actions(script, Direction::Up)?)
}
