//! OWNER TO: whoever could alter it by his ownership no longer can, and row security counts for others.

use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::name::{ObjectType, RoleSpec, RoleSpecType};
use crate::ddl::object::Object;
use crate::ddl::table::Table;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "changing-owner";
pub(super) const TITLE: &str = "OWNER TO takes rights from who had it";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    match look.command() {
        Command::Table(Table::Alter(alter)) => {
            for action in &alter.actions {
                let Action::ChangeOwner { owner } = action else { continue };
                let subject = look.subject(&alter.relation);
                if subject.is_new() {
                    continue;
                }
                let known = subject.known();
                let is_same = known.is_some_and(|known| owner.name.as_ref() == Some(&known.table.owner));
                if is_same {
                    continue;
                }
                let before = known.map_or_else(|| "its owner".to_string(), |known| shown(&known.table.owner));
                let is_secured = known.is_some_and(|known| {
                    let there = look.facts().row_security(known);
                    there.is_enabled && !there.is_forced
                });
                let rows = match is_secured {
                    true => format!(" Row security counts for {before} then, and not for {}.", role(owner)),
                    false => String::new(),
                };
                let message = format!(
                    "OWNER TO gives {} to {}: {before} needs a GRANT to use it.{rows}",
                    subject.described(),
                    role(owner)
                );
                let severity = if is_secured { Severity::Error } else { Severity::Warning };
                found.add(severity, message).hint(
                    "Grant what the old owner still needs in the same transaction: more than one statement.",
                );
            }
        }
        Command::Object(Object::ChangeOwner(change)) => {
            let is_routine =
                matches!(change.kind, ObjectType::Function | ObjectType::Procedure | ObjectType::Routine);
            let (severity, what) = match is_routine {
                true => (Severity::Warning, "SECURITY DEFINER lends that role's rights then"),
                false => (Severity::Info, "the old owner can no longer alter it"),
            };
            let message = format!("OWNER TO gives it to {}: {what}.", role(&change.owner));
            found.add(severity, message).hint("If it is meant, no statement can take its place.");
        }
        _ => {}
    }
}

fn role(role: &RoleSpec) -> String {
    match (role.kind, &role.name) {
        (RoleSpecType::Name, Some(name)) => shown(name),
        (RoleSpecType::SessionUser, _) => "the session user".into(),
        _ => "the current role".into(),
    }
}
