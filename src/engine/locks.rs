//! The locks that a run needs, and how long it waits for them.

pub mod limit;
pub mod migrator;
pub mod table;
