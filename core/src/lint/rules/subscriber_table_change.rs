//! A change of a table that a subscription writes to: what comes must still fit.

use crate::ddl::alter_table::Action;
use crate::ddl::constraint::ConstraintKind;
use crate::lint::columns::{What, changes};
use crate::lint::dropped::all;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "subscriber-table-change";
pub(super) const TITLE: &str = "what a publisher sends must still fit";

const HINT: &str =
    "Change the publisher first, and wait until what it sent is applied. That is done elsewhere.";

pub(super) fn check(look: &Look, found: &mut Found) {
    for change in changes(look) {
        let Some(known) = change.subject.known() else { continue };
        let subscriptions = &known.replication.subscriptions;
        if subscriptions.is_empty() {
            continue;
        }
        let names = all(subscriptions);
        let what = match change.what {
            What::Added(column) => {
                let has = |kind| column.constraints.iter().any(|own| own.kind == kind);
                let is_filled = has(ConstraintKind::Default)
                    || has(ConstraintKind::Identity)
                    || has(ConstraintKind::Generated);
                if !has(ConstraintKind::NotNull) || is_filled {
                    continue;
                }
                format!("no row has a value for {}, which is NOT NULL", shown(&column.name))
            }
            What::Dropped { column, .. } | What::Renamed { column, .. } => {
                format!("the first row with {} finds no such column", shown(column))
            }
            What::Retyped { column, .. } => {
                format!("a value of {} that does not fit the new type", shown(column))
            }
        };
        let message =
            format!("Subscription {names} writes to {}: {what} stops it.", change.subject.described());
        found.add(Severity::Error, message).hint(HINT);
    }
    for (_, action, subject) in look.actions() {
        let Some(known) = subject.known().filter(|known| !known.replication.subscriptions.is_empty()) else {
            continue;
        };
        let what = match action {
            _ if look.runs_later() => continue,
            Action::SetNotNull { column } => format!("a row with NULL in {}", shown(column)),
            Action::AddConstraint { constraint }
                if !matches!(constraint.kind, ConstraintKind::Foreign) && constraint.index.is_none() =>
            {
                "a row that the new constraint keeps out".to_string()
            }
            _ => continue,
        };
        let names = all(&known.replication.subscriptions);
        let message = format!("Subscription {names} writes to {}: {what} stops it.", subject.described());
        found.add(Severity::Warning, message).hint(HINT);
    }
}
