//! DISABLE TRIGGER: rows are written without what the trigger checks and does; with ALL without foreign keys, too.

use crate::ddl::Command;
use crate::ddl::alter_table::{Action, AlterTable, Firing, WhichTriggers};
use crate::ddl::table::Table;
use crate::lint::columns::is_ours;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "ban-disable-trigger";
pub(super) const TITLE: &str = "DISABLE TRIGGER lets rows in that nobody checks";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    for (alter, action, subject) in look.actions() {
        let Action::Trigger { which, firing: Firing::Disabled } = action else { continue };
        let known = subject.known();
        let (severity, what) = match which {
            WhichTriggers::Named { name } if is_ours(name) => (
                Severity::Error,
                format!(
                    "trigger {} belongs to an online change, which cannot be completed without it",
                    shown(name)
                ),
            ),
            WhichTriggers::Named { name } => (
                Severity::Warning,
                format!("rows are written without what trigger {} checks and does", shown(name)),
            ),
            WhichTriggers::User => {
                (Severity::Warning, "rows are written without what its triggers check and do".to_string())
            }
            WhichTriggers::All => {
                let keys = known.map(|known| {
                    let own = known.table.constraints.iter().filter(|own| own.kind == "f").count();
                    own + known.referenced_by.len()
                });
                match keys {
                    Some(0) => (
                        Severity::Warning,
                        "rows are written without what its triggers check and do".to_string(),
                    ),
                    Some(count) => (
                        Severity::Error,
                        format!(
                            "foreign keys are not checked either ({count} of and to it), and stay valid in name"
                        ),
                    ),
                    None => (
                        Severity::Error,
                        "foreign keys are not checked either, and stay valid in name".to_string(),
                    ),
                }
            }
        };
        let is_back = look.is_followed_by(
            |command| matches!(command, Command::Table(Table::Alter(other)) if enables(other, alter)),
        );
        let until = if is_back { "until the transaction ends" } else { "for all clients" };
        let message = format!("DISABLE TRIGGER on {}: {until} {what}.", subject.described());
        let severity = if is_back { severity.min(Severity::Warning) } else { severity };
        found.add(severity, message).hint(
            "Let the trigger's WHEN ask for a setting that the migration sets: more than one statement.",
        );
    }
}

/// Whether the triggers of the same table fire again behind it.
fn enables(other: &AlterTable, alter: &AlterTable) -> bool {
    other.relation.name == alter.relation.name
        && other
            .actions
            .iter()
            .any(|action| matches!(action, Action::Trigger { firing: Firing::Origin | Firing::Always, .. }))
}
