//! The session in which a migration runs.
//!
//! A worker connects as the session user who asked and takes over the caller's role and settings, so a script sees what
//! it would in the caller's session ([`identity`], [`assume`]). Between two migrations it throws away what the script
//! has left ([`traces`]) and takes them over anew, unless `migrate.keep_session_settings` has scripts build on each
//! other.
//!
//! With its outcome, a unit's row gets what the unit leaves in its session ([`kept`], [`going_on`]): settings, with
//! what the server would make of them at COMMIT, roles, and what no other session has. The next run takes that over
//! before its first unit, or is refused: nothing has run then.

mod assume;
pub mod going_on;
mod guard;
mod identity;
mod kept;
pub mod traces;

pub use assume::{assume, enter, lift_limits, renew};
pub use guard::{check, within_migration};
pub use identity::{Identity, capture, capture_elsewhere};
pub use kept::take_over;
