//! ALTER POLICY, and a new restrictive one: roles see other rows from the commit on.

use crate::ddl::Command;
use crate::ddl::policy::Policy;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "changing-policy";
pub(super) const TITLE: &str = "another policy shows other rows";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    let (table, message) = match look.command() {
        Command::Policy(Policy::Alter(alter)) => {
            let what = match (alter.roles.is_empty(), alter.using.is_some() || alter.with_check.is_some()) {
                (false, false) => "counts for other roles",
                (true, _) => "shows other rows, or lets others be written",
                _ => "counts for other roles, and shows other rows",
            };
            (&alter.table, format!("ALTER POLICY {} {what}, without an error.", shown(&alter.name)))
        }
        Command::Policy(Policy::Create(create)) if !create.permissive => {
            (&create.table, format!("Policy {} hides rows, without an error.", shown(&create.name)))
        }
        _ => return,
    };
    let subject = look.subject(table);
    let is_on = subject.known().is_none_or(|known| look.facts().row_security(known).is_enabled);
    if subject.is_new() || !is_on {
        return;
    }
    found
        .add(Severity::Info, message)
        .hint("Count as each role before and after: SET ROLE ...; SELECT count(*) ....");
}
