//! Whether this session may run a migration now.

use std::cell::Cell;

use migrate_core::error::{Result, SessionError};

use crate::catalog::citus;

thread_local! {
    /// Whether this process is running a migration.
    static WITHIN: Cell<bool> = const { Cell::new(false) };
}

/// Runs a migration's statements: what they call must not run migrations in turn.
pub fn within_migration<R>(work: impl FnOnce() -> R) -> R {
    struct Reset(bool);
    impl Drop for Reset {
        fn drop(&mut self) {
            WITHIN.set(self.0);
        }
    }
    let _reset = Reset(WITHIN.replace(true));
    work()
}

/// Refuses where no migration can run.
///
/// # Errors
///
/// [`SessionError::Nested`], and what [`citus::check_writable`] says.
pub fn check() -> Result<()> {
    if WITHIN.get() {
        return Err(SessionError::Nested.into());
    }
    Ok(citus::check_writable("run migrations")?)
}
