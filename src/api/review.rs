//! Looking at migrations before they run.

mod fingerprint;
mod lint;
mod parse;
mod preflight;
mod reverse;
