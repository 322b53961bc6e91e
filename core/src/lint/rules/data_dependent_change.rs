//! What rows that are there, or that running clients write, may keep from being done: a key, a CHECK, NOT NULL.

use crate::ddl::alter_table::Action;
use crate::ddl::constraint::{Constraint, ConstraintKind};
use crate::lint::finding::Found;
use crate::lint::known::Known;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "data-dependent-change";
pub(super) const TITLE: &str = "rows that are there, or come, may not fit";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    if let Some((create, subject)) = look.created_index().filter(|(create, _)| create.unique)
        && let Some(known) = subject.known().filter(|known| has_rows(known))
    {
        let columns: Vec<_> = create.params.iter().filter_map(|element| element.name.clone()).collect();
        let query = (columns.len() == create.params.len() && create.predicate.is_none())
            .then(|| doubles(look, known, &columns));
        say(found, "The unique index", &subject.described(), query);
    }
    for (alter, action, subject) in look.actions() {
        let Some(known) = subject.known().filter(|known| has_rows(known)) else { continue };
        if let Some(column) = made_not_null(action) {
            let query = without_value(look, known, column);
            if let Some(query) = query.filter(|_| !look.is_new_column(&alter.relation, column)) {
                say(found, &format!("NOT NULL of {}", shown(column)), &subject.described(), Some(query));
            }
            continue;
        }
        if let Action::AddConstraint { constraint } = action
            && let Some(query) = offenders(look, known, constraint)
        {
            say(found, "The constraint", &subject.described(), query);
        }
    }
}

fn has_rows(known: &Known) -> bool {
    !(known.rows == Some(0) && known.bytes == Some(0))
}

/// The column that an action makes NOT NULL; since PostgreSQL 18 by a constraint, too.
fn made_not_null(action: &Action) -> Option<&String> {
    match action {
        Action::SetNotNull { column } => Some(column),
        Action::AddConstraint { constraint } if constraint.kind == ConstraintKind::NotNull => {
            constraint.columns.first()
        }
        _ => None,
    }
}

/// The query that counts rows without a value, where there may be any.
fn without_value(look: &Look, known: &Known, column: &str) -> Option<String> {
    let may_be = known.table.has_column(column)
        && !known.table.is_filled(column)
        && !known.proves_not_null(column);
    may_be.then(|| format!("SELECT count(*) FROM {} WHERE {} IS NULL", known.table.sql, look.quote(column)))
}

/// The query that finds rows that do not fit, where there is one; nothing where the constraint cannot fail for a row.
fn offenders(look: &Look, known: &Known, constraint: &Constraint) -> Option<Option<String>> {
    let table = &known.table.sql;
    match constraint.kind {
        ConstraintKind::Primary | ConstraintKind::Unique if constraint.index.is_none() => {
            Some(Some(doubles(look, known, &constraint.columns)))
        }
        ConstraintKind::Check => {
            let text = constraint.expression.as_ref()?.span?.of(&look.statement().text).to_string();
            Some(Some(format!("SELECT * FROM {table} WHERE NOT ({text}) LIMIT 10")))
        }
        ConstraintKind::Foreign => {
            let references = constraint.references.as_ref()?;
            let other = look.written(&references.pktable.relation());
            let of = match references.pk_attrs.is_empty() {
                true => &constraint.columns,
                false => &references.pk_attrs,
            };
            let pairs: Vec<_> = constraint
                .columns
                .iter()
                .zip(of)
                .map(|(own, other)| format!("r.{} = t.{}", look.quote(other), look.quote(own)))
                .collect();
            let filled: Vec<_> =
                constraint.columns.iter().map(|own| format!("t.{} IS NOT NULL", look.quote(own))).collect();
            let is_sure = !pairs.is_empty() && !references.pk_attrs.is_empty();
            Some(is_sure.then(|| {
                format!(
                    "SELECT * FROM {table} t WHERE {} AND NOT EXISTS (SELECT 1 FROM {other} r WHERE {}) LIMIT 10",
                    filled.join(" AND "),
                    pairs.join(" AND ")
                )
            }))
        }
        ConstraintKind::Exclusion => Some(None),
        _ => None,
    }
}

/// Rows that are there twice.
fn doubles(look: &Look, known: &Known, columns: &[String]) -> String {
    let columns = columns.iter().map(|column| look.quote(column)).collect::<Vec<_>>().join(", ");
    format!(
        "SELECT {columns}, count(*) FROM {} GROUP BY {columns} HAVING count(*) > 1 LIMIT 10",
        known.table.sql
    )
}

fn say(found: &mut Found, what: &str, table: &str, query: Option<String>) {
    let message =
        format!("{what} fails if a row of {table} does not fit, and so does what clients write then.");
    let finding = found.add(Severity::Info, message);
    match query {
        Some(query) => finding.hint(format!("Look before: {query};")),
        None => finding.hint("Look for such rows before."),
    };
}
