//! What differs between the server's versions, in one place.

use migrate_core::lock::Mode;
use pgrx::pg_sys;

/// The server's major version.
pub fn major_version() -> i32 {
    (pg_sys::PG_VERSION_NUM / 10_000) as i32
}

/// `pqsignal` of the backend.
///
/// # Safety
///
/// `handler` must be safe to run at any time, as a signal handler is.
pub unsafe fn set_signal_handler(signal: i32, handler: unsafe extern "C-unwind" fn(std::ffi::c_int)) {
    // SAFETY: passed on to the caller.
    unsafe {
        #[cfg(not(feature = "pg18"))]
        pg_sys::pqsignal(signal, Some(handler));
        #[cfg(feature = "pg18")]
        pg_sys::pqsignal_be(signal, Some(handler));
    }
}

/// `PortalRun`, which lost its argument `run_once` in PostgreSQL 18.
///
/// # Safety
///
/// `portal` must be started and not run yet.
pub unsafe fn portal_run(portal: pg_sys::Portal, top_level: bool, completion: &mut pg_sys::QueryCompletion) {
    // SAFETY: `None_Receiver` is the server's own receiver that discards rows; the rest is the caller's.
    unsafe { portal_run_to(portal, top_level, pg_sys::None_Receiver, completion) }
}

/// The same, with a receiver for the rows.
///
/// # Safety
///
/// As above; the receiver outlives the run.
pub unsafe fn portal_run_to(
    portal: pg_sys::Portal,
    top_level: bool,
    receiver: *mut pg_sys::DestReceiver,
    completion: &mut pg_sys::QueryCompletion,
) {
    const FETCH_ALL: std::ffi::c_long = std::ffi::c_long::MAX;
    // SAFETY: as the caller says.
    unsafe {
        #[cfg(not(feature = "pg18"))]
        pg_sys::PortalRun(portal, FETCH_ALL, top_level, true, receiver, receiver, completion);
        #[cfg(feature = "pg18")]
        pg_sys::PortalRun(portal, FETCH_ALL, top_level, receiver, receiver, completion);
    }
}

/// Whether an UPDATE has a RETURNING, which is a clause of its own since PostgreSQL 18.
pub fn returns_rows(update: &pg_sys::UpdateStmt) -> bool {
    #[cfg(not(feature = "pg18"))]
    let returning = update.returningList;
    #[cfg(feature = "pg18")]
    let returning = update.returningClause;
    !returning.is_null()
}

/// What `CHECK_FOR_INTERRUPTS` does; the bindings have no macro.
pub fn check_for_interrupts() {
    pgrx::check_for_interrupts!();
}

/// A virtual transaction, whose backend's number has another name since PostgreSQL 17.
pub fn virtual_transaction(backend: i32, local: u32) -> pg_sys::VirtualTransactionId {
    pg_sys::VirtualTransactionId {
        #[cfg(not(any(feature = "pg17", feature = "pg18")))]
        backendId: backend,
        #[cfg(any(feature = "pg17", feature = "pg18"))]
        procNumber: backend,
        localTransactionId: local,
    }
}

/// The privilege of `pg_has_role` that says whether one role can take another with SET ROLE. Since PostgreSQL 16
/// a member can be one without that right.
#[cfg(feature = "pg15")]
pub const CAN_TAKE_ROLE: &str = "MEMBER";
/// See above.
#[cfg(not(feature = "pg15"))]
pub const CAN_TAKE_ROLE: &str = "SET";

/// Whether `member` can take `role` with SET ROLE.
pub fn can_take_role(member: pg_sys::Oid, role: pg_sys::Oid) -> bool {
    // SAFETY: reads the catalog.
    unsafe {
        #[cfg(feature = "pg15")]
        return pg_sys::is_member_of_role(member, role);
        #[cfg(not(feature = "pg15"))]
        return pg_sys::member_can_set_role(member, role);
    }
}

/// Settings that end a statement or transaction which waits or lasts.
#[cfg(not(any(feature = "pg17", feature = "pg18")))]
pub const LIMITS_OF_A_SESSION: [&str; 1] = ["lock_timeout"];
/// See above.
#[cfg(any(feature = "pg17", feature = "pg18"))]
pub const LIMITS_OF_A_SESSION: [&str; 2] = ["lock_timeout", "transaction_timeout"];

/// How long a transaction may last in this session, in milliseconds: `transaction_timeout`, since PostgreSQL 17.
pub fn transaction_limit() -> Option<i64> {
    #[cfg(not(any(feature = "pg17", feature = "pg18")))]
    let limit = 0;
    #[cfg(any(feature = "pg17", feature = "pg18"))]
    // SAFETY: a variable of the process, that only the process itself sets.
    let limit = i64::from(unsafe { pg_sys::TransactionTimeout });
    (limit > 0).then_some(limit)
}

/// SQL that says whether the current role may maintain table `t` without being its owner: a privilege since PostgreSQL 17.
#[cfg(not(any(feature = "pg17", feature = "pg18")))]
pub const MAY_MAINTAIN: &str = "false";
/// See above.
#[cfg(any(feature = "pg17", feature = "pg18"))]
pub const MAY_MAINTAIN: &str = "pg_catalog.has_table_privilege(t.oid, 'MAINTAIN')";

/// SQL that says whether constraint `c` is enforced, as all are before PostgreSQL 18.
#[cfg(not(feature = "pg18"))]
pub const IS_ENFORCED: &str = "true";
/// See above.
#[cfg(feature = "pg18")]
pub const IS_ENFORCED: &str = "c.conenforced";

/// SQL that says whether constraint `c` goes by periods, as none does before PostgreSQL 18.
#[cfg(not(feature = "pg18"))]
pub const IS_TEMPORAL: &str = "false";
/// See above.
#[cfg(feature = "pg18")]
pub const IS_TEMPORAL: &str = "c.conperiod";

/// The server's list of settings.
pub fn settings() -> Vec<*const pg_sys::config_generic> {
    // SAFETY: the list has as many entries as is said beside it; it is read before anything can change it. Since
    // PostgreSQL 16 it is made for who asks, in the context of a transaction, perhaps, that asks many times.
    unsafe {
        #[cfg(feature = "pg15")]
        let (list, count) = (pg_sys::get_guc_variables(), pg_sys::GetNumConfigOptions());
        #[cfg(not(feature = "pg15"))]
        let (list, count) = {
            let mut count = 0;
            (pg_sys::get_guc_variables(&mut count), count)
        };
        let all = std::slice::from_raw_parts(list, usize::try_from(count).unwrap_or(0));
        let settings = all.iter().map(|variable| variable.cast_const()).collect();
        #[cfg(not(feature = "pg15"))]
        pg_sys::pfree(list.cast());
        settings
    }
}

/// One of the server's settings, by its name in any case.
#[cfg(not(feature = "pg15"))]
pub fn setting(name: &str) -> Option<*const pg_sys::config_generic> {
    let name = std::ffi::CString::new(name).ok()?;
    // SAFETY: without a word of what is not there; the name is read and not kept.
    let found = unsafe { pg_sys::find_option(name.as_ptr(), false, true, pg_sys::DEBUG5 as i32) };
    (!found.is_null()).then_some(found.cast_const())
}

/// See above.
#[cfg(feature = "pg15")]
pub fn setting(name: &str) -> Option<*const pg_sys::config_generic> {
    let lower = |byte: &u8| byte.to_ascii_lowercase();
    // SAFETY: as in `settings`; the server keeps the list in the order of names in small letters, and each name as long as
    // its setting.
    unsafe {
        let count = usize::try_from(pg_sys::GetNumConfigOptions()).unwrap_or(0);
        let all = std::slice::from_raw_parts(pg_sys::get_guc_variables(), count);
        let by_name = |setting: &*mut pg_sys::config_generic| {
            let own = std::ffi::CStr::from_ptr((**setting).name).to_bytes();
            own.iter().map(lower).cmp(name.as_bytes().iter().map(lower))
        };
        all.binary_search_by(by_name).ok().map(|at| all[at].cast_const())
    }
}

/// STORAGE of a column that is made, which the grammar has since PostgreSQL 16.
pub fn storage(column: &pg_sys::ColumnDef) -> Option<*const std::ffi::c_char> {
    #[cfg(feature = "pg15")]
    let storage = {
        let _ = column;
        None
    };
    #[cfg(not(feature = "pg15"))]
    let storage = Some(column.storage_name.cast_const());
    storage
}

/// Whether a constraint is enforced; NOT ENFORCED came with PostgreSQL 18.
pub fn is_enforced(constraint: &pg_sys::Constraint) -> bool {
    #[cfg(not(feature = "pg18"))]
    let enforced = {
        let _ = constraint;
        true
    };
    #[cfg(feature = "pg18")]
    let enforced = constraint.is_enforced;
    enforced
}

/// Whether a column is generated and virtual, which came with PostgreSQL 18.
pub fn is_virtual(constraint: &pg_sys::Constraint) -> bool {
    #[cfg(not(feature = "pg18"))]
    let is_virtual = {
        let _ = constraint;
        false
    };
    #[cfg(feature = "pg18")]
    let is_virtual = constraint.generated_kind as u8 == b'v';
    is_virtual
}

/// What ALTER CONSTRAINT makes of a constraint.
pub struct AlteredConstraint {
    /// Its name.
    pub name: *const std::ffi::c_char,
    /// DEFERRABLE.
    pub deferrable: bool,
    /// INITIALLY DEFERRED.
    pub initially_deferred: bool,
    /// NO INHERIT.
    pub no_inherit: bool,
    /// NOT ENFORCED.
    pub not_enforced: bool,
}

/// What ALTER CONSTRAINT says, which is a node of its own since PostgreSQL 18.
///
/// # Safety
///
/// `node` is NULL or what stands behind ALTER CONSTRAINT in a tree that is not freed yet.
pub unsafe fn altered_constraint(node: *mut pg_sys::Node) -> Option<AlteredConstraint> {
    // SAFETY: as the caller says; each cast is to the struct of the node's tag.
    unsafe {
        #[cfg(not(feature = "pg18"))]
        return pgrx::is_a(node, pg_sys::NodeTag::T_Constraint).then(|| {
            let of = &*node.cast::<pg_sys::Constraint>();
            AlteredConstraint {
                name: of.conname,
                deferrable: of.deferrable,
                initially_deferred: of.initdeferred,
                no_inherit: of.is_no_inherit,
                not_enforced: false,
            }
        });
        #[cfg(feature = "pg18")]
        return pgrx::is_a(node, pg_sys::NodeTag::T_ATAlterConstraint).then(|| {
            let of = &*node.cast::<pg_sys::ATAlterConstraint>();
            AlteredConstraint {
                name: of.conname,
                deferrable: of.deferrable,
                initially_deferred: of.initdeferred,
                no_inherit: of.noinherit,
                not_enforced: of.alterEnforceability && !of.is_enforced,
            }
        });
    }
}

/// Whether a key is WITHOUT OVERLAPS, or a foreign key has PERIOD, which came with PostgreSQL 18.
pub fn is_without_overlaps(constraint: &pg_sys::Constraint) -> bool {
    #[cfg(not(feature = "pg18"))]
    let without_overlaps = {
        let _ = constraint;
        false
    };
    #[cfg(feature = "pg18")]
    let without_overlaps = constraint.without_overlaps || constraint.fk_with_period;
    without_overlaps
}

/// ALTER COLUMN … SET EXPRESSION, which came with PostgreSQL 17.
pub fn is_set_expression(action: pg_sys::AlterTableType::Type) -> bool {
    #[cfg(not(any(feature = "pg17", feature = "pg18")))]
    let is_it = {
        let _ = action;
        false
    };
    #[cfg(any(feature = "pg17", feature = "pg18"))]
    let is_it = action == pg_sys::AlterTableType::AT_SetExpression;
    is_it
}

/// `range`, `list` or `hash`, which is a word of the script before PostgreSQL 16.
pub fn partition_strategy(spec: &pg_sys::PartitionSpec) -> String {
    #[cfg(feature = "pg15")]
    // SAFETY: the grammar puts a string there, which ends with a NUL byte.
    let strategy = unsafe { std::ffi::CStr::from_ptr(spec.strategy) }.to_string_lossy().to_lowercase();
    #[cfg(not(feature = "pg15"))]
    let strategy = match spec.strategy {
        pg_sys::PartitionStrategy::PARTITION_STRATEGY_LIST => "list".to_string(),
        pg_sys::PartitionStrategy::PARTITION_STRATEGY_HASH => "hash".to_string(),
        _ => "range".to_string(),
    };
    strategy
}

/// Whether an INSERT has a RETURNING.
pub fn insert_returns_rows(insert: &pg_sys::InsertStmt) -> bool {
    #[cfg(not(feature = "pg18"))]
    let returning = insert.returningList;
    #[cfg(feature = "pg18")]
    let returning = insert.returningClause;
    !returning.is_null()
}

/// Whether a DELETE has a RETURNING.
pub fn delete_returns_rows(delete: &pg_sys::DeleteStmt) -> bool {
    #[cfg(not(feature = "pg18"))]
    let returning = delete.returningList;
    #[cfg(feature = "pg18")]
    let returning = delete.returningClause;
    !returning.is_null()
}

/// Whether this session holds a lock in this very mode.
pub fn holds_lock(tag: &pg_sys::LOCKTAG, mode: Mode) -> bool {
    // SAFETY: looks the lock up in the session's own table.
    unsafe {
        #[cfg(any(feature = "pg15", feature = "pg16"))]
        return pg_sys::LockHeldByMe(tag, mode as i32);
        #[cfg(not(any(feature = "pg15", feature = "pg16")))]
        return pg_sys::LockHeldByMe(tag, mode as i32, false);
    }
}

/// The number of an encoding, by a name of it; negative if it is none. Since PostgreSQL 17 the server has this function
/// under a name of its own.
pub fn encoding(name: &std::ffi::CStr) -> i32 {
    // SAFETY: reads the string, and a table that is constant.
    unsafe {
        #[cfg(any(feature = "pg15", feature = "pg16"))]
        let encoding = pg_sys::pg_char_to_encoding(name.as_ptr());
        #[cfg(not(any(feature = "pg15", feature = "pg16")))]
        let encoding = pg_sys::pg_char_to_encoding_private(name.as_ptr());
        encoding
    }
}
