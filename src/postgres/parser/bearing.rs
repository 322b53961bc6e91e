//! What a raw parse tree says of procedures and partitioned tables, by which scripts are cut into units.

use std::ffi::CStr;

use migrate_core::code::Code;
use migrate_core::relation::Relation;
use migrate_core::statement::Bearing;
use pgrx::{PgList, is_a, pg_sys};

use super::names::{dotted, own_text, relation};

/// What a statement has to do with how others are cut into units.
///
/// # Safety
///
/// `node` is a raw parse tree that is not freed yet.
pub unsafe fn bearing(node: *mut pg_sys::Node) -> Option<Bearing> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag.
    unsafe {
        match (*node).type_ {
            T_DoStmt => Some(Bearing::Do(code((*node.cast::<pg_sys::DoStmt>()).args, "plpgsql"))),
            T_CallStmt => {
                Some(Bearing::Call(dotted((*(*node.cast::<pg_sys::CallStmt>()).funccall).funcname)))
            }
            T_CreateFunctionStmt => {
                let create = &*node.cast::<pg_sys::CreateFunctionStmt>();
                create.is_procedure.then(|| Bearing::Procedure {
                    name: dotted(create.funcname),
                    // Without LANGUAGE the body is SQL (BEGIN ATOMIC).
                    code: code(create.options, "sql"),
                })
            }
            T_CreateStmt => {
                let create = &*node.cast::<pg_sys::CreateStmt>();
                (!create.partspec.is_null()).then(|| Bearing::Partitioned(relation(create.relation)))
            }
            T_IndexStmt => {
                let index = &*node.cast::<pg_sys::IndexStmt>();
                let table = relation(index.relation);
                // An index is in its table's schema.
                own_text(index.idxname).map(|name| Bearing::Index {
                    index: Relation { schema: table.schema.clone(), name },
                    table,
                })
            }
            _ => None,
        }
    }
}

/// # Safety
///
/// `options` is the list of DefElem nodes of a DO or CREATE PROCEDURE that is not freed yet.
unsafe fn code(options: *mut pg_sys::List, default_language: &str) -> Code {
    let (mut language, mut body) = (default_language.to_string(), String::new());
    // SAFETY: `language` is a string; `as` is one in a DO, and a list of one or two in a CREATE PROCEDURE.
    unsafe {
        for option in PgList::<pg_sys::DefElem>::from_pg(options).iter_ptr() {
            let value = (*option).arg;
            if (*option).defname.is_null() || value.is_null() {
                continue;
            }
            let text = |node: *mut pg_sys::Node| {
                is_a(node, pg_sys::NodeTag::T_String)
                    .then(|| own_text((*node.cast::<pg_sys::String>()).sval))
                    .flatten()
            };
            match CStr::from_ptr((*option).defname).to_bytes() {
                b"language" => language = text(value).unwrap_or(language),
                b"as" if is_a(value, pg_sys::NodeTag::T_List) => {
                    let first = PgList::<pg_sys::Node>::from_pg(value.cast()).get_ptr(0);
                    body = first.and_then(text).unwrap_or_default();
                }
                b"as" => body = text(value).unwrap_or_default(),
                _ => {}
            }
        }
    }
    Code::read(&language, &body)
}
