//! NO INHERIT, and DETACH PARTITION: the rows are gone for whoever reads the parent.

use crate::ddl::alter_table::Action;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "ban-detach-inheritance";
pub(super) const TITLE: &str = "a table that leaves its parent takes its rows out of it";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    for (_, action, subject) in look.actions() {
        let (child, parent, severity) = match action {
            Action::DropInherit { parent } => {
                (subject.clone(), look.written(&parent.relation()), Severity::Warning)
            }
            Action::DetachPartition { partition, .. } => {
                let child = look.subject(partition);
                (child, subject.described(), Severity::Info)
            }
            _ => continue,
        };
        let is_empty = child.known().is_some_and(|known| known.rows == Some(0) && known.bytes == Some(0));
        if child.is_new() || is_empty {
            continue;
        }
        let message = format!("Whoever reads {parent} no longer finds the rows of {}.", child.described());
        found
            .add(severity, message)
            .hint("Let those who need them read the table itself first; no statement can do that.");
    }
}
