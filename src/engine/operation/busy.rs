//! How long a look at a table may wait for somebody who has locked it: for `migrate.lock_wait`. Then the error says who
//! that is. Most looks need no lock at all.

use migrate_core::error::{Error, Result, SessionError};
use migrate_core::lock::{Mode, Need, Reach};
use migrate_core::request::Operation;
use migrate_core::text;

use crate::catalog::lock_target;
use crate::catalog::server::Server;
use crate::engine::locks::NOT_AVAILABLE;
use crate::postgres::{settings as guc, spi};
use crate::settings;

/// Runs `look`, which waits for nobody longer than that.
///
/// # Errors
///
/// [`SessionError::LookBusy`]; what `look` says.
pub fn bounded<R>(operation: &Operation, look: impl FnOnce() -> Result<R>) -> Result<R> {
    match guc::bounded(settings::lock_wait(), look) {
        Err(Error::Server(failure)) if failure.sqlstate == NOT_AVAILABLE => {
            Err(spi::with_snapshot(|| told(operation)).unwrap_or(Error::Server(failure)))
        }
        looked => looked,
    }
}

/// The table of the operation's that somebody keeps others from reading, and who it is.
fn told(operation: &Operation) -> Option<Error> {
    let waited = i64::try_from(settings::lock_wait().as_millis()).unwrap_or(i64::MAX);
    operation.concerns(&Server).into_iter().find_map(|relation| {
        let need = Need { relation, mode: Mode::AccessShare, reach: Reach::Tree };
        lock_target::of(&need).into_iter().find_map(|target| {
            let holders = lock_target::holders(target.oid, vec![Mode::AccessExclusive.lock_name()]);
            let error = SessionError::LookBusy {
                table: target.name,
                waited: text::duration(waited),
                holders: holders
                    .iter()
                    .map(|holder| holder.description.as_str())
                    .collect::<Vec<_>>()
                    .join("; "),
                pid: holders.iter().find_map(|holder| holder.pid),
            };
            (!holders.is_empty()).then(|| error.into())
        })
    })
}
