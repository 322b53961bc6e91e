//! The script that takes a script back.

use super::action::{Action, Aspect, Back, When};
use super::history::{self, Reverse};
use super::known::Known;
use super::write::{self, Path};
use crate::error::{Error, Irreversible, Result, ScriptError};
use crate::migration::Script;
use crate::statement::Statement;

/// A down script that has been derived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// The script.
    pub script: Script,
    /// What comes back empty: `rows of table a`, `values of column b.c`.
    pub lost: Vec<String>,
}

/// The script that takes a script back. Where it is known in which schemas the script's names were looked up when it
/// began, they are looked up there again: what the script has made in the first of them is taken for its own only
/// there.
///
/// # Errors
///
/// [`ScriptError::Irreversible`] names the statements for which there is none, and the reasons.
pub fn script(
    script: &Script,
    statements: &[(Statement, Vec<Action>)],
    known: &Known,
    path: Option<&Path>,
) -> Result<Derived> {
    let entries = history::entries(statements, known);
    let unknown: Vec<_> = entries
        .iter()
        .filter_map(|entry| match &entry.reverse {
            Reverse::Unknown { why } => Some(Irreversible {
                tag: entry.statement.tag.clone(),
                line: entry.statement.line,
                column: entry.statement.column,
                why: why.clone(),
            }),
            _ => None,
        })
        .collect();
    if !unknown.is_empty() {
        return Err(Error::from(ScriptError::Irreversible { statements: unknown }));
    }
    let mut lost: Vec<String> = Vec::new();
    for one in entries.iter().flat_map(|entry| &entry.lost) {
        if !lost.contains(one) {
            lost.push(one.clone());
        }
    }
    let script = Script { text: write::text(&entries, path), line: 1, transaction: script.transaction };
    Ok(Derived { script, lost })
}

/// As [`script`], with a comment in place of what cannot be taken back.
pub fn part_of_script(statements: &[(Statement, Vec<Action>)], known: &Known) -> String {
    write::text(&history::entries(statements, known), None)
}

/// The first of the statements that cannot be taken back, whatever the catalog knows when the script runs; `with_rows`
/// where it may know as well that a table has none, which is seldom so.
pub fn without_help<'a>(
    statements: &[(Statement, Vec<Action>)],
    unknown: &'a [Irreversible],
    with_rows: bool,
) -> Option<&'a Irreversible> {
    let may_be_known = |action: &Action| {
        let is_of_rows = |aspect: Aspect| matches!(aspect, Aspect::Rows | Aspect::Keys);
        let was = action.was.iter().any(|was| with_rows || !is_of_rows(was.aspect));
        was || action.when != When::Always
            || !action.drops.is_empty()
            || action.takes.is_some()
            || action.chosen.is_some()
            || with_rows && matches!(&action.back, Back::Unknown(unknown) if !unknown.unless.is_empty())
            || !matches!(action.back, Back::Unknown(_))
    };
    unknown.iter().find(|unknown| {
        let is_it =
            |statement: &Statement| (statement.line, statement.column) == (unknown.line, unknown.column);
        let found = statements.iter().find(|(statement, _)| is_it(statement));
        !found.is_some_and(|(_, actions)| actions.iter().all(may_be_known))
    })
}
