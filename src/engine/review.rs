//! Looking at migrations before they run.

pub mod clones;
pub mod explain;
pub mod lint;
mod names;
