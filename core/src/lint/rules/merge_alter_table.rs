//! ALTER TABLEs in a row that could be one.

use crate::ddl::alter_table::{Action, AlterTable};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "merge-alter-table";
pub(super) const TITLE: &str = "several ALTER TABLEs in a row of one table";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Some((alter, subject)) = look.altered() else { return };
    if !can_join(alter) {
        return;
    }
    let is_same = |other: &Look| {
        other.altered().is_some_and(|(other, _)| {
            other.relation.relation() == alter.relation.relation() && other.if_exists == alter.if_exists && can_join(other)
        })
    };
    // The last of them tells it.
    if look.together_behind().next().is_some_and(|next| is_same(&next)) {
        return;
    }
    let run: Vec<Look> = look.together_before().take_while(is_same).collect();
    let before = run.len();
    if before == 0 || undoes_itself(run.iter().chain([look]).filter_map(|one| one.altered()).map(|(alter, _)| alter)) {
        return;
    }
    let message = format!(
        "{} ALTER TABLEs of {} in a row: each that reads all rows does so again.",
        before + 1,
        subject.described()
    );
    found.add(Severity::Info, message).hint("One ALTER TABLE with several actions reads them once.");
}

/// What is validated goes best in a transaction of its own.
fn can_join(alter: &AlterTable) -> bool {
    !alter.actions.iter().any(|action| {
        matches!(action, Action::ValidateConstraint { .. } | Action::AttachPartition { .. } | Action::DetachPartition { .. } | Action::Unknown { .. })
    })
}

/// Whether what one of them adds another drops, or gives another type: in one ALTER TABLE the server does that first, whatever
/// the order of the words, and finds no such column (PostgreSQL 15 to 18).
fn undoes_itself<'a>(run: impl Iterator<Item = &'a AlterTable>) -> bool {
    let actions: Vec<&Action> = run.flat_map(|alter| &alter.actions).collect();
    let is_added = |name: &String| {
        actions.iter().any(|action| matches!(action, Action::AddColumn { column, .. } if column.name == *name))
    };
    actions.iter().any(|action| match action {
        Action::ColumnDefault { column, default: None } | Action::AlterColumnType { column, .. } => is_added(column),
        Action::DropColumn { column, .. } => is_added(column),
        _ => false,
    })
}
