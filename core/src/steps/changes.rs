//! Online changes, which have two ends: between them old and new applications use the table at once.
//!
//! Expanding makes the new end, a trigger that carries what is written to one end over to the other
//! (`crate::steps::sync`), and a backfill; its last unit sets the state `ready`. To complete, to abort and to go
//! one step back are operations of their own ([`end_change`]): short transactions, each of which sets the next state.
//! Nothing of a change is only in memory, so a kill leaves a state that the same call goes on from.

mod begins;
mod change_type;
mod column;
mod end_change;
mod hide;
mod hide_column;
mod hide_table;
mod known;
pub(crate) mod mark;
mod relaxed;
mod rename_column;
mod split_column;
mod two_ends;
mod watch;

pub use self::begins::Begins;
