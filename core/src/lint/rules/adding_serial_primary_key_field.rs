//! A primary key, or a serial or identity column, on a table with rows: an index is built, or the table written anew,
//! while nobody can read or write.

use crate::ddl::alter_table::Action;
use crate::ddl::column::ColumnDef;
use crate::ddl::constraint::{Constraint, ConstraintKind};
use crate::lint::call::Call;
use crate::lint::clauses::Clause;
use crate::lint::cost::{NEAR, behind, is_serial, reads_for_not_null};
use crate::lint::finding::Found;
use crate::lint::look::Look;

pub(super) const ID: &str = "adding-serial-primary-key-field";
pub(super) const TITLE: &str = "a primary key builds its index, a serial column rewrites the table, under ACCESS EXCLUSIVE";

pub(super) fn check(look: &Look, found: &mut Found) {
    for clause in look.clauses() {
        match (clause.action, clause.added()) {
            (Action::AddConstraint { constraint }, _) if constraint.kind == ConstraintKind::Primary => {
                match &constraint.index {
                    Some(index) => by_index(look, &clause, index, constraint, found),
                    None => by_itself(look, &clause, constraint, found),
                }
            }
            (_, Some(column)) => added(look, &clause, column, found),
            _ => {}
        }
    }
}

fn by_itself(look: &Look, clause: &Clause, constraint: &Constraint, found: &mut Found) {
    let nullable = nullable(look, clause, &constraint.columns);
    let more = match nullable.is_empty() || clause.subject.known().is_none() {
        true => String::new(),
        false => format!(" Before that all rows are read: {} may be NULL.", nullable.join(", ")),
    };
    let message = format!(
        "PRIMARY KEY holds {} until its index is built: {}.{more}",
        clause.lock(),
        clause.stops()
    );
    let call = Call::new(look, "safe_add_primary_key")
        .table(&clause.alter.relation)
        .names(&constraint.columns)
        .name_as("constraint_name", constraint.name.as_deref())
        .names_as("include", &constraint.including)
        .flag("is_deferrable", constraint.deferrable)
        .flag("initially_deferred", constraint.initially_deferred);
    let is_plain = constraint.options.is_empty() && constraint.tablespace.is_none() && !constraint.without_overlaps;
    let fix = is_plain.then(|| clause.replaced_by(&call.to_string())).flatten();
    found.add_at(constraint.place, clause.subject.severity(), message).advice(
        "migrate.safe_add_primary_key builds the index CONCURRENTLY and makes it the key in a moment.",
        fix,
    );
}

/// USING INDEX takes a moment, but for columns that may be NULL.
fn by_index(look: &Look, clause: &Clause, index: &str, constraint: &Constraint, found: &mut Found) {
    let Some(known) = clause.subject.known() else { return };
    let there = known.table.indexes.iter().find(|there| there.name == *index);
    let columns = match there {
        Some(index) => index.columns.clone(),
        None => made_before(look, index),
    };
    let nullable = nullable(look, clause, &columns);
    if nullable.is_empty() {
        return;
    }
    let message = format!(
        "The key makes {} NOT NULL and reads all rows for that under {}: {}.",
        nullable.join(", "),
        clause.lock(),
        clause.stops()
    );
    let set = columns.iter().filter(|column| nullable.contains(&look.quote(column)));
    let calls = set.map(|column| {
        format!("{};\n", Call::new(look, "safe_set_not_null").table(&clause.alter.relation).name(column))
    });
    let calls: String = calls.collect();
    let fix = clause.replaced_by("").map(|_| format!("{calls}{}", look.statement().text));
    found.add_at(constraint.place, clause.subject.severity(), message).advice(
        "migrate.safe_set_not_null before it reads the rows without stopping anybody.",
        fix,
    );
}

fn made_before(look: &Look, index: &str) -> Vec<String> {
    let made = |before: Look| {
        let (create, _) = before.created_index()?;
        let columns = create.params.iter().filter_map(|element| element.name.clone()).collect();
        (create.name.as_deref() == Some(index)).then_some(columns)
    };
    look.before().take(NEAR).find_map(made).unwrap_or_default()
}

/// Those of the columns for which rows have to be read, quoted.
fn nullable(look: &Look, clause: &Clause, columns: &[String]) -> Vec<String> {
    let reads = |column: &&String| reads_for_not_null(look, clause.alter, &clause.subject, column);
    columns.iter().filter(reads).map(|column| look.quote(column)).collect()
}

fn added(look: &Look, clause: &Clause, column: &ColumnDef, found: &mut Found) {
    use ConstraintKind::*;
    let name = look.quote(&column.name);
    let is_counted = is_serial(column) || behind(column, Identity).is_some();
    let key = behind(column, Primary);
    if !(is_counted || key.is_some() && behind(column, Default).is_some()) {
        return;
    }
    let what = if is_counted { "numbers all rows" } else { "fills all rows" };
    let index = if key.is_some() { " and builds an index" } else { "" };
    let message = format!(
        "ADD COLUMN {name} {what}{index} under {}: {}.",
        clause.lock(),
        clause.stops()
    );
    let (hint, fix) = match (is_serial(column), key) {
        (true, _) => {
            let hint = match key {
                Some(_) => {
                    "migrate.safe_add_column numbers the rows in batches; migrate.safe_add_primary_key makes it the key."
                }
                None => "migrate.safe_add_column adds it for new rows and numbers the others in batches.",
            };
            (hint, serial(look, clause, column))
        }
        (false, Some(_)) if !is_counted => (
            "Add it by migrate.safe_add_column, then migrate.safe_add_primary_key.",
            None,
        ),
        _ => (
            "As bigserial, migrate.safe_add_column numbers the rows in batches.",
            None,
        ),
    };
    found.add_at(column.place, clause.subject.severity(), message).advice(hint, fix);
}

fn serial(look: &Look, clause: &Clause, column: &ColumnDef) -> Option<String> {
    use ConstraintKind::*;
    let is_plain = column.constraints.iter().all(|each| matches!(each.kind, Primary | NotNull));
    let add = Call::new(look, "safe_add_column")
        .table(&clause.alter.relation)
        .name(&column.name)
        .text(clause.type_text(column.type_name.as_ref()?)?);
    let key = behind(column, Primary).map(|key| {
        let call = Call::new(look, "safe_add_primary_key")
            .table(&clause.alter.relation)
            .names(std::slice::from_ref(&column.name))
            .name_as("constraint_name", key.name.as_deref());
        format!(";\n{call}")
    });
    is_plain.then(|| clause.replaced_by(&format!("{add}{}", key.unwrap_or_default()))).flatten()
}
