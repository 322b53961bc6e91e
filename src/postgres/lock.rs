//! Heavyweight locks of our own, and waiting for a transaction.

use std::cell::Cell;

use migrate_core::error::SessionError;
use migrate_core::lock::Mode;
use pgrx::pg_sys;

use super::{compat, identity};

/// How long the migrator's lock is held.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// To the end of the transaction.
    Transaction,
    /// To the end of the session, through commits and aborts.
    Session,
}

/// What tells the migrator's lock from others in `pg_locks`: locktype advisory, these in classid, objid and
/// objsubid. The functions `pg_advisory_lock` use objsubid 1 and 2, so nobody can take or release this one
/// from SQL by itself.
pub const MIGRATOR_LOCK: (u32, u32, u16) = (0x6d69_6772, 0x6174_6521, 3);

/// The same for those who follow the one who has it, each at other schemas: shared among them.
pub const CREW_LOCK: (u32, u32, u16) = (0x6d69_6772, 0x6372_6577, 3);

/// The same for him, while he leads in a job, whose number is in objid.
const LEADER_LOCK: (u32, u16) = (0x6c65_6164, 3);

/// The same for the one worker of a database that leads others in other databases.
const ELSEWHERE_LOCK: (u32, u32, u16) = (0x6d69_6772, 0x656c_7365, 3);

/// The same for somebody who is about to cancel a job, whose number is in objid.
const CANCEL_LOCK: (u32, u16) = (0x6361_6e63, 3);

/// What tells that a migration is being run, in `pg_locks`: objsubid; its version is in classid and objid.
const TEXT_LOCK: u16 = 4;

/// What tells that somebody waits for a table outside of its queue: objsubid; the mode is in classid, the table in objid.
/// `migrate.lock_waits` reads it (sql/job_facts.sql).
const WAIT_LOCK: u16 = 5;

/// Shows to others for which table this transaction is about to wait, until [`stop_showing_wait`] or its end.
pub fn show_wait(oid: u32, mode: Mode) {
    // SAFETY: inside a transaction; the tag is copied. Nobody takes another mode of it, so nobody waits for it.
    unsafe {
        pg_sys::LockAcquire(&tag((mode as u32, oid, WAIT_LOCK)), pg_sys::ShareLock as i32, false, false);
    }
}

/// Ends what [`show_wait`] has begun.
pub fn stop_showing_wait(oid: u32, mode: Mode) {
    // SAFETY: inside the transaction that has taken it.
    unsafe { pg_sys::LockRelease(&tag((mode as u32, oid, WAIT_LOCK)), pg_sys::ShareLock as i32, false) };
}

fn text_tag(version: i64) -> pg_sys::LOCKTAG {
    let bits = version as u64;
    tag(((bits >> 32) as u32, bits as u32, TEXT_LOCK))
}

/// Has this session keep the text of a migration while it runs it, through commits and aborts.
pub fn hold_text(version: i64) {
    // SAFETY: inside a transaction; the tag is copied. Nobody holds a lock that conflicts for longer than a look.
    unsafe { pg_sys::LockAcquire(&text_tag(version), pg_sys::ShareLock as i32, true, false) };
}

/// Lets go of it, however often it was taken, and if a script has not done so already.
pub fn release_text(version: i64) {
    let tag = text_tag(version);
    // SAFETY: inside a transaction; what is released was taken here just before, or by `hold_text`.
    unsafe {
        let taken = pg_sys::LockAcquire(&tag, pg_sys::ShareLock as i32, true, false);
        pg_sys::LockRelease(&tag, pg_sys::ShareLock as i32, true);
        if taken == pg_sys::LockAcquireResult::LOCKACQUIRE_ALREADY_HELD {
            pg_sys::LockRelease(&tag, pg_sys::ShareLock as i32, true);
        }
    }
}

/// Whether a session runs a migration, and keeps its text.
pub fn is_text_held(version: i64) -> bool {
    let tag = text_tag(version);
    // SAFETY: inside a transaction; the lock is let go at once.
    unsafe {
        let taken = pg_sys::LockAcquire(&tag, pg_sys::ExclusiveLock as i32, false, true);
        if taken != pg_sys::LockAcquireResult::LOCKACQUIRE_NOT_AVAIL {
            pg_sys::LockRelease(&tag, pg_sys::ExclusiveLock as i32, false);
        }
        taken == pg_sys::LockAcquireResult::LOCKACQUIRE_NOT_AVAIL
    }
}

pub(super) fn tag((class, object, sub): (u32, u32, u16)) -> pg_sys::LOCKTAG {
    pg_sys::LOCKTAG {
        // SAFETY: a variable of the backend, set when it connected.
        locktag_field1: unsafe { pg_sys::MyDatabaseId }.to_u32(),
        locktag_field2: class,
        locktag_field3: object,
        locktag_field4: sub,
        locktag_type: pg_sys::LockTagType::LOCKTAG_ADVISORY as u8,
        locktag_lockmethodid: pg_sys::USER_LOCKMETHOD as u8,
    }
}

/// How this process migrates.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Nobody beside it.
    Alone,
    /// It leads others, who are at other schemas of this job.
    Leader(i64),
    /// It follows the one who leads in this job, and has the migrator's lock.
    Member(i64),
}

thread_local! {
    static PART: Cell<Part> = const { Cell::new(Part::Alone) };
}

/// Takes the lock that one migrator at a time holds in a database, if it is free or ours already.
pub fn try_migrator_lock(hold: Hold) -> bool {
    acquire(hold, true) != pg_sys::LockAcquireResult::LOCKACQUIRE_NOT_AVAIL
}

/// Whether the session holds the migrator's lock still; if not, it does afterwards, if the lock is free. A
/// script can let go of it: pg_advisory_unlock_all() and DISCARD ALL release every advisory lock.
pub fn kept_migrator_lock() -> bool {
    use pg_sys::LockAcquireResult::*;
    matches!(acquire(Hold::Session, true), LOCKACQUIRE_ALREADY_HELD | LOCKACQUIRE_ALREADY_CLEAR)
}

/// Waits for the migrator's lock. Holds no snapshot meanwhile, if the caller holds none.
pub fn wait_for_migrator_lock(hold: Hold) {
    acquire(hold, false);
}

/// Who leads may be killed before those who follow him: whoever comes then waits for them, or is refused. They follow nobody
/// else, so none of them begins anything any more.
fn acquire(hold: Hold, no_wait: bool) -> pg_sys::LockAcquireResult::Type {
    use pg_sys::LockAcquireResult::{LOCKACQUIRE_NOT_AVAIL, LOCKACQUIRE_OK};
    let (share, exclusive) = (pg_sys::ShareLock as i32, pg_sys::ExclusiveLock as i32);
    let in_session = hold == Hold::Session;
    // SAFETY: inside a transaction; the tags are copied. A wait can be interrupted by cancel and terminate.
    unsafe {
        if let Part::Member(job) = PART.get() {
            let taken = pg_sys::LockAcquire(&tag(CREW_LOCK), share, in_session, true);
            return if has_leader(job) { taken } else { LOCKACQUIRE_NOT_AVAIL };
        }
        let taken = pg_sys::LockAcquire(&tag(MIGRATOR_LOCK), exclusive, in_session, no_wait);
        if let Part::Leader(job) = PART.get() {
            // Those who look hold it for a moment only.
            pg_sys::LockAcquire(&leader_tag(job), exclusive, in_session, false);
        } else if taken == LOCKACQUIRE_OK {
            if pg_sys::LockAcquire(&tag(CREW_LOCK), exclusive, false, no_wait) == LOCKACQUIRE_NOT_AVAIL {
                pg_sys::LockRelease(&tag(MIGRATOR_LOCK), exclusive, in_session);
                return LOCKACQUIRE_NOT_AVAIL;
            }
            pg_sys::LockRelease(&tag(CREW_LOCK), exclusive, false);
        }
        taken
    }
}

fn leader_tag(job: i64) -> pg_sys::LOCKTAG {
    // Two jobs of one number are four billion apart.
    tag((LEADER_LOCK.0, job as u32, LEADER_LOCK.1))
}

/// Has this session, which has the migrator's lock, lead others in a job.
pub fn lead(job: i64) {
    PART.set(Part::Leader(job));
    try_migrator_lock(Hold::Session);
}

/// Has this session lead nobody any more, and follow nobody.
pub fn be_alone() {
    PART.set(Part::Alone);
}

/// Has this session follow the one who leads in a job; false if there is none.
pub fn follow(job: i64) -> bool {
    PART.set(Part::Member(job));
    try_migrator_lock(Hold::Session)
}

fn has_leader(job: i64) -> bool {
    let tag = leader_tag(job);
    // SAFETY: inside a transaction; the lock is let go at once. Those who look do not keep each other from it.
    unsafe {
        let taken = pg_sys::LockAcquire(&tag, pg_sys::ShareLock as i32, false, true);
        let is_free = taken != pg_sys::LockAcquireResult::LOCKACQUIRE_NOT_AVAIL;
        if is_free {
            pg_sys::LockRelease(&tag, pg_sys::ShareLock as i32, false);
        }
        !is_free
    }
}

fn schema_tag(oid: u32) -> pg_sys::LOCKTAG {
    pg_sys::LOCKTAG {
        // SAFETY: a variable of the backend; the fields are those of SET_LOCKTAG_OBJECT in the server's lock.h.
        locktag_field1: unsafe { pg_sys::MyDatabaseId }.to_u32(),
        locktag_field2: pg_sys::NamespaceRelationId.to_u32(),
        locktag_field3: oid,
        locktag_field4: 0,
        locktag_type: pg_sys::LockTagType::LOCKTAG_OBJECT as u8,
        locktag_lockmethodid: pg_sys::DEFAULT_LOCKMETHOD as u8,
    }
}

/// Keeps a schema from being dropped while this session is at it, through commits and aborts. Waits for who is dropping it.
pub fn hold_schema(oid: u32) {
    // SAFETY: inside a transaction; the tag is copied.
    unsafe { pg_sys::LockAcquire(&schema_tag(oid), pg_sys::AccessShareLock as i32, true, false) };
}

/// Lets go of it.
pub fn release_schema(oid: u32) {
    let tag = schema_tag(oid);
    // SAFETY: inside a transaction; taken by `hold_schema`, and by nothing else for the session.
    unsafe { pg_sys::LockRelease(&tag, pg_sys::AccessShareLock as i32, true) };
}

/// Lets go of every session-level advisory lock, the migrator's too.
pub fn release_session_locks() {
    // SAFETY: releases what this session holds; locks of the transaction stay.
    unsafe { pg_sys::LockReleaseSession(pg_sys::USER_LOCKMETHOD as pg_sys::LOCKMETHODID) };
}

/// Lets go of every session-level advisory lock but the migrator's, which others must not get in between.
pub fn release_other_session_locks() {
    use pg_sys::LockAcquireResult::*;
    // Held by the transaction as well, it is not given away when the session's hold ends.
    let had =
        matches!(acquire(Hold::Transaction, true), LOCKACQUIRE_ALREADY_HELD | LOCKACQUIRE_ALREADY_CLEAR);
    release_session_locks();
    if had {
        acquire(Hold::Session, true);
    }
}

/// Makes this session the one that leads others in other databases; false if another one does, unless it is to wait for that.
pub fn lead_elsewhere(wait: bool) -> bool {
    let (mode, tag) = (pg_sys::ExclusiveLock as i32, tag(ELSEWHERE_LOCK));
    // SAFETY: inside a transaction; the tag is copied. A wait can be interrupted by cancel and terminate.
    let result = unsafe { pg_sys::LockAcquire(&tag, mode, true, !wait) };
    result != pg_sys::LockAcquireResult::LOCKACQUIRE_NOT_AVAIL
}

fn cancel_tag(job: i64) -> pg_sys::LOCKTAG {
    // Two jobs of one number are four billion apart.
    tag((CANCEL_LOCK.0, job as u32, CANCEL_LOCK.1))
}

/// To the end of this transaction, in which it is written down, the job's worker sees that it is to stop.
pub fn cancel_job(job: i64) {
    // SAFETY: inside a transaction; the tag is copied. The worker holds the other mode for no longer than a look.
    unsafe { pg_sys::LockAcquire(&cancel_tag(job), pg_sys::ShareLock as i32, false, false) };
}

/// Whether somebody is about to cancel a job, and has not committed yet.
pub fn is_cancelling(job: i64) -> bool {
    // Workers of one job that look at the same moment must not take each other for him.
    // SAFETY: inside a transaction; the tag is copied.
    let result =
        unsafe { pg_sys::LockAcquire(&cancel_tag(job), pg_sys::RowExclusiveLock as i32, false, true) };
    result == pg_sys::LockAcquireResult::LOCKACQUIRE_NOT_AVAIL
}

/// Whether the statement that runs is a transaction of its own.
pub fn commits_by_itself() -> bool {
    // SAFETY: reads a variable of the backend.
    unsafe { !pg_sys::IsTransactionBlock() }
}

/// The caller's top transaction id; one is assigned where there was none.
pub fn own_transaction() -> u32 {
    // SAFETY: inside a transaction that may write; raises an error where it may not.
    unsafe { pg_sys::GetTopTransactionId() }.into_inner()
}

/// The caller's top transaction id; 0 where none is assigned.
pub fn own_transaction_if_any() -> u32 {
    // SAFETY: a variable of the backend.
    unsafe { pg_sys::GetTopTransactionIdIfAny() }.into_inner()
}

/// Waits until a transaction has ended, one way or the other; 0 is none. Needs a transaction, holds no snapshot.
pub fn wait_for_transaction(xid: u32) {
    if xid == 0 {
        return;
    }
    // SAFETY: inside a transaction; can be interrupted by cancel and terminate.
    unsafe {
        pg_sys::XactLockTableWait(
            pg_sys::TransactionId::from_inner(xid),
            std::ptr::null_mut(),
            std::ptr::null_mut(),
            pg_sys::XLTW_Oper::XLTW_None,
        );
    }
}

/// Whether this transaction is read-only.
pub fn is_read_only() -> bool {
    // SAFETY: a variable of the backend.
    unsafe { pg_sys::XactReadOnly }
}

/// Refuses where nothing can be written; `doing` says what was to be done: `run migrations`. Nor in a
/// security-restricted operation: there a table's owner has code evaluated in the session of whoever maintains the
/// table, which might count for his own act.
///
/// # Errors
///
/// [`SessionError::Standby`], [`SessionError::ReadOnly`], [`SessionError::Restricted`].
pub fn check_writable(doing: &'static str) -> Result<(), SessionError> {
    if identity::is_restricted() {
        return Err(SessionError::Restricted { doing });
    }
    // SAFETY: reads shared state.
    match (unsafe { pg_sys::RecoveryInProgress() }, is_read_only()) {
        (true, _) => Err(SessionError::Standby { doing }),
        (false, true) => Err(SessionError::ReadOnly { doing }),
        (false, false) => Ok(()),
    }
}

/// Takes a lock on a table, if it is free now.
pub fn try_table(oid: u32, mode: Mode) -> bool {
    // SAFETY: inside a transaction; a table that is gone by now is locked by its number all the same.
    unsafe { pg_sys::ConditionalLockRelationOid(pg_sys::Oid::from(oid), mode as i32) }
}

/// Whether this session holds a lock of this mode on a table.
pub fn holds_table(oid: u32, mode: Mode) -> bool {
    compat::holds_lock(&relation_tag(oid), mode)
}

/// Lets go of a lock on a table that [`try_table`] has taken.
pub fn release_table(oid: u32, mode: Mode) {
    // SAFETY: inside a transaction; a lock that is not held is warned of.
    unsafe { pg_sys::UnlockRelationOid(pg_sys::Oid::from(oid), mode as i32) };
}

/// Takes a lock on a table in the queue; `lock_timeout` ends the waiting with an error.
pub fn queue_for_table(oid: u32, mode: Mode) {
    // SAFETY: as above.
    unsafe { pg_sys::LockRelationOid(pg_sys::Oid::from(oid), mode as i32) };
}

/// Waits for a transaction's end outside of every table's queue; `lock_timeout` ends the waiting with an error.
pub fn wait_for_virtual_transaction((backend, local): (i32, u32)) {
    let transaction = compat::virtual_transaction(backend, local);
    // SAFETY: a transaction that has ended already is no reason to wait.
    unsafe { pg_sys::VirtualXactLock(transaction, true) };
}

fn relation_tag(oid: u32) -> pg_sys::LOCKTAG {
    pg_sys::LOCKTAG {
        // SAFETY: a variable of the backend; the fields are those of SET_LOCKTAG_RELATION in the server's lock.h.
        locktag_field1: unsafe { pg_sys::MyDatabaseId }.to_u32(),
        locktag_field2: oid,
        locktag_type: pg_sys::LockTagType::LOCKTAG_RELATION as u8,
        locktag_lockmethodid: pg_sys::DEFAULT_LOCKMETHOD as u8,
        ..pg_sys::LOCKTAG::default()
    }
}

/// Lets go of every lock of this transaction on a relation that it has made itself, and that nobody else knows of: what
/// is locked from then on is what a later statement locks.
pub fn release_own(oid: u32, is_sequence: bool) {
    let tag = relation_tag(oid);
    for mode in Mode::ALL {
        // SAFETY: inside a transaction; only what is held is released. Whoever reads or sets a sequence locks it for the
        // top transaction (lock_and_open_sequence), and has no other lock of that mode; the owner is put back.
        unsafe {
            let owner = pg_sys::CurrentResourceOwner;
            if is_sequence && mode == Mode::RowExclusive {
                pg_sys::CurrentResourceOwner = pg_sys::TopTransactionResourceOwner;
            }
            while compat::holds_lock(&tag, mode) && pg_sys::LockRelease(&tag, mode as i32, false) {}
            pg_sys::CurrentResourceOwner = owner;
        }
    }
}
