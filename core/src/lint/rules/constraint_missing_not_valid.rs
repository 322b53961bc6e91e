//! A CHECK that is tested at once: all rows are read while nobody can read or write.

use crate::ddl::column::ColumnDef;
use crate::ddl::constraint::{Constraint, ConstraintKind};
use crate::lint::call::Call;
use crate::lint::clauses::Clause;
use crate::lint::cost::is_checked;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::name::object_name;

pub(super) const ID: &str = "constraint-missing-not-valid";
pub(super) const TITLE: &str = "a CHECK without NOT VALID reads all rows under ACCESS EXCLUSIVE";

pub(super) fn check(look: &Look, found: &mut Found) {
    for clause in look.clauses() {
        for (constraint, column) in clause.constraints() {
            if constraint.kind != ConstraintKind::Check || !is_checked(constraint) {
                continue;
            }
            let message = format!(
                "CHECK holds {} until all rows are read: {}.",
                clause.lock(),
                clause.stops()
            );
            found.add_at(constraint.place, clause.subject.severity(), message).advice(
                "migrate.safe_add_constraint adds it NOT VALID and validates it without stopping anybody.",
                fix(look, &clause, constraint, column),
            );
        }
    }
}

fn fix(look: &Look, clause: &Clause, constraint: &Constraint, column: Option<&ColumnDef>) -> Option<String> {
    let expression = constraint.expression.as_ref()?;
    let text = expression.span?.of(&look.statement().text);
    let table = &clause.alter.relation;
    let name = constraint.name.clone().unwrap_or_else(|| match (column, expression.columns.as_slice()) {
        // As the server names it.
        (Some(column), _) => object_name(&[&table.name, &column.name], "check"),
        (None, [only]) if only.last().is_some() => object_name(&[&table.name, &only[only.len() - 1]], "check"),
        _ => object_name(&[&table.name], "check"),
    });
    if constraint.no_inherit {
        // safe_add_constraint has no NO INHERIT.
        let validate = Call::new(look, "safe_validate_constraint").table(table).name(&name);
        let text = clause.text().filter(|_| column.is_none() && constraint.name.is_some())?;
        return clause.replaced_by("").and(clause.rewritten(&format!("{text} NOT VALID"))).map(|first| format!("{first};\n{validate}"));
    }
    let call = Call::new(look, "safe_add_constraint").table(table).name(&name).text(text).to_string();
    match column {
        Some(column) => clause.without(column, constraint, &call),
        None => clause.replaced_by(&call),
    }
}
