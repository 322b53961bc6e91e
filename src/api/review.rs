//! Looking at migrations before they run.

mod fingerprint;
mod explain;
mod lint;
mod parse;
mod preflight;
mod reverse;
