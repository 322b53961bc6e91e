//! GENERATED … STORED: the table is written anew.

use crate::ddl::alter_table::Action;
use crate::ddl::constraint::ConstraintKind;
use crate::facts::Column;
use crate::lint::clauses::Clause;
use crate::lint::cost::behind;
use crate::lint::finding::Found;
use crate::lint::look::Look;

pub(super) const ID: &str = "adding-generated-stored-column";
pub(super) const TITLE: &str = "a stored generated column rewrites the table";

pub(super) fn check(look: &Look, found: &mut Found) {
    for clause in look.clauses() {
        let (column, place) = match (clause.action, clause.added()) {
            (_, Some(column)) => match behind(column, ConstraintKind::Generated) {
                Some(generated) if !generated.is_virtual => (&column.name, column.place),
                _ => continue,
            },
            (Action::SetExpression { column, .. }, _) if !is_virtual(&clause, column) => (column, None),
            _ => continue,
        };
        let message = format!(
            "{} is worked out for all rows, which are written anew under {}: {}.",
            look.quote(column),
            clause.lock(),
            clause.stops()
        );
        let hint = match look.facts().version() {
            180_000.. => {
                "VIRTUAL costs nothing now. Otherwise a plain column that a trigger sets, filled by migrate.safe_backfill."
            }
            _ => {
                "Add a plain column that a trigger sets, and fill it with migrate.safe_backfill."
            }
        };
        found.add_at(place, clause.subject.severity(), message).hint(hint);
    }
}

/// Whether a column that is there is stored nowhere.
fn is_virtual(clause: &Clause, column: &str) -> bool {
    let is_it = |there: &Column| there.name == column && there.is_virtual;
    clause.subject.known().is_some_and(|known| known.table.columns.iter().any(is_it))
}
