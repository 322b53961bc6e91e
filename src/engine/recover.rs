//! What a standalone step must know before it runs, and how one sees afterwards, from the catalog, what it
//! left: after a failure, or after a crash of which the journal knows only that it began.

use std::time::Duration;

use migrate_core::error::SessionError;
use migrate_core::failure::Failure;
use migrate_core::plan::{Probe, Step};
use serde::{Deserialize, Serialize};

use crate::catalog::index::{self, Index};
use crate::postgres::toplevel;

/// The state before a standalone step, kept with its `started` row.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Before {
    /// The table's indexes that were there.
    #[serde(default)]
    indexes: Vec<u32>,
    /// The index that is to be dropped.
    #[serde(default)]
    dropping: Option<u32>,
    /// Somebody has looked and says that the step had finished.
    #[serde(default)]
    finished: bool,
}

/// Looks at the state before a step, in a transaction. An invalid index of the name that is to be made is
/// not counted as there: it is somebody's leftover, to be dropped with [`drop_leftovers`].
///
/// # Errors
///
/// [`SessionError::IndexInWork`] if that index is invalid because another session is building it: neither may
/// it be dropped, nor must IF NOT EXISTS take it for done.
pub fn look(step: &Step) -> Result<Before, SessionError> {
    let mut before = Before::default();
    match &step.probe {
        Some(Probe::IndexValid { table, index: name }) => {
            for index in index::of_table(table) {
                if index.is_valid || Some(&index.name) != name.as_ref() {
                    before.indexes.push(index.oid);
                } else if let Some(pid) = index::builder(index.oid) {
                    return Err(SessionError::IndexInWork { index: index.name, pid });
                }
            }
        }
        Some(Probe::IndexGone { index }) => before.dropping = index::oid(index),
        None => {}
    }
    Ok(before)
}

/// Whether a step that was begun has taken its whole effect. Without a probe nobody knows: it is run again.
pub fn happened(step: &Step, before: &Before) -> bool {
    if before.finished {
        return true;
    }
    match &step.probe {
        Some(Probe::IndexValid { index: name, .. }) => new_indexes(step, before)
            .iter()
            .any(|index| index.is_valid && name.as_ref().is_none_or(|name| *name == index.name)),
        Some(Probe::IndexGone { .. }) => before.dropping.is_some_and(|oid| !index::exists(oid)),
        None => false,
    }
}

/// The table's indexes that were not there before the step.
fn new_indexes(step: &Step, before: &Before) -> Vec<Index> {
    let Some(Probe::IndexValid { table, .. }) = &step.probe else { return Vec::new() };
    let mut indexes = index::of_table(table);
    indexes.retain(|index| !before.indexes.contains(&index.oid));
    indexes
}

/// Drops the invalid indexes that a step left, CONCURRENTLY, waiting for somebody's old transaction for `limit` at
/// most. What was done, as a sentence, for people.
///
/// # Errors
///
/// What the server refuses; the index is then still there, and the next run tries again.
pub fn drop_leftovers(step: &Step, before: &Before, limit: Duration) -> Result<Option<String>, Failure> {
    let name = match &step.probe {
        Some(Probe::IndexValid { index, .. }) => index.clone(),
        _ => return Ok(None),
    };
    let is_leftover = |index: &Index| {
        !index.is_valid
            && name.as_ref().is_none_or(|name| *name == index.name)
            && index::builder(index.oid).is_none()
    };
    let leftovers: Vec<Index> =
        toplevel::in_transaction(|| new_indexes(step, before).into_iter().filter(is_leftover).collect())?;
    for leftover in &leftovers {
        toplevel::run(&format!("SET lock_timeout = {}", limit.as_millis().clamp(1, i32::MAX as u128)))?;
        let result = toplevel::run(&format!("DROP INDEX CONCURRENTLY IF EXISTS {}", leftover.quoted));
        toplevel::run("RESET lock_timeout")?;
        result?;
    }
    Ok(leftovers.first().map(|index| format!("The invalid index \"{}\" was removed.", index.name)))
}
