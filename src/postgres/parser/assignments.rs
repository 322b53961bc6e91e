//! The SET list of an UPDATE, as a user writes it, cut into columns and expressions.

use migrate_core::backfill::Assignment;
use migrate_core::classify::expression;
use migrate_core::error::ArgumentError;
use pgrx::pg_sys;

use super::raw;

const BEFORE: &str = "UPDATE t SET ";

/// Reads `word_count = length(body), checked = true`.
///
/// # Errors
///
/// [`ArgumentError::NotOne`] for what the parser refuses, and for what is more than that: a WHERE, a list of columns in
/// parentheses, a part of a column.
pub fn assignments(text: &str) -> Result<Vec<Assignment>, ArgumentError> {
    let refuse = |why: String| ArgumentError::NotOne {
        argument: "assignments",
        part: "a list of columns and what each is set to",
        why,
        hint: Some(how(text)),
    };
    let sql = format!("{BEFORE}{text}");
    let cut = raw::parse(&sql, pg_sys::RawParseMode::RAW_PARSE_DEFAULT, |trees| match trees {
        [tree] => expression::assignments(&sql, &tree.read(&sql).command),
        _ => None,
    })
    .map_err(|failure| refuse(format!("Of \"{}\" the server says: {}.", text.trim(), failure.message)))?;
    cut.ok_or_else(|| refuse(format!("It is \"{}\".", text.trim())))
}

/// How it is written.
fn how(text: &str) -> String {
    let first = text.split_whitespace().next().unwrap_or_default();
    if first.eq_ignore_ascii_case("set") {
        return "Leave the word SET out.".into();
    }
    if first.eq_ignore_ascii_case("update") {
        return "Give what stands behind SET alone; what stands behind WHERE is argument \"condition\"."
            .into();
    }
    "Write each column with its own expression: word_count = length(body), checked = true; a = (SELECT x ...), b = (SELECT \
     y ...) for (a, b) = (SELECT x, y ...). What stands behind WHERE is argument \"condition\"."
        .into()
}
