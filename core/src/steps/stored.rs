//! Values compared as they are stored, bit by bit: types without equality are no exception.
//!
//! Functions compare them, not their operators (`*<>`, `*=`): a trigger's condition is kept as a tree and printed by
//! the server, which leaves out the casts to `record`. Two rows with an operator between them are then read back column
//! by column, so a dump could not be restored.
//!
//! Whether there is a value is asked with `IS DISTINCT FROM NULL`: of a composite value with a NULL in it,
//! `IS NOT NULL` is false. The server makes the same test of both where the type is no composite one, so a CHECK of it
//! proves NOT NULL, too.

/// That two lists of values, which SQL separates by commas, are not stored alike.
pub(crate) fn differ(left: &str, right: &str) -> String {
    format!("pg_catalog.record_image_ne(ROW({left}), ROW({right}))")
}

/// The same of two values of a type. Of the server's own types whose equal values are stored alike their operator says it,
/// which takes a third of the time.
pub(crate) fn differ_of(data_type: &str, left: &str, right: &str) -> String {
    const EXACT: [&str; 5] = ["boolean", "smallint", "integer", "bigint", "uuid"];
    match EXACT.contains(&data_type) {
        true => format!(
            "(({left} OPERATOR(pg_catalog.<>) {right}) IS NOT FALSE AND ({left} IS NOT NULL OR {right} IS NOT NULL))"
        ),
        false => differ(left, right),
    }
}

/// That they are.
pub(crate) fn are_alike(left: &str, right: &str) -> String {
    format!("pg_catalog.record_image_eq(ROW({left}), ROW({right}))")
}

/// That there is a value, of an expression that needs no parentheses.
pub(crate) fn has_value(expression: &str) -> String {
    format!("{expression} IS DISTINCT FROM NULL")
}

/// That there is none.
pub(crate) fn has_none(expression: &str) -> String {
    format!("{expression} IS NOT DISTINCT FROM NULL")
}
