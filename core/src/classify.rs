//! What follows from what a statement says: how it relates to transactions, which relations it names, which locks it
//! takes, and what it has to do with how others are cut into units.
//!
//! Pure functions over [`ddl`](crate::ddl). Nothing is looked up, so a script may name what does not exist yet.

pub mod argument;
pub mod bearing;
pub mod call;
pub mod class;
pub mod condition;
pub mod expression;
pub mod locks;
pub mod strings;
pub mod tables;

use crate::ddl::Reading;
use crate::statement::{Class, Place, Statement};

/// A statement as a plan keeps it, from its text, where that stands, and what it says.
pub fn statement(text: &str, place: Place, reading: &Reading) -> Statement {
    let Reading { tag, command } = reading;
    let (tag, class) = match call::operation(command) {
        Some(call) if call.is_bare => (call.name, Class::Operation),
        Some(call) => (call.name, Class::DressedOperation),
        None => (tag.clone(), class::class(command)),
    };
    let Place { number, start, line, column } = place;
    Statement {
        number,
        text: text.to_string(),
        start,
        line,
        column,
        tag,
        class,
        tables: tables::tables(command).into(),
        locks: locks::locks(command).into(),
        bearing: bearing::bearing(command).map(Box::new),
        what: String::new(),
        on_failure: None,
    }
}
