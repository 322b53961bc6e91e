//! What is known beyond a script: core's questions, asked of the catalog, or what is kept of the answers.

use migrate_core::error::Result;
use migrate_core::reverse::{self, Action, Known};
use migrate_core::statement::Statement;

use super::origins;
use crate::catalog::before;

/// What the catalog knows now of the objects that a script names.
///
/// # Errors
///
/// That somebody wants this to end.
pub fn known(statements: &[(Statement, Vec<Action>)]) -> Result<Known> {
    let first = before::first_schema();
    let mut answers = before::answers(&reverse::questions(statements, first.as_deref()))?;
    for (statement, actions) in statements {
        for inserts in
            actions.iter().filter_map(|action| action.inserts.as_ref()).filter(|rows| rows.may_find_some)
        {
            answers.note_rows(statement.number, &inserts.table, inserts.rows.len() as u64);
        }
    }
    Ok(Known { answers, first })
}

/// What is known of a migration that has run here, or has begun to.
pub fn of_migration(version: i64) -> Known {
    let first = origins::path(version).and_then(|path| path.schemas.into_iter().next());
    Known { answers: origins::before(version), first }
}
