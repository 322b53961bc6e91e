//! `migrate.squash`: many migrations become one, in the registry and in the history. Nothing is run.
//!
//! All of it is one statement under the migrator's lock, so a crash leaves all as it was. What they were stays in
//! `migrate.squashed`.

use migrate_core::error::{ApprovalError, Result, SquashError};
use migrate_core::migration::{Direction, Migration, Script};

use super::by_hand;
use crate::engine::journal::{self, open_run};
use crate::engine::operation::records;
use crate::postgres::identity::answerable_user;
use crate::postgres::parser;
use crate::registry::history::{self, Record};
use crate::registry::load::{self, Outcome};
use crate::registry::migrations::Registered;
use crate::registry::origins::{self, How};
use crate::registry::squashed::{self, Part};
use crate::registry::{labels, migrations, schemas};

/// Makes one migration, which has the last one's version, of all from one version to another one.
///
/// # Errors
///
/// [`SquashError`], [`ApprovalError::Tampered`], that one has run in a schema ([`schemas::check_unused`]), and what the
/// parser or the registry refuse.
pub fn squash(
    from: i64,
    to: i64,
    description: Option<&str>,
    up: Option<&str>,
    down: Option<&str>,
) -> Result<Outcome> {
    by_hand::begin()?;
    if from != to && !labels::is_before(from, to) {
        return Err(SquashError::Order { from, to }.into());
    }
    if let Some(version) = [from, to].into_iter().find(|version| labels::repeats(*version)) {
        return Err(SquashError::NoVersion { version }.into());
    }
    let parts = squashed::parts(from, to);
    // Their histories have the parts, so the one would run there again.
    parts.iter().try_for_each(|part| schemas::check_unused(part.version, &part.description))?;
    let is_applied = check(from, to, &parts)?;
    let (up, own_down) = match up {
        Some(up) => (Script::new(up), None),
        None => join(from, to, &parts)?,
    };
    let down = down.map(Script::new).or(own_down);
    let description = match description {
        Some(description) => load::check_description(description)?.to_string(),
        None => match parts.last() {
            Some(last) if last.version == to => last.description.clone(),
            _ => format!("all from {from} to {to}"),
        },
    };
    let filename =
        parts.last().and_then(|last| last.registered.as_ref()).and_then(|last| last.filename.clone());
    for part in &parts {
        squashed::take(part.version, to);
        records::close(part.version);
    }
    let migration = Migration { version: to, description, up, down };
    let mut outcome = load::register_anew(&migration, filename.as_deref())?;
    if is_applied {
        let checksum = migrations::find(to).map(|there| there.checksum);
        history::insert(&Record {
            version: to,
            description: &migration.description,
            execution_time_ms: None,
            checksum: checksum.as_deref(),
            applied_by: &answerable_user(),
            how: How::Recorded,
        });
        journal::note_by_hand(to, Direction::Up);
        outcome.status = "recorded";
    }
    let many = parts.len();
    outcome.detail =
        format!("{}; in place of {}", outcome.detail, migrate_core::text::count(many, "migration"));
    Ok(outcome)
}

/// Whether all of them are applied; false if none is.
fn check(from: i64, to: i64, parts: &[Part]) -> Result<bool> {
    let begun = |part: &&Part| part.is_applied || open_run::is_open(part.version);
    let is_open = parts.iter().any(|part| open_run::is_open(part.version));
    let applied = parts.iter().find(begun).map(|part| part.version);
    let unfinished = parts.iter().find(|part| !part.is_applied || is_open && begun(part));
    // What is not registered here was not applied either: the last one says that all of them were.
    let has_last = parts.iter().any(|part| part.version == to);
    let pending = unfinished.map(|part| part.version).or((!has_last).then_some(to));
    if let (Some(applied), Some(pending)) = (applied, pending) {
        return Err(SquashError::Middle { from, to, applied, pending }.into());
    }
    let baseline = origins::baseline().map(|baseline| baseline.version);
    if let Some(baseline) = baseline.filter(|baseline| parts.iter().any(|part| part.version == *baseline)) {
        return Err(SquashError::Baseline { from, to, baseline }.into());
    }
    Ok(applied.is_some())
}

/// The scripts of all, one behind the other; those down in the other order, where each has one.
fn join(from: i64, to: i64, parts: &[Part]) -> Result<(Script, Option<Script>)> {
    if parts.is_empty() {
        return Err(SquashError::Nothing { from, to }.into());
    }
    let mut up = Vec::new();
    for part in parts {
        let (version, description) = (part.version, part.description.clone());
        let not = |why| SquashError::NotJoined { version, description: part.description.clone(), why };
        let registered = part.registered.as_ref().ok_or_else(|| not("It is applied but not registered."))?;
        if !registered.is_intact() {
            return Err(ApprovalError::Tampered { version, description }.into());
        }
        if part.is_changed {
            return Err(not("What is registered is not what was applied.").into());
        }
        let script = registered.up.as_ref().ok_or_else(|| not("It has no up script yet."))?;
        check_script(script, Direction::Up).map_err(not)?;
        up.push((version, part.description.as_str(), script));
    }
    let downs = |part: &&Part| part.registered.as_ref().and_then(|there| there.down.as_ref()).is_some();
    let mut down = Vec::new();
    if parts.iter().all(|part| downs(&part)) {
        for part in parts.iter().rev() {
            if let Some(Registered { down: Some(script), .. }) = &part.registered {
                if check_script(script, Direction::Down).is_err() {
                    down.clear();
                    break;
                }
                down.push((part.version, part.description.as_str(), script));
            }
        }
    }
    let down = (!down.is_empty()).then(|| Script::new(squashed::joined(&down)));
    Ok((Script::new(squashed::joined(&up)), down))
}

/// Why a script means something else among others, if it does.
fn check_script(script: &Script, direction: Direction) -> std::result::Result<(), &'static str> {
    if !script.transaction {
        return Err("It asks for no transaction, and the others do not.");
    }
    // A setting ends with its script, and would last for those behind it.
    match parser::parse(script, direction) {
        Err(_) => Err("The server cannot read it any more."),
        Ok(statements)
            if statements.iter().any(|statement| ["SET", "RESET"].contains(&statement.tag.as_str())) =>
        {
            Err("It changes a setting, which would hold for those behind it.")
        }
        Ok(_) => Ok(()),
    }
}
