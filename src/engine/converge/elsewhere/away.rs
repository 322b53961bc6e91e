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

/// Asks each of them the same, so many at once; what each has answered, in their order. `send` gets a name and its place, and
/// `wait` waits for an answer of one.
///
/// # Errors
///
/// Those of `wait`.
pub fn side_by_side<T: Away>(
    names: &[String],
    most: usize,
    send: impl Fn(&str, usize) -> Result<T>,
    wait: impl Fn() -> Result<()>,
) -> Result<Vec<Answer>> {
    let mut left = names.iter().enumerate();
    let mut sent: Vec<(usize, T)> = Vec::new();
    let mut answers: Vec<Option<Answer>> = names.iter().map(|_| None).collect();
    loop {
        while sent.len() < most
            && let Some((at, name)) = left.next()
        {
            match send(name, at) {
                Ok(away) => sent.push((at, away)),
                Err(error) => answers[at] = Some(Answer::from(error)),
            }
        }
        if sent.is_empty() {
            return Ok(answers.into_iter().flatten().collect());
        }
        sent.retain_mut(|(at, away)| {
            answers[*at] = away.look();
            answers[*at].is_none()
        });
        if sent.len() == most || left.len() == 0 && !sent.is_empty() {
            wait()?;
        }
    }
}
