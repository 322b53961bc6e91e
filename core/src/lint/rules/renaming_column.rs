//! RENAME COLUMN: whoever says the old name fails from the commit on, whoever says the new one before it.

use crate::ddl::Command;
use crate::ddl::view::View;
use crate::lint::columns::{What, changes};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "renaming-column";
pub(super) const TITLE: &str = "RENAME COLUMN breaks whoever says the old name";

pub(super) fn check(look: &Look, found: &mut Found) {
    for change in changes(look) {
        let What::Renamed { column, to } = change.what else { continue };
        // The table has another name by then, and a view stands in for it with the old ones.
        let stands_in = |command: &Command| matches!(command, Command::View(View::Create(view)) if view.view.name == change.relation.name);
        if look.is_followed_by(stands_in) {
            continue;
        }
        let kind = change.subject.known().map_or("r", |known| known.table.kind.as_str());
        let message = format!(
            "RENAME COLUMN takes the name {} away from {} at once: each query, and each function, that says it fails \
             from the commit on; those that say {} fail before it.",
            shown(column),
            change.subject.described(),
            shown(to)
        );
        let finding = found.add(Severity::Error, message);
        if !matches!(kind, "r" | "p") {
            finding.hint("Give the view a column of the new name beside the old one (CREATE OR REPLACE VIEW), and leave the old one out later. A rename cannot be rewritten.");
            continue;
        }
        finding.hint("migrate.safe_rename_column keeps both names until migrate.complete: deploy the new application between the two.");
        if look.is_of_script() && change.is_alone {
            let (table, old, new) =
                (look.argument(change.relation), look.literal(column), look.literal(to));
            finding.fix(format!("SELECT migrate.safe_rename_column({table}, {old}, {new})"));
        }
    }
}
