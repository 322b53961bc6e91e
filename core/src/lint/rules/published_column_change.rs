//! A change of the columns of a published table: DDL is not replicated, and the order counts.

use crate::lint::columns::{What, changes};
use crate::lint::dropped::all;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "published-column-change";
pub(super) const TITLE: &str = "DDL is not replicated: change the subscribers in the right order";

pub(super) fn check(look: &Look, found: &mut Found) {
    for change in changes(look) {
        let Some(known) = change.subject.known() else { continue };
        let publications = &known.replication.publications;
        if publications.is_empty() {
            continue;
        }
        let names = all(&publications.iter().map(|to| to.name.clone()).collect::<Vec<_>>());
        let has_lists = publications.iter().any(|to| to.has_columns);
        let table = change.subject.described();
        let (severity, what) = match change.what {
            What::Added(column) if has_lists && publications.iter().all(|to| to.has_columns) => (
                Severity::Info,
                format!("{} is not sent, for {names} sends named columns alone", shown(&column.name)),
            ),
            What::Added(column) => (
                Severity::Warning,
                format!("a subscriber of {names} without {} stops: add it there first", shown(&column.name)),
            ),
            What::Dropped { column, .. } => (
                Severity::Warning,
                format!(
                    "subscribers of {names} get no {} any more, and stop where it is NOT NULL: drop it there afterwards",
                    shown(column)
                ),
            ),
            What::Renamed { to, .. } => (
                Severity::Error,
                format!(
                    "a subscriber of {names} without {} stops, for columns are matched by name",
                    shown(to)
                ),
            ),
            What::Retyped { column, type_name } => (
                Severity::Warning,
                format!(
                    "a subscriber of {names} stops where a value of {} does not fit its own type: make it {} there first",
                    shown(column),
                    type_name.names.last().map(|name| shown(name)).unwrap_or_default()
                ),
            ),
        };
        let message = format!("{table} is published: {what}.");
        found.add(severity, message).hint(
            "DDL is not replicated: add at subscribers first, drop at the publisher first. That is done elsewhere.",
        );
    }
}
