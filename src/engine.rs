//! Executes plans: makes them from the registry, runs their units in the caller's transaction or in a
//! worker, and keeps the journal that decides where the next run goes on.

pub mod ask;
pub mod backfill;
mod clock;
pub mod integrity;
pub mod job;
pub mod journal;
pub mod locks;
pub mod operation;
pub mod plan;
pub mod run;
pub mod session;
pub mod worker;
