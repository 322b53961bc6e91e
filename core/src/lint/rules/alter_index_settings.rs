//! ALTER INDEX … SET of what needs ACCESS EXCLUSIVE: each query of the table is planned with its indexes.

use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::name::ObjectType;
use crate::ddl::table::Table;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::subject::Weight;
use crate::lock::Mode;

pub(super) const ID: &str = "alter-index-settings";
pub(super) const TITLE: &str = "ALTER INDEX ... SET may need ACCESS EXCLUSIVE, for which every query of the table waits";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Table(Table::Alter(alter)) = look.command() else { return };
    let is_setting =
        |action: &Action| matches!(action, Action::SetRelOptions { .. } | Action::ResetRelOptions { .. });
    // Most settings need no more than SHARE UPDATE EXCLUSIVE.
    if alter.kind != ObjectType::Index
        || alter.lock != Some(Mode::AccessExclusive)
        || !alter.actions.iter().any(is_setting)
    {
        return;
    }
    let subject = look.index(&alter.relation.relation());
    if !subject.is_shared() {
        return;
    }
    let message = format!(
        "The setting takes ACCESS EXCLUSIVE on the index: each query of {} is planned with it, and waits.",
        subject.described()
    );
    let severity = if subject.weight() == Weight::Small { Severity::Info } else { Severity::Warning };
    found.add(severity, message).hint(
        "Let it stand alone in its migration, or build another index by migrate.safe_replace_index.",
    );
}
