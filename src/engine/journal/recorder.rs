//! Writing down a failure whose transaction is about to be rolled back: a worker of its own does it.
//!
//! Nobody waits for that worker: the caller still holds whatever locks it has, and must not wait for anyone
//! who could need them.

use migrate_core::message::Messages;
use serde::{Deserialize, Serialize};

use super::broken::Broken;
use super::entry::{Entry, Failed};
use super::write;
use crate::postgres::worker::{self, Order};
use crate::postgres::{lock, messages, shared, toplevel};

#[derive(Serialize, Deserialize)]
struct Message {
    entry: Entry,
    failed: Failed,
    ms: i64,
    operation: Option<Broken>,
    #[serde(default)]
    messages: Messages,
}

/// Has a failure written to the journal, and with the operation that it is of, whatever becomes of this transaction.
pub fn record(entry: &Entry, failed: &Failed, ms: i64, operation: Option<Broken>) {
    let messages = messages::take();
    let message = Message { entry: entry.clone(), failed: failed.clone(), ms, operation, messages };
    let Ok(bytes) = serde_json::to_vec(&message) else { return };
    let handle = shared::publish(&bytes);
    let order = Order {
        subject: handle.into(),
        database: worker::database(),
        // That it has to wait for this one to end is no reason for us to wait.
        transaction: lock::own_transaction_if_any(),
        // It writes our own table and runs nobody's SQL, so it need not be anybody: the session user may not
        // even be allowed to log in.
        ..Order::default()
    };
    if worker::start("migrate_ext_recorder_main", "migrate_ext recorder", order).is_none() {
        shared::discard(handle);
        pgrx::warning!("the failure could not be written to migrate.journal: no background worker is free");
    }
}

/// The recorder's worker.
pub fn run(order: Order) {
    let Ok(handle) = u32::try_from(order.subject) else { return };
    // It is let go of, whether or not it can be written.
    let result = toplevel::without_snapshot(|| {
        let bytes = shared::take(handle)?;
        serde_json::from_slice::<Message>(&bytes).ok()
    });
    let Ok(Some(message)) = result else {
        pgrx::log!("migrate_ext recorder found no failure to write");
        return;
    };
    let write = || {
        let Message { entry, failed, ms, operation, messages } = &message;
        // The number of a row that is rolled back is nobody's.
        let entry = Entry { record: None, ..entry.clone() };
        write::failed(&entry, *ms, failed, messages);
        operation.iter().for_each(|broken| broken.write(&failed.failure));
    };
    if let Err(failure) = toplevel::in_transaction(write) {
        pgrx::log!("migrate_ext recorder could not write a failure: {}", failure.message);
    }
}
