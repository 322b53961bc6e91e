//! What a standalone step must know before it runs, and how one sees afterwards, from the catalog, what it
//! left: after a failure, or after a crash of which the journal knows only that it began.
//!
//! What the catalog says of a step that was begun: an index that is there and valid is done; an invalid one is dropped
//! CONCURRENTLY and built again. A database, tablespace or subscription that came or went is done. A partition that is
//! half detached is finalized. Invalid copies of a REINDEX CONCURRENTLY are dropped, and it runs again, as does
//! whatever does the same when it is done twice (VACUUM). Of anything else (a CALL that commits) a person says what
//! became of it: `migrate.settle`.

use std::time::Duration;

use migrate_core::error::SessionError;
use migrate_core::failure::Failure;
use migrate_core::plan::{Probe, Step};
use serde::{Deserialize, Serialize};

use crate::catalog::index::{self, Index};
use crate::catalog::lock_target;
use crate::catalog::object::{self, Detached};
use crate::engine::locks::limit;
use crate::postgres::{stopwatch, toplevel};

/// The state before a standalone step, kept with its `started` row.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Before {
    /// The table's indexes that were there.
    #[serde(default)]
    indexes: Vec<u32>,
    /// The index that is to be dropped.
    #[serde(default)]
    dropping: Option<u32>,
    /// Whether the object that is to be made or dropped was there.
    #[serde(default)]
    existed: bool,
    /// Somebody has looked and says that the step had finished.
    #[serde(default)]
    finished: bool,
}

/// Looks at the state before a step, in a transaction. An invalid index of the name that is to be made is not counted
/// as there: it is somebody's leftover, to be dropped with [`tidy`]. Nor is one that came since an `earlier` try, which
/// could not drop it, nor the copies that an earlier REINDEX CONCURRENTLY of the same table left.
///
/// # Errors
///
/// [`SessionError::IndexInWork`] if that index is invalid because another session is building it: neither may
/// it be dropped, nor must IF NOT EXISTS take it for done.
pub fn look(step: &Step, earlier: Option<&Before>) -> Result<Before, SessionError> {
    let mut before = Before::default();
    match step.probe.as_deref() {
        Some(Probe::IndexValid { table, index: name }) => {
            for index in index::of_table(table) {
                let is_named = Some(&index.name) == name.as_ref();
                let builder = if index.is_valid { None } else { index::builder(index.oid) };
                match builder {
                    Some(pid) if is_named => {
                        return Err(SessionError::IndexInWork { index: index.name, pid });
                    }
                    None if !index.is_valid && (is_named || is_new(&index, earlier)) => {}
                    _ => before.indexes.push(index.oid),
                }
            }
        }
        Some(Probe::IndexGone { index }) => before.dropping = index::oid(index),
        Some(Probe::Reindexed) => {
            let named = step.source().tables.first();
            let own = named.map(|named| index::reindex_leftovers(Some(named))).unwrap_or_default();
            let is_own = |index: &Index| own.contains(index) && index::builder(index.oid).is_none();
            let leftovers = index::reindex_leftovers(None).into_iter();
            before.indexes = leftovers
                .filter(|index| !is_new(index, earlier) && !is_own(index))
                .map(|index| index.oid)
                .collect();
        }
        Some(Probe::Detached { parent, partition }) => {
            before.existed = object::detached(parent, partition) != Detached::Yes;
        }
        Some(Probe::Made(object) | Probe::Gone(object)) => before.existed = object::exists(object),
        None => {}
    }
    Ok(before)
}

/// The transactions that a step will have to wait for, for people: a CONCURRENTLY waits for every one that is older.
pub fn waits_for(step: &Step) -> Option<String> {
    let is_concurrent = matches!(
        step.probe.as_deref(),
        Some(Probe::IndexValid { .. } | Probe::IndexGone { .. } | Probe::Reindexed | Probe::Detached { .. })
    );
    is_concurrent.then(lock_target::older_transactions).flatten()
}

/// Whether an index came since an earlier try.
fn is_new(index: &Index, earlier: Option<&Before>) -> bool {
    earlier.is_some_and(|earlier| !earlier.indexes.contains(&index.oid))
}

/// Whether a step that was begun has taken its whole effect. Without a probe nobody knows: it is run again.
pub fn happened(step: &Step, before: &Before) -> bool {
    if before.finished {
        return true;
    }
    match step.probe.as_deref() {
        Some(Probe::IndexValid { index: name, .. }) => new_indexes(step, before)
            .iter()
            .any(|index| index.is_valid && name.as_ref().is_none_or(|name| *name == index.name)),
        Some(Probe::IndexGone { .. }) => before.dropping.is_some_and(|oid| !index::exists(oid)),
        Some(Probe::Detached { parent, partition }) => {
            before.existed && object::detached(parent, partition) == Detached::Yes
        }
        Some(Probe::Made(object)) => !before.existed && object::exists(object),
        Some(Probe::Gone(object)) => before.existed && !object::exists(object),
        // Done twice it does no harm.
        Some(Probe::Reindexed) | None => false,
    }
}

/// Runs a step: its statement, or what completes the half that an earlier run left.
///
/// # Errors
///
/// The statement's.
pub fn run(step: &Step) -> Result<(), Failure> {
    if let Some(Probe::Detached { parent, partition }) = step.probe.as_deref()
        && let Detached::Pending(finalize) = toplevel::in_transaction(|| object::detached(parent, partition))?
    {
        return toplevel::run(&finalize);
    }
    stopwatch::watch(|| limit::out_of_queue(step.source()))
}

/// The indexes that were not there before the step and may be its doing.
fn new_indexes(step: &Step, before: &Before) -> Vec<Index> {
    let mut indexes = match step.probe.as_deref() {
        Some(Probe::IndexValid { table, .. }) => index::of_table(table),
        Some(Probe::Reindexed) => index::reindex_leftovers(None),
        _ => Vec::new(),
    };
    indexes.retain(|index| !before.indexes.contains(&index.oid));
    indexes
}

/// Clears away what a step has left half-done: drops its invalid indexes, CONCURRENTLY, waiting for somebody's old
/// transaction for `limit` at most. What was done, or is left to the next run, as a sentence, for people.
///
/// # Errors
///
/// What the server refuses; the index is then still there, and the next run tries again.
pub fn tidy(step: &Step, before: &Before, limit: Duration) -> Result<Option<String>, Failure> {
    let name = match step.probe.as_deref() {
        Some(Probe::IndexValid { index, .. }) => index.clone(),
        Some(Probe::Reindexed) => None,
        Some(Probe::Detached { parent, partition }) => {
            let state = toplevel::in_transaction(|| object::detached(parent, partition))?;
            let half = matches!(state, Detached::Pending(_));
            return Ok(half.then(|| {
                format!("The partition \"{}\" is half detached; the next run completes that.", partition.name)
            }));
        }
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
        let drop = format!("DROP INDEX CONCURRENTLY IF EXISTS {}", leftover.quoted);
        limit::within(limit, || toplevel::run(&drop))?;
    }
    Ok(leftovers.first().map(|index| format!("The invalid index \"{}\" was removed.", index.name)))
}
