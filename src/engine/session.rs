//! The session in which a migration runs: whether it may, and how a worker becomes its caller.

use std::cell::Cell;
use std::collections::BTreeMap;

use migrate_core::error::{Error, Result, SessionError};
use migrate_core::failure::Failure;

use crate::postgres::identity::{self, as_owner, current_role, session_user};
use crate::postgres::{compat, lock, settings as guc, spi, toplevel};

thread_local! {
    /// Whether this process is running a migration.
    static WITHIN: Cell<bool> = const { Cell::new(false) };
}

/// Runs a migration's statements: what they call must not run migrations in turn.
pub fn within_migration<R>(work: impl FnOnce() -> R) -> R {
    struct Reset(bool);
    impl Drop for Reset {
        fn drop(&mut self) {
            WITHIN.set(self.0);
        }
    }
    let _reset = Reset(WITHIN.replace(true));
    work()
}

/// Refuses where no migration can run.
///
/// # Errors
///
/// [`SessionError::Nested`], [`SessionError::Standby`], [`SessionError::ReadOnly`], [`SessionError::Restricted`].
pub fn check() -> Result<()> {
    if WITHIN.get() {
        return Err(SessionError::Nested.into());
    }
    Ok(lock::check_writable("run migrations")?)
}

/// Who a worker must be: the caller, no more.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The session user's oid; the worker connects as this role.
    pub session_oid: u32,
    /// The session user.
    pub session_user: String,
    /// The current role.
    pub role: String,
    /// The settings that shape results.
    pub settings: BTreeMap<String, String>,
}

/// The caller's identity.
///
/// # Errors
///
/// [`SessionError::MayNotTakeRole`] where the current role comes from a SECURITY DEFINER function: its owner has
/// nothing of the session user, as whom a worker would connect; [`SessionError::NoLogin`] where no worker can connect.
pub fn capture() -> Result<Identity> {
    let (session, session_name) = session_user();
    let (current, role) = current_role();
    if session != current && (identity::is_definer() || !compat::can_take_role(session, current)) {
        return Err(SessionError::MayNotTakeRole { session_user: session_name, role }.into());
    }
    let can_login = as_owner(|| {
        let sql = "SELECT rolcanlogin FROM pg_roles WHERE oid = $1";
        spi::row(sql, &[session.into()], |row| row.must::<bool>(1))
    });
    if can_login != Some(true) {
        return Err(SessionError::NoLogin { role: session_name }.into());
    }
    // What the session or its client set, but for what names the session itself, what limits a statement
    // that waits for a person, and what the client alone understands.
    let settings = spi::rows(
        "SELECT name, pg_catalog.current_setting(name) FROM pg_catalog.pg_settings
         WHERE source OPERATOR(pg_catalog.=) ANY ('{session,client}'::pg_catalog.text[])
           AND context OPERATOR(pg_catalog.=) ANY ('{user,superuser}'::pg_catalog.text[])
           AND name OPERATOR(pg_catalog.<>) ALL
               ('{role,session_authorization,application_name,client_encoding,statement_timeout,lock_timeout,
                  idle_in_transaction_session_timeout,idle_session_timeout,transaction_timeout,
                  transaction_isolation,transaction_read_only,transaction_deferrable,
                  default_transaction_read_only,default_transaction_isolation,
                  default_transaction_deferrable,seed}'::pg_catalog.text[])",
        &[],
        |row| (row.must::<String>(1), row.must::<String>(2)),
    );
    let mut settings: BTreeMap<_, _> = settings.into_iter().collect();
    // search_path may come from the role or a function's SET clause: what counts is what it is.
    let path = spi::row("SELECT pg_catalog.current_setting('search_path')", &[], |row| row.must::<String>(1));
    settings.insert("search_path".into(), path.unwrap_or_default());
    settings.extend(guc::custom());
    Ok(Identity { session_oid: session.to_u32(), session_user: session_name, role, settings })
}

/// Makes a worker's session what the caller's was: role and settings, and nothing that a script before
/// has left of either.
///
/// # Errors
///
/// What the server refuses: a role that was dropped, a setting that the role may not change any more.
pub fn assume(identity: &Identity, name: &str) -> Result<()> {
    let run = |sql: &str| toplevel::run(sql).map_err(Error::Server);
    run("SET SESSION AUTHORIZATION DEFAULT")?;
    run("RESET ALL")?;
    lift_limits().map_err(Error::Server)?;
    // Whoever asked could write, although the default of the role or the database may be not to.
    set(&[("application_name", name), ("default_transaction_read_only", "off")])?;
    // As the session user, who could set them in the caller's session, too; the role may have fewer rights.
    let settings: Vec<_> =
        identity.settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    set(&settings)?;
    take_role(identity)
}

/// Takes the caller's role again, whatever a script has made of it; its settings stay.
///
/// # Errors
///
/// What the server refuses: a role that was dropped.
pub fn resume_role(identity: &Identity) -> Result<()> {
    toplevel::run("SET SESSION AUTHORIZATION DEFAULT").map_err(Error::Server)?;
    take_role(identity)
}

fn take_role(identity: &Identity) -> Result<()> {
    let role = if identity.role == identity.session_user {
        "NONE".into()
    } else {
        pgrx::spi::quote_identifier(&identity.role)
    };
    toplevel::run(&format!("SET ROLE {role}")).map_err(Error::Server)
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

fn set(settings: &[(&str, &str)]) -> Result<()> {
    let work = || {
        for (name, value) in settings {
            let args = [(*name).into(), (*value).into()];
            spi::rows("SELECT pg_catalog.set_config($1, $2, false)", &args, |_| ());
        }
    };
    toplevel::in_transaction(work).map_err(|failure| {
        let message =
            format!("could not take over the settings of the caller's session: {}", failure.message);
        Error::Server(Failure { message, ..failure })
    })
}
