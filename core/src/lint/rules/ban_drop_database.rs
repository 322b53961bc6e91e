//! DROP DATABASE.

use crate::ddl::Command;
use crate::ddl::database::Container;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "ban-drop-database";
pub(super) const TITLE: &str = "DROP DATABASE loses all that is in it";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Container(Container::DropDatabase(drop)) = look.command() else { return };
    let message = format!(
        "DROP DATABASE {}: all that is in it is lost, and no transaction takes it back.",
        shown(&drop.name)
    );
    found.add(Severity::Error, message).hint("Do it by hand, with a backup: it has no place in a migration.");
}
