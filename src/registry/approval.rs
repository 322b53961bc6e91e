//! Whose scripts an applier runs without being asked.
//!
//! A script runs with the applier's rights, so whoever may register one could borrow them. No approval is
//! needed where the registrant could act as the applier anyway: the same role, a superuser, a member of the
//! applier's role; and the same for the session users behind them. Otherwise somebody who could says once that this text may run.

use migrate_core::checksum::short;
use migrate_core::error::{RegistryError, Result};
use migrate_core::plan::Plan;

use crate::postgres::identity::{as_owner, current_role, session_user};
use crate::postgres::{compat, lock, spi};
use crate::registry::load::Outcome;
use crate::registry::migrations;
use crate::settings::{self, Approval};

/// The registrant of each of these plans' migrations that needs an approval and has none. What counts is the text
/// of the plan, by its checksum: the registry may hold another one by now.
fn lacking(plans: &[Plan]) -> Vec<(i64, String)> {
    let needed = settings::require_approval();
    if needed == Approval::Never {
        return Vec::new();
    }
    // A script can RESET ROLE, so session users count as well as roles: whoever is to be trusted must be able
    // to act as the applier's role by theirs, and as the applier's session user by theirs.
    let sql = "
WITH able AS (
    SELECT r.rolname, pg_has_role(r.oid, $3, $6) AS as_role, pg_has_role(r.oid, $4, $6) AS as_session
    FROM pg_roles r
)
SELECT p.version, coalesce(m.registered_by, '?')
FROM unnest($1, $2) p (version, checksum)
LEFT JOIN migrate.migrations m ON m.version = p.version AND m.checksum = p.checksum
WHERE ($5 OR NOT EXISTS (SELECT FROM able r, able s
                         WHERE r.rolname = m.registered_by AND r.as_role
                           AND s.rolname = m.registered_session AND s.as_session))
  AND NOT EXISTS (SELECT FROM migrate.approvals a, able r, able s
                  WHERE a.version = p.version AND a.checksum = p.checksum
                    AND r.rolname = a.approved_by AND r.as_role
                    AND s.rolname = a.approved_session AND s.as_session)
ORDER BY p.version";
    let versions: Vec<i64> = plans.iter().map(|plan| plan.purpose.version).collect();
    let checksums: Vec<String> = plans.iter().map(|plan| plan.purpose.checksum.clone()).collect();
    let args = [
        versions.into(),
        checksums.into(),
        current_role().0.into(),
        session_user().0.into(),
        (needed == Approval::Always).into(),
        compat::CAN_TAKE_ROLE.into(),
    ];
    as_owner(|| spi::rows(sql, &args, |row| (row.must(1), row.must(2))))
}

/// Which of the plans would be refused by [`check`].
pub fn unapproved(plans: &[Plan]) -> Vec<i64> {
    lacking(plans).into_iter().map(|(version, _)| version).collect()
}

/// Refuses plans whose scripts need an approval that nobody has given.
///
/// # Errors
///
/// [`RegistryError::Unapproved`], for the first of them.
pub fn check(plans: &[Plan]) -> Result<()> {
    let Some((version, registered_by)) = lacking(plans).into_iter().next() else { return Ok(()) };
    let description = plans
        .iter()
        .find(|plan| plan.purpose.version == version)
        .map_or_else(String::new, |plan| plan.purpose.description.clone());
    // Who may act as the current role may still not be the session user, whom RESET ROLE brings back.
    let role =
        Some(current_role().1).filter(|role| *role != registered_by).unwrap_or_else(|| session_user().1);
    Err(RegistryError::Unapproved { version, description, registered_by, role }.into())
}

/// Says that a migration, as it is registered now, may run with the current role's rights.
///
/// # Errors
///
/// [`RegistryError::NotRegistered`], [`RegistryError::Tampered`].
pub fn approve(version: i64) -> Result<Outcome> {
    lock::check_writable("approve migrations")?;
    let there = migrations::find(version).ok_or(RegistryError::NotRegistered { version })?;
    if !there.is_intact() {
        return Err(RegistryError::Tampered { version, description: there.description }.into());
    }
    let by = current_role().1;
    let sql = "INSERT INTO migrate.approvals (version, checksum, approved_by, approved_session)
               VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING version";
    let args = [version.into(), there.checksum.clone().into(), by.clone().into(), session_user().1.into()];
    let is_new = !as_owner(|| spi::write_rows(sql, &args, |row| row.must::<i64>(1))).is_empty();
    let short = short(&there.checksum);
    Ok(Outcome {
        version,
        description: there.description,
        status: if is_new { "approved" } else { "unchanged" },
        detail: format!("by {by}, for checksum {short}…"),
    })
}
