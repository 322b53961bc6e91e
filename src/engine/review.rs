//! Reviewing scripts before they run.

pub mod clones;
mod names;
