//! What the statements of a script do that would have to be taken back.

use migrate_core::error::Result;
use migrate_core::migration::{Direction, Script};
use migrate_core::reverse::{self, Action};
use migrate_core::statement::Statement;

use crate::postgres::parser;
use crate::postgres::quoting::Quotes;

/// Splits a script, each statement with what it does.
///
/// # Errors
///
/// As [`parser::parse`].
pub fn of_script(script: &Script, direction: Direction) -> Result<Vec<(Statement, Vec<Action>)>> {
    parser::each(script, direction, |statement, reading| {
        let actions = reverse::actions(&statement, &reading.command, &Quotes);
        (statement, actions)
    })
}

/// The schemas of a search path as a setting has it, quoted where the server would quote them.
pub fn schemas_of_list(list: &str) -> Vec<String> {
    reverse::schemas_of_list(list, &Quotes)
}
