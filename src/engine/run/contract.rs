//! What a run and the registry owe each other: the text that is run and its approval at the beginning, the row of the
//! history at the end.
//!
//! A row in `migrate.origins` is written when a run begins, with the schemas in which its names are looked up then: a
//! derived down script looks there. Whoever is replacing the text in an open transaction has its row locked; that is
//! waited for at the beginning, when nothing is lost yet.

use std::time::Duration;

use migrate_core::error::{Error, MigrationError, Result, RunError};
use migrate_core::migration::Direction;
use migrate_core::plan::Plan;

use super::standing::{self, Standing};
use crate::engine::journal::open_run;
use crate::engine::locks;
use crate::engine::operation::{changes, records};
use crate::engine::plan::{found, reverse};
use crate::engine::review::recorded;
use crate::postgres::settings as guc;
use crate::postgres::subtransaction;
use crate::registry::approval::{self, Place};
use crate::registry::emptiness;
use crate::registry::history::{self, Record};
use crate::registry::labels;
use crate::registry::migrations;
use crate::registry::origins::{self, How};
use crate::settings;

/// Whether a plan is to be run, and from where. Call it under the migrator's lock.
///
/// `None` if there is nothing left to do: somebody else did it since the plan was made.
///
/// # Errors
///
/// [`migrate_core::Error`] where the registry or the journal do not fit the plan any more, or its text is not approved.
pub fn begin(plan: &Plan) -> Result<Option<Standing>> {
    let purpose = &plan.purpose;
    recorded::prepare();
    if purpose.operation.is_some() {
        return Ok(Some(Standing { first: 1, ..Standing::default() }));
    }
    let (version, description) = (purpose.version, purpose.description.clone());
    // Somebody who is about to replace the text is waited for now, when nothing is lost yet.
    match hold(plan, settings::lock_wait())? {
        None => return Err(MigrationError::NotRegistered { version }.into()),
        Some(text) if text != purpose.fingerprint => {
            return Err(RunError::ChangedSincePlan { version, description }.into());
        }
        Some(_) => approval::check(std::slice::from_ref(plan), Place::Here)?,
    }
    let standing = standing::of(plan)?;
    if is_done(plan) {
        return Ok(None);
    }
    match purpose.direction {
        // Nothing is derived of one that is never rolled back.
        Direction::Up if standing.repeats => emptiness::forget(),
        // A run that goes on has begun under the path that is noted.
        Direction::Up if !open_run::is_open(version) => {
            origins::begin(version);
            emptiness::forget();
            reverse::note(version)?;
        }
        Direction::Up => {}
        Direction::Down => reverse::check(version, &description)?,
    }
    Ok(Some(standing))
}

/// The migration whose up script a plan runs, of which it may be noted what was there before.
pub fn noted(plan: &Plan) -> Option<i64> {
    plan.purpose.migration().filter(|_| plan.purpose.direction == Direction::Up)
}

/// Keeps the text of a plan's migration as it is to the end of the transaction, when who is about to replace it has
/// done so or not. What it is then, [`begin`] looks at.
///
/// # Errors
///
/// [`RunError::BeingReplaced`].
pub fn keep_text(plan: &Plan) -> Result<()> {
    hold(plan, settings::lock_wait()).map(|_| ())
}

/// Holds the registered text of a plan's migration to the end of the transaction; its fingerprint, if it is registered.
fn hold(plan: &Plan, patience: Duration) -> Result<Option<String>> {
    let purpose = &plan.purpose;
    let hold = || {
        guc::set_lock_timeout(patience);
        migrations::hold(purpose.version)
    };
    match subtransaction::attempt(|| Some(guc::scoped(hold))) {
        Err(failure) if failure.sqlstate == locks::NOT_AVAILABLE => {
            let (version, description) = (purpose.version, purpose.description.clone());
            Err(RunError::BeingReplaced { version, description }.into())
        }
        Err(failure) => Err(Error::Server(failure)),
        Ok(held) => Ok(held.flatten()),
    }
}

/// Whether there is nothing left to do of a plan. Call it under the migrator's lock.
pub fn is_done(plan: &Plan) -> bool {
    let Some(version) = plan.purpose.migration() else { return false };
    match plan.purpose.direction {
        Direction::Up => history::is_done(version),
        Direction::Down => history::find(version).is_none() && !open_run::is_open(version),
    }
}

/// Writes the migration's row in the history, or takes it out; a part of the last unit's transaction. Who runs it keeps
/// its text; if a script has let go of that, somebody who is about to replace it is waited for as long as `patience`
/// says, for others may wait for what this transaction has locked.
///
/// # Errors
///
/// [`RunError::ChangedSincePlan`], [`RunError::BeingReplaced`] if the registered scripts are others by now, or
/// about to be; that transaction must then be rolled back.
pub fn record(plan: &Plan, ms: i64, by: &str, patience: Duration) -> Result<()> {
    let purpose = &plan.purpose;
    if let Some(operation) = &purpose.operation {
        changes::finish(operation, purpose.change)?;
        records::finish(operation, purpose.record)?;
        return Ok(());
    }
    if hold(plan, patience)?.as_ref() != Some(&purpose.fingerprint) {
        let (version, description) = (purpose.version, purpose.description.clone());
        return Err(RunError::ChangedSincePlan { version, description }.into());
    }
    if purpose.event.is_some() {
        return Ok(());
    }
    match purpose.direction {
        Direction::Up => {
            let record = Record {
                version: purpose.version,
                description: &purpose.description,
                execution_time_ms: Some(ms),
                checksum: Some(&purpose.checksum),
                applied_by: by,
                how: How::Ran,
            };
            if labels::repeats(purpose.version) {
                history::renew(&record);
                return Ok(());
            }
            if !history::insert(&record) {
                let detail = "It was recorded by hand while it ran.".into();
                return Err(MigrationError::AlreadyApplied { version: purpose.version, detail }.into());
            }
            found::keep(purpose.version)?;
        }
        Direction::Down => {
            history::delete(purpose.version);
            records::close(purpose.version);
        }
    }
    Ok(())
}
