//! A foreign table, alone or as a partition: what is altered here is not altered there, and some of it cannot be done.

use crate::ddl::Command;
use crate::ddl::alter_table::{Action, AlterTable};
use crate::ddl::constraint::ConstraintKind;
use crate::ddl::index::Index;
use crate::ddl::table::Table;
use crate::lint::columns::{What, changes};
use crate::lint::dropped::all;
use crate::lint::finding::Found;
use crate::lint::known::Known;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "foreign-table-partition";
pub(super) const TITLE: &str = "a foreign table is not altered where its rows are";

const HINT: &str = "Alter the table on the other server first: that is done elsewhere.";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    for change in changes(look) {
        let Some(known) = change.subject.known() else { continue };
        let foreign = foreign(known);
        if foreign.is_empty() {
            continue;
        }
        let what = match change.what {
            What::Added(column) => {
                format!("queries fail where the other server has no {}", shown(&column.name))
            }
            What::Renamed { to, .. } => format!("queries fail where the other server has no {}", shown(to)),
            What::Retyped { column, .. } => {
                format!("what the other server sends for {} must read as the new type", shown(column))
            }
            What::Dropped { .. } => continue,
        };
        let message = format!(
            "{} is a foreign table, and {} is done here alone: {what}.",
            all(&foreign),
            change.what.words()
        );
        found.add(Severity::Warning, message).hint(HINT);
    }
    match look.command() {
        Command::Index(Index::Create(create)) if create.unique => {
            let subject = look.subject(&create.relation);
            let Some(known) = subject.known().filter(|known| known.table.is_partitioned()) else { return };
            let foreign = foreign(known);
            if !foreign.is_empty() {
                let message = format!(
                    "CREATE UNIQUE INDEX on {} fails: {} is a foreign table.",
                    subject.described(),
                    all(&foreign)
                );
                found
                    .add(Severity::Error, message)
                    .hint("Make it on each other partition: more than one statement.");
            }
        }
        Command::Table(Table::Alter(alter)) => constraints(look, found, alter),
        _ => {}
    }
}

fn constraints(look: &Look, found: &mut Found, alter: &AlterTable) {
    let is_any = |action: &Action| matches!(action, Action::AddConstraint { .. } | Action::SetNotNull { .. });
    if !alter.actions.iter().any(is_any) {
        return;
    }
    let subject = look.subject(&alter.relation);
    let Some(known) = subject.known() else { return };
    let foreign = foreign(known);
    if foreign.is_empty() {
        return;
    }
    for action in &alter.actions {
        let (severity, what) = match action {
            Action::SetNotNull { .. } => (Severity::Warning, "nobody keeps NULL out there"),
            Action::AddConstraint { constraint } => match constraint.kind {
                ConstraintKind::Check => {
                    (Severity::Warning, "nobody checks its rows, and the planner believes it all the same")
                }
                ConstraintKind::Primary | ConstraintKind::Unique | ConstraintKind::Exclusion => {
                    (Severity::Error, "the statement fails, for it has no indexes")
                }
                ConstraintKind::Foreign => {
                    (Severity::Error, "the statement fails, for it has no foreign keys")
                }
                _ => continue,
            },
            _ => continue,
        };
        let message = format!("{} is a foreign table: {what}.", all(&foreign));
        found.add(severity, message).hint(HINT);
    }
}

/// The foreign tables of a tree.
fn foreign(known: &Known) -> Vec<String> {
    known.table.family().iter().filter(|part| part.kind == "f").map(|part| part.display.clone()).collect()
}
