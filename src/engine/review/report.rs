//! What `migrate.report` tells of a migration or a job: read from the journal and what stands beside it.
//!
//! Whoever may call the function sees what the journal has. A migration's script is another matter: its statements are
//! shown to roles that may read `migrate.migrations`.

mod of;
mod runs;
mod statements;
mod subject;

use migrate_core::error::Result;
use migrate_core::report::{self, Record};

pub use of::Of;

/// The page.
///
/// # Errors
///
/// [`migrate_core::error::MigrationError::NotRegistered`] where nothing is known of such a migration,
/// [`migrate_core::error::SessionError::NoJob`].
pub fn page(of: Of) -> Result<String> {
    let subject = subject::record(of)?;
    let (runs, runs_left_out) = runs::read(of);
    let record = Record { runs, runs_left_out, ..subject };
    match report::page(&record) {
        Ok(page) => Ok(page),
        Err(bug) => pgrx::error!("internal template: {bug}"),
    }
}
