//! How a request gets in.
//!
//! - [`function`]: `migrate.apply()` and `rollback()`. If each migration is one plain transaction unit, all run in the
//!   caller's transaction. Otherwise [`queue`] writes a job and starts its worker, which waits for that transaction. If
//!   it is rolled back there is no row of a job, and the worker ends.
//! - [`procedure`]: `CALL migrate.up()` and `down()`. The procedure writes a job, commits, and waits for the worker on a
//!   latch, holding no snapshot and no lock. In a transaction block it does what the function does.
//! - [`operation`]: `migrate.safe_…()`, `undo()` and the ends of changes, the same two ways.
//! - [`due`]: the ends of all changes whose time has come.
//! - [`one`]: `CALL migrate.run()`: one of these calls, waited for as `up` is.
//! - [`one_in_schemas`]: the same in many schemas.
//! - [`steps`]: the rows that these answer with.
//! - `behind`: what a call depends on that a job has still to do.
//! - `look`: looks at a job, from the session that waits for it.
//! - `moment`: `CALL migrate.up(preflight => true)` waits for a good one before it does the same.
//! - [`follow`]: what one does with a job that is there.
//! - [`by_hand`]: the history changed without running anything.
//! - [`squash`]: many migrations become one.
//! - [`tools`]: the histories of other tools, recorded or written.
//! - [`schemas`]: `up` and `down` in many schemas; [`schemas_look`]: what they would do, and whether to do it now.
//! - [`elsewhere`]: the same in many databases, and where migrations stand there.
//! - [`prune`]: what is thrown away.

pub mod answer;
mod behind;
pub mod by_hand;
pub mod due;
pub mod elsewhere;
pub mod follow;
pub mod function;
mod look;
mod moment;
pub mod one;
pub mod one_in_schemas;
pub mod operation;
pub mod procedure;
pub mod prune;
mod queue;
pub mod schemas;
pub mod schemas_look;
pub mod squash;
pub mod steps;
pub mod tools;
