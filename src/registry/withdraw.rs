//! Taking a pending migration out of the registry: `migrate.unregister`, and what is gone from a folder.
//!
//! What has run, in part or as a whole, and what somebody is about to run, stays. Approvals stay, too: they are of a text,
//! whoever registers it.

use migrate_core::error::{Has, MigrationError, Result, SessionError, WithdrawalError};

use super::history;
use super::load::{Outcome, check_may_register};
use super::migrations::{self, Registered};
use super::rivals;
use super::schemas;
use crate::catalog::citus;
use crate::postgres::identity::as_owner;
use crate::postgres::{lock, spi};

/// Takes a pending migration out of the registry.
///
/// # Errors
///
/// [`WithdrawalError::MayNot`], [`MigrationError::NotRegistered`], [`WithdrawalError::InUse`].
pub fn unregister(version: i64) -> Result<Outcome> {
    may_change()?;
    let there = withdraw(version)?.ok_or(MigrationError::NotRegistered { version })?;
    let by = rivals::named(&there.description, there.filename.as_deref());
    Ok(Outcome {
        version,
        description: there.description,
        status: "withdrawn",
        detail: format!("{by} is no longer registered"),
        notes: Vec::new(),
    })
}

/// Refuses who may not register migrations: to take one out, or to accept another text, is to say what is registered.
///
/// # Errors
///
/// [`WithdrawalError::MayNot`].
pub fn may_change() -> Result<()> {
    check_may_register().map_err(|_| WithdrawalError::MayNot.into())
}

/// The same for who may register; none if it is not registered.
///
/// # Errors
///
/// [`WithdrawalError::InUse`].
pub fn withdraw(version: i64) -> Result<Option<Registered>> {
    citus::check_writable("unregister migrations")?;
    // Nobody need wait for a run to be told of it.
    if let Some(there) = migrations::find(version) {
        check(&there)?;
    }
    // Whoever applies it right now decides first whether it is applied.
    migrations::hold_for_change(version);
    let Some(there) = migrations::find(version) else { return Ok(None) };
    check(&there)?;
    if !delete(version) {
        // A snapshot from before shows what is gone by now.
        return Err(SessionError::Stale.into());
    }
    Ok(Some(there))
}

fn check(there: &Registered) -> Result<()> {
    let (version, description) = (there.version, there.description.clone());
    schemas::check_unused(version, &description)?;
    in_use(version).map_or(Ok(()), |has| Err(WithdrawalError::InUse { version, description, has }.into()))
}

/// What has a migration.
fn in_use(version: i64) -> Option<Has> {
    if history::find(version).is_some() {
        return Some(Has::History);
    }
    let one = |sql: &str| as_owner(|| spi::row(sql, &[version.into()], |row| row.must::<i64>(1)));
    let job = "SELECT id FROM migrate.live_jobs WHERE alive AND $1 = ANY (versions) ORDER BY id LIMIT 1";
    if let Some(job) = one(job) {
        return Some(Has::Job(job));
    }
    if lock::is_text_held(version) {
        return Some(Has::Session);
    }
    let run = format!(
        "SELECT u.unit, u.units FROM migrate.unfinished u WHERE u.version = $1 AND {}",
        migrations::HAS_BEGUN
    );
    let run = as_owner(|| {
        spi::row(&run, &[version.into()], |row| Has::Run { unit: row.must(1), units: row.must(2) })
    });
    run.or_else(|| {
        let change = "SELECT c.id FROM migrate.change_records c JOIN migrate.operations o USING (id)
                      WHERE o.version = $1 AND c.state NOT IN ('done', 'aborted', 'undone')
                      ORDER BY c.id LIMIT 1";
        one(change).map(Has::Change)
    })
}

/// Deletes what is kept of a migration that is registered and not applied; false if it is not there.
pub(super) fn delete(version: i64) -> bool {
    let sql = "WITH gone AS (DELETE FROM migrate.migrations WHERE version = $1 RETURNING version),
                    label AS (DELETE FROM migrate.labels WHERE version = $1),
                    folder AS (DELETE FROM migrate.folders WHERE version = $1),
                    found AS (DELETE FROM migrate.lint_findings WHERE version = $1),
                    begun AS (DELETE FROM migrate.origins WHERE version = $1)
               SELECT version FROM gone";
    !as_owner(|| spi::write_rows(sql, &[version.into()], |row| row.must::<i64>(1))).is_empty()
}
