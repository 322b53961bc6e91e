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
            "ALTER SYSTEM concerns every database of this server, cannot be taken back by a transaction, and waits for a reload.",
            "Settings of the server belong to what sets up the server.",
        ),
        Command::Container(Container::AlterDatabaseSet(_)) => (
            "Only sessions that begin later have it: connections of a pool keep the old value until they are made anew.",
            "Sessions that are open have to reconnect. The name of the database is another one in another environment.",
        ),
        Command::Role(Role::AlterSet(_)) => (
            "Roles belong to the whole server, and only sessions that begin later have it: connections of a pool keep the old value.",
            "Sessions that are open have to reconnect.",
        ),
        _ => return,
    };
    found.add(Severity::Info, message).hint(hint);
}
