//! What scripts have made of a session, and how the next session of the run takes it over.

use std::collections::BTreeMap;

use migrate_core::failure::Failure;
use migrate_core::left::{self, Left};

use super::assume::{of_role, own_role, take_role};
use super::identity::Identity;
use crate::postgres::identity::{self, as_owner, session_user};
use crate::postgres::settings::Change;
use crate::postgres::staying::{self, Origin};
use crate::postgres::{compat, settings as guc, spi, toplevel};

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

/// The settings of a session in which a run begins that say what its scripts mean: those of the caller's session, and
/// what the session user's role or the database has where that says nothing.
pub fn base(identity: &Identity) -> BTreeMap<String, String> {
    let mut base = of_role();
    base.extend(identity.settings.clone());
    base.retain(|name, _| left::says_what_is_meant(name));
    base
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
pub fn take_over(identity: &Identity, left: &Left) -> Result<(), Refused> {
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

/// What the server itself has of settings; nothing where it does not know them.
fn of_server(names: Vec<String>) -> Result<Vec<(String, String)>, Failure> {
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
