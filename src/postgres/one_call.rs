//! A statement that is one call of a function, made in two steps: what stands in its arguments is evaluated first, and
//! the call is then made with the values.
//!
//! So nobody's code runs within the call itself but the function's: no expression, no cast, no query of an argument.

use std::ffi::{CStr, CString, c_int};
use std::ptr;

use pgrx::prelude::*;
use pgrx::{PgList, is_a, pg_sys};

use super::{compat, parser, settings, text};

/// A call whose arguments are values.
pub struct Call {
    plan: *mut pg_sys::PlannedStmt,
    sql: CString,
}

/// Evaluates the arguments of the one call that `sql` is. Each row that they give is a call: one, unless one of them is
/// a set. `None` if `sql` is no such call of a function that belongs to the extension.
///
/// Raises the errors of whatever it evaluates. The calls are for the transaction in which this runs.
pub fn prepare(sql: &str) -> Option<Vec<Call>> {
    let text = text::must_be_c_string(sql);
    // SAFETY: inside a transaction; everything is allocated in its memory, and the snapshot is popped, here or by the
    // abort that follows an error. The trees are the server's own, made for this text, and each cast is to the struct of
    // the node's tag: a SELECT of one column without a source has one entry in its list.
    unsafe {
        let statements = PgList::<pg_sys::RawStmt>::from_pg(pg_sys::pg_parse_query(text.as_ptr()));
        let raw = statements.get_ptr(0).filter(|_| statements.len() == 1)?;
        (*raw).stmt = parser::call::bare(raw, sql)?.cast();

        pg_sys::PushActiveSnapshot(pg_sys::GetTransactionSnapshot());
        let queries =
            pg_sys::pg_analyze_and_rewrite_fixedparams(raw, text.as_ptr(), ptr::null(), 0, ptr::null_mut());
        let query = PgList::<pg_sys::Query>::from_pg(queries).get_ptr(0)?;
        let column = PgList::<pg_sys::TargetEntry>::from_pg((*query).targetList).get_ptr(0)?;
        let call: *mut pg_sys::FuncExpr = (*column).expr.cast();
        if !is_a(call.cast(), pg_sys::NodeTag::T_FuncExpr) || !is_ours((*call).funcid) {
            pg_sys::PopActiveSnapshot();
            return None;
        }
        // Nor does it change for the call what names mean, or who makes it.
        let rows = settings::scoped(|| evaluate(query, call, &text));
        let calls = rows.into_iter().map(|values| {
            let plan = pg_sys::pg_plan_query(with_values(call, &values), text.as_ptr(), 0, ptr::null_mut());
            Call { plan, sql: text.clone() }
        });
        let calls = calls.collect();
        pg_sys::PopActiveSnapshot();
        Some(calls)
    }
}

impl Call {
    /// Makes the call; what it returns is thrown away.
    pub fn make(&self) {
        // SAFETY: the plan was made in this transaction; nothing is to be received.
        unsafe { run(self.plan, &self.sql, pg_sys::None_Receiver) };
    }
}

/// Whether a function belongs to the extension.
fn is_ours(function: pg_sys::Oid) -> bool {
    // SAFETY: reads the catalog.
    unsafe {
        let extension = pg_sys::get_extension_oid(c"migrate_ext".as_ptr(), true);
        extension != pg_sys::InvalidOid
            && pg_sys::getExtensionOfObject(pg_sys::ProcedureRelationId, function) == extension
    }
}

/// The argument itself, without the name by which it is given.
unsafe fn value_of(argument: *mut pg_sys::Expr) -> *mut pg_sys::Expr {
    // SAFETY: an argument of a call that is not freed yet.
    unsafe {
        if is_a(argument.cast(), pg_sys::NodeTag::T_NamedArgExpr) {
            (*argument.cast::<pg_sys::NamedArgExpr>()).arg
        } else {
            argument
        }
    }
}

/// The rows that the arguments of a call give, each a list of constants.
///
/// # Safety
///
/// `query` is an analyzed SELECT whose only column is `call`; a snapshot is active.
unsafe fn evaluate(
    query: *mut pg_sys::Query,
    call: *mut pg_sys::FuncExpr,
    sql: &CStr,
) -> Vec<Vec<*mut pg_sys::Const>> {
    // SAFETY: as the caller says; the query is copied before it is changed. The receiver outlives the run.
    unsafe {
        let query: *mut pg_sys::Query = pg_sys::copyObjectImpl(query.cast()).cast();
        let mut columns = PgList::<pg_sys::TargetEntry>::new();
        let mut types = Vec::new();
        for (argument, number) in PgList::<pg_sys::Expr>::from_pg((*call).args).iter_ptr().zip(1..) {
            let value = value_of(argument);
            types.push((pg_sys::exprType(value.cast()), pg_sys::exprCollation(value.cast())));
            columns.push(pg_sys::makeTargetEntry(value, number, ptr::null_mut(), false));
        }
        if types.is_empty() {
            return vec![Vec::new()];
        }
        (*query).targetList = columns.into_pg();
        (*query).hasTargetSRFs = pg_sys::expression_returns_set((*query).targetList.cast());
        let plan = pg_sys::pg_plan_query(query, sql.as_ptr(), 0, ptr::null_mut());
        let mut receiver = Receiver {
            server: pg_sys::DestReceiver {
                receiveSlot: Some(receive),
                rStartup: Some(start_up),
                rShutdown: Some(shut_down),
                rDestroy: Some(shut_down),
                mydest: pg_sys::CommandDest::DestNone,
            },
            context: pg_sys::CurrentMemoryContext,
            types,
            rows: Vec::new(),
        };
        run(plan, sql, (&raw mut receiver).cast());
        receiver.rows
    }
}

/// The SELECT of the call with these values in place of its arguments.
///
/// # Safety
///
/// `call` is an analyzed call that has as many arguments as there are values.
unsafe fn with_values(call: *mut pg_sys::FuncExpr, values: &[*mut pg_sys::Const]) -> *mut pg_sys::Query {
    // SAFETY: as the caller says; the call is copied before it is changed. A SELECT without a source has an empty
    // FROM; what else a new node holds is zero, which means nothing.
    unsafe {
        let call: *mut pg_sys::FuncExpr = pg_sys::copyObjectImpl(call.cast()).cast();
        let mut arguments = PgList::<pg_sys::Expr>::new();
        for (argument, value) in PgList::<pg_sys::Expr>::from_pg((*call).args).iter_ptr().zip(values) {
            if is_a(argument.cast(), pg_sys::NodeTag::T_NamedArgExpr) {
                (*argument.cast::<pg_sys::NamedArgExpr>()).arg = value.cast();
                arguments.push(argument);
            } else {
                arguments.push(value.cast());
            }
        }
        (*call).args = arguments.into_pg();
        let mut columns = PgList::<pg_sys::TargetEntry>::new();
        columns.push(pg_sys::makeTargetEntry(call.cast(), 1, ptr::null_mut(), false));
        let from = PgBox::<pg_sys::FromExpr>::alloc_node(pg_sys::NodeTag::T_FromExpr);
        let mut query = PgBox::<pg_sys::Query>::alloc_node(pg_sys::NodeTag::T_Query);
        query.commandType = pg_sys::CmdType::CMD_SELECT;
        query.canSetTag = true;
        query.hasTargetSRFs = (*call).funcretset;
        query.jointree = from.into_pg();
        query.targetList = columns.into_pg();
        query.into_pg()
    }
}

/// Runs a SELECT's plan through a portal of its own.
///
/// # Safety
///
/// The plan was made in this transaction; `receiver` is one of the server's kind, and outlives the run.
unsafe fn run(plan: *mut pg_sys::PlannedStmt, sql: &CStr, receiver: *mut pg_sys::DestReceiver) {
    // SAFETY: as the caller says; the order of calls is that of exec_simple_query.
    unsafe {
        let before = pg_sys::CurrentMemoryContext;
        let mut plans = PgList::<pg_sys::PlannedStmt>::new();
        plans.push(plan);
        let portal = pg_sys::CreateNewPortal();
        (*portal).visible = false;
        pg_sys::PortalDefineQuery(
            portal,
            ptr::null(),
            sql.as_ptr(),
            pg_sys::CommandTag::CMDTAG_SELECT,
            plans.into_pg(),
            ptr::null_mut(),
        );
        pg_sys::PortalStart(portal, ptr::null_mut(), 0, ptr::null_mut());
        let mut completion = pg_sys::QueryCompletion::default();
        compat::portal_run_to(portal, true, receiver, &mut completion);
        pg_sys::PortalDrop(portal, false);
        pg_sys::CommandCounterIncrement();
        pg_sys::MemoryContextSwitchTo(before);
    }
}

/// Keeps the rows of a SELECT as constants.
#[repr(C)]
struct Receiver {
    /// What the server knows of it; the first field.
    server: pg_sys::DestReceiver,
    /// Where the constants live.
    context: pg_sys::MemoryContext,
    /// Type and collation of each column.
    types: Vec<(pg_sys::Oid, pg_sys::Oid)>,
    rows: Vec<Vec<*mut pg_sys::Const>>,
}

#[pg_guard]
unsafe extern "C-unwind" fn receive(
    slot: *mut pg_sys::TupleTableSlot,
    receiver: *mut pg_sys::DestReceiver,
) -> bool {
    // SAFETY: the server hands back the receiver that it was given, which begins with its own part. A slot has as many
    // columns as the SELECT, all of them read by slot_getallattrs. makeConst takes values out of TOAST, and the copy is
    // in the context that stays.
    unsafe {
        let receiver = &mut *receiver.cast::<Receiver>();
        pg_sys::slot_getallattrs(slot);
        let mut values = Vec::new();
        for (at, (data_type, collation)) in receiver.types.iter().enumerate() {
            let (mut length, mut by_value) = (0, false);
            pg_sys::get_typlenbyval(*data_type, &mut length, &mut by_value);
            let value = pg_sys::makeConst(
                *data_type,
                -1,
                *collation,
                length.into(),
                *(*slot).tts_values.add(at),
                *(*slot).tts_isnull.add(at),
                by_value,
            );
            let before = pg_sys::MemoryContextSwitchTo(receiver.context);
            values.push(pg_sys::copyObjectImpl(value.cast()).cast());
            pg_sys::MemoryContextSwitchTo(before);
        }
        receiver.rows.push(values);
    }
    true
}

// These two do nothing that could fail.
unsafe extern "C-unwind" fn start_up(_: *mut pg_sys::DestReceiver, _: c_int, _: pg_sys::TupleDesc) {}

unsafe extern "C-unwind" fn shut_down(_: *mut pg_sys::DestReceiver) {}
