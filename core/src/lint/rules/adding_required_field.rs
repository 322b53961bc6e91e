//! ADD COLUMN … NOT NULL without a default: it fails where there is a row.

use crate::ddl::constraint::ConstraintKind;
use crate::lint::cost::{behind, is_serial};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "adding-required-field";
pub(super) const TITLE: &str = "ADD COLUMN ... NOT NULL without a default fails on a table with rows";

pub(super) fn check(look: &Look, found: &mut Found) {
    use ConstraintKind::*;
    for clause in look.clauses() {
        let Some(column) = clause.added() else { continue };
        let has_value = [Default, Identity, Generated].iter().any(|kind| behind(column, *kind).is_some());
        let is_required = [NotNull, Primary].iter().any(|kind| behind(column, *kind).is_some());
        if has_value || !is_required || is_serial(column) {
            continue;
        }
        let name = look.quote(&column.name);
        let is_empty = clause.subject.known().is_some_and(|known| known.bytes == Some(0));
        if is_empty {
            let message = format!(
                "{name} is NOT NULL without a default: that works as long as {} has no row.",
                clause.subject.described()
            );
            found.add_at(column.place, Severity::Info, message);
            continue;
        }
        let message = format!(
            "{name} is NOT NULL without a default: the server refuses it for the rows of {} (23502).",
            clause.subject.described()
        );
        found.add_at(column.place, Severity::Error, message).hint(
            "Give it a constant DEFAULT; or migrate.safe_backfill, then migrate.safe_set_not_null.",
        );
    }
}
