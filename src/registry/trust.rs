//! Whom somebody trusts who is to run what another has written, begun or noted.
//!
//! It runs with the rights of whoever runs it. So it must come from somebody who could act as him anyway: the same role, a
//! superuser, a member of his role; and the same for the session users behind them, since a script can RESET ROLE.

use crate::postgres::identity::{as_owner, current_role, login_user, session_user};
use crate::postgres::{compat, spi};

/// A query of all roles, for a WITH: whether each can act as a role (`as_role`), and as a session user and who logged in
/// (`as_session`). Give the places of the four parameters: role, session user, who logged in, and [`compat::CAN_TAKE_ROLE`].
pub fn able(role: u32, session: u32, login: u32, privilege: u32) -> String {
    format!(
        "able AS (
    SELECT r.rolname, pg_has_role(r.oid, ${role}, ${privilege}) AS as_role,
           pg_has_role(r.oid, ${session}, ${privilege}) AND pg_has_role(r.oid, ${login}, ${privilege}) AS as_session
    FROM pg_roles r
)"
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
        let (role, session, login) = (current_role(), session_user(), login_user().0);
        if self.role == role.1 && self.session == session.1 && login == session.0 {
            return true;
        }
        let sql = format!(
            "WITH {} SELECT FROM able r, able s WHERE r.rolname = $5 AND r.as_role AND s.rolname = $6 AND s.as_session",
            able(1, 2, 3, 4)
        );
        let args = [
            role.0.into(),
            session.0.into(),
            login.into(),
            compat::CAN_TAKE_ROLE.into(),
            self.role.as_str().into(),
            self.session.as_str().into(),
        ];
        as_owner(|| spi::row(&sql, &args, |_| ())).is_some()
    }
}
