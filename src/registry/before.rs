//! What is known beyond a script that runs next: core's questions, asked of the catalog.

use migrate_core::error::Result;
use migrate_core::reverse::{self, Action, Known};
use migrate_core::statement::Statement;

use crate::catalog::before;

/// What the catalog knows now of the objects that a script names.
///
/// # Errors
///
/// That somebody wants this to end.
pub fn known(statements: &[(Statement, Vec<Action>)]) -> Result<Known> {
    let first = before::first_schema();
    let answers = before::answers(&reverse::questions(statements, first.as_deref()))?;
    Ok(Known { answers, first })
}
