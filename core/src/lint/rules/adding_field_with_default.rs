//! ADD COLUMN with a default that differs from row to row: the table is written anew.

use crate::ddl::column::ColumnDef;
use crate::ddl::constraint::ConstraintKind;
use crate::lint::call::Call;
use crate::lint::clauses::Clause;
use crate::lint::cost::{behind, is_volatile};
use crate::lint::finding::Found;
use crate::lint::look::Look;

pub(super) const ID: &str = "adding-field-with-default";
pub(super) const TITLE: &str = "ADD COLUMN with a volatile default, or of a domain with constraints, rewrites the table";

pub(super) fn check(look: &Look, found: &mut Found) {
    for clause in look.clauses() {
        let Some(column) = clause.added() else { continue };
        // adding-serial-primary-key-field speaks of keys.
        if behind(column, ConstraintKind::Primary).is_some() {
            continue;
        }
        let default = behind(column, ConstraintKind::Default).and_then(|default| default.expression.as_ref());
        if default.is_some_and(|default| is_volatile(look, default)) {
            let text = default.and_then(|default| default.span).map(|span| span.of(&look.statement().text));
            let message = format!(
                "The default of {} differs from row to row, so all rows are written anew under {}: {}.",
                look.quote(&column.name),
                clause.lock(),
                clause.stops()
            );
            let hint = "migrate.safe_add_column adds it for new rows and fills the others in batches.";
            found.add_at(column.place, clause.subject.severity(), message).advice(hint, fix(look, &clause, column, text));
        } else if is_of_constrained_domain(look, column) {
            let message = format!(
                "The domain of {} has constraints, so all rows are written anew under {}: {}.",
                look.quote(&column.name),
                clause.lock(),
                clause.stops()
            );
            found.add_at(column.place, clause.subject.severity(), message).hint(
                "Use the type below the domain, and a CHECK by migrate.safe_add_constraint.",
            );
        }
    }
}

fn is_of_constrained_domain(look: &Look, column: &ColumnDef) -> bool {
    let Some(name) = &column.type_name else { return false };
    // The server's own types are no domains.
    if name.names.first().is_some_and(|schema| schema == "pg_catalog") || !name.array_bounds.is_empty() {
        return false;
    }
    look.facts().named_type(&name.names).is_some_and(|named| named.kind == "d" && named.is_constrained)
}

/// Only where nothing else is said of the column.
fn fix(look: &Look, clause: &Clause, column: &ColumnDef, default: Option<&str>) -> Option<String> {
    use ConstraintKind::*;
    let is_plain = column.constraints.iter().all(|each| matches!(each.kind, Default | NotNull | Null));
    if !is_plain || column.collation.is_some() {
        return None;
    }
    let call = Call::new(look, "safe_add_column")
        .table(&clause.alter.relation)
        .name(&column.name)
        .text(clause.type_text(column.type_name.as_ref()?)?)
        .text_as("default_value", Some(default?))
        .flag("not_null", behind(column, NotNull).is_some());
    clause.replaced_by(&call.to_string())
}
