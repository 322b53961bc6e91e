//! What is asked elsewhere, as who waits for it sees it.

use migrate_core::error::{Error, Result};

use super::errand::Answer;
use crate::postgres::compat::check_for_interrupts;
use crate::postgres::{procedure, toplevel};

/// What is asked elsewhere.
pub trait Away {
    /// Where.
    fn name(&self) -> &str;

    /// What it has answered by now.
    fn look(&mut self) -> Option<Answer>;

    /// Asks it to break off what it is at; whether it has ended.
    fn cancel(&mut self) -> bool;

    /// Lets go of it.
    fn close(&mut self) {}
}

/// Waits for an answer, in no transaction.
///
/// # Errors
///
/// A cancel.
pub fn pause(milliseconds: i64) -> Result<()> {
    procedure::wait(milliseconds);
    toplevel::without_snapshot(check_for_interrupts).map_err(Error::Server)
}
