//! Looking at migrations before they run.

mod lint;
mod parse;
mod preflight;
mod reverse;
