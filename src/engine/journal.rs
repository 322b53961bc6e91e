//! The table `migrate.journal`: each unit that was run, with its outcome. It says where the next run goes on.
//!
//! A transaction unit writes its row in its own transaction: a kill leaves all of it or nothing. A standalone or
//! batched unit writes `started` and commits, and its outcome afterwards: a kill leaves `started`, and the next run
//! asks the catalog what became of the unit. A failure in a caller's transaction goes with that transaction, so a
//! worker of its own writes it down ([`recorder`]).
//!
//! A row `done` with unit = units ends a run; what stands behind the last such row of a migration is the run that is
//! open ([`open_run`]).

mod broken;
mod entry;
mod look;
pub mod messages;
pub mod open_run;
pub mod recorder;
pub mod tell;
mod write;

pub use broken::{Broken, Place};
pub use entry::{Entry, Failed, Seen};
pub use look::{enders, finished_by, has_news, last, waiting};
pub use write::{
    Ended, correct, done, done_together, failed, finish, note_by_hand, note_waits, settle, started,
};
