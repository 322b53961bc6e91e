//! Executes plans: makes them from the registry, runs their units in the caller's transaction or in a worker, and keeps
//! the journal that decides where the next run goes on.
//!
//! The folders, from the ground up; none uses one that stands after it:
//! - [`clock`], [`journal`] (what was run), [`locks`] (what a run waits for), [`session`] (as whom it runs), [`job`]
//!   (what a worker is to do);
//! - [`operation`] (safe operations and online changes), [`backfill`] (the loop), [`plan`] (from a request to plans),
//!   [`review`] (what a plan would do);
//! - [`run`] (how units run), [`converge`] (the same in many schemas), [`worker`] (how a job's worker lives), [`ask`] (how a request gets in).
//!
//! [`integrity`] stands alone: it checks rows, and runs no plan.
//!
//! The way of a request: [`ask`] has [`plan`] cut the scripts into units. Plans of one plain transaction unit each run
//! at once in the caller's transaction; any others become a [`job`]. Its [`worker`] takes over the caller's
//! [`session`], asks the [`journal`] where to begin, and has [`run`] do one unit after the other.

pub mod ask;
pub mod backfill;
mod clock;
pub mod converge;
pub mod integrity;
pub mod job;
pub mod journal;
pub mod locks;
pub mod operation;
pub mod plan;
pub mod review;
pub mod run;
pub mod session;
pub mod worker;
