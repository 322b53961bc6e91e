//! DROP OWNED, DROP ROLE, REASSIGN OWNED: what the role owns is lost, in the way, or another's.

use crate::ddl::Command;
use crate::ddl::name::RoleSpec;
use crate::ddl::role::Role;
use crate::lint::dropped::listed;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::objects::Thing;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "dropping-role";
pub(super) const TITLE: &str = "DROP OWNED and DROP ROLE take what the role owns, or fail for it";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    let name = |role: &RoleSpec| role.name.clone().unwrap_or_else(|| "the current role".into());
    match look.command() {
        Command::Role(Role::DropOwned(drop)) => {
            for role in drop.roles.iter().map(name) {
                let reach = look.facts().reach(&Thing::Role(role.clone()));
                let (severity, what) = match reach {
                    Some(reach) if reach.needed_by.is_empty() => (
                        Severity::Warning,
                        "it owns nothing here, but loses all that it was granted".to_string(),
                    ),
                    Some(reach) => {
                        let data = match reach.data.as_slice() {
                            [] => String::new(),
                            data => format!("; rows are lost: {}", data.join(", ")),
                        };
                        let owned = listed(&reach.needed_by, reach.needed_by.len() as u64);
                        (Severity::Error, format!("it drops {owned}, and takes all grants{data}"))
                    }
                    None => {
                        (Severity::Error, "it drops all that the role owns (not on this server)".to_string())
                    }
                };
                let message = format!("DROP OWNED BY {}: {what}.", shown(&role));
                found
                    .add(severity, message)
                    .hint("REASSIGN OWNED BY it TO another role first: only you can say to which.");
            }
        }
        Command::Role(Role::Drop(drop)) => {
            for role in drop.roles.iter().map(name) {
                let reach = look.facts().reach(&Thing::Role(role.clone()));
                let is_cleared = look
                    .before()
                    .take(50)
                    .any(|other| matches!(other.command(), Command::Role(Role::DropOwned(_))));
                let (severity, message) = match reach {
                    None if drop.if_exists => continue,
                    Some(reach) if reach.count > 0 && !is_cleared => (
                        Severity::Error,
                        format!(
                            "DROP ROLE {} fails: it owns, or was granted, {} things.",
                            shown(&role),
                            reach.count
                        ),
                    ),
                    _ => (
                        Severity::Warning,
                        format!("DROP ROLE {}: whoever logs in by it cannot any more.", shown(&role)),
                    ),
                };
                found.add(severity, message).hint(
                    "REASSIGN OWNED and DROP OWNED in each database first; NOLOGIN shows who misses it. That is done elsewhere.",
                );
            }
        }
        _ => {}
    }
}
