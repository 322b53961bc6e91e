//! The session in which a migration runs: whether it may, and how a worker becomes its caller.

pub mod going_on;
pub mod traces;

use std::cell::Cell;
use std::collections::BTreeMap;

use migrate_core::error::{Error, Result, SessionError};
use migrate_core::failure::Failure;
use migrate_core::left::{self, Left};

use crate::catalog::citus;
use crate::postgres::identity::{self, as_owner, current_role, session_user};
use crate::postgres::settings::Change;
use crate::postgres::staying::{self, Origin};
use crate::postgres::{compat, settings as guc, spi, toplevel};

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
/// [`SessionError::Nested`], and what [`citus::check_writable`] says.
pub fn check() -> Result<()> {
    if WITHIN.get() {
        return Err(SessionError::Nested.into());
    }
    Ok(citus::check_writable("run migrations")?)
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
    let settings = settings();
    Ok(Identity { session_oid: session.to_u32(), session_user: session_name, role, settings })
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
    settings
}

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
    toplevel::in_transaction(assumed).map_err(|failure| {
        let message =
            format!("could not take over the settings of the caller's session: {}", failure.message);
        Error::Server(Failure { message, ..failure })
    })?;
    take_role(identity)
}

/// Takes the caller's role again, whatever a script has made of it; its settings stay.
///
/// # Errors
///
/// What the server refuses: a role that was dropped.
pub fn resume_role(identity: &Identity) -> Result<()> {
    run("SET SESSION AUTHORIZATION DEFAULT")?;
    take_role(identity)
}

fn run(sql: &str) -> Result<()> {
    toplevel::run(sql).map_err(Error::Server)
}

/// As the caller's role, which can be told from one that a script sets, be it the same.
fn take_role(identity: &Identity) -> Result<()> {
    run("RESET ROLE")?;
    let work = || guc::change("role", Change::Assume(own_role(identity)));
    toplevel::in_transaction(work).map_err(Error::Server)
}

/// The caller's role, as the setting has it.
fn own_role(identity: &Identity) -> &str {
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

/// Something of an earlier session that could not be taken over.
pub struct Refused {
    /// What: `setting "work_mem"`.
    pub what: String,
    /// What the server said.
    pub failure: Failure,
}

/// Takes over what the unit that was done last has left of its session, which is what [`assume`] made of this one: by
/// SET, as the session user, with his rights and no more.
///
/// # Errors
///
/// What he may not set, and the role that he may not take.
pub fn take_over(identity: &Identity, left: &Left) -> std::result::Result<(), Refused> {
    let at_top = |what: String, sql: &str| toplevel::run(sql).map_err(|failure| Refused { what, failure });
    at_top("its session user".into(), "SET ROLE NONE")?;
    let set = |name: &str, change: Change| {
        let refused = |failure| Refused { what: format!("setting \"{name}\""), failure };
        toplevel::in_transaction(|| guc::change(name, change)).map_err(refused)
    };
    // What this caller, his role or the database sets, and who began had not.
    for name in base(identity).keys().filter(|name| !left.base.contains_key(*name)) {
        set(name, Change::Reset)?;
    }
    let news = of_role().into_keys().filter(|name| !left.base.contains_key(name)).collect();
    let of_server = of_server(news).map_err(|failure| Refused { what: "its settings".into(), failure })?;
    for (name, value) in &of_server {
        set(name, Change::Assume(value))?;
    }
    for (name, value) in &left.base {
        let is_so = toplevel::in_transaction(|| guc::value(name)).ok().flatten().as_ref() == Some(value);
        match set(name, Change::Assume(value)) {
            // What is so already needs no right to be set.
            Err(_) if is_so => {}
            result => result?,
        }
    }
    left.reset.iter().try_for_each(|name| set(name, Change::Reset))?;
    left.set.iter().try_for_each(|(name, value)| set(name, Change::Set(value)))?;
    if let Some(user) = &left.authorization {
        let quoted = pgrx::spi::quote_identifier(user);
        at_top(format!("session user \"{user}\""), &format!("SET SESSION AUTHORIZATION {quoted}"))?;
    }
    match left.role.as_deref() {
        Some("none") => at_top("its role".into(), "SET ROLE NONE"),
        Some(role) => {
            let quoted = pgrx::spi::quote_identifier(role);
            at_top(format!("role \"{role}\""), &format!("SET ROLE {quoted}"))
        }
        None if left.authorization.is_some() => Ok(()),
        None => take_role(identity).map_err(|error| Refused {
            what: format!("role \"{}\"", identity.role),
            failure: error.failure(),
        }),
    }
}

/// The settings of a session in which a run begins that say what its scripts mean: those of the caller's session, and
/// what the session user's role or the database has where that says nothing.
pub fn base(identity: &Identity) -> BTreeMap<String, String> {
    let mut base = of_role();
    base.extend(identity.settings.clone());
    base.retain(|name, _| left::says_what_is_meant(name));
    base
}

/// What the session user's role or the database sets of what scripts mean.
fn of_role() -> BTreeMap<String, String> {
    guc::of_role().into_iter().filter(|(name, _)| left::says_what_is_meant(name)).collect()
}

/// What the server itself has of settings; nothing where it does not know them.
fn of_server(names: Vec<String>) -> std::result::Result<Vec<(String, String)>, Failure> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let sql = "SELECT n.name, coalesce(f.setting, s.boot_val, '')
               FROM unnest($1) n (name)
               LEFT JOIN pg_settings s ON s.name = n.name
               LEFT JOIN LATERAL (SELECT f.setting FROM pg_file_settings f
                                  WHERE lower(f.name) = lower(n.name) AND f.applied) f ON true";
    let work = || as_owner(|| spi::rows(sql, &[names.into()], |row| (row.must(1), row.must(2))));
    toplevel::in_transaction(work)
}

/// What the scripts have made of the session that [`assume`] made, as it will be when the transaction has committed;
/// temporary objects and the like are not in it.
pub fn left(identity: &Identity, base: &BTreeMap<String, String>) -> Left {
    /// Those of the transaction, and what has a place of its own.
    const NOT_THESE: [&str; 6] = [
        "role",
        "session_authorization",
        "transaction_isolation",
        "transaction_read_only",
        "transaction_deferrable",
        "seed",
    ];
    let mut left = Left { base: base.clone(), ..Left::default() };
    for setting in staying::all() {
        let name = setting.name.as_str();
        match setting.origin {
            _ if NOT_THESE.contains(&name) => {}
            Origin::Set => {
                left.set.insert(name.into(), setting.value());
            }
            // Nor is one that was set for a transaction again as if it had never been.
            Origin::Default if setting.is_custom || is_assumed(identity, base, name) => {
                left.reset.insert(name.into());
            }
            _ => {}
        }
    }
    let (authorization, role, is_callers) = roles();
    left.authorization = Some(authorization).filter(|user| *user != identity.session_user);
    left.role = Some(role).filter(|role| !is_callers || role != own_role(identity));
    left
}

fn is_assumed(identity: &Identity, base: &BTreeMap<String, String>, name: &str) -> bool {
    base.contains_key(name)
        || identity.settings.contains_key(name)
        || name == "default_transaction_read_only"
        || compat::LIMITS_OF_A_SESSION.contains(&name)
}

/// Session user and role, as they will be when the transaction has committed, and whether no script has said so of the
/// role; `none` is the session user.
fn roles() -> (String, String, bool) {
    let staying =
        |name: &str| staying::one(name).filter(|setting| !setting.is_now()).map(|setting| setting.value());
    let authorization = staying("session_authorization").unwrap_or_else(|| session_user().1);
    let role = staying("role").unwrap_or_else(|| identity::set_role().unwrap_or_else(|| "none".into()));
    let is_callers = staying::one("role").is_some_and(|setting| setting.origin == Origin::Assumed);
    (authorization, role, is_callers)
}
