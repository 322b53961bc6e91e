//! Whom a session trusts: who could act as it anyway.
//!
//! What somebody asked for may call functions of his, now or when it is taken back. So whoever goes on with it lends
//! those functions his rights. Role and session user both count: code can RESET ROLE, and within a session RESET
//! SESSION AUTHORIZATION, too. A SECURITY DEFINER function speaks for its owner: what is asked for in it has nothing
//! but his role.

use pgrx::pg_sys;

use crate::postgres::identity::{as_owner, current_role, is_definer, login_user, session_user};
use crate::postgres::{compat, spi};

/// Whom code that runs here can become: the current role, the session user, and who logged in.
pub fn within_reach() -> [(pg_sys::Oid, String); 3] {
    let role = current_role();
    if is_definer() {
        // The server refuses SET ROLE and SET SESSION AUTHORIZATION there.
        return [role.clone(), role.clone(), role];
    }
    [role, session_user(), login_user()]
}

/// Whether somebody, by his role and session user at that time, could act as everybody whom code can become here.
/// What he asked for may then be gone on with. Of roles that are gone nobody knows whose they were.
pub fn may_act(role: &str, session: &str) -> bool {
    let [own_role, own_session, login] = within_reach();
    if role == own_role.1 && session == own_session.1 && session == login.1 {
        return true;
    }
    let [own_role, own_session, login] = [own_role.0, own_session.0, login.0];
    // His session could take a role that is within its reach, whatever role it had.
    let sql = "SELECT FROM pg_roles r, pg_roles s
               WHERE r.rolname = $1 AND s.rolname = $2
                 AND (pg_has_role(r.oid, $3, $6) OR pg_has_role(s.oid, $3, $6))
                 AND pg_has_role(s.oid, $4, $6) AND pg_has_role(s.oid, $5, $6)";
    let args = [
        role.into(),
        session.into(),
        own_role.into(),
        own_session.into(),
        login.into(),
        compat::CAN_TAKE_ROLE.into(),
    ];
    as_owner(|| spi::row(sql, &args, |_| ())).is_some()
}

/// A query of all roles, for a WITH that calls it `able`: whether each can act as a role (`as_role`), and as a session user
/// and who logged in (`as_session`). Give the places of the four parameters: role, session user, who logged in, and
/// [`compat::CAN_TAKE_ROLE`].
pub fn able(role: u32, session: u32, login: u32, privilege: u32) -> String {
    format!(
        "
    SELECT r.rolname, pg_has_role(r.oid, ${role}, ${privilege}) AS as_role,
           pg_has_role(r.oid, ${session}, ${privilege}) AND pg_has_role(r.oid, ${login}, ${privilege}) AS as_session
    FROM pg_roles r"
    )
}

/// Somebody at work: his role, and the session user behind it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Who {
    /// The role.
    pub role: String,
    /// The session user.
    pub session: String,
}

impl Who {
    /// The name to say: that of the role, unless it is trusted and the session user is not.
    pub fn name(&self) -> &str {
        if self.role == current_role().1 { &self.session } else { &self.role }
    }

    /// Whether what he did may be gone on with in this session.
    pub fn is_trusted(&self) -> bool {
        may_act(&self.role, &self.session)
    }
}

/// Whether somebody did it in the role that is the current one, and no superuser is within reach: those who share a
/// role have the objects of that role in common, and with them the code on them.
pub fn shares_role(role: &str) -> bool {
    let [own_role, own_session, login] = within_reach();
    let sql = "SELECT FROM pg_roles r WHERE r.oid IN ($1, $2, $3) AND r.rolsuper";
    let args = [own_role.0.into(), own_session.0.into(), login.0.into()];
    role == own_role.1 && as_owner(|| spi::row(sql, &args, |_| ())).is_none()
}
