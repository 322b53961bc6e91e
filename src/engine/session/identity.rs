//! Who asked, and with which settings: what a worker takes over.

use std::collections::BTreeMap;

use migrate_core::error::{Result, SessionError};
use serde::{Deserialize, Serialize};

use crate::postgres::identity::{self, as_owner, current_role, session_user};
use crate::postgres::{compat, settings as guc, spi};

/// Who a worker must be: the caller, no more.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
    let settings = settings();
    Ok(Identity { session_oid: session.to_u32(), session_user: session_name, role, settings })
}

/// The caller's identity for another database: that has a search path of its own, unless the session has set one.
///
/// # Errors
///
/// As [`capture`].
pub fn capture_elsewhere() -> Result<Identity> {
    let mut identity = capture()?;
    // As it is, and not as our own queries have it.
    let is_set = spi::user_row(
        "SELECT FROM pg_catalog.pg_settings
         WHERE name OPERATOR(pg_catalog.=) 'search_path'
           AND source OPERATOR(pg_catalog.=) ANY ('{session,client}'::pg_catalog.text[])",
        &[],
        |_| (),
    );
    let is_set = is_set.is_some();
    if !is_set {
        identity.settings.remove("search_path");
    }
    Ok(identity)
}

/// The settings of the caller's session that shape results.
fn settings() -> BTreeMap<String, String> {
    // What the session or its client set, but for what names the session itself, what limits a statement
    // that waits for a person, and what the client alone understands.
    // As they are, and not as our own queries have them.
    let settings = spi::user_rows(
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
    settings.extend(guc::hidden());
    settings
}
