//! Background workers: start one, watch it, and be one.
//!
//! They are dynamic ones, which need no `shared_preload_libraries`. What a worker needs to begin ([`Order`]) travels in
//! `bgw_extra`. It enters at one of the exported functions in `lib.rs`, and is never restarted.

use std::ffi::c_int;
use std::time::{Duration, Instant};

use pgrx::bgworkers::{
    BackgroundWorker, BackgroundWorkerBuilder, BackgroundWorkerStatus, DynamicBackgroundWorker,
};
use pgrx::pg_sys;

use super::compat;
use super::procedure::wait;

/// `backend_type` of our workers in `pg_stat_activity`.
pub const WORKER_TYPE: &str = "migrate_ext job";

/// What a worker needs to begin: it fits the 127 bytes of `bgw_extra`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Order {
    /// The job's id, or the handle of a shared segment.
    pub subject: i64,
    /// The database.
    pub database: u32,
    /// The role to connect as; 0 for the bootstrap superuser, for a worker that runs none but our own SQL.
    pub role: u32,
    /// The transaction to wait for; 0 for none.
    pub transaction: u32,
    /// Whether to wait while another migrator is at work.
    pub patient: bool,
    /// Whether it goes on for a worker that found its library too old; it has no heir itself.
    pub is_heir: bool,
    /// The process that it watches; 0 for none.
    pub watched: i32,
    /// For how many milliseconds it does not mind.
    pub patience_ms: i64,
}

/// Whether this process applies what comes by logical replication, the first copy of a table included.
pub fn is_of_logical_replication() -> bool {
    // SAFETY: reads a variable of the process.
    unsafe { pg_sys::IsLogicalWorker() }
}

impl Order {
    fn write(self) -> String {
        let (patient, is_heir) = (u8::from(self.patient), u8::from(self.is_heir));
        let Order { subject, database, role, transaction, watched, patience_ms, .. } = self;
        format!("{subject} {database} {role} {transaction} {patient} {is_heir} {watched} {patience_ms}")
    }

    /// A session whose library is of another version may have written it: more may stand behind what is known, and what is
    /// new may be missing.
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        Some(Order {
            subject: parts.next()?.parse().ok()?,
            database: parts.next()?.parse().ok()?,
            role: parts.next()?.parse().ok()?,
            transaction: parts.next()?.parse().ok()?,
            patient: parts.next()? == "1",
            is_heir: parts.next() == Some("1"),
            watched: parts.next().and_then(|pid| pid.parse().ok()).unwrap_or(0),
            patience_ms: parts.next().and_then(|ms| ms.parse().ok()).unwrap_or(0),
        })
    }
}

/// This backend's database.
pub fn database() -> u32 {
    // SAFETY: a variable of the backend, set when it connected.
    unsafe { pg_sys::MyDatabaseId }.to_u32()
}

/// This process.
pub fn own_pid() -> i32 {
    // SAFETY: a variable of the process.
    unsafe { pg_sys::MyProcPid }
}

/// A worker that was started.
pub struct Worker(DynamicBackgroundWorker);

/// Starts a worker that runs the exported function `entry`. `None` if no slot is free.
pub fn start(entry: &str, name: &str, order: Order) -> Option<Worker> {
    start_as(WORKER_TYPE, entry, name, order)
}

/// The same with another `backend_type` than that of those who do a job's work.
pub fn start_as(kind: &str, entry: &str, name: &str, order: Order) -> Option<Worker> {
    // SAFETY: the server keeps what it knows of the worker in the current context, and it is asked for behind the end of
    // this transaction, too.
    let before = unsafe { pg_sys::MemoryContextSwitchTo(pg_sys::TopMemoryContext) };
    let worker = BackgroundWorkerBuilder::new(name)
        .set_type(kind)
        .set_library("migrate_ext")
        .set_function(entry)
        .set_extra(&order.write())
        .enable_spi_access()
        .set_restart_time(None)
        .set_notify_pid(own_pid())
        .load_dynamic()
        .ok()
        .map(Worker);
    // SAFETY: as above.
    unsafe { pg_sys::MemoryContextSwitchTo(before) };
    worker
}

impl Worker {
    /// Waits until the postmaster has started it; its process id, or `None` if it has ended already.
    pub fn started(&self) -> Option<i32> {
        self.0.wait_for_startup().ok()
    }

    /// Whether it has ended.
    pub fn has_ended(&self) -> bool {
        matches!(self.0.pid(), Err(BackgroundWorkerStatus::Stopped | BackgroundWorkerStatus::PostmasterDied))
    }

    /// Asks it to cancel what it runs, as `pg_cancel_backend` does. False if it has no process yet, or none any more.
    pub fn cancel(&self) -> bool {
        self.0.pid().map(cancel).is_ok()
    }

    /// It is not needed any more, whether it has begun or not.
    pub fn end(self) {
        match self.0.pid() {
            Ok(pid) => cancel(pid),
            Err(BackgroundWorkerStatus::NotYetStarted) => drop(self.0.terminate()),
            Err(_) => {}
        }
    }
}

/// Whether another process comes to wait for a lock for so many milliseconds; false if it ends, or this one is cancelled,
/// before.
pub fn comes_to_wait(pid: i32, long_ms: i64) -> bool {
    const LOOK_MS: i64 = 200;
    let long = long_ms.saturating_mul(1000);
    loop {
        // SAFETY: variables of the process and of shared memory, read in one piece; an entry of a process stays where it
        // is, and belongs to another process at worst.
        let (process, now) = unsafe { (pg_sys::BackendPidGetProc(pid), pg_sys::GetCurrentTimestamp()) };
        if process.is_null() {
            return false;
        }
        // SAFETY: as above.
        let since = unsafe { (&raw const (*process).waitStart.value).read_volatile() } as i64;
        if since != 0 && now - since >= long {
            return true;
        }
        if wait(LOOK_MS) {
            return false;
        }
    }
}

/// Asks a worker, by its process id, to cancel what it runs.
pub fn cancel(pid: i32) {
    const SIGINT: c_int = 2;
    unsafe extern "C" {
        fn kill(pid: c_int, signal: c_int) -> c_int;
    }
    // SAFETY: the caller has just seen that this process is a worker of ours. Should it have ended since, a
    // process that got its number can at most be interrupted.
    unsafe { kill(pid, SIGINT) };
}

/// The beginning of a worker's life: signals, the connection, and what it was started for.
///
/// SIGTERM is `die`, so that a running statement stops; SIGINT stays the server's cancel handler.
pub fn begin() -> Option<Order> {
    connect(Order::read(BackgroundWorker::get_extra())?)
}

/// The same for a worker that is to come behind a transaction which is about to end: to connect takes locks of the
/// server's, and that transaction may have taken all that it has room for.
pub fn begin_behind() -> Option<Order> {
    const PATIENCE: Duration = Duration::from_secs(10);
    const PAUSE: Duration = Duration::from_millis(5);
    let order = Order::read(BackgroundWorker::get_extra())?;
    let (start, xid) = (Instant::now(), pg_sys::TransactionId::from_inner(order.transaction));
    let is_there = || {
        // SAFETY: reads the transactions that the server's shared memory has; a worker has its place there already.
        order.transaction != 0 && unsafe { pg_sys::TransactionIdIsInProgress(xid) }
    };
    while is_there() && start.elapsed() < PATIENCE {
        std::thread::sleep(PAUSE);
    }
    // It lets go of its locks a moment later, which nothing shows to who is not connected.
    std::thread::sleep(4 * PAUSE);
    connect(order)
}

fn connect(order: Order) -> Option<Order> {
    const SIGTERM: c_int = 15;
    // The bindings wrap this one, which is no longer a signal handler then.
    unsafe extern "C-unwind" {
        fn die(signal: c_int);
    }
    // SAFETY: `die` is the backend's own handler.
    unsafe { compat::set_signal_handler(SIGTERM, die) };
    // A cancel stays pending until there is a connection: before that it would end the process without a word, and
    // its job would stay queued.
    // SAFETY: a variable of the process; what cannot connect does not come back.
    unsafe { pg_sys::QueryCancelHoldoffCount += 1 };
    // SAFETY: the handlers are in place.
    unsafe { pg_sys::BackgroundWorkerUnblockSignals() };
    BackgroundWorker::connect_worker_to_spi_by_oid(
        Some(pg_sys::Oid::from(order.database)),
        (order.role != 0).then(|| pg_sys::Oid::from(order.role)),
    );
    // SAFETY: as above.
    unsafe { pg_sys::QueryCancelHoldoffCount -= 1 };
    Some(order)
}
