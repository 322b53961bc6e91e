//! A CHECK that proves that a column has a value in every row, after which the server need not look.

use crate::facts::{Constraint, Table};
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::steps::free::chosen;
use crate::steps::rows::Look;

/// That it has a value. Of a row IS NOT NULL says that all of its fields have one, which SET NOT NULL does not ask: the
/// server takes it for no proof, and rows would be refused that may be there.
pub(super) fn condition(names: &dyn Quoting, table: &Table, column: &str) -> String {
    let is_row = table.columns.iter().any(|own| own.name == column && own.is_row);
    let words = if is_row { "IS DISTINCT FROM NULL" } else { "IS NOT NULL" };
    format!("{} {words}", names.quote(column))
}

/// Adds the CHECK, by this name, without a look at the rows.
pub(super) fn add(names: &dyn Quoting, table: &Table, column: &str, name: &str) -> Draft {
    let (quoted, condition) = (names.quote(name), condition(names, table, column));
    let sql = format!("ALTER TABLE {} ADD CONSTRAINT {quoted} CHECK ({condition}) NOT VALID", table.sql);
    Draft::new(words::add_not_valid(name), sql, Mode::AccessExclusive, table)
}

/// Validates it, or a NOT NULL of this name; a row without a value is named.
pub(super) fn validate(names: &dyn Quoting, table: &Table, column: &str, name: &str) -> Draft {
    Draft::validate(names, table, name).or_names(nulls(names, table, column))
}

/// The look for a row without a value: the server does not say which it is.
pub(super) fn nulls(names: &dyn Quoting, table: &Table, column: &str) -> Option<String> {
    let hint = "Give it a value, or delete the row.";
    let condition = format!("NOT ({})", condition(names, table, column));
    Some(Look::for_failure(table, &table.name, condition, hint).sql(names))
}

/// The CHECK, as the server writes it.
pub(super) fn definition(names: &dyn Quoting, table: &Table, column: &str) -> String {
    format!("CHECK (({}))", condition(names, table, column))
}

/// The name of the constraint that proves it meanwhile, or that is it: the first of the numbered names under which there is
/// nothing else.
pub(super) fn helper(names: &dyn Quoting, table: &Table, column: &str) -> String {
    let proof = definition(names, table, column);
    let is_own = |there: &Constraint| match there.kind.as_str() {
        "n" => there.columns.iter().any(|own| own == column),
        _ => there.definition.trim_end_matches(" NOT VALID") == proof,
    };
    first(table, column, |name| table.constraint(name).is_none_or(is_own))
}

/// The first of the numbered names that no constraint of the table has.
pub(super) fn free(table: &Table, column: &str) -> String {
    first(table, column, |name| table.constraint(name).is_none())
}

fn first(table: &Table, column: &str, is_it: impl Fn(&str) -> bool) -> String {
    let mut number = 0;
    loop {
        let name = chosen(&table.name, column, "not_null", number);
        if is_it(&name) {
            return name;
        }
        number += 1;
    }
}
