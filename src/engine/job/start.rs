//! Starting the worker of a job.

use migrate_core::error::{Result, SessionError};

use super::row::name;
use crate::engine::session::Identity;
use crate::postgres::identity::as_owner;
use crate::postgres::worker::{self, Order, Worker};
use crate::postgres::{procedure, spi, statistics};

/// Starts the worker of a job, which waits for `transaction` (0: none) before it looks for the job. A patient
/// one waits for its turn while another migrator is at work; another fails.
///
/// # Errors
///
/// [`SessionError::NoWorker`].
pub fn start(id: i64, identity: &Identity, transaction: u32, patient: bool) -> Result<Worker> {
    start_worker(Order { transaction, patient, ..order(id, identity.session_oid) })
}

/// For the worker of a job, which connects as this role; it is there for no transaction, and patient.
pub(super) fn order(id: i64, role: u32) -> Order {
    Order { subject: id, database: worker::database(), role, patient: true, ..Order::default() }
}

/// Starts the worker of a job, as its order says.
///
/// # Errors
///
/// [`SessionError::NoWorker`].
pub fn start_worker(order: Order) -> Result<Worker> {
    worker::start("migrate_ext_job_main", &name(order.subject), order)
        .ok_or_else(|| SessionError::NoWorker.into())
}

/// Keeps the worker's process id with its job.
pub fn set_pid(id: i64, pid: i32) {
    as_owner(|| spi::write("UPDATE migrate.jobs SET pid = $2 WHERE id = $1", &[id.into(), pid.into()]));
}

/// Waits a moment until a worker that has just been started can be seen by others.
pub fn show(pid: i32) {
    const TRIES: u32 = 100;
    const PAUSE_MS: i64 = 5;
    let sql = "SELECT FROM pg_stat_get_activity($1) a
               -- The database is set after the rest on PostgreSQL 18, and whoever looks for a worker goes by it.
               WHERE a.backend_type IS NOT NULL AND a.datid IS NOT NULL";
    for _ in 0..TRIES {
        statistics::look_anew();
        if as_owner(|| spi::with_snapshot(|| spi::row(sql, &[pid.into()], |_| ()))).is_some() {
            return;
        }
        procedure::pause(PAUSE_MS);
    }
}
