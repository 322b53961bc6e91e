//! Which statement of a script calls a safe operation: its steps take the statement's place.

use pgrx::{PgList, is_a, pg_sys};

use super::names::dotted;

/// The functions that become steps, besides `safe_…`.
const OTHERS: [&str; 5] = ["undo", "complete", "abort", "restore", "repair_indexes"];

/// The function of `migrate` that a SELECT calls as its only column or row source: `SELECT migrate.safe_…(…)`,
/// `SELECT * FROM migrate.safe_…(…)`.
///
/// # Safety
///
/// `node` is a raw parse tree that is not freed yet.
pub unsafe fn operation(node: *mut pg_sys::Node) -> Option<String> {
    // SAFETY: as the caller says.
    let name = unsafe { dotted((*only_call(node)?).funcname) };
    let is_ours = name.schema.as_deref() == Some("migrate");
    let becomes_steps = name.name.starts_with("safe_") || OTHERS.contains(&name.name.as_str());
    (is_ours && becomes_steps).then_some(name.name)
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
