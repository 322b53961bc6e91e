//! DROP EXPRESSION: a generated column that nobody fills any more.

use crate::ddl::alter_table::Action;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "ban-drop-generated-expression";
pub(super) const TITLE: &str = "DROP EXPRESSION leaves a column that nobody fills";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    for (alter, action, subject) in look.actions() {
        let Action::DropExpression { column, if_exists } = action else { continue };
        let there =
            subject.known().and_then(|known| known.table.columns.iter().find(|own| &own.name == column));
        let is_none = *if_exists && there.is_some_and(|there| !there.is_generated);
        if look.is_new_column(&alter.relation, column) || is_none {
            continue;
        }
        let message = format!(
            "DROP EXPRESSION on {}: new rows have NULL in {}, unless clients write it.",
            subject.described(),
            shown(column)
        );
        found
            .add(Severity::Warning, message)
            .hint("Give it a default or a trigger in the same transaction: only you can say which.");
    }
}
