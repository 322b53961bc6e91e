//! A subtransaction: what is done in it can be taken back without losing the transaction.

use migrate_core::error::Error;
use migrate_core::failure::Failure;
use pgrx::pg_sys;

use super::catch::catch;

/// Runs `work` in a subtransaction. What it refuses, or the server does, is taken back and is its error.
///
/// # Errors
///
/// Those of `work`, and of the server.
pub fn tried<R>(work: impl FnOnce() -> Result<R, Error>) -> Result<R, Error> {
    let mut refused = None;
    let attempt = attempt(|| work().map_err(|error| refused = Some(error)).ok());
    match (attempt, refused) {
        (Ok(Some(value)), _) => Ok(value),
        (Err(failure), _) => Err(Error::Server(failure)),
        (Ok(None), Some(error)) => Err(error),
        (Ok(None), None) => unreachable!("nothing came of it, and nothing was wrong"),
    }
}

/// Runs `work` in a subtransaction. `Ok(Some(value))` keeps what it did, locks included; `Ok(None)` and a
/// failure take it back, and release the locks.
pub fn attempt<R>(work: impl FnOnce() -> Option<R>) -> Result<Option<R>, Failure> {
    // SAFETY: inside a transaction; context and owner are put back below, as every user of an internal
    // subtransaction must.
    let (context, owner) = unsafe {
        let saved = (pg_sys::CurrentMemoryContext, pg_sys::CurrentResourceOwner);
        pg_sys::BeginInternalSubTransaction(std::ptr::null());
        pg_sys::MemoryContextSwitchTo(saved.0);
        saved
    };
    let result = catch(work);
    // SAFETY: ends the subtransaction begun above; `catch` has unwound whatever failed in it.
    unsafe {
        if matches!(result, Ok(Some(_))) {
            pg_sys::ReleaseCurrentSubTransaction();
        } else {
            pg_sys::RollbackAndReleaseCurrentSubTransaction();
        }
        pg_sys::MemoryContextSwitchTo(context);
        pg_sys::CurrentResourceOwner = owner;
    }
    result
}
