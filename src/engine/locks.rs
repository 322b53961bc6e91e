//! The locks that a run needs, and how long it waits for them.
//!
//! Three ways to wait, and nobody waits behind us for longer than `migrate.lock_window` in any of them:
//! - [`table`]: before the statements of a transaction unit, what the parser and the catalog say they will need is taken, all
//!   or none. A crash leaves nothing: no statement has run.
//! - [`limit`]: what a statement waits for besides was not foreseen (a lock that a function takes, a table that is not the
//!   role's own), and is bounded by `lock_timeout`.
//! - [`migrator`]: one migrator at a time.

pub mod limit;
pub mod migrator;
mod table;

pub use table::{NOT_AVAILABLE, Patience, step_back, take, take_within};
