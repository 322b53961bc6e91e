//! What a user writes as SQL in an argument, parsed as exactly what it should be.

use migrate_core::classify::argument::{cut, hint, is_one};
use migrate_core::classify::condition;
use migrate_core::ddl::Command;
use migrate_core::error::ArgumentError;
use migrate_core::failure::Failure;
use migrate_core::request::{Part, Written};
use pgrx::pg_sys;

use super::raw;

/// Refuses a text that is not what its argument should be, or more than that.
///
/// # Errors
///
/// [`ArgumentError::NotOne`], which says what stands where.
pub fn check(written: Written) -> Result<(), ArgumentError> {
    let Written { argument, part, text } = written;
    let parsed = read(part, text);
    if parsed == Ok(true) {
        return Ok(());
    }
    let why = match (cut(text, |text| read(part, text) == Ok(true)), parsed) {
        (Some((one, more)), _) => format!("Behind \"{one}\" stands \"{more}\"."),
        (None, Err(failure)) => format!("Of \"{text}\" the server says: {}.", failure.message),
        (None, Ok(_)) => format!("It is \"{text}\"."),
    };
    Err(ArgumentError::NotOne { argument, part: part.words(), why, hint: hint(&written) })
}

/// The condition of a CHECK, alone or as the whole constraint, as ALTER TABLE takes it.
///
/// # Errors
///
/// [`ArgumentError::OtherConstraint`] of another constraint, which has a function of its own.
pub fn condition(table: &str, name: &str, text: &str) -> Result<String, ArgumentError> {
    let is_expression = read(Part::Expression, text) == Ok(true);
    let sql = condition::statement(text);
    let commands = |trees: &[raw::Tree]| trees.iter().map(|tree| tree.read(&sql).command).collect();
    let commands: Vec<Command> = match is_expression {
        true => Vec::new(),
        false => raw::parse(&sql, pg_sys::RawParseMode::RAW_PARSE_DEFAULT, commands).unwrap_or_default(),
    };
    let inner = condition::of_constraint(table, name, text, &commands)?;
    Ok(inner.unwrap_or_else(|| text.to_string()))
}

/// Whether a text is one or more statements.
pub fn is_sql(text: &str) -> bool {
    raw::parse(text, pg_sys::RawParseMode::RAW_PARSE_DEFAULT, |trees| !trees.is_empty()).unwrap_or(false)
}

/// An expression as it can stand behind DEFAULT in a column's definition, where some need parentheses.
pub fn as_default(text: &str) -> String {
    let is = |part: Part| read(part, text) == Ok(true);
    if !is(Part::Default) && is(Part::Expression) {
        return format!("({})", migrate_core::backfill::closed(text));
    }
    text.to_string()
}

/// Whether the parser takes it for that and nothing else.
fn read(part: Part, text: &str) -> Result<bool, Failure> {
    let sql = part.statement(text);
    raw::parse(&sql, pg_sys::RawParseMode::RAW_PARSE_DEFAULT, |trees| {
        let commands: Vec<Command> = trees.iter().map(|tree| tree.read(&sql).command).collect();
        is_one(part, &commands)
    })
}
