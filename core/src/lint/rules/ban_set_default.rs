//! SET or DROP DEFAULT: what an INSERT writes that does not name the column.

use crate::ddl::alter_table::Action;
use crate::lint::columns::is_ours;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "ban-set-default";
pub(super) const TITLE: &str = "another DEFAULT changes what running clients write";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    for (alter, action, subject) in look.actions() {
        let Action::ColumnDefault { column, default } = action else { continue };
        if look.is_new_column(&alter.relation, column) || is_ours(column) || is_ours(&alter.relation.name) {
            continue;
        }
        let there =
            subject.known().and_then(|known| known.table.columns.iter().find(|there| &there.name == column));
        let before = there.and_then(|there| there.default.as_ref());
        let name = shown(column);
        let (severity, message) = match (default, there) {
            (None, Some(_)) if before.is_none() => continue,
            (None, Some(there)) if there.is_not_null => (
                Severity::Warning,
                format!(
                    "DROP DEFAULT of {name} of {}: an INSERT that does not name the column fails, for it is NOT NULL.",
                    subject.described()
                ),
            ),
            (None, _) => (
                Severity::Info,
                format!(
                    "DROP DEFAULT of {name} of {}: an INSERT that does not name it writes NULL.",
                    subject.described()
                ),
            ),
            (Some(_), _) => (
                Severity::Info,
                format!(
                    "SET DEFAULT of {name} of {}: an INSERT that does not name it writes another value; old rows keep theirs.",
                    subject.described()
                ),
            ),
        };
        found
            .add(severity, message)
            .hint("Let applications name the column in INSERT first; no statement can do that.");
    }
}
