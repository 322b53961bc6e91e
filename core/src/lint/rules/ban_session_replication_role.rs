//! session_replication_role: neither triggers nor foreign keys.

use crate::ddl::Command;
use crate::ddl::database::Container;
use crate::ddl::dml::Dml;
use crate::ddl::role::Role;
use crate::ddl::session::Session;
use crate::ddl::value::{Value, VariableSet};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "ban-session-replication-role";
pub(super) const TITLE: &str = "session_replication_role switches foreign keys and triggers off";

const NAME: &str = "session_replication_role";

pub(super) fn check(look: &Look, found: &mut Found) {
    let is_off = |set: &VariableSet| {
        let is_it = set.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(NAME));
        is_it && matches!(set.args.first(), Some(Value::Constant(value)) if value.text.eq_ignore_ascii_case("replica"))
    };
    let is_set = match look.command() {
        Command::Session(Session::Set(set)) | Command::Container(Container::AlterSystem(set)) => is_off(set),
        Command::Role(Role::AlterSet(alter)) => is_off(&alter.set),
        Command::Container(Container::AlterDatabaseSet(alter)) => is_off(&alter.set),
        Command::Dml(Dml::Select(select)) => select.only_call.as_ref().is_some_and(|only| {
            let is_call = only.call.name.last().is_some_and(|name| name == "set_config");
            let text = |at: usize| only.call.args.get(at).and_then(|it| it.constant.as_ref()).map(|it| it.text.to_ascii_lowercase());
            is_call && text(0).as_deref() == Some(NAME) && text(1).as_deref() == Some("replica")
        }),
        _ => false,
    };
    if !is_set {
        return;
    }
    let message = "From here on no foreign key is checked and no trigger fires; nothing finds later what is wrong.";
    found.add(Severity::Warning, message).hint(
        "Leave it out. For speed: drop foreign keys, and add them again NOT VALID.",
    );
}
