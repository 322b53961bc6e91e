//! The SET list of an UPDATE, as a user writes it, cut into columns and expressions.

use migrate_core::backfill::Assignment;
use migrate_core::classify::expression;
use migrate_core::failure::Failure;
use pgrx::pg_sys;

use super::raw;

const BEFORE: &str = "UPDATE t SET ";

/// Reads `word_count = length(body), checked = true`.
///
/// # Errors
///
/// The parser's, with the position in the text, or one of the same kind for what is more than that: a WHERE, a list of
/// columns in parentheses, a part of a column.
pub fn assignments(text: &str) -> Result<Vec<Assignment>, Failure> {
    let sql = format!("{BEFORE}{text}");
    let cut = raw::parse(&sql, pg_sys::RawParseMode::RAW_PARSE_DEFAULT, |trees| match trees {
        [tree] => expression::assignments(&sql, &tree.read(&sql).command),
        _ => None,
    })
    .map_err(|failure| {
        let before = BEFORE.len() as u32;
        Failure { position: failure.position.map(|position| position.saturating_sub(before)), ..failure }
    })?;
    cut.ok_or_else(|| Failure {
        sqlstate: "42601".into(),
        message: "it is not a list of columns and what each is set to".into(),
        detail: None,
        hint: Some(
            "Write each column with its own expression: word_count = length(body), checked = true; and a = (SELECT x …), b = (SELECT y …) for (a, b) = (SELECT x, y …)."
                .into(),
        ),
        position: None,
    })
}
