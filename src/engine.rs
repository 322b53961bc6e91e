//! Executes plans: makes them from the registry, runs their units in the caller's transaction or in a
//! worker, and keeps the journal that decides where the next run goes on.

pub mod ask;
pub mod backfill;
pub mod busy;
pub mod by_hand;
pub mod call;
mod caller;
mod changes;
pub mod contract;
pub mod control;
pub mod follow;
mod found;
pub mod going_on;
mod inline;
pub mod integrity;
pub mod job;
pub mod journal;
pub mod limit;
pub mod lock;
pub mod operate;
mod operations;
pub mod planner;
pub mod prune;
pub mod recorder;
pub mod recover;
pub mod reverse;
pub mod run;
pub mod session;
pub mod standing;
pub mod table_locks;
pub mod traces;
pub mod worker;
pub mod writes;
