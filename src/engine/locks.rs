//! The locks that a run needs, and how long it waits for them.
//!
//! There are four kinds of waiting. In none of them does anybody wait behind us for longer than `migrate.lock_window`:
//! - [`table`]: what the parser and the catalog say a transaction unit's statements will need is taken before them, all
//!   or none. A crash leaves nothing: no statement has run.
//! - [`limit`]: what else a statement waits for was not foreseen (a lock that a function takes, a table that is not the
//!   role's own). It is bounded by `lock_timeout`.
//! - [`nodes`]: what Citus manages is locked on all of its nodes, or not at all, and tried again.
//! - [`migrator`]: one migrator at a time.
//!
//! What the locked tables weigh before and after is looked at for the report ([`sizes`]).

pub mod limit;
pub mod migrator;
pub mod nodes;
pub mod sizes;
mod table;

pub use table::{NOT_AVAILABLE, Patience, Waited, step_back, take, take_free, take_within};
