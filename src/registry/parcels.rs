//! What is registered, on its way to another database, where it is registered as by the one who sends it.
//!
//! Whoever sends a script vouches for it there. So what he could not apply here without an approval is not registered there
//! in his name; what is there already has its own registrant, and its own approvals.

use std::collections::HashMap;

use migrate_core::error::{ApprovalError, ElsewhereError, Error, Result};
use migrate_core::failure::Failure;
use migrate_core::migration::{Migration, Script};
use migrate_core::version::{self, Event, Label, Place, Version};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::load::{self, Draft, Replace};
use super::{approval, labels, migrations};
use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::spi;

/// How a hint begins about what is to be done where a migration came from.
pub const HERE: &str = "In the database that asks";

/// A migration on its way.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Parcel {
    version: i64,
    description: String,
    up: Option<Script>,
    down: Option<Script>,
    checksum: String,
    filename: Option<String>,
    label: Option<Written>,
    /// Who has registered it, where the sender needs an approval for it.
    unapproved: Option<String>,
}

/// What a version is beside its number, as `migrate.labels` has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Written {
    text: String,
    place: String,
    repeats: bool,
    event: Option<String>,
    always: bool,
}

impl Parcel {
    fn version(&self) -> Version {
        let label = self.label.as_ref().map(|written| Label {
            text: written.text.clone(),
            place: Place::of_array(&written.place),
            repeats: written.repeats,
            always: written.always,
            event: written.event.as_deref().and_then(Event::of_name),
        });
        Version { number: self.version, label }
    }
}

/// A row's label in its columns from this one on.
fn written(row: &spi::Row, at: usize) -> Option<Written> {
    Some(Written {
        text: row.get(at)?,
        place: row.must(at + 1),
        repeats: row.must(at + 2),
        event: row.get(at + 3),
        always: row.must(at + 4),
    })
}

/// All that is registered here, for the current role to send.
///
/// # Errors
///
/// [`ApprovalError::Tampered`].
pub fn all() -> Result<Vec<Parcel>> {
    let registered = migrations::all();
    if let Some(found) = registered.iter().find(|found| !found.is_intact()) {
        let (version, description) = (found.version, found.description.clone());
        return Err(ApprovalError::Tampered { version, description }.into());
    }
    let sql = "SELECT label, place::text, repeats, event, always, version FROM migrate.labels";
    let read = |row: spi::Row| (row.must::<i64>(6), written(&row, 1));
    let mut labels: HashMap<i64, Option<Written>> =
        as_owner(|| spi::rows(sql, &[], read)).into_iter().collect();
    let mut unapproved: HashMap<i64, String> = approval::lacking_of(&registered).into_iter().collect();
    let parcel = |found: migrations::Registered| Parcel {
        label: labels.remove(&found.version).flatten(),
        unapproved: unapproved.remove(&found.version),
        version: found.version,
        description: found.description,
        up: found.up,
        down: found.down,
        checksum: found.checksum,
        filename: found.filename,
    };
    Ok(registered.into_iter().map(parcel).collect())
}

/// Registers what is missing here, as by `migrate.load` of the current role; how many.
///
/// # Errors
///
/// What the registry refuses, the right to register included; [`ApprovalError::Unapproved`].
pub fn register(parcels: &[Parcel]) -> Result<i64> {
    let sql = "SELECT label, place::text, repeats, event, always, m.version, m.checksum, m.description
               FROM migrate.migrations m LEFT JOIN migrate.labels l USING (version)";
    let read = |row: spi::Row| {
        (row.must::<i64>(6), (row.must::<String>(7), row.must::<String>(8), written(&row, 1)))
    };
    let known: HashMap<i64, _> = as_owner(|| spi::rows(sql, &[], read)).into_iter().collect();
    let is_missing = |parcel: &&Parcel| {
        known.get(&parcel.version).is_none_or(|(checksum, description, label)| {
            *checksum != parcel.checksum
                || *description != parcel.description
                || parcel.label.is_some() && *label != parcel.label
        })
    };
    let mut count = 0;
    let missing: Vec<&Parcel> = parcels.iter().filter(is_missing).collect();
    if !missing.is_empty() {
        load::check_may_register()?;
    }
    for parcel in missing {
        let version = parcel.version;
        if let Some(registered_by) = &parcel.unapproved {
            let (description, registered_by) = (parcel.description.clone(), registered_by.clone());
            let (_, role) = current_role();
            let error = ApprovalError::Unapproved { version, description, registered_by, role };
            let failure = Error::from(error)
                .within("It is not registered here, and not approved in the database that asks.")
                .failure();
            let hint =
                format!("{HERE}: SELECT migrate.approve({version}), by somebody who may act as the role.");
            return Err(Error::Server(Failure { hint: Some(hint), ..failure }));
        }
        // What is not said of a version is known here as well as there.
        labels::note(&parcel.version(), parcel.label.is_some());
        let migration = Migration {
            version,
            description: parcel.description.clone(),
            up: parcel.up.clone().unwrap_or_else(|| Script::new("")),
            down: parcel.down.clone(),
        };
        let draft = if parcel.up.is_none() { Draft::Yes } else { Draft::No };
        load::register(&migration, draft, parcel.filename.as_deref(), Replace::Pending)?;
        count += 1;
    }
    Ok(count)
}

/// The same of what came over the network, from whoever may call for it: nothing of it is believed.
///
/// # Errors
///
/// [`ElsewhereError::NoRegistry`]; a version below 1; as [`register`].
pub fn register_sent(sent: Value) -> Result<i64> {
    let unreadable = |why: serde_json::Error| ElsewhereError::NoRegistry { why: why.to_string() };
    let parcels: Vec<Parcel> = serde_json::from_value(sent).map_err(unreadable)?;
    for parcel in &parcels {
        version::check(parcel.version)?;
    }
    register(&parcels)
}
