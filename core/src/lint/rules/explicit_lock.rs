//! LOCK TABLE: held until the transaction ends.

use crate::ddl::Command;
use crate::ddl::table::Table;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::subject::Weight;
use crate::lint::words::stops;

pub(super) const ID: &str = "explicit-lock";
pub(super) const TITLE: &str = "LOCK TABLE in a strong mode is held until the transaction ends";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Table(Table::Lock(lock)) = look.command() else { return };
    let Some(mode) = lock.mode.filter(|mode| mode.stops_applications()) else { return };
    for table in &lock.relations {
        let subject = look.subject(table);
        if !subject.is_shared() {
            continue;
        }
        let severity = if subject.weight() == Weight::Small { Severity::Info } else { Severity::Warning };
        let message = format!(
            "LOCK TABLE holds {} on {} until the transaction ends: {}.",
            mode.words(),
            subject.described(),
            stops(mode)
        );
        found.add_at(table.place, severity, message).hint(
            "Leave it out: the locks of a script's statements are taken before its first one.",
        );
    }
}
