//! Safe operations and online changes: what is written down of them.

pub mod busy;
pub mod changes;
pub mod records;
pub mod writes;
