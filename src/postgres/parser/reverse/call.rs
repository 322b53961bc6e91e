//! Which statement of a script calls a safe operation: its steps take the statement's place.

use pgrx::{PgList, is_a, pg_sys};

use crate::postgres::parser::names::dotted;

/// The functions that become steps, besides `safe_…`.
const OTHERS: [&str; 5] = ["undo", "complete", "abort", "restore", "repair_indexes"];

/// A call that becomes steps.
pub struct Operation {
    /// The function.
    pub name: String,
    /// Whether the statement has nothing besides that could run code or give the call another meaning.
    pub is_bare: bool,
}

/// The function of `migrate` that a SELECT calls as its only column or row source: `SELECT migrate.safe_…(…)`,
/// `SELECT * FROM migrate.safe_…(…)`.
///
/// # Safety
///
/// `node` is a raw parse tree that is not freed yet.
pub unsafe fn operation(node: *mut pg_sys::Node) -> Option<Operation> {
    // SAFETY: as the caller says; what has an only call is a SELECT.
    unsafe {
        let call = only_call(node)?;
        let name = dotted((*call).funcname);
        let is_ours = name.schema.as_deref() == Some("migrate");
        let becomes_steps = name.name.starts_with("safe_") || OTHERS.contains(&name.name.as_str());
        let is_bare = is_bare_call(&*call) && is_bare_select(&*node.cast());
        (is_ours && becomes_steps).then_some(Operation { name: name.name, is_bare })
    }
}

/// Whether a call is nothing but a function and its arguments.
fn is_bare_call(call: &pg_sys::FuncCall) -> bool {
    call.agg_order.is_null()
        && call.agg_filter.is_null()
        && call.over.is_null()
        && !call.agg_within_group
        && !call.agg_star
        && !call.agg_distinct
        && !call.func_variadic
}

/// Whether a SELECT of one call does nothing besides: it shows columns of the answer as they are, in some order. No step
/// needs that, so only the call is made.
///
/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
unsafe fn is_bare_select(select: &pg_sys::SelectStmt) -> bool {
    let clauses = [
        select.distinctClause,
        select.groupClause,
        select.windowClause,
        select.valuesLists,
        select.lockingClause,
    ];
    let nodes = [select.whereClause, select.havingClause, select.limitOffset, select.limitCount];
    let is_plain = clauses.iter().all(|list| list.is_null())
        && nodes.iter().all(|node| node.is_null())
        && select.intoClause.is_null()
        && select.withClause.is_null()
        && select.op == pg_sys::SetOperation::SETOP_NONE;
    // SAFETY: as the caller says; each cast is to the struct of the node's tag, and a list's elements are what the
    // grammar puts in it.
    unsafe {
        let is_column = |node: *mut pg_sys::Node| !node.is_null() && is_a(node, pg_sys::NodeTag::T_ColumnRef);
        let columns = PgList::<pg_sys::ResTarget>::from_pg(select.targetList);
        let shows =
            |column: *mut pg_sys::ResTarget| (*column).indirection.is_null() && is_column((*column).val);
        let source = PgList::<pg_sys::Node>::from_pg(select.fromClause).get_ptr(0);
        let is_shown = match source {
            Some(source) => {
                columns.iter_ptr().all(shows) && has_plain_columns(&*source.cast::<pg_sys::RangeFunction>())
            }
            // The call itself, or fields of its rows.
            None => columns.get_ptr(0).is_some_and(|column| is_field((*column).val)),
        };
        let sorts = PgList::<pg_sys::SortBy>::from_pg(select.sortClause);
        let mut sorts = sorts.iter_ptr();
        let is_sorted = sorts.all(|sort| {
            let by = (*sort).node;
            (*sort).useOp.is_null() && (is_column(by) || is_a(by, pg_sys::NodeTag::T_A_Const))
        });
        is_plain && is_shown && is_sorted
    }
}

/// Whether the columns of a row source have the types that the function gives them.
unsafe fn has_plain_columns(source: &pg_sys::RangeFunction) -> bool {
    // SAFETY: each function is a list of the call and its column definitions.
    unsafe {
        let functions = PgList::<pg_sys::List>::from_pg(source.functions);
        let has_definitions = |function: *mut pg_sys::List| {
            PgList::<pg_sys::Node>::from_pg(function).get_ptr(1).is_some_and(|list| !list.is_null())
        };
        source.coldeflist.is_null() && !functions.iter_ptr().any(has_definitions)
    }
}

/// Whether it is a call, or `(call).*`, or one field of it by name.
unsafe fn is_field(value: *mut pg_sys::Node) -> bool {
    // SAFETY: the value of a column of a tree that is not freed yet.
    unsafe {
        if !is_a(value, pg_sys::NodeTag::T_A_Indirection) {
            return true;
        }
        let fields = PgList::<pg_sys::Node>::from_pg((*value.cast::<pg_sys::A_Indirection>()).indirection);
        fields.len() == 1
            && fields
                .iter_ptr()
                .all(|field| is_a(field, pg_sys::NodeTag::T_A_Star) || is_a(field, pg_sys::NodeTag::T_String))
    }
}

/// The call that is a SELECT's only column or row source.
///
/// # Safety
///
/// `node` is a raw parse tree that is not freed yet.
pub unsafe fn only_call(node: *mut pg_sys::Node) -> Option<*const pg_sys::FuncCall> {
    // SAFETY: each cast is to the struct of the node's tag; a list's elements are what the grammar puts in it.
    unsafe {
        if !is_a(node, pg_sys::NodeTag::T_SelectStmt) {
            return None;
        }
        let select = &*node.cast::<pg_sys::SelectStmt>();
        let sources = PgList::<pg_sys::Node>::from_pg(select.fromClause);
        let call = if let Some(source) = sources.get_ptr(0) {
            if sources.len() > 1 || !is_a(source, pg_sys::NodeTag::T_RangeFunction) {
                return None;
            }
            let functions =
                PgList::<pg_sys::List>::from_pg((*source.cast::<pg_sys::RangeFunction>()).functions);
            if functions.len() > 1 {
                return None;
            }
            // Each is a list of the call and its column definitions.
            PgList::<pg_sys::Node>::from_pg(functions.get_ptr(0)?).get_ptr(0)?
        } else {
            let columns = PgList::<pg_sys::ResTarget>::from_pg(select.targetList);
            if columns.len() > 1 {
                return None;
            }
            let value = (*columns.get_ptr(0)?).val;
            // (migrate.safe_…(…)).*
            let is_row = is_a(value, pg_sys::NodeTag::T_A_Indirection);
            if is_row { (*value.cast::<pg_sys::A_Indirection>()).arg } else { value }
        };
        // What else may be there is no call: `SELECT 1`.
        (!call.is_null() && is_a(call, pg_sys::NodeTag::T_FuncCall)).then(|| call.cast_const().cast())
    }
}
