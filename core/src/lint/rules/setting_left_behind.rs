//! SET that goes over into the next script.

use crate::ddl::Command;
use crate::ddl::session::Session;
use crate::ddl::value::{VariableSet, VariableSetKind};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::script::Inside;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "setting-left-behind";
pub(super) const TITLE: &str = "SET goes over into the next script of the job";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Some(set) = lasting(look) else { return };
    // Otherwise each script has a session as if of its own.
    if look.facts().setting("migrate.keep_session_settings").as_deref() != Some("on") {
        return;
    }
    let name = set.name.clone().unwrap_or_default();
    let is_reset = look.behind().any(|behind| match behind.command() {
        Command::Session(Session::Set(later)) => {
            later.kind == VariableSetKind::ResetAll
                || later.name.as_deref().is_some_and(|later| later.eq_ignore_ascii_case(&name))
        }
        Command::Session(Session::Discard { .. }) => true,
        _ => false,
    });
    if is_reset {
        return;
    }
    let message = format!("{name} stays set for the next scripts: migrate.keep_session_settings is on.");
    let finding = found.add(Severity::Warning, message);
    finding.hint(format!("SET LOCAL; or RESET {name} at the end."));
    let text = &look.statement().text;
    if let Some(rest) = text.get(3..).filter(|_| !text.to_ascii_lowercase().starts_with("set session")) {
        finding.fix(format!("SET LOCAL{rest}"));
    }
}

/// A SET that outlives its transaction.
fn lasting<'a>(look: &Look<'a>) -> Option<&'a VariableSet> {
    let Command::Session(Session::Set(set)) = look.command() else { return None };
    let is_lasting = set.kind == VariableSetKind::Value && !set.is_local && *look.inside() == Inside::Script;
    is_lasting.then_some(set)
}
