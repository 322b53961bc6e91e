//! DISABLE TRIGGER: rows are written without what the trigger checks and does; with ALL without foreign keys, too.

use crate::ddl::Command;
use crate::ddl::alter_table::{Action, AlterTable, Firing, WhichTriggers};
use crate::ddl::session::Session;
use crate::ddl::table::Table;
use crate::ddl::value::Value;
use crate::lint::columns::is_ours;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "disabling-triggers";
pub(super) const TITLE: &str = "DISABLE TRIGGER lets rows in that nobody checks";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    if replicates(look.command()) {
        let message = "session_replication_role = replica keeps triggers and foreign keys from firing, in all tables, for the rest of the \
                       session: rows are written that refer to nothing.";
        found.add(Severity::Error, message).hint(
            "Let the migration do what the triggers would, or write WHEN into the trigger. Checks that were left out are not made up for; \
             nothing can stand in the statement's place.",
        );
    }
    for (alter, action, subject) in look.actions() {
        let Action::Trigger { which, firing: Firing::Disabled } = action else { continue };
        let known = subject.known();
        let (severity, what) = match which {
            WhichTriggers::Named { name } if is_ours(name) => (
                Severity::Error,
                format!("trigger {} keeps an online change of migrate_ext together: without it the change cannot be completed", shown(name)),
            ),
            WhichTriggers::Named { name } => (Severity::Warning, format!("rows are written without what trigger {} checks and does", shown(name))),
            WhichTriggers::User => (Severity::Warning, "rows are written without what its triggers check and do".to_string()),
            WhichTriggers::All => {
                let keys = known.map(|known| {
                    let own = known.table.constraints.iter().filter(|own| own.kind == "f").count();
                    own + known.referenced_by.len()
                });
                match keys {
                    Some(0) => (Severity::Warning, "rows are written without what its triggers check and do".to_string()),
                    Some(count) => (
                        Severity::Error,
                        format!("foreign keys are not checked either ({count} of and to it), and stay valid in name: rows that refer to nothing are never found"),
                    ),
                    None => (Severity::Error, "foreign keys are not checked either, and stay valid in name: rows that refer to nothing are never found".to_string()),
                }
            }
        };
        let is_back = look.is_followed_by(|command| matches!(command, Command::Table(Table::Alter(other)) if enables(other, alter)));
        let until = if is_back { "until the transaction ends" } else { "from the commit on, for all clients" };
        let message = format!("DISABLE TRIGGER on {}: {until} {what}.", subject.described());
        let severity = if is_back { severity.min(Severity::Warning) } else { severity };
        found.add(severity, message).hint(
            "Write a WHEN into the trigger that leaves the migration out, or let it ask for a setting. The statement locks out writers until \
             the commit, too. Nothing can stand in its place.",
        );
    }
}

/// SET session_replication_role = replica.
fn replicates(command: &Command) -> bool {
    let Command::Session(Session::Set(set)) = command else { return false };
    let is_it = set.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("session_replication_role"));
    is_it && matches!(set.args.first(), Some(Value::Constant(value)) if value.text.eq_ignore_ascii_case("replica"))
}

/// Whether the triggers of the same table fire again behind it.
fn enables(other: &AlterTable, alter: &AlterTable) -> bool {
    other.relation.name == alter.relation.name
        && other.actions.iter().any(|action| matches!(action, Action::Trigger { firing: Firing::Origin | Firing::Always, .. }))
}
