//! Statements on rows: they go with the tables or columns that the script has made, and cannot be taken back otherwise.
//! A SELECT may be a safe operation, or a setting.

use std::ffi::CStr;

use migrate_core::reverse::{Back, Object, Setting};
use pgrx::{PgList, is_a, pg_sys};

use super::call;
use super::name::{identifier, relation};
use crate::postgres::parser::names::{dotted, own_text};

const ADDED: &str = "The rows that it adds cannot be told from others.";
const OVERWRITTEN: &str = "The values that it overwrites are not kept.";
const REMOVED: &str = "The rows that it removes are not kept.";

/// What takes the statement back.
///
/// # Safety
///
/// `node` is a raw parse tree that is not freed yet, of a query or of COPY or TRUNCATE.
pub unsafe fn back(node: *mut pg_sys::Node) -> Back {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag.
    unsafe {
        match (*node).type_ {
            T_InsertStmt => {
                let insert = &*node.cast::<pg_sys::InsertStmt>();
                // Together with another statement it could be anything.
                let why = if insert.onConflictClause.is_null() { ADDED } else { OVERWRITTEN };
                written(why, insert.relation, insert.withClause, vec![])
            }
            T_UpdateStmt => {
                let update = &*node.cast::<pg_sys::UpdateStmt>();
                let table = relation(update.relation);
                let columns = PgList::<pg_sys::ResTarget>::from_pg(update.targetList)
                    .iter_ptr()
                    .map(|target| Object::part("column", table.as_str(), identifier((*target).name)))
                    .collect();
                written(OVERWRITTEN, update.relation, update.withClause, columns)
            }
            T_DeleteStmt => {
                let delete = &*node.cast::<pg_sys::DeleteStmt>();
                written(REMOVED, delete.relation, delete.withClause, vec![])
            }
            T_MergeStmt => {
                let merge = &*node.cast::<pg_sys::MergeStmt>();
                written(OVERWRITTEN, merge.relation, merge.withClause, vec![])
            }
            T_CopyStmt => {
                let copy = &*node.cast::<pg_sys::CopyStmt>();
                if copy.is_from {
                    written(ADDED, copy.relation, std::ptr::null_mut(), vec![])
                } else {
                    Back::unknown("The file that it writes is not the database's.")
                }
            }
            T_TruncateStmt => {
                let tables = (*node.cast::<pg_sys::TruncateStmt>()).relations;
                let tables = PgList::<pg_sys::RangeVar>::from_pg(tables)
                    .iter_ptr()
                    .map(|range| Object::new("relation", relation(range)))
                    .collect();
                Back::unknown_unless(REMOVED, vec![tables])
            }
            T_SelectStmt => select(node),
            _ => Back::unknown(OVERWRITTEN),
        }
    }
}

/// Goes with the table, or with the columns if it writes nothing else; what its WITH writes must go as well.
///
/// # Safety
///
/// Both are parts of a tree that is not freed yet; `with` may be NULL.
unsafe fn written(
    why: &str,
    range: *const pg_sys::RangeVar,
    with: *const pg_sys::WithClause,
    columns: Vec<Object>,
) -> Back {
    // SAFETY: as the caller says; a WITH has CommonTableExpr nodes.
    unsafe {
        let writes_more = with.as_ref().is_some_and(|with| {
            PgList::<pg_sys::CommonTableExpr>::from_pg(with.ctes)
                .iter_ptr()
                .any(|each| !is_a((*each).ctequery, pg_sys::NodeTag::T_SelectStmt))
        });
        if writes_more {
            return Back::unknown(why);
        }
        Back::unknown_unless(why, vec![vec![Object::new("relation", relation(range))], columns])
    }
}

/// # Safety
///
/// `node` is the raw parse tree of a SELECT that is not freed yet.
unsafe fn select(node: *mut pg_sys::Node) -> Back {
    let unknown = Back::unknown("What the functions that it calls do is not known.");
    // SAFETY: as the caller says.
    unsafe {
        let Some(call) = call::only_call(node) else { return unknown };
        if let Some(call::Operation { name, is_bare }) = call::operation(node) {
            let is_reversible = is_bare && (name.starts_with("safe_") || name == "complete");
            return if is_reversible { operation(&*call) } else { unknown };
        }
        let name = dotted((*call).funcname);
        let is_setting = name.name == "set_config" && name.schema.is_none_or(|schema| schema == "pg_catalog");
        if is_setting { setting(&*call) } else { unknown }
    }
}

/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
unsafe fn operation(call: &pg_sys::FuncCall) -> Back {
    // SAFETY: as the caller says; each cast is to the struct of the node's tag.
    unsafe {
        for argument in PgList::<pg_sys::Node>::from_pg(call.args).iter_ptr() {
            if !is_a(argument, pg_sys::NodeTag::T_NamedArgExpr) {
                continue;
            }
            let named = &*argument.cast::<pg_sys::NamedArgExpr>();
            if CStr::from_ptr(named.name) == c"dry_run" {
                match boolean(named.arg.cast()) {
                    Some(true) => return Back::Nothing,
                    Some(false) => {}
                    None => return Back::unknown("Whether it is a dry run is not known."),
                }
            }
        }
        Back::Operation
    }
}

/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
unsafe fn setting(call: &pg_sys::FuncCall) -> Back {
    // SAFETY: as the caller says.
    unsafe {
        let arguments = PgList::<pg_sys::Node>::from_pg(call.args);
        let [Some(name), Some(value), Some(local)] = [0, 1, 2].map(|at| arguments.get_ptr(at)) else {
            return Back::unknown("What it sets is not known.");
        };
        match (string(name), boolean(local)) {
            (Some(name), Some(is_local)) => {
                let name = name.to_lowercase();
                let path = string(value).filter(|_| name == "search_path").unwrap_or_default();
                Back::Set(Setting { name, is_set: true, is_local, schemas: schemas_of_list(&path) })
            }
            _ => Back::unknown("What it sets is not known."),
        }
    }
}

/// The schemas of a list as a setting has it, quoted where the server would quote them.
pub fn schemas_of_list(list: &str) -> Vec<String> {
    let name = |part: &str| match part.strip_prefix('"').and_then(|part| part.strip_suffix('"')) {
        Some(quoted) => quoted.replace("\"\"", "\""),
        None => part.to_lowercase(),
    };
    let names = list.split(',').map(|part| name(part.trim())).filter(|name| !name.is_empty());
    names.map(|name| pgrx::spi::quote_identifier(&name)).collect()
}

/// # Safety
///
/// `node` is a node of a tree that is not freed yet.
unsafe fn constant(node: *mut pg_sys::Node) -> Option<*const pg_sys::A_Const> {
    let mut node = node;
    // SAFETY: each cast is to the struct of the node's tag.
    unsafe {
        while (*node).type_ == pg_sys::NodeTag::T_TypeCast {
            node = (*node.cast::<pg_sys::TypeCast>()).arg;
        }
        let is_value = is_a(node, pg_sys::NodeTag::T_A_Const) && !(*node.cast::<pg_sys::A_Const>()).isnull;
        is_value.then(|| node.cast_const().cast())
    }
}

/// # Safety
///
/// As for [`constant`].
pub(super) unsafe fn string(node: *mut pg_sys::Node) -> Option<String> {
    // SAFETY: the value of a constant says of which kind it is.
    unsafe {
        let value = &(*constant(node)?).val;
        (value.node.type_ == pg_sys::NodeTag::T_String).then(|| own_text(value.sval.sval))?
    }
}

/// # Safety
///
/// As for [`constant`].
unsafe fn boolean(node: *mut pg_sys::Node) -> Option<bool> {
    // SAFETY: as above.
    unsafe {
        let value = &(*constant(node)?).val;
        if value.node.type_ == pg_sys::NodeTag::T_Boolean {
            return Some(value.boolval.boolval);
        }
        match string(node)?.to_lowercase().as_str() {
            "t" | "true" | "on" | "yes" | "1" => Some(true),
            "f" | "false" | "off" | "no" | "0" => Some(false),
            _ => None,
        }
    }
}
