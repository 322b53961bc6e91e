//! A change of columns of a table whose rows are taken as a whole: by functions, views, columns of other tables.

use crate::lint::columns::{What, changes};
use crate::lint::dropped::all;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "row-type-in-use";
pub(super) const TITLE: &str = "what takes a table's rows as a whole gets others";

const HINT: &str = "Let them name their columns instead: more than one statement.";

pub(super) fn check(look: &Look, found: &mut Found) {
    for change in changes(look) {
        let Some(known) = change.subject.known() else { continue };
        let bearers = look.facts().bearers(known);
        let table = change.subject.described();
        let words = change.what.words();
        if let (What::Retyped { column, .. }, false) = (change.what, bearers.stored.is_empty()) {
            let message = format!(
                "ALTER COLUMN {} TYPE on {table} fails: rows of the table are stored in {}.",
                shown(column),
                all(&bearers.stored)
            );
            found
                .add(Severity::Error, message)
                .hint("Give that column another type first, such as jsonb: more than one statement.");
            continue;
        }
        if !bearers.inserts.is_empty() && !matches!(change.what, What::Renamed { .. } | What::Retyped { .. })
        {
            let message = format!(
                "{words} on {table}: {} inserts without naming columns, and fails or mistakes them.",
                all(&bearers.inserts)
            );
            found
                .add(Severity::Warning, message)
                .hint("Name the columns there first: more than one statement.");
        }
        let rows = &bearers.rows;
        if rows.is_empty() {
            continue;
        }
        let (severity, what) = match change.what {
            What::Added(_) => (Severity::Info, "gives or takes a column more"),
            What::Renamed { .. } => (Severity::Info, "gives or takes the new name"),
            What::Dropped { .. } | What::Retyped { .. } => {
                (Severity::Warning, "gives or takes other rows, and fails where it says their columns")
            }
        };
        let message = format!("{words} on {table}: {} {what}.", all(rows));
        found.add(severity, message).hint(HINT);
    }
}
