//! Changing the history by hand: nothing is run, but the journal says so, and a run that was open ends.

use std::collections::BTreeMap;

use migrate_core::checksum::short;
use migrate_core::error::{
    AcceptanceError, ApprovalError, CallError, HistoryError, MigrationError, Result, RunError,
};
use migrate_core::migration::Direction;
use migrate_core::text;

use super::schemas_look::named;
use crate::catalog::citus;
use crate::engine::journal;
use crate::engine::locks::migrator;
use crate::engine::operation::records;
use crate::engine::plan::request::check_not_repeatable;
use crate::postgres::lock::Hold;
use crate::postgres::tenant;
use crate::registry::acceptances::{self, What};
use crate::registry::history::{self, Applied, Record};
use crate::registry::load::{self, Outcome};
use crate::registry::schemas::{self, Wanted};
use crate::registry::{labels, migrations, origins, withdraw};

/// Nobody may be running migrations while the history is changed under them.
///
/// # Errors
///
/// [`migrate_core::error::SessionError::Busy`], and where nothing can be written.
pub fn begin() -> Result<()> {
    citus::check_writable("change the history")?;
    migrator::take(Hold::Transaction)
}

/// Does something by hand in each of these schemas, in all of them or in none. A row for each migration, with in how many
/// schemas it is `done`.
///
/// # Errors
///
/// [`migrate_core::error::SchemasError`]; those of `work`, with the schema's name.
pub fn in_schemas(
    wanted: &Wanted,
    done: &str,
    work: impl Fn() -> Result<Vec<(i64, String)>>,
) -> Result<Vec<(i64, String, String)>> {
    begin()?;
    let found = schemas::register(wanted)?;
    schemas::check_rights(&found)?;
    let mut noted: BTreeMap<i64, (String, usize)> = BTreeMap::new();
    for schema in &found {
        for (version, description) in named(schema, &work)? {
            noted.entry(version).or_insert((description, 0)).1 += 1;
        }
        schemas::settled_by_hand(schema.id);
    }
    let told = |(version, (description, count)): (i64, (String, usize))| {
        (version, description, format!("{done} in {}", text::count(count, "schema")))
    };
    Ok(noted.into_iter().map(told).collect())
}

/// Records by hand that a migration is applied; nothing is run.
///
/// # Errors
///
/// [`MigrationError::AlreadyApplied`].
pub fn record(record: &Record) -> Result<()> {
    begin()?;
    load::check_description(record.description)?;
    if let Some(ms) = record.execution_time_ms
        && ms < 0
    {
        return Err(CallError::TooSmall { argument: "execution_time_ms", least: 0, value: ms }.into());
    }
    if labels::is_callback(record.version) {
        let (version, description) = (record.version, record.description.to_string());
        return Err(MigrationError::Callback { version, description, cannot: "recorded" }.into());
    }
    if !history::insert(record) {
        let detail = history::find(record.version).map_or_else(String::new, |there| since(&there));
        return Err(MigrationError::AlreadyApplied { version: record.version, detail }.into());
    }
    journal::note_by_hand(record.version, Direction::Up);
    Ok(())
}

fn since(applied: &Applied) -> String {
    let by = applied.applied_by.as_deref().unwrap_or("somebody");
    format!("It is \"{}\", recorded by {by}.", applied.description)
}

/// Takes a migration out of the history by hand; nothing is run. With that of a baseline the baseline goes. Returns its
/// description.
///
/// # Errors
///
/// [`MigrationError::NotApplied`]; [`HistoryError::Covered`] for one below a baseline.
pub fn remove(version: i64) -> Result<String> {
    begin()?;
    let there = history::find(version).ok_or(MigrationError::NotApplied { version })?;
    if let Some(baseline) =
        origins::baseline().filter(|baseline| labels::is_before(version, baseline.version))
    {
        let (description, baseline) = (there.description, baseline.version);
        let in_schemas = tenant::current().is_some();
        return Err(HistoryError::Covered { version, description, baseline, in_schemas }.into());
    }
    history::delete(version);
    journal::note_by_hand(version, Direction::Down);
    records::close(version);
    Ok(there.description)
}

/// Accepts another text for a migration that is applied: the one that is registered, or one with this checksum that is
/// loaded later. Returns what was done, and more of it.
///
/// # Errors
///
/// [`WithdrawalError::MayNot`](migrate_core::error::WithdrawalError), [`MigrationError::NotApplied`],
/// [`MigrationError::NotRegistered`], [`AcceptanceError`], [`ApprovalError::Tampered`].
pub fn accept(version: i64, reason: &str, checksum: Option<&str>) -> Result<Outcome> {
    withdraw::may_change()?;
    begin()?;
    let reason = load::check_line("reason", reason)?;
    let there = history::find(version).ok_or(MigrationError::NotApplied { version })?;
    let description = there.description;
    let Some(applied) = there.checksum else {
        return Err(AcceptanceError::Unknown { version, description }.into());
    };
    let registered = migrations::find(version);
    if let Some(registered) = registered.as_ref().filter(|there| !there.is_intact()) {
        let description = registered.description.clone();
        return Err(ApprovalError::Tampered { version, description }.into());
    }
    let registered = registered.map(|there| there.checksum);
    let accepted = match checksum {
        Some(given) if is_checksum(given) => given.to_string(),
        Some(given) => return Err(AcceptanceError::NotAChecksum { given: given.into() }.into()),
        None => registered.clone().ok_or(MigrationError::NotRegistered { version })?,
    };
    if accepted == applied {
        return Err(AcceptanceError::Same { version, description }.into());
    }
    let is_new = acceptances::write(version, &applied, &accepted, What::Text, Some(reason));
    let is_registered = registered.as_ref() == Some(&accepted);
    if is_registered {
        acceptances::put_into_history(version, &accepted);
    }
    let (old, new) = (short(&applied), short(&accepted));
    let next = if is_registered { "" } else { "; now load its file" };
    Ok(Outcome {
        version,
        description,
        status: if is_new || is_registered { "accepted" } else { "unchanged" },
        detail: format!("{new}... in place of {old}...{next}"),
        notes: Vec::new(),
    })
}

fn is_checksum(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c))
}

/// Says of a standalone unit that was broken off whether it had finished: then it is done, otherwise it is run
/// again. Returns its number and how many there are.
///
/// # Errors
///
/// [`RunError::NothingToSettle`].
pub fn settle(version: i64, finished: bool) -> Result<(i32, i32)> {
    begin()?;
    journal::settle(version, finished).ok_or_else(|| RunError::NothingToSettle { version }.into())
}

/// Records every registered migration up to `version` as applied, and `version` itself if it is not
/// registered; what is registered below it from now on is recorded, too. Returns what was recorded.
///
/// # Errors
///
/// [`CallError::Empty`], [`CallError::NotOneLine`] for the description.
pub fn baseline(version: i64, description: &str) -> Result<Vec<(i64, String)>> {
    begin()?;
    let description = load::check_description(description)?;
    check_not_repeatable(version, "a baseline")?;
    let recorded = history::baseline(version, description);
    for (version, _) in &recorded {
        journal::note_by_hand(*version, Direction::Up);
    }
    Ok(recorded)
}
