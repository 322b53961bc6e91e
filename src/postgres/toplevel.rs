//! Running one SQL statement as a session would, through its own portal.
//!
//! This is `exec_simple_query` of the server's `tcop/postgres.c` without the client: parse, analyze, plan, run a
//! portal. SPI never tells a statement that it is at top level, so CREATE INDEX CONCURRENTLY can't run through it. A
//! script's BEGIN and COMMIT come through here, too. So the script has a session as any other: LOCK TABLE, SAVEPOINT
//! and DECLARE CURSOR work. The journal is written by SPI inside the open block.

use std::ffi::CStr;
use std::ptr;

use migrate_core::failure::Failure;
use pgrx::{PgList, pg_sys};

use super::catch::catch;
use super::text::{c_string, must_be_c_string};
use super::{compat, copied};

/// Runs one statement inside the caller's transaction: it sees and joins whatever is open, and may not
/// commit. Its rows are discarded; how many it wrote or returned.
///
/// Raises the statement's own error.
pub fn run_in_caller(sql: &str) -> u64 {
    let (sql, rows) = copied::split(sql);
    let sql = must_be_c_string(sql);
    // SAFETY: we are inside a transaction with a current memory context, in a function call.
    unsafe {
        let context = parse_context(pg_sys::CurrentMemoryContext);
        let count = portal(&sql, rows, context, false);
        pg_sys::MemoryContextDelete(context);
        count
    }
}

/// Runs one statement of DDL inside the caller's transaction as a part of another one, as the server runs what CREATE
/// SCHEMA has in it: event triggers are told of whole statements alone. It is for what is taken back in any case, and
/// is nobody's: a guard against rewrites or new tables has nothing to guard there, an audit nothing to note.
///
/// Raises the statement's own error.
pub fn run_as_part(sql: &str) {
    let sql = must_be_c_string(sql);
    // SAFETY: we are inside a transaction with a current memory context, in a function call. The order of calls is that
    // of a portal that runs a utility statement; each object is used while it is valid.
    unsafe {
        let context = parse_context(pg_sys::CurrentMemoryContext);
        let before = pg_sys::MemoryContextSwitchTo(context);
        let statements = PgList::<pg_sys::RawStmt>::from_pg(pg_sys::pg_parse_query(sql.as_ptr()));
        for raw in statements.iter_ptr() {
            part(raw, &sql);
        }
        pg_sys::MemoryContextSwitchTo(before);
        pg_sys::MemoryContextDelete(context);
    }
}

/// Runs the raw tree of one statement of DDL as [`run_as_part`] does.
///
/// # Safety
///
/// `raw` is a raw parse tree of `sql`, in a memory context that outlives the call; we are inside a transaction, in a
/// function call.
pub unsafe fn part(raw: *mut pg_sys::RawStmt, sql: &CStr) {
    // SAFETY: as the caller says. The order of calls is that of a portal that runs a utility statement; each object is
    // used while it is valid.
    unsafe {
        pg_sys::PushActiveSnapshot(pg_sys::GetTransactionSnapshot());
        let queries =
            pg_sys::pg_analyze_and_rewrite_fixedparams(raw, sql.as_ptr(), ptr::null(), 0, ptr::null_mut());
        let plans = pg_sys::pg_plan_queries(
            queries,
            sql.as_ptr(),
            pg_sys::CURSOR_OPT_PARALLEL_OK as i32,
            ptr::null_mut(),
        );
        for plan in PgList::<pg_sys::PlannedStmt>::from_pg(plans).iter_ptr() {
            if (*plan).utilityStmt.is_null() {
                pgrx::error!("internal statement on a copy is no DDL");
            }
            let mut completion = pg_sys::QueryCompletion::default();
            pg_sys::ProcessUtility(
                plan,
                sql.as_ptr(),
                false,
                pg_sys::ProcessUtilityContext::PROCESS_UTILITY_SUBCOMMAND,
                ptr::null_mut(),
                ptr::null_mut(),
                pg_sys::None_Receiver,
                &mut completion,
            );
        }
        pg_sys::PopActiveSnapshot();
        pg_sys::CommandCounterIncrement();
    }
}

/// Has the server analyse the raw tree of one statement, and no more: it looks up what is named, and takes the locks that
/// go with that. Nothing is planned or run.
///
/// # Safety
///
/// As for [`part`].
pub unsafe fn analyse(raw: *mut pg_sys::RawStmt, sql: &CStr) {
    // SAFETY: as the caller says.
    unsafe {
        pg_sys::PushActiveSnapshot(pg_sys::GetTransactionSnapshot());
        pg_sys::parse_analyze_fixedparams(raw, sql.as_ptr(), ptr::null(), 0, ptr::null_mut());
        pg_sys::PopActiveSnapshot();
    }
}

/// Runs `work` with what the server parses of `sql`, in memory that is let go of behind it.
///
/// # Errors
///
/// What `work` says.
pub fn with_trees<R>(sql: &str, work: impl FnOnce(&[*mut pg_sys::RawStmt], &CStr) -> R) -> R {
    let sql = must_be_c_string(copied::split(sql).0);
    // SAFETY: we are inside a transaction with a current memory context, in a function call; the trees live in a context
    // that is deleted behind `work`, or with its parent after an error.
    unsafe {
        let context = parse_context(pg_sys::CurrentMemoryContext);
        let before = pg_sys::MemoryContextSwitchTo(context);
        let statements = PgList::<pg_sys::RawStmt>::from_pg(pg_sys::pg_parse_query(sql.as_ptr()));
        let statements: Vec<_> = statements.iter_ptr().collect();
        let done = work(&statements, &sql);
        pg_sys::MemoryContextSwitchTo(before);
        pg_sys::MemoryContextDelete(context);
        done
    }
}

/// Runs one statement at top level in a worker, as psql would: BEGIN opens a transaction block, COMMIT
/// closes it, anything else outside of one is its own transaction and may commit inside.
///
/// After a failure the transaction is gone, the block too.
pub fn run(sql: &str) -> Result<(), Failure> {
    run_counted(sql).map(|_| ())
}

/// The same; how many rows it wrote or returned.
pub fn run_counted(sql: &str) -> Result<u64, Failure> {
    let (sql, rows) = copied::split(sql);
    let text = c_string(sql)?;
    // The parse tree and plan must outlive a commit in the statement's middle.
    // SAFETY: TopMemoryContext lives as long as the process.
    let context = unsafe { parse_context(pg_sys::TopMemoryContext) };
    // SAFETY: a transaction command is started; the context outlives it.
    let result = run_as(sql, || unsafe { portal(&text, rows, context, true) });
    // SAFETY: nothing points into the context any more: the portal is dropped, here or by the abort.
    unsafe { pg_sys::MemoryContextDelete(context) };
    result
}

/// Runs `work` in a worker in the place of a statement, as [`run`] would run that.
///
/// # Errors
///
/// What `work` raises; the transaction is gone then.
pub fn run_as<R>(sql: &str, work: impl FnOnce() -> R) -> Result<R, Failure> {
    let text = c_string(sql)?;
    let result = catch(|| {
        // SAFETY: a worker outside of any other statement; `text` lives to the end of this function, and
        // `debug_query_string` is reset there.
        unsafe {
            pg_sys::SetCurrentStatementStartTimestamp();
            pg_sys::pgstat_report_activity(pg_sys::BackendState::STATE_RUNNING, text.as_ptr());
            pg_sys::debug_query_string = text.as_ptr();
            pg_sys::StartTransactionCommand();
        }
        let value = work();
        // SAFETY: ends the command begun above.
        unsafe { pg_sys::CommitTransactionCommand() };
        value
    });
    // SAFETY: as above; ends whatever the failure left open.
    unsafe {
        if result.is_err() {
            pg_sys::AbortOutOfAnyTransaction();
        }
        pg_sys::debug_query_string = ptr::null();
        // Within a block the counts still belong to it: a report would free what its end writes to.
        if !pg_sys::IsTransactionOrTransactionBlock() {
            pg_sys::pgstat_report_stat(false);
        }
        pg_sys::pgstat_report_activity(pg_sys::BackendState::STATE_IDLE, ptr::null());
    }
    result
}

/// Runs `work` in a worker with a snapshot: in a transaction of its own, or as a part of the block that is
/// open. After a failure the transaction is gone, the block too.
///
/// It fails where the extension of this database is of another version by now ([`super::extension`]).
pub fn in_transaction<R>(work: impl FnOnce() -> R) -> Result<R, Failure> {
    without_snapshot(|| {
        super::extension::must_fit();
        super::spi::with_snapshot(work)
    })
}

/// The same without a snapshot, for waiting: nobody's CREATE INDEX CONCURRENTLY waits for us meanwhile.
pub fn without_snapshot<R>(work: impl FnOnce() -> R) -> Result<R, Failure> {
    let result = catch(|| {
        // SAFETY: a worker outside of any statement.
        unsafe {
            pg_sys::SetCurrentStatementStartTimestamp();
            pg_sys::StartTransactionCommand();
            // A script may have made its session read-only. Our own transaction, which has done nothing yet,
            // is what SET TRANSACTION READ WRITE makes it; one that the script began stays as it is.
            if !pg_sys::IsTransactionBlock() {
                pg_sys::XactReadOnly = false;
            }
        }
        let value = work();
        // SAFETY: ends the command begun above.
        unsafe { pg_sys::CommitTransactionCommand() };
        value
    });
    if result.is_err() {
        // SAFETY: ends whatever the failure left open.
        unsafe { pg_sys::AbortOutOfAnyTransaction() };
    }
    result
}

unsafe fn parse_context(parent: pg_sys::MemoryContext) -> pg_sys::MemoryContext {
    // SAFETY: the parent is valid; the name is static; the sizes are ALLOCSET_DEFAULT_SIZES.
    unsafe {
        pg_sys::AllocSetContextCreateInternal(
            parent,
            c"migrate_ext statement".as_ptr(),
            pg_sys::ALLOCSET_DEFAULT_MINSIZE as usize,
            pg_sys::ALLOCSET_DEFAULT_INITSIZE as usize,
            pg_sys::ALLOCSET_DEFAULT_MAXSIZE as usize,
        )
    }
}

/// Parses, analyzes, plans and runs `sql`, keeping trees and plans in `context`; how many rows the last statement wrote
/// or returned. `copied` are the rows that stand behind it.
///
/// # Safety
///
/// A transaction command is started; `context` outlives the statement's transaction if it may commit.
unsafe fn portal(sql: &CStr, copied: Option<&str>, context: pg_sys::MemoryContext, top_level: bool) -> u64 {
    let mut rows = 0;
    // SAFETY: the order of calls is that of exec_simple_query; each object is used while it is valid.
    unsafe {
        let transaction_context = pg_sys::MemoryContextSwitchTo(context);
        let statements = pg_sys::pg_parse_query(sql.as_ptr());
        let statements = PgList::<pg_sys::RawStmt>::from_pg(statements);
        for raw in statements.iter_ptr() {
            pg_sys::MemoryContextSwitchTo(context);
            let tag = pg_sys::CreateCommandTag((*raw).stmt);
            compat::check_for_interrupts();

            // The snapshot serves analysis and planning only: a statement that commits inside must not
            // find one that is older than its own transaction.
            let snapshot = pg_sys::analyze_requires_snapshot(raw);
            if snapshot {
                pg_sys::PushActiveSnapshot(pg_sys::GetTransactionSnapshot());
            }
            let queries = pg_sys::pg_analyze_and_rewrite_fixedparams(
                raw,
                sql.as_ptr(),
                ptr::null(),
                0,
                ptr::null_mut(),
            );
            let plans = pg_sys::pg_plan_queries(
                queries,
                sql.as_ptr(),
                pg_sys::CURSOR_OPT_PARALLEL_OK as i32,
                ptr::null_mut(),
            );
            if snapshot {
                pg_sys::PopActiveSnapshot();
            }

            // A name of its own: the unnamed portal may be the one that we are called from.
            let portal = pg_sys::CreateNewPortal();
            (*portal).visible = false;
            pg_sys::PortalDefineQuery(portal, ptr::null(), sql.as_ptr(), tag, plans, ptr::null_mut());
            pg_sys::PortalStart(portal, ptr::null_mut(), 0, ptr::null_mut());
            pg_sys::MemoryContextSwitchTo(transaction_context);

            let mut completion = pg_sys::QueryCompletion::default();
            copied::with_rows(copied, raw, || compat::portal_run(portal, top_level, &mut completion));
            rows = completion.nprocessed;
            pg_sys::PortalDrop(portal, false);
            pg_sys::CommandCounterIncrement();
        }
        if !top_level {
            pg_sys::MemoryContextSwitchTo(transaction_context);
        }
    }
    rows
}
