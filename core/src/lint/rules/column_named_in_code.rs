//! DROP or RENAME of a column that trigger arguments or the texts of functions name: nothing of it follows.

use crate::lint::columns::{What, changes};
use crate::lint::dropped::all;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "column-named-in-code";
pub(super) const TITLE: &str = "a column that triggers or functions name in a text";

/// A word of so few letters stands in many texts, and means something else there.
const SHORT: usize = 3;

pub(super) fn check(look: &Look, found: &mut Found) {
    for change in changes(look) {
        let (What::Dropped { column, .. } | What::Renamed { column, .. }) = change.what else { continue };
        let Some(known) = change.subject.known() else { continue };
        let bearers = look.facts().bearers(known);
        let is_given = |argument: &String| names(argument, column);
        let by_argument: Vec<_> = bearers
            .triggers
            .iter()
            .filter(|trigger| trigger.arguments.iter().any(is_given))
            .map(|trigger| trigger.what.clone())
            .collect();
        let hint = "CREATE OR REPLACE what names it in the same transaction: more than one statement.";
        if !by_argument.is_empty() {
            let message = format!(
                "{} {} of {}: {} has the name as an argument, and fails with each write.",
                change.what.words(),
                shown(column),
                change.subject.described(),
                all(&by_argument)
            );
            found.add(Severity::Error, message).hint(hint);
        }
        // A trigger's function on this table, and what names both the table and the column.
        let of_triggers: Vec<_> = bearers
            .triggers
            .iter()
            .filter(|trigger| trigger.body.as_ref().is_some_and(|body| names(body, column)))
            .map(|trigger| format!("{} of {}", trigger.function, trigger.what))
            .collect();
        let of_table = look.facts().mentions(&known.table.name);
        let of_column =
            if column.chars().count() > SHORT { look.facts().mentions(column) } else { Default::default() };
        let mut both: Vec<_> =
            of_column.iter().filter(|function| of_table.contains(function)).cloned().collect();
        both.retain(|function| !of_triggers.iter().any(|other| other.starts_with(function.as_str())));
        let functions: Vec<_> = of_triggers.into_iter().chain(both).collect();
        if functions.is_empty() {
            continue;
        }
        let message = format!(
            "{} {} of {}: the name stands in {}, and fails there.",
            change.what.words(),
            shown(column),
            change.subject.described(),
            all(&functions)
        );
        found.add(Severity::Warning, message).hint(hint);
    }
}

/// Whether a word stands in a text.
fn names(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|part| part == word)
}
