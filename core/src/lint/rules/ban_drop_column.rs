//! DROP COLUMN: its values are lost, and running clients name it.

use crate::lint::columns::{What, changes};
use crate::lint::dropped::{all, need};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "ban-drop-column";
pub(super) const TITLE: &str = "DROP COLUMN loses its values and breaks whoever names it";

pub(super) fn check(look: &Look, found: &mut Found) {
    for change in changes(look) {
        let What::Dropped { column, cascade } = change.what else { continue };
        let known = change.subject.known();
        let there = known.and_then(|known| known.table.columns.iter().find(|there| there.name == column));
        let is_empty = known.is_some_and(|known| known.rows == Some(0) && known.bytes == Some(0));
        let (severity, loss) = match there {
            _ if is_empty => (Severity::Warning, "there are no rows"),
            Some(there) if there.is_generated => (Severity::Warning, "its values can be worked out again"),
            _ => (Severity::Error, "its values are lost"),
        };
        let needed_by = known.map(|known| look.facts().dependents(known, Some(column))).unwrap_or_default();
        let fails = match needed_by.as_slice() {
            [] => String::new(),
            _ if cascade => String::new(),
            needed => {
                let count = needed.len() as u64;
                format!(" It fails: {} {} it.", all(needed), need(count))
            }
        };
        let severity = if fails.is_empty() { severity } else { Severity::Error };
        let message = format!(
            "DROP COLUMN {} of {}: {loss}, and whoever still names it fails.{fails}",
            shown(column),
            change.subject.described()
        );
        let finding = found
            .add(severity, message)
            .hint("migrate.safe_drop_column hides it, and keeps the values until migrate.complete.");
        if look.is_of_script() && change.is_alone && !cascade {
            let (table, column) = (look.argument(change.relation), look.literal(column));
            finding.fix(format!("SELECT migrate.safe_drop_column({table}, {column})"));
        }
    }
}
