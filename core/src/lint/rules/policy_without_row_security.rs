//! CREATE POLICY on a table whose row level security is off: it does nothing.

use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::policy::Policy;
use crate::ddl::table::Table;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "policy-without-row-security";
pub(super) const TITLE: &str = "CREATE POLICY does nothing until row level security is enabled";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Policy(Policy::Create(create)) = look.command() else { return };
    if look.runs_later() {
        return;
    }
    let subject = look.subject(&create.table);
    let is_on = subject.known().map(|known| look.facts().row_security(known).is_enabled);
    let enables = |command: &Command| {
        let Command::Table(Table::Alter(alter)) = command else { return false };
        alter.relation.name == create.table.name
            && alter.actions.iter().any(|action| matches!(action, Action::EnableRowSecurity))
    };
    // What is elsewhere may have it on.
    let may_be_on = is_on.unwrap_or(!subject.is_new());
    let has_it = || {
        look.before().take(1_000).any(|other| enables(other.command()))
            || look.behind().take(1_000).any(|other| enables(other.command()))
    };
    if may_be_on || has_it() {
        return;
    }
    let table = look.written(&create.table.relation());
    let message =
        format!("Policy {} does nothing: row level security of {table} is off.", shown(&create.name));
    found
        .add(Severity::Warning, message)
        .hint(format!("Put ALTER TABLE {table} ENABLE ROW LEVEL SECURITY behind it."))
        .fix(format!(
            "{};\nALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            look.statement().text.trim_end_matches(';')
        ));
}
