//! Facts of tables of which each row is an applied migration.

use super::fact::{Fact, Facts};
use super::row::{Row, Rows};
use crate::error::ImportError;

/// Facts of a table of which each row is an applied migration.
pub(super) fn each(rows: &Rows, fact: impl Fn(Row) -> Fact) -> Result<Facts, ImportError> {
    let facts =
        rows.iter().map(|row| Fact { applied_at: row.at().map(str::to_string), ..fact(row) }).collect();
    Ok(Facts { facts, up_to: None })
}

/// The same of a table that has a file's name in a column.
pub(super) fn each_file(rows: &Rows, column: &str) -> Result<Facts, ImportError> {
    each(rows, |row| Fact::of_file(row.text(column)))
}
