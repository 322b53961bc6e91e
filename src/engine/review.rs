//! Looking at migrations before they run.

pub mod lint;
pub mod preflight;
