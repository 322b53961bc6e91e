//! Whose scripts an applier runs without being asked.
//!
//! A script runs with the applier's rights, so whoever may register one could borrow them. No approval is needed where
//! the registrant could act as the applier anyway: the same role, a superuser, a member of the applier's role; and the
//! same for the session users behind them. Otherwise somebody who could says once that this text may run.

use migrate_core::checksum::short;
use migrate_core::error::{ApprovalError, MigrationError, Result};
use migrate_core::plan::Plan;
use pgrx::pg_sys;

use crate::catalog::citus;
use crate::postgres::identity::{answerable_user, as_owner, current_role, session_user};
use crate::postgres::{compat, spi};
use crate::registry::load::Outcome;
use crate::registry::{migrations, trust};
use crate::settings::{self, Approval};

/// Where a plan is to run, which decides whom its script can become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In this session: RESET SESSION AUTHORIZATION leads back to whoever logged in, unless a definer runs it.
    Here,
    /// In a worker, where the session user is who logs in.
    Job,
}

impl Place {
    /// Whom a script can become there: the current role, the session user, and who logged in.
    fn roles(self) -> [(pg_sys::Oid, String); 3] {
        match self {
            Place::Here => trust::within_reach(),
            Place::Job => [current_role(), session_user(), session_user()],
        }
    }
}

/// The registrant of each of these migrations that needs an approval and has none: a version, and the fingerprint of the
/// text that is to run. What counts is that text, byte by byte: the registry may hold another one by now.
fn lacking(scripts: Vec<(i64, String)>, place: Place) -> Vec<(i64, String)> {
    let needed = settings::require_approval();
    if needed == Approval::Never {
        return Vec::new();
    }
    // A script can RESET ROLE, so session users count as well as roles: whoever is to be trusted must be able
    // to act as the applier's role by theirs, and as the applier's session user, and who logged in, by theirs.
    // For one, two roles are looked up; for many, each role is looked at once.
    let is_one = scripts.len() == 1;
    let how = if is_one { "NOT MATERIALIZED" } else { "MATERIALIZED" };
    let sql = format!(
        "WITH able AS {how} ({})
SELECT p.version, coalesce(m.registered_by, '?')
FROM unnest($1, $2) p (version, fingerprint)
LEFT JOIN migrate.migrations m ON m.version = p.version AND m.fingerprint = p.fingerprint
WHERE ($5 OR NOT EXISTS (SELECT FROM able r, able s
                         WHERE r.rolname = m.registered_by AND r.as_role
                           AND s.rolname = m.registered_session AND s.as_session))
  AND NOT EXISTS (SELECT FROM migrate.approvals a, able r, able s
                  WHERE a.version = p.version AND a.fingerprint = p.fingerprint
                    AND r.rolname = a.approved_by AND r.as_role
                    AND s.rolname = a.approved_session AND s.as_session)
ORDER BY migrate.place(p.version)",
        trust::able(3, 4, 7, 6)
    );
    let (versions, texts): (Vec<i64>, Vec<String>) = scripts.into_iter().unzip();
    let [role, session, login] = place.roles().map(|(oid, _)| oid);
    let args = [
        versions.into(),
        texts.into(),
        role.into(),
        session.into(),
        (needed == Approval::Always).into(),
        compat::CAN_TAKE_ROLE.into(),
        login.into(),
    ];
    let read = |row: spi::Row| (row.must(1), row.must(2));
    as_owner(|| if is_one { spi::looked_up(&sql, &args, read) } else { spi::rows(&sql, &args, read) })
}

/// Whether who looks at a migration could not apply it yet: the server evaluates what its author has written also where a
/// definition is only tried out.
pub fn is_unapproved(found: &migrations::Registered) -> bool {
    !lacking(vec![(found.version, found.fingerprint.clone())], Place::Here).is_empty()
}

/// The registrant of each of these migrations that the current role could not apply in a worker without an approval.
pub fn lacking_of(found: &[migrations::Registered]) -> Vec<(i64, String)> {
    let with_script = found.iter().filter(|found| found.up.is_some() || found.down.is_some());
    lacking(with_script.map(|found| (found.version, found.fingerprint.clone())).collect(), Place::Job)
}

/// What plans run, as [`lacking`] takes it. A safe operation is the caller's own.
fn scripts<'a>(plans: impl IntoIterator<Item = &'a Plan>) -> Vec<(i64, String)> {
    let purposes = plans.into_iter().map(|plan| &plan.purpose).filter(|purpose| purpose.operation.is_none());
    purposes.map(|purpose| (purpose.version, purpose.fingerprint.clone())).collect()
}

/// Which of the plans would be refused by [`check`].
pub fn unapproved<'a>(plans: impl IntoIterator<Item = &'a Plan>, place: Place) -> Vec<i64> {
    lacking(scripts(plans), place).into_iter().map(|(version, _)| version).collect()
}

/// Refuses plans whose scripts need an approval that nobody has given.
///
/// # Errors
///
/// [`ApprovalError::Unapproved`], for the first of them.
pub fn check(plans: &[Plan], place: Place) -> Result<()> {
    let Some((version, registered_by)) = lacking(scripts(plans), place).into_iter().next() else {
        return Ok(());
    };
    let description = plans
        .iter()
        .find(|plan| plan.purpose.version == version)
        .map_or_else(String::new, |plan| plan.purpose.description.clone());
    // Who may act as the current role may still not be the session user, whom RESET ROLE brings back.
    let [role, session, login] = place.roles().map(|(_, name)| name);
    let role = [role, session].into_iter().find(|role| *role != registered_by).unwrap_or(login);
    Err(ApprovalError::Unapproved { version, description, registered_by, role }.into())
}

/// Says that a migration, as it is registered now, may run with the current role's rights. `read` is the fingerprint of
/// what was read, byte by byte: its author may have replaced it since. Where no line ends in a carriage return that is
/// the checksum.
///
/// # Errors
///
/// [`MigrationError::NotRegistered`], [`ApprovalError::Tampered`], [`ApprovalError::ChangedSinceRead`].
pub fn approve(version: i64, read: Option<&str>) -> Result<Outcome> {
    citus::check_writable("approve migrations")?;
    let there = migrations::find(version).ok_or(MigrationError::NotRegistered { version })?;
    if !there.is_intact() {
        return Err(ApprovalError::Tampered { version, description: there.description }.into());
    }
    if read.is_some_and(|read| read != there.fingerprint) {
        let (description, fingerprint) = (there.description, there.fingerprint);
        return Err(ApprovalError::ChangedSinceRead { version, description, fingerprint }.into());
    }
    let by = current_role().1;
    let sql = "INSERT INTO migrate.approvals (version, fingerprint, approved_by, approved_session)
               VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING version";
    let args =
        [version.into(), there.fingerprint.clone().into(), by.clone().into(), answerable_user().into()];
    let is_new = !as_owner(|| spi::write_rows(sql, &args, |row| row.must::<i64>(1))).is_empty();
    let short = short(&there.fingerprint);
    Ok(Outcome {
        version,
        description: there.description,
        status: if is_new { "approved" } else { "unchanged" },
        detail: format!("by {by}, for fingerprint {short}..."),
        notes: Vec::new(),
    })
}
