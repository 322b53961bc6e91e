//! Which old row versions somebody may still look at.

use pgrx::pg_sys;

unsafe extern "C-unwind" {
    /// The oldest transaction whose deleted row versions in a relation may still be seen: by any session of the database,
    /// by a prepared transaction, a standby or a slot. The same in PostgreSQL 15 to 18; no binding has it.
    fn GetOldestNonRemovableTransactionId(relation: pg_sys::Relation) -> pg_sys::TransactionId;
}

/// The number that the next transaction will get.
pub fn next_transaction() -> pg_sys::TransactionId {
    // SAFETY: reads a counter in shared memory. The number proper is the lower half.
    let next = unsafe { pg_sys::ReadNextFullTransactionId() };
    pg_sys::TransactionId::from(next.value as u32)
}

/// Whether a VACUUM could remove every row version of a table that a transaction before this one has deleted. True for a
/// table that is gone. It waits for whoever has locked the table against readers.
pub fn is_past(table: u32, transaction: pg_sys::TransactionId) -> bool {
    // SAFETY: the relation is open, under a lock, while it is asked for; an error in between is cleaned up by the abort
    // that follows it.
    unsafe {
        let relation = pg_sys::try_relation_open(table.into(), pg_sys::AccessShareLock as i32);
        if relation.is_null() {
            return true;
        }
        let oldest = GetOldestNonRemovableTransactionId(relation);
        pg_sys::relation_close(relation, pg_sys::AccessShareLock as i32);
        !pg_sys::TransactionIdPrecedes(oldest, transaction)
    }
}
