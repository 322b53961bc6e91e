//! DISABLE and NO FORCE ROW LEVEL SECURITY, and DROP POLICY: rows are shown to whom they were not.

use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::name::{ObjectName, ObjectType, relation};
use crate::ddl::object::Object;
use crate::ddl::policy::Policy;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "disabling-row-security";
pub(super) const TITLE: &str = "without row security, or a policy, others see other rows";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    for (_, action, subject) in look.actions() {
        if !matches!(action, Action::DisableRowSecurity | Action::NoForceRowSecurity) {
            continue;
        }
        let there = subject.known().map(|known| look.facts().row_security(known));
        let what = match action {
            Action::DisableRowSecurity if there.as_ref().is_none_or(|there| there.is_enabled) => {
                "each role that may use it sees all of its rows"
            }
            Action::NoForceRowSecurity if there.as_ref().is_none_or(|there| there.is_forced) => {
                "the owner sees all of its rows"
            }
            _ => continue,
        };
        let policies = match there.map_or(0, |there| there.policies.len()) {
            0 => String::new(),
            1 => " Its policy does nothing then.".into(),
            count => format!(" Its {count} policies do nothing then."),
        };
        let message = format!("Without row level security on {} {what}.{policies}", subject.described());
        found.add(Severity::Error, message).hint(
            "A migration can run as a role with BYPASSRLS. If it is meant, no statement can take its place.",
        );
    }
    dropped(look, found);
}

/// DROP POLICY.
fn dropped(look: &Look, found: &mut Found) {
    let Command::Object(Object::Drop(drop)) = look.command() else { return };
    if drop.kind != ObjectType::Policy {
        return;
    }
    for object in &drop.objects {
        let ObjectName::Name { names, .. } = object else { continue };
        let Some((policy, table)) = names.split_last() else { continue };
        let subject = look.relation(&relation(table));
        let is_again = |command: &Command| matches!(command, Command::Policy(Policy::Create(create)) if Some(&create.table.name) == table.last());
        if subject.is_new() || look.is_followed_by(is_again) {
            continue;
        }
        let Some(known) = subject.known() else {
            if !drop.if_exists {
                let message =
                    format!("DROP POLICY {}: other rows of {} are seen.", shown(policy), subject.described());
                found
                    .add(Severity::Warning, message)
                    .hint("Make another in the same transaction: only you can say which.");
            }
            continue;
        };
        let there = look.facts().row_security(known);
        let Some(own) = there.policies.iter().find(|own| &own.name == policy) else { continue };
        if !there.is_enabled {
            continue;
        }
        let (severity, what) = match own.is_permissive {
            false => (Severity::Error, "rows that it hid are seen."),
            true if there.policies.iter().filter(|own| own.is_permissive).count() == 1 => {
                (Severity::Error, "it is the last one that shows rows: nobody but the owner sees any.")
            }
            true => (Severity::Warning, "rows that it alone showed are not seen."),
        };
        let message = format!("DROP POLICY {} on {}: {what}", shown(policy), subject.described());
        found
            .add(severity, message)
            .hint("Make another in the same transaction, or use ALTER POLICY: only you can say which.");
    }
}
