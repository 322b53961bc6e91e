//! Looking at migrations before they run.

mod explain;
mod lint;
mod parse;
mod reverse;
