//! ENABLE ROW LEVEL SECURITY where no policy shows a row: all clients but the owner see an empty table.

use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::policy::Policy;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "enabling-row-security-without-policy";
pub(super) const TITLE: &str = "ENABLE ROW LEVEL SECURITY without a policy empties the table for clients";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    for (alter, action, subject) in look.actions() {
        if !matches!(action, Action::EnableRowSecurity) {
            continue;
        }
        let shows = |command: &Command| matches!(command, Command::Policy(Policy::Create(create)) if create.permissive && create.table.name == alter.relation.name);
        let there = subject.known().map(|known| look.facts().row_security(known));
        let has_policy =
            there.as_ref().is_some_and(|there| there.policies.iter().any(|own| own.is_permissive));
        let is_on = there.is_some_and(|there| there.is_enabled);
        let is_made =
            || look.before().take(200).any(|before| shows(before.command())) || look.is_followed_by(shows);
        if has_policy || is_on || is_made() {
            continue;
        }
        let message = format!(
            "ENABLE ROW LEVEL SECURITY on {} without a policy: nobody but the owner sees or writes a row.",
            subject.described()
        );
        found
            .add(Severity::Error, message)
            .hint("Make the policies in the same transaction: only you can say which rows are whose.");
    }
}
