//! The table `migrate.jobs`: plans that a worker executes.
//!
//! A job is queued, then running, then done, failed or cancelled. Whoever waits reads its row. A job that reads as
//! running although its worker is gone is `lost`; the next run goes on from the journal.
//!
//! A job may have a [`window`]. One whose time is not now is deferred: it has no worker, and does not hold up the jobs
//! behind it. A worker that has nothing else to do sleeps until the first one is due, one for each database ([`line`]).
//!
//! A cancel is written with the job, and read before each unit and each batch. Until its writer has committed, the lock
//! that he holds is seen ([`end`]).

mod asked;
mod end;
mod line;
mod row;
mod start;
mod state;
mod turn;
mod window;

pub use asked::{is_last_done, last_asked, remember_done};
pub use end::{Stop, ask_to_stop, bury_lost, end, is_to_stop, lose, status_of, withdraw};
pub use line::{Next, begin_now, next_in_line, see_to, stand_behind, stand_in_line, wake};
pub use row::{
    Job, enqueue, enqueue_schemas, find_queued, identity, is_left_to_do, is_queued, is_told_by_history, name,
    schemas, take,
};
pub use start::{start, start_worker};
pub use state::{achieved, at_work, outcome, plans, state, what};
pub use turn::{Ahead, ahead, wait_for_turn};
pub use window::{Window, deferred_until, is_left, is_paused, put_off, set_window};
