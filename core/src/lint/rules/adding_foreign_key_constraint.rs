//! A foreign key that is checked at once: nobody can write to either table meanwhile.

use crate::ddl::constraint::{Constraint, ConstraintKind, ForeignKeyAction, ForeignKeyMatch, References};
use super::disallowed_unique_constraint::NO_SAFE_WAY;
use crate::lint::call::Call;
use crate::lint::clauses::Clause;
use crate::lint::cost::{behind, is_checked};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lock::Mode;

pub(super) const ID: &str = "adding-foreign-key-constraint";
pub(super) const TITLE: &str = "a foreign key that is checked at once stops writers of both tables";

pub(super) fn check(look: &Look, found: &mut Found) {
    for clause in look.clauses() {
        for (constraint, column) in clause.constraints() {
            let Some(references) = &constraint.references else { continue };
            // A column without a default has no value in any row: the server does not look.
            let default = column.and_then(|column| behind(column, ConstraintKind::Default));
            let is_empty = column.is_some() && default.is_none_or(|default| {
                default.expression.as_ref().and_then(|value| value.constant.as_ref()).is_some_and(|value| {
                    value.kind == crate::ddl::value::ConstantKind::Null
                })
            });
            if constraint.kind != ConstraintKind::Foreign || !is_checked(constraint) || is_empty {
                continue;
            }
            let other = look.subject(&references.pktable);
            let is_itself = references.pktable.relation() == clause.alter.relation.relation();
            let both = match (is_itself || other.is_new(), clause.mode()) {
                (true, _) => clause.lock(),
                (_, Mode::ShareRowExclusive) => format!("{} and {}", clause.lock(), other.described()),
                _ => format!("{} and SHARE ROW EXCLUSIVE on {}", clause.lock(), other.described()),
            };
            let message = format!(
                "FOREIGN KEY holds {both} until all rows are checked: {}{}.",
                clause.stops(),
                if is_itself || other.is_new() { "" } else { " in either" }
            );
            let call = call(look, &clause, constraint, references, column.map(|column| column.name.clone()));
            let fix = match column {
                Some(column) => call.and_then(|call| clause.without(column, constraint, &call)),
                None => call.and_then(|call| clause.replaced_by(&call)),
            };
            let hint = match constraint.without_overlaps {
                true => NO_SAFE_WAY,
                false => "migrate.safe_add_foreign_key adds it NOT VALID and validates it without stopping writers.",
            };
            found.add_at(constraint.place, clause.subject.severity(), message).advice(hint, fix);
        }
    }
}

fn call(
    look: &Look,
    clause: &Clause,
    constraint: &Constraint,
    references: &References,
    column: Option<String>,
) -> Option<String> {
    if constraint.without_overlaps || references.matchtype == ForeignKeyMatch::Partial {
        return None;
    }
    let columns = column.map_or_else(|| constraint.columns.clone(), |column| vec![column]);
    let some: Vec<_> = references.on_delete_columns.iter().map(|name| look.quote(name)).collect();
    let on_delete = words(references.on_delete).map(|words| match some.is_empty() {
        true => words.to_string(),
        false => format!("{words} ({})", some.join(", ")),
    });
    let call = Call::new(look, "safe_add_foreign_key")
        .table(&clause.alter.relation)
        .names(&columns)
        .table(&references.pktable)
        .names_as("referenced_columns", &references.pk_attrs)
        .name_as("constraint_name", constraint.name.as_deref())
        .text_as("on_delete", on_delete.as_deref())
        .text_as("on_update", words(references.on_update))
        .flag("match_full", references.matchtype == ForeignKeyMatch::Full)
        .flag("is_deferrable", constraint.deferrable)
        .flag("initially_deferred", constraint.initially_deferred);
    Some(call.to_string())
}

fn words(action: ForeignKeyAction) -> Option<&'static str> {
    match action {
        ForeignKeyAction::NoAction => None,
        ForeignKeyAction::Restrict => Some("restrict"),
        ForeignKeyAction::Cascade => Some("cascade"),
        ForeignKeyAction::SetNull => Some("set null"),
        ForeignKeyAction::SetDefault => Some("set default"),
    }
}
