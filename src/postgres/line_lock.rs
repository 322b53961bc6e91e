//! The locks of the line of jobs that have no worker: who joins it, who looks at it, and who stays for it.

use migrate_core::lock::Mode;
use pgrx::pg_sys;

use super::compat;
use super::lock::tag;

/// What tells the line of jobs that wait for a free worker from other locks, as `lock::MIGRATOR_LOCK` tells the migrator.
const LINE_LOCK: (u32, u32, u16) = (0x6d69_6772, 0x6c69_6e65, 3);

/// The same for who looks at that line: two must not take the same job out of it.
const LOOK_LOCK: (u32, u32, u16) = (0x6d69_6772, 0x6c6f_6f6b, 3);

/// The same for the one worker that waits for a slot, to start the first job in line.
const USHER_LOCK: (u32, u32, u16) = (0x6d69_6772, 0x7573_6865, 3);

/// The same for the one worker that sleeps until a deferred job is due, or somebody has joined the line.
const KEEPER_LOCK: (u32, u32, u16) = (0x6d69_6772, 0x6b65_6570, 3);

/// Makes this session the one that waits for a slot for the first job in line, if no other is.
pub fn try_usher() -> bool {
    try_alone(USHER_LOCK, true)
}

/// Makes this session the one that sleeps until a job is due, or has come into the line, if no other is.
pub fn try_keeper() -> bool {
    try_alone(KEEPER_LOCK, true)
}

/// Has this session be that one no more, however often it has become so.
pub fn release_keeper() {
    // SAFETY: inside a transaction; only what is held is released.
    unsafe {
        let tag = tag(KEEPER_LOCK);
        while compat::holds_lock(&tag, Mode::Exclusive)
            && pg_sys::LockRelease(&tag, pg_sys::ExclusiveLock as i32, true)
        {}
    }
}

/// Whether a session sleeps until a job is due, or has come into the line.
pub fn has_keeper() -> bool {
    // SAFETY: inside a transaction; the lock is let go at once.
    unsafe {
        let taken = pg_sys::LockAcquire(&tag(KEEPER_LOCK), pg_sys::ShareLock as i32, false, true);
        if taken != pg_sys::LockAcquireResult::LOCKACQUIRE_NOT_AVAIL {
            pg_sys::LockRelease(&tag(KEEPER_LOCK), pg_sys::ShareLock as i32, false);
        }
        taken == pg_sys::LockAcquireResult::LOCKACQUIRE_NOT_AVAIL
    }
}

/// To the end of this transaction no worker looks at the line for the last time: whoever puts a job there is seen by one.
pub fn join_line() {
    // SAFETY: inside a transaction; the tag is copied. Whoever has the other mode, has it for no longer than a look.
    unsafe { pg_sys::LockAcquire(&tag(LINE_LOCK), pg_sys::ShareLock as i32, false, false) };
}

/// To the end of this transaction nobody puts a job in line, unless somebody is about to; whether nobody is. It is not
/// waited for: others who come to put one there would have to wait as well.
pub fn try_close_line() -> bool {
    try_alone(LINE_LOCK, false)
}

/// To the end of this transaction no other worker takes a job out of the line.
pub fn look_at_line() {
    // SAFETY: inside a transaction; the tag is copied. A wait can be interrupted by cancel and terminate.
    unsafe { pg_sys::LockAcquire(&tag(LOOK_LOCK), pg_sys::ExclusiveLock as i32, false, false) };
}

/// Takes one of these locks for nobody else, to the end of the session or of the transaction; whether it was free.
fn try_alone(lock: (u32, u32, u16), for_session: bool) -> bool {
    let mode = pg_sys::ExclusiveLock as i32;
    // SAFETY: inside a transaction; the tag is copied.
    let result = unsafe { pg_sys::LockAcquire(&tag(lock), mode, for_session, true) };
    result != pg_sys::LockAcquireResult::LOCKACQUIRE_NOT_AVAIL
}
