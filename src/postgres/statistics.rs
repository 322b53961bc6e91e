//! What the server tells of its sessions.

use pgrx::pg_sys;

/// Has what is asked from here on be told as it is now. In a transaction the server tells, of all sessions, what they were
/// at when they were first looked at: whoever looks again and again would see transactions that have long ended, growing
/// older.
pub fn look_anew() {
    // SAFETY: inside a backend; what was read is kept nowhere else.
    unsafe { pg_sys::pgstat_clear_snapshot() };
}
