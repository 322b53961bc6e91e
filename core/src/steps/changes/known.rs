//! The change that a call has begun already.

use crate::change::State;
use crate::error::{ChangeError, Result};
use crate::facts::{Catalog, Change, Table};
use crate::request::Operation;
use crate::steps::sync;

/// The change of these columns that was begun already, if it is this one. Another one that is open is in the way.
pub(super) fn known_change(
    catalog: &dyn Catalog,
    table: &Table,
    old: &[String],
    new: &[String],
    is_this: impl Fn(&Operation) -> bool,
) -> Result<Option<Change>> {
    let mut known = None;
    let changes = catalog.changes(table)?;
    sync::must_be_known(catalog, table, &changes, &old.iter().chain(new).collect::<Vec<_>>())?;
    for change in changes {
        let meets =
            |columns: &[String]| columns.iter().any(|column| old.contains(column) || new.contains(column));
        if is_this(&change.arguments) && change.state != State::Aborted {
            known = Some(change);
        } else if change.is_in_the_way() && (meets(&change.old_columns) || meets(&change.new_columns)) {
            let (title, id, in_grace) = (change.title(), change.id, change.state == State::Grace);
            return Err(ChangeError::Conflict { table: table.display.clone(), title, id, in_grace }.into());
        }
    }
    Ok(known)
}
