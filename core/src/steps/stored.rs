//! Values compared as they are stored, bit by bit: types without equality are no exception.
//!
//! Functions compare them, not their operators (`*<>`, `*=`): a trigger's condition is kept as a tree and printed by
//! the server, which leaves out the casts to `record`. Two rows with an operator between them are then read back column
//! by column, so a dump could not be restored.

/// That two lists of values, which SQL separates by commas, are not stored alike.
pub(crate) fn differ(left: &str, right: &str) -> String {
    format!("pg_catalog.record_image_ne(ROW({left}), ROW({right}))")
}

/// That they are.
pub(crate) fn are_alike(left: &str, right: &str) -> String {
    format!("pg_catalog.record_image_eq(ROW({left}), ROW({right}))")
}
