//! SET NOT NULL: all rows are read while nobody can read or write, unless a CHECK proves it.

use crate::ddl::alter_table::Action;
use crate::ddl::constraint::ConstraintKind;
use crate::facts::NAMED_SINCE;
use crate::lint::call::Call;
use crate::lint::cost::{is_checked, reads_for_not_null};
use crate::lint::finding::Found;
use crate::lint::look::Look;

pub(super) const ID: &str = "adding-not-nullable-field";
pub(super) const TITLE: &str = "SET NOT NULL reads all rows under ACCESS EXCLUSIVE, unless a valid CHECK proves it";

pub(super) fn check(look: &Look, found: &mut Found) {
    for clause in look.clauses() {
        let (columns, name, place) = match clause.action {
            Action::SetNotNull { column } => (vec![column.clone()], None, None),
            // Since PostgreSQL 18 it is a constraint.
            Action::AddConstraint { constraint }
                if constraint.kind == ConstraintKind::NotNull && is_checked(constraint) =>
            {
                (constraint.columns.clone(), constraint.name.as_ref(), constraint.place)
            }
            _ => continue,
        };
        for column in columns {
            if !reads_for_not_null(look, clause.alter, &clause.subject, &column) {
                continue;
            }
            let message = format!(
                "NOT NULL of {} holds {} until all rows are read: {}.",
                look.quote(&column),
                clause.lock(),
                clause.stops()
            );
            let hint = match name {
                Some(_) => "Add it NOT VALID, and let migrate.safe_validate_constraint read the rows without stopping anybody.",
                None if look.facts().version() >= NAMED_SINCE * 10_000 => {
                    "migrate.safe_set_not_null adds it NOT VALID and validates it, without stopping anybody."
                }
                None => "migrate.safe_set_not_null proves it by a CHECK, without stopping anybody.",
            };
            let fix = match name {
                Some(name) => clause.text().and_then(|text| clause.rewritten(&format!("{text} NOT VALID"))).map(|first| {
                    let validate = Call::new(look, "safe_validate_constraint").table(&clause.alter.relation).name(name);
                    format!("{first};\n{validate}")
                }),
                None => {
                    let call = Call::new(look, "safe_set_not_null").table(&clause.alter.relation).name(&column);
                    clause.replaced_by(&call.to_string())
                }
            };
            found.add_at(place, clause.subject.severity(), message).advice(hint, fix);
        }
    }
}
