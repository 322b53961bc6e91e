//! TRUNCATE … CASCADE: it empties all tables that refer to the named ones.

use crate::ddl::Command;
use crate::ddl::table::Table;
use crate::lint::dropped::all;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "ban-truncate-cascade";
pub(super) const TITLE: &str = "TRUNCATE ... CASCADE empties tables that it does not name";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Table(Table::Truncate(truncate)) = look.command() else { return };
    if !truncate.cascade || look.runs_later() {
        return;
    }
    for relation in &truncate.relations {
        let subject = look.subject(relation);
        if subject.is_new() {
            continue;
        }
        let reached = subject.known().map(|known| look.facts().truncated_with(known));
        let (severity, message) = match reached {
            Some(tables) if tables.is_empty() => {
                let name = subject.described();
                (Severity::Info, format!("CASCADE empties no other table than {name} now."))
            }
            Some(tables) => (
                Severity::Error,
                format!("CASCADE empties along with {}: {}.", subject.described(), all(&tables)),
            ),
            None => (
                Severity::Error,
                format!("CASCADE empties all tables that refer to {}.", subject.described()),
            ),
        };
        found.add(severity, message).hint(
            "Name all that are meant, without CASCADE: it fails if one is missing. Only you can say which.",
        );
    }
}
