//! How a worker becomes its caller: role and settings anew before each plan.
//!
//! What is taken over can be told from what a script sets by its source ([`Change::Assume`]).

use std::collections::BTreeMap;

use migrate_core::error::{Error, Result};
use migrate_core::failure::Failure;
use migrate_core::left;

use super::identity::Identity;
use super::traces;
use crate::postgres::settings::Change;
use crate::postgres::{compat, settings as guc, toplevel};

/// Makes a worker's session what the caller's was: role and settings, and nothing that a script before
/// has left of either.
///
/// # Errors
///
/// What the server refuses: a role that was dropped, a setting that the role may not change any more.
pub fn assume(identity: &Identity, name: &str) -> Result<()> {
    run("SET SESSION AUTHORIZATION DEFAULT")?;
    run("RESET ALL")?;
    // Whoever asked could write, although the default of the role or the database may be not to.
    let ours = [("application_name", name), ("default_transaction_read_only", "off")];
    let limits = compat::LIMITS_OF_A_SESSION.iter().map(|name| (*name, "0"));
    // As the session user, who could set them in the caller's session, too; the role may have fewer rights.
    let callers = identity.settings.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let work = || {
        limits.chain(ours).chain(callers).for_each(|(name, value)| guc::change(name, Change::Assume(value)))
    };
    // What the role or the database has, too: it can then be told from what a script sets or resets.
    let assumed = || {
        work();
        let is_callers = |name: &String| identity.settings.contains_key(name);
        for (name, value) in of_role().into_iter().filter(|(name, _)| !is_callers(name)) {
            guc::change(&name, Change::Assume(&value));
        }
    };
    toplevel::in_transaction(assumed).map_err(not_taken_over)?;
    take_role(identity)
}

fn not_taken_over(failure: Failure) -> Error {
    let message = format!("could not take over the settings of the caller's session: {}", failure.message);
    Error::Server(Failure { message, ..failure })
}

/// Makes the new session of a worker what the caller would have in this database: what he has set and his role are set here,
/// and go on to the jobs that it asks for.
///
/// # Errors
///
/// As [`assume`].
pub fn enter(identity: &Identity, name: &str) -> Result<()> {
    lift_limits().map_err(Error::Server)?;
    let work = || {
        guc::change("application_name", Change::Set(name));
        identity.settings.iter().for_each(|(name, value)| guc::change(name, Change::Set(value)));
        guc::change("role", Change::Set(own_role(identity)));
    };
    toplevel::in_transaction(work).map_err(not_taken_over)
}

/// Makes a worker's session the caller's again, behind a migration: without anything that its script has left, or, where
/// scripts build on each other (`keep`), with all of it but the role.
///
/// # Errors
///
/// As [`assume`].
pub fn renew(identity: &Identity, name: &str, keep: bool) -> Result<()> {
    if keep {
        run("SET SESSION AUTHORIZATION DEFAULT")?;
        return take_role(identity);
    }
    traces::clear().map_err(Error::Server)?;
    assume(identity, name)
}

fn run(sql: &str) -> Result<()> {
    toplevel::run(sql).map_err(Error::Server)
}

/// As the caller's role, which can be told from one that a script sets, be it the same.
pub(super) fn take_role(identity: &Identity) -> Result<()> {
    run("RESET ROLE")?;
    let work = || guc::change("role", Change::Assume(own_role(identity)));
    toplevel::in_transaction(work).map_err(Error::Server)
}

/// The caller's role, as the setting has it.
pub(super) fn own_role(identity: &Identity) -> &str {
    if identity.role == identity.session_user { "none" } else { &identity.role }
}

/// Lifts the limits that a role, database or server sets for statements of people: a job waits on purpose, and a
/// CREATE INDEX CONCURRENTLY waits for old transactions as for locks.
///
/// # Errors
///
/// None that is to be expected.
pub fn lift_limits() -> std::result::Result<(), Failure> {
    compat::LIMITS_OF_A_SESSION.iter().try_for_each(|name| toplevel::run(&format!("SET {name} = 0")))
}

/// What the session user's role or the database sets of what scripts mean.
pub(super) fn of_role() -> BTreeMap<String, String> {
    guc::of_role().into_iter().filter(|(name, _)| left::says_what_is_meant(name)).collect()
}
