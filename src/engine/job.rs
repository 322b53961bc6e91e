//! The table `migrate.jobs`: plans that a worker executes.
//!
//! A job is queued, then running, then done, failed or cancelled. Whoever waits reads its row. A job that reads as
//! running although its worker is gone is `lost`; the next run goes on from the journal.
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

pub use asked::last_asked;
pub use end::{ask_to_stop, bury_lost, end, is_to_stop, lose, status_of, withdraw};
pub use line::{Next, next_in_line, stand_in_line};
pub use row::{Job, enqueue, find_queued, identity, is_queued, name, take};
pub use start::{set_pid, show, start};
pub use state::{outcome, plans, state, what};
pub use turn::{Ahead, ahead, wait_for_turn};
