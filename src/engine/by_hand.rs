//! Changing the history by hand: nothing is run, but the journal knows, and whatever run was open ends.

use migrate_core::error::{RegistryError, Result};
use migrate_core::migration::Direction;

use super::journal;
use crate::registry::history::{self, Applied, Record};

/// Records by hand that a migration is applied; nothing is run.
///
/// # Errors
///
/// [`RegistryError::AlreadyApplied`].
pub fn record(record: &Record) -> Result<()> {
    if let Some(there) = history::find(record.version) {
        return Err(RegistryError::AlreadyApplied { version: there.version, detail: since(&there) }.into());
    }
    history::insert(record);
    journal::note_by_hand(record.version, Direction::Up);
    Ok(())
}

fn since(applied: &Applied) -> String {
    let by = applied.applied_by.as_deref().unwrap_or("somebody");
    format!("It is \"{}\", recorded by {by}.", applied.description)
}

/// Takes a migration out of the history by hand; nothing is run. Returns its description.
///
/// # Errors
///
/// [`RegistryError::NotApplied`].
pub fn remove(version: i64) -> Result<String> {
    let there = history::find(version).ok_or(RegistryError::NotApplied { version })?;
    history::delete(version);
    journal::note_by_hand(version, Direction::Down);
    Ok(there.description)
}

/// Records every registered migration up to `version` as applied, and `version` itself if it is not
/// registered. Returns what was recorded.
pub fn baseline(version: i64, description: &str) -> Vec<(i64, String)> {
    let recorded = history::baseline(version, description);
    for (version, _) in &recorded {
        journal::note_by_hand(*version, Direction::Up);
    }
    recorded
}
