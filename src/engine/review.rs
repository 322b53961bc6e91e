//! Looking at migrations before they run, at what is there after, and at what was run.

pub mod clones;
pub mod drift;
pub mod explain;
pub mod fingerprint;
pub mod lint;
pub mod linted;
mod names;
pub mod order;
pub mod preflight;
mod published;
pub mod recorded;
pub mod replicated;
pub mod report;
mod samples;
mod seen;
pub mod trial;

/// How wide a line of a dry run's `detail` may be, in characters, so that an answer of `apply` fits 120 columns.
pub const DETAIL_WIDTH: usize = 46;
