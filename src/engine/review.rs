//! Looking at migrations before they run.

pub mod drift;
pub mod fingerprint;
pub mod lint;
pub mod recorded;
