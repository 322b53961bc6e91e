//! Looking at migrations before they run.

pub mod clones;
pub mod lint;
mod names;
