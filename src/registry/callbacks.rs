//! What runs around migrations, kept in the registry: `migrate.set_callback`, `drop_callback`.
//!
//! A callback is a repeatable migration whose time is an event of a run, so it is registered, approved and run as one. It
//! never gets into the history.

use migrate_core::error::{ArgumentError, CallError, MigrationError, Result};
use migrate_core::migration::{Migration, Script};
use migrate_core::text::is_file_name;
use migrate_core::version::{Event, Version};

use super::load::{self, Draft, Outcome, Replace};
use super::{labels, migrations, withdraw};
use crate::catalog::citus;

/// Registers what runs at an event, in place of what ran then before.
///
/// # Errors
///
/// [`MigrationError::UnknownEvent`]; what the server's parser or the registry refuse.
pub fn set(name: &str, sql: &str) -> Result<Outcome> {
    let event = event_of(name)?;
    if sql.trim().is_empty() {
        return Err(CallError::Empty { argument: "sql" }.into());
    }
    if is_file_name(sql) {
        return Err(ArgumentError::FileName { argument: "sql", name: sql.trim().into() }.into());
    }
    let version = Version::callback(event);
    let (up, description) = (Script::new(sql), version.describe(""));
    let migration = Migration { version: version.number, description, up, down: None };
    labels::note(&version, true);
    load::register(&migration, Draft::No, None, Replace::Pending)
}

/// Takes what runs at an event out of the registry. A run that is planned with it fails before it begins with it.
///
/// # Errors
///
/// [`MigrationError::UnknownEvent`], [`MigrationError::NoCallback`], [`MigrationError::BeingRun`].
pub fn drop(name: &str) -> Result<Outcome> {
    let event = event_of(name)?;
    citus::check_writable("register migrations")?;
    let version = Version::callback(event).number;
    migrations::hold_for_change(version);
    let Some(there) = migrations::find(version) else {
        return Err(MigrationError::NoCallback { event: event.as_str() }.into());
    };
    migrations::check_not_run(&there)?;
    withdraw::delete(version);
    let (description, detail, notes) = (there.description, "runs no more".into(), Vec::new());
    Ok(Outcome { version, description, status: "dropped", detail, notes })
}

fn event_of(name: &str) -> Result<Event> {
    let unknown = || MigrationError::UnknownEvent { name: name.into() };
    Ok(Event::of_name(&name.trim().to_lowercase()).ok_or_else(unknown)?)
}
