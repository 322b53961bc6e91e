//! Whether text is one SQL expression, and nothing that would become more than that where it is put into a query.

use migrate_core::classify::expression::is_one_expression;
use migrate_core::failure::Failure;
use pgrx::pg_sys;

use super::raw;

/// Refuses what is not one expression: what the parser refuses, and a list, an alias, or clauses of a query behind it.
///
/// # Errors
///
/// The parser's, with the position in the text, or one of the same kind.
pub fn must_be_one_expression(text: &str) -> Result<(), Failure> {
    let is_one = raw::parse(text, pg_sys::RawParseMode::RAW_PARSE_PLPGSQL_EXPR, |trees| {
        trees.first().is_some_and(|tree| is_one_expression(&tree.read(text).command))
    })?;
    if is_one {
        return Ok(());
    }
    Err(Failure {
        sqlstate: "42601".into(),
        message: "it is not one expression".into(),
        detail: None,
        hint: None,
        position: None,
    })
}
