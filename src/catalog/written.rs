//! What a user wrote as SQL in an operation's arguments: each is one type, expression or list, as its argument wants it.

use migrate_core::error::Result;
use migrate_core::facts::{Indexes, Table, Tables};
use migrate_core::request::{Operation, Part};

use super::server::Server;
use crate::postgres::parser::argument;

/// Refuses an argument that is more than it should be, or something else.
///
/// # Errors
///
/// [`migrate_core::error::ArgumentError::NotOne`].
pub fn check(operation: &Operation) -> Result<()> {
    for written in operation.written() {
        let Err(error) = argument::check(written) else { continue };
        // A column's name is quoted by us, whatever stands in it.
        if written.part != Part::IndexElement || !has_column(operation, written.text)? {
            return Err(error.into());
        }
    }
    Ok(())
}

fn has_column(operation: &Operation, name: &str) -> Result<bool> {
    let table = match operation {
        Operation::CreateIndex(create) => Server.find(&create.table)?,
        Operation::ReplaceIndex(replace) => Server.table_of_index(&replace.index)?,
        _ => None,
    };
    Ok(table.is_some_and(|table: Table| table.columns.iter().any(|column| column.name == name)))
}
