//! Which statement of a script calls a safe operation: its steps take the statement's place.

use pgrx::{PgList, is_a, pg_sys};

use super::names::dotted;

/// The functions that become steps, besides `safe_…`.
const OTHERS: [&str; 2] = ["undo", "repair_indexes"];

/// The function of `migrate` that a SELECT calls as its only column or row source: `SELECT migrate.safe_…(…)`,
/// `SELECT * FROM migrate.safe_…(…)`.
///
/// # Safety
///
/// `node` is a raw parse tree that is not freed yet.
pub unsafe fn operation(node: *mut pg_sys::Node) -> Option<String> {
    // SAFETY: each cast is to the struct of the node's tag; a list's elements are what the grammar puts in it.
    unsafe {
        if !is_a(node, pg_sys::NodeTag::T_SelectStmt) {
            return None;
        }
        let select = &*node.cast::<pg_sys::SelectStmt>();
        let sources = PgList::<pg_sys::Node>::from_pg(select.fromClause);
        if let Some(source) = sources.get_ptr(0) {
            if sources.len() > 1 || !is_a(source, pg_sys::NodeTag::T_RangeFunction) {
                return None;
            }
            let functions =
                PgList::<pg_sys::List>::from_pg((*source.cast::<pg_sys::RangeFunction>()).functions);
            // Each is a list of the call and its column definitions.
            let call = PgList::<pg_sys::Node>::from_pg(functions.get_ptr(0)?).get_ptr(0)?;
            return if functions.len() == 1 { named(call) } else { None };
        }
        let columns = PgList::<pg_sys::ResTarget>::from_pg(select.targetList);
        let mut value = (*columns.get_ptr(0)?).val;
        // (migrate.safe_…(…)).*
        if is_a(value, pg_sys::NodeTag::T_A_Indirection) {
            value = (*value.cast::<pg_sys::A_Indirection>()).arg;
        }
        if columns.len() == 1 { named(value) } else { None }
    }
}

/// The name of a called function, if it is one that becomes steps.
///
/// # Safety
///
/// `node` is NULL or a node of a raw parse tree that is not freed yet.
unsafe fn named(node: *mut pg_sys::Node) -> Option<String> {
    // SAFETY: the cast is to the struct of the node's tag.
    unsafe {
        if node.is_null() || !is_a(node, pg_sys::NodeTag::T_FuncCall) {
            return None;
        }
        let name = dotted((*node.cast::<pg_sys::FuncCall>()).funcname);
        let is_ours = name.schema.as_deref() == Some("migrate");
        let becomes_steps = name.name.starts_with("safe_") || OTHERS.contains(&name.name.as_str());
        (is_ours && becomes_steps).then_some(name.name)
    }
}
