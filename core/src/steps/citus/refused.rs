//! What is not known to be right is refused.

use crate::error::{Error, TableError};
use crate::facts::Table;

/// [`TableError::Managed`] of a table.
pub(super) fn refused(table: &Table) -> Error {
    TableError::Managed { table: table.display.clone() }.into()
}
