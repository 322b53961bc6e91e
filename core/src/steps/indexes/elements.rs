//! The list of columns and expressions of an index, as a user writes it.

use crate::backfill::closed;
use crate::facts::Table;
use crate::name::Quoting;

/// The elements as SQL: what names a column is quoted, anything else (an expression, an operator class, an order) is
/// taken as it is.
pub fn elements(names: &dyn Quoting, table: &Table, elements: &[String]) -> String {
    let element = |element: &String| {
        let is_column = table.has_column(element);
        if is_column { names.quote(element) } else { closed(element) }
    };
    elements.iter().map(element).collect::<Vec<_>>().join(", ")
}

/// What an expression is called in an index's name.
pub const EXPRESSION: &str = "expr";

/// A short name for an element, to be a part of the index's name: the column, or `expr`.
pub fn label(table: &Table, element: &str) -> String {
    let first = element.split_whitespace().next().unwrap_or_default().trim_matches('"');
    let is_column = |name: &str| table.has_column(name);
    if is_column(element) {
        element.into()
    } else if is_column(first) {
        first.into()
    } else {
        EXPRESSION.into()
    }
}
