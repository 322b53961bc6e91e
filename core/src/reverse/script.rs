//! The script that takes a script back.

use super::action::Action;
use super::history::{self, Reverse};
use super::write::{self, Path};
use crate::error::{Error, Result, ScriptError};
use crate::migration::Script;
use crate::statement::Statement;

/// The script that takes a script back. Where it is known in which schemas the script's names were looked up when it
/// began, they are looked up there again: what the script has made in the first of them is taken for its own only
/// there.
///
/// # Errors
///
/// [`ScriptError::Irreversible`] names the first statement for which there is none, and the reason.
pub fn script(
    script: &Script,
    statements: Vec<(Statement, Vec<Action>)>,
    path: Option<&Path>,
) -> Result<Script> {
    let entries = history::entries(statements);
    let unknown: Vec<_> = entries
        .iter()
        .filter_map(|entry| match &entry.reverse {
            Reverse::Unknown { why } => Some((&entry.statement, why)),
            _ => None,
        })
        .collect();
    if let Some((statement, why)) = unknown.first() {
        return Err(Error::from(ScriptError::Irreversible {
            tag: statement.tag.clone(),
            line: statement.line,
            column: statement.column,
            why: (*why).clone(),
            others: unknown[1..].iter().map(|(statement, _)| statement.line).collect(),
        }));
    }
    Ok(Script { text: write::text(&entries, path), line: 1, transaction: script.transaction })
}
