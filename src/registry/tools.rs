//! The histories of other tools: their tables found, locked, read and written, and what they say recorded in ours.
//!
//! Their tables are read and written with the caller's rights, by plain statements over plain tables: nothing here runs
//! more of an owner's code than the same SELECT or INSERT by the caller would. Ours are read and written as their owner.

pub mod lock;
pub mod look;
pub mod ours;
pub mod read;
