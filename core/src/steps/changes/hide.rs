//! What hiding a column and hiding a table have in common: the name that they have meanwhile, and the two ends: dropped
//! for good, or as it was.
//!
//! A drop is a change without a middle, from expanding to grace at once.

use crate::change::{State, Way};
use crate::error::{ChangeError, Result};
use crate::facts::{Catalog, Change, Dependents};
use crate::name::shown;
use crate::plan::draft::Draft;
use crate::request::{EndChange, Operation};

/// So that the names of triggers, which end in a word more, are as distinct.
const MOST_BYTES: usize = crate::name::MOST_BYTES - 9;

/// How the names of hidden things begin.
pub(super) const PREFIX: &str = "~dropped_";

/// A name for what is hidden that nothing has.
pub(super) fn tombstone(name: &str, is_taken: impl Fn(&str) -> Result<bool>) -> Result<String> {
    let mut number = 1;
    loop {
        let end = if number == 1 { String::new() } else { format!("_{number}") };
        let mut tombstone = format!("{PREFIX}{name}");
        while tombstone.len() + end.len() > MOST_BYTES {
            tombstone.pop();
        }
        tombstone.push_str(&end);
        if !is_taken(&tombstone)? {
            return Ok(tombstone);
        }
        number += 1;
    }
}

/// The two ends of what is hidden.
pub(super) trait Hidden {
    /// It goes for good.
    fn drop(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>>;

    /// It is as it was.
    fn restore(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>>;

    /// What restoring it has done, when it is restored.
    fn restored(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        self.restore(change, catalog)
    }
}

/// What is hidden by a change.
fn hidden(change: &Change) -> Result<&dyn Hidden> {
    match change.arguments.as_ref() {
        Operation::HideColumn(column) => Ok(column),
        Operation::HideTable(table) => Ok(table),
        _ => Err(ChangeError::NoChange { change: change.title() }.into()),
    }
}

/// The steps that end it, one way or the other.
pub(super) fn end(end: &EndChange, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
    let refuse =
        |why: &'static str| ChangeError::State { title: change.title(), id: change.id, why, until: None };
    let as_done = |drafts: Vec<Draft>| drafts.into_iter().map(|draft| draft.done_if(true)).collect();
    match (end.way, change.state) {
        (Way::Complete, State::Grace) => {
            if !end.force {
                check_unused(change)?;
            }
            check_alone(change, catalog)?;
            hidden(change)?.drop(change, catalog)
        }
        (
            Way::Complete,
            State::Expanding | State::Backfilling | State::Verifying | State::Ready | State::Contracting,
        ) => Err(refuse("is not ready").into()),
        (Way::Complete, State::Aborted | State::Undone) => Err(refuse("was taken back").into()),
        (Way::Complete, State::Done) => {
            let what = format!("drop {}", change.what());
            Ok(vec![Draft::of_nothing(what, format!("DROP {}", change.what())).done_if(true)])
        }
        (_, State::Done) => Err(ChangeError::Gone { title: change.title() }.into()),
        (_, State::Aborted | State::Undone) => {
            let drafts = hidden(change).and_then(|hidden| hidden.restored(change, catalog));
            Ok(drafts.map(as_done).unwrap_or_default())
        }
        _ => hidden(change)?.restore(change, catalog),
    }
}

/// Refuses to drop what somebody may still use.
fn check_unused(change: &Change) -> Result<()> {
    if change.is_over && !change.writes.is_recent {
        return Ok(());
    }
    Err(ChangeError::InUse {
        what: change.what(),
        id: change.id,
        until: change.grace_until.clone().filter(|_| !change.is_over),
        writes: change.writes.count,
        last: change.writes.last.clone(),
        by: change.writes.by.clone(),
    }
    .into())
}

/// Refuses to drop what others need: DROP would, or would take them along.
fn check_alone(change: &Change, catalog: &dyn Catalog) -> Result<()> {
    let dependents = catalog.dependents(&catalog.table(&change.table)?, change.new_columns.first());
    if dependents.is_empty() {
        return Ok(());
    }
    Err(ChangeError::Needed { what: change.what(), id: change.id, dependents }.into())
}

/// What hangs on it, and who says its name, for people.
pub(super) fn told(catalog: &dyn Dependents, dependents: &[String], name: &str) -> String {
    let mut told = Vec::new();
    if !dependents.is_empty() {
        told.push(format!("to be dropped or changed before it goes for good: {}", dependents.join(", ")));
    }
    let mentions = catalog.mentions(name);
    if !mentions.is_empty() {
        told.push(format!("functions that say {}: {}", shown(name), mentions.join(", ")));
    }
    told.join("; ")
}
