//! Every setting, with its unit and why it is there.

use std::time::Duration;

use pgrx::guc::{GucContext, GucFlags, GucRegistry, GucSetting};

/// How long a migration may stand in a table's lock queue at a time. Whoever comes behind it waits as long:
/// this is the longest that the application can notice.
static LOCK_WINDOW: GucSetting<i32> = GucSetting::<i32>::new(100);

/// How long a migration tries to get a lock before it gives up. While it waits for a transaction that began
/// long ago it stands outside of the queue, so the time costs nobody anything.
static LOCK_WAIT: GucSetting<i32> = GucSetting::<i32>::new(30_000);

/// Defines the settings; called when the library is loaded.
pub fn init() {
    GucRegistry::define_int_guc(
        c"migrate.lock_window",
        c"Longest time that a migration stands in a table's lock queue at a time.",
        c"Other sessions wait behind it for as long. On expiry it steps back and tries again.",
        &LOCK_WINDOW,
        1,
        60_000,
        GucContext::Userset,
        GucFlags::UNIT_MS,
    );
    GucRegistry::define_int_guc(
        c"migrate.lock_wait",
        c"Time after which a migration gives up getting a lock.",
        c"It waits for older transactions outside of the lock queue. 0 tries once.",
        &LOCK_WAIT,
        0,
        i32::MAX,
        GucContext::Userset,
        GucFlags::UNIT_MS,
    );
    crate::postgres::settings::reserve_prefix(c"migrate");
}

fn milliseconds(setting: &GucSetting<i32>) -> Duration {
    Duration::from_millis(u64::try_from(setting.get()).unwrap_or(0))
}

/// `migrate.lock_window`.
pub fn lock_window() -> Duration {
    milliseconds(&LOCK_WINDOW)
}

/// `migrate.lock_wait`.
pub fn lock_wait() -> Duration {
    milliseconds(&LOCK_WAIT)
}
