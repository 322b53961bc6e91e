//! How a request gets in.

pub mod by_hand;
pub mod follow;
pub mod function;
pub mod operation;
pub mod procedure;
pub mod prune;
