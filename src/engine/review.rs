//! Looking at migrations before they run, and at what is there after.

pub mod clones;
pub mod drift;
pub mod explain;
pub mod fingerprint;
pub mod lint;
pub mod linted;
mod names;
pub mod preflight;
pub mod recorded;
mod samples;
pub mod trial;
