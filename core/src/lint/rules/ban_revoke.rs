//! REVOKE of what a role uses now: its clients fail from the commit on.

use crate::ddl::Command;
use crate::ddl::grant::{Grant, GrantPrivileges, GrantTarget};
use crate::ddl::name::{ObjectName, ObjectType, RoleSpec, RoleSpecType};
use crate::facts::Sharing;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "ban-revoke";
pub(super) const TITLE: &str = "REVOKE breaks the clients that use what it takes";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Grant(Grant::Privileges(revoke)) = look.command() else { return };
    let is_of_tables = revoke.kind == ObjectType::Table && revoke.target == GrantTarget::Object;
    if revoke.is_grant || revoke.grant_option || !is_of_tables || look.runs_later() {
        return;
    }
    for object in &revoke.objects {
        let ObjectName::Relation(relation) = object else { continue };
        let subject = look.subject(relation);
        if subject.is_new() {
            continue;
        }
        // Behind a REVOKE comes the GRANT of what is to stay.
        let is_granted_anew = |command: &Command| {
            matches!(command, Command::Grant(Grant::Privileges(grant)) if grant.is_grant
                && grant.objects.iter().any(|other| matches!(other, ObjectName::Relation(other) if other.name == relation.name)))
        };
        if look.is_followed_by(is_granted_anew) {
            continue;
        }
        let Some(known) = subject.known() else {
            let message = format!("REVOKE on {}: whoever uses it fails.", subject.described());
            found.add(Severity::Info, message).hint("What is to stay is granted in the same transaction.");
            continue;
        };
        let sharing = look.facts().sharing(known);
        for role in &revoke.grantees {
            let taken = taken(&sharing, revoke, role);
            if taken.is_empty() {
                continue;
            }
            let who = role.name.as_deref().map_or_else(|| "PUBLIC".to_string(), shown);
            let verb = if taken.len() == 1 { "is" } else { "are" };
            let message = format!(
                "{} on {} {verb} taken from {who}, who has it now: its queries fail.",
                taken.join(", "),
                subject.described()
            );
            found
                .add(Severity::Warning, message)
                .hint("Grant what is to stay in the same transaction: only you can say what.");
        }
    }
}

/// The privileges on the whole table that a role has, and the statement takes.
fn taken(sharing: &Sharing, revoke: &GrantPrivileges, role: &RoleSpec) -> Vec<String> {
    let grantee = match role.kind {
        RoleSpecType::Name => role.name.clone(),
        RoleSpecType::Public => None,
        _ => return Vec::new(),
    };
    let is_taken = |privilege: &str| {
        revoke.privileges.is_empty()
            || revoke.privileges.iter().any(|one| {
                one.columns.is_empty()
                    && one.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(privilege))
            })
    };
    let all = sharing.grants.iter().filter(|grant| grant.grantee == grantee && grant.columns.is_empty());
    all.filter(|grant| is_taken(&grant.privilege)).map(|grant| grant.privilege.clone()).collect()
}
