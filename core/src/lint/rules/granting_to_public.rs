//! GRANT … TO PUBLIC, and ALTER DEFAULT PRIVILEGES that do: each role has it, and each that comes.

use crate::ddl::Command;
use crate::ddl::grant::{Grant, GrantPrivileges};
use crate::ddl::name::{ObjectType, RoleSpecType};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "granting-to-public";
pub(super) const TITLE: &str = "GRANT ... TO PUBLIC gives it to each role there is and will be";

pub(super) fn check(look: &Look, found: &mut Found) {
    let (grant, is_default) = match look.command() {
        Command::Grant(Grant::Privileges(grant)) => (grant, false),
        Command::Grant(Grant::Defaults(defaults)) => (&defaults.action, true),
        _ => return,
    };
    if !grant.is_grant || !grant.grantees.iter().any(|role| role.kind == RoleSpecType::Public) {
        return;
    }
    let privileges = match grant.privileges.as_slice() {
        [] => "ALL".to_string(),
        some => {
            let names = some.iter().map(|one| one.name.as_deref().unwrap_or("ALL").to_ascii_uppercase());
            names.collect::<Vec<_>>().join(", ")
        }
    };
    let writes = grant.privileges.is_empty()
        || grant.privileges.iter().any(|one| is_strong(grant, one.name.as_deref()));
    let of = if is_default { " on whatever is made from now on" } else { "" };
    let message = format!("{privileges}{of} goes to PUBLIC: to each role that there is and will be.");
    let severity = if writes || is_default { Severity::Warning } else { Severity::Info };
    found
        .add(severity, message)
        .hint("Grant it to a role of those who need it: only you can say who they are.");
}

/// What changes something, or lets objects be made. To call functions and to look into a schema is what PUBLIC has anyway, or
/// harmless alone.
fn is_strong(grant: &GrantPrivileges, name: Option<&str>) -> bool {
    let name = name.unwrap_or("all").to_ascii_lowercase();
    let is_plain_use =
        matches!(grant.kind, ObjectType::Type | ObjectType::Domain | ObjectType::Language) && name == "usage";
    !is_plain_use
        && !matches!(name.as_str(), "select" | "usage" | "execute" | "connect" | "temporary" | "temp")
}
