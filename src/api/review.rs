//! Looking at migrations before they run.

mod explain;
mod fingerprint;
mod lint;
mod parse;
mod preflight;
mod report;
mod reverse;
mod test;
