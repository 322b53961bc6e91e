//! Who still writes to what is hidden: `migrate.writes_seen`.
//!
//! A session adds a row at its first write, and another one when its writes have doubled or a minute has passed. An
//! exact count would be one row that all writers wait for, or a row for each write. So the number is right within a
//! factor of two; whether there was a write at all is known for certain.

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::{Duration, Instant};

use pgrx::{PgSubXactCallbackEvent, PgXactCallbackEvent, register_subxact_callback, register_xact_callback};

use crate::postgres::identity::as_owner;
use crate::postgres::{spi, subtransaction};

/// How long a session keeps writes to itself.
const AT_MOST: Duration = Duration::from_secs(60);

/// What this session has written to one hidden thing.
struct Seen {
    all: i64,
    unnoted: i64,
    noted_at: Instant,
}

thread_local! {
    static SEEN: RefCell<HashMap<String, Seen>> = RefCell::new(HashMap::new());
}

/// Notes a write to what the change of this token has hidden.
pub fn note(token: &str) {
    let due = SEEN.with_borrow_mut(|all| match all.get_mut(token) {
        Some(seen) => {
            seen.all += 1;
            seen.unnoted += 1;
            let is_due = seen.unnoted * 2 >= seen.all || seen.noted_at.elapsed() >= AT_MOST;
            is_due.then_some(seen.unnoted)
        }
        None => Some(1),
    });
    let Some(writes) = due else { return };
    // Whoever writes to a hidden thing must not fail for that it is noted.
    let written = subtransaction::attempt(|| {
        write(token, writes);
        Some(())
    });
    if written.is_err() {
        return;
    }
    SEEN.with_borrow_mut(|all| {
        let seen =
            all.entry(token.to_string()).or_insert(Seen { all: 1, unnoted: 1, noted_at: Instant::now() });
        (seen.unnoted, seen.noted_at) = (0, Instant::now());
    });
    // What is rolled back was not noted.
    register_xact_callback(PgXactCallbackEvent::Abort, forget);
    register_subxact_callback(PgSubXactCallbackEvent::AbortSub, |_, _| forget());
}

fn forget() {
    SEEN.with_borrow_mut(HashMap::clear);
}

fn write(token: &str, writes: i64) {
    // Nothing is looked up, so that an older snapshot misses nothing.
    let sql = "INSERT INTO migrate.writes_seen (token, writes, role_name, application_name)
               VALUES ($1, $2, session_user, current_setting('application_name', true))";
    as_owner(|| spi::write(sql, &[token.into(), writes.into()]));
}
