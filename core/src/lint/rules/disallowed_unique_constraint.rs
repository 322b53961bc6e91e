//! UNIQUE without USING INDEX: its index is built while nobody can read or write.

use crate::ddl::column::ColumnDef;
use crate::ddl::constraint::{Constraint, ConstraintKind};
use crate::lint::call::Call;
use crate::lint::clauses::Clause;
use crate::lint::finding::Found;
use crate::lint::look::Look;

pub(super) const ID: &str = "disallowed-unique-constraint";
pub(super) const TITLE: &str = "a UNIQUE constraint without USING INDEX builds its index under ACCESS EXCLUSIVE";

/// What is said of a constraint whose index is built in one way alone.
pub(super) const NO_SAFE_WAY: &str =
    "PostgreSQL has no safe way. Do it when nobody is there, or on a new table that is filled afterwards.";

pub(super) fn check(look: &Look, found: &mut Found) {
    for clause in look.clauses() {
        for (constraint, column) in clause.constraints() {
            if constraint.kind != ConstraintKind::Unique || constraint.index.is_some() {
                continue;
            }
            let message = format!(
                "UNIQUE holds {} until its index is built: {}.",
                clause.lock(),
                clause.stops()
            );
            let is_plain =
                constraint.options.is_empty() && constraint.tablespace.is_none() && !constraint.without_overlaps;
            let fix = is_plain.then(|| fix(look, &clause, constraint, column)).flatten();
            let hint = match constraint.without_overlaps {
                true => NO_SAFE_WAY,
                false => "migrate.safe_add_unique builds the index CONCURRENTLY, and adds the constraint USING INDEX.",
            };
            found.add_at(constraint.place, clause.subject.severity(), message).advice(hint, fix);
        }
    }
}

fn fix(look: &Look, clause: &Clause, constraint: &Constraint, column: Option<&ColumnDef>) -> Option<String> {
    let columns = column.map_or_else(|| constraint.columns.clone(), |column| vec![column.name.clone()]);
    // What stands behind a column's constraint is one by itself.
    let says = |kind: ConstraintKind| {
        column.is_some_and(|column| column.constraints.iter().any(|constraint| constraint.kind == kind))
    };
    let is_deferred = constraint.initially_deferred || says(ConstraintKind::AttributeDeferred);
    let is_deferrable = is_deferred || constraint.deferrable || says(ConstraintKind::AttributeDeferrable);
    let call = Call::new(look, "safe_add_unique")
        .table(&clause.alter.relation)
        .names(&columns)
        .name_as("constraint_name", constraint.name.as_deref())
        .names_as("include", &constraint.including)
        .flag("nulls_not_distinct", constraint.nulls_not_distinct)
        .flag("is_deferrable", is_deferrable)
        .flag("initially_deferred", is_deferred)
        .to_string();
    match column {
        Some(column) => clause.without(column, constraint, &call),
        None => clause.replaced_by(&call),
    }
}
