//! Looks at a job, from the session that waits for it.
//!
//! A worker may have taken all the room that the server has for locks, and then no query of another session runs. Whoever
//! waits has nothing to do with that: it looks again later, and the worker's end gives the room back.

use std::time::{Duration, Instant};

use migrate_core::error::{Error, Result, SessionError};

use crate::postgres::compat::check_for_interrupts;
use crate::postgres::procedure::{self, NonAtomic};

/// Looks, if the server has room for it now.
///
/// # Errors
///
/// What the look itself has to say; any other failure of it.
pub fn try_look<R>(session: &NonAtomic, work: impl FnOnce() -> R) -> Result<Option<R>> {
    match session.try_run(work) {
        Ok(seen) => Ok(Some(seen)),
        Err(failure) if failure.is_shortage() => Ok(None),
        Err(failure) => Err(Error::Server(failure)),
    }
}

/// Looks at a job that has ended or must be known now, as soon as the server has room for it.
///
/// # Errors
///
/// [`SessionError::Unseen`] if it has none for long, or the caller is cancelled meanwhile; any other failure of the look.
pub fn look<R>(session: &NonAtomic, job: i64, work: impl Fn() -> R) -> Result<R> {
    const PATIENCE: Duration = Duration::from_secs(30);
    const PAUSE_MS: i64 = 100;
    let start = Instant::now();
    loop {
        match session.try_run(&work) {
            Ok(seen) => return Ok(seen),
            Err(why) if why.is_shortage() => {
                let interrupted = procedure::wait(PAUSE_MS);
                if start.elapsed() > PATIENCE || interrupted && procedure::answer_cancel() {
                    return Err(SessionError::Unseen { job, why }.into());
                }
                check_for_interrupts();
            }
            Err(failure) => return Err(Error::Server(failure)),
        }
    }
}
