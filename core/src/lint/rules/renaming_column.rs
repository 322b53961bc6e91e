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
            "RENAME COLUMN on {} breaks whoever says {} from the commit on, and whoever says {} before it.",
            change.subject.described(),
            shown(column),
            shown(to)
        );
        let finding = found.add(Severity::Error, message);
        if !matches!(kind, "r" | "p") {
            finding.hint("Give the view both columns for a while (CREATE OR REPLACE VIEW); no statement can take the place of a rename.");
            continue;
        }
        finding.hint("migrate.safe_rename_column keeps both names until migrate.complete.");
        if look.is_of_script() && change.is_alone {
            let (table, old, new) = (look.argument(change.relation), look.literal(column), look.literal(to));
            finding.fix(format!("SELECT migrate.safe_rename_column({table}, {old}, {new})"));
        }
    }
}
