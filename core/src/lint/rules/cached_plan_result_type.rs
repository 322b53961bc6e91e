//! Columns that come, go or change type: prepared statements of `SELECT *` fail once in each session.

use crate::lint::columns::{What, changes};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "cached-plan-result-type";
pub(super) const TITLE: &str = "prepared SELECT * fails when the columns of its table change";

pub(super) fn check(look: &Look, found: &mut Found) {
    let changes = changes(look);
    // One who drops or renames breaks more than that, and is told so.
    let Some(change) =
        changes.iter().find(|change| matches!(change.what, What::Added(_) | What::Retyped { .. }))
    else {
        return;
    };
    let message = format!(
        "{} on {}: a prepared SELECT * fails once in each session (\"cached plan must not change result type\").",
        change.what.words(),
        change.subject.described()
    );
    found.add(Severity::Info, message).hint("Let applications name their columns, or try again after 0A000.");
}
