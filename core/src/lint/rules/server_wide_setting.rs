//! Settings that concern more than this database's objects.

use crate::ddl::Command;
use crate::ddl::database::Container;
use crate::ddl::role::Role;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "server-wide-setting";
pub(super) const TITLE: &str = "a setting of the server, of a database or of a role";

pub(super) fn check(look: &Look, found: &mut Found) {
    let (message, hint) = match look.command() {
        Command::Container(Container::AlterSystem(_)) => (
            "ALTER SYSTEM concerns every database of this server, and waits for a reload.",
            "Settings of the server belong to what sets up the server.",
        ),
        Command::Container(Container::AlterDatabaseSet(_)) => (
            "Only sessions that begin later have it; a pool's connections keep the old value.",
            "Have applications reconnect.",
        ),
        Command::Role(Role::AlterSet(_)) => (
            "Only sessions that begin later have it; roles belong to the whole server.",
            "Have applications reconnect.",
        ),
        _ => return,
    };
    found.add(Severity::Info, message).hint(hint);
}
