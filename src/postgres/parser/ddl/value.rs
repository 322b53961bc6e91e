//! Options and SET.

use std::ffi::CStr;

use migrate_core::ddl::value::{DefElem, DefElemAction, Value, VariableSet, VariableSetKind};
use pgrx::{is_a, pg_sys};

use super::constant::constant;
use super::name::{range, role, type_name};
use super::node::{members, nodes, strings, text, word};
use super::source::Source;

/// What an option or a setting is given.
///
/// # Safety
///
/// `node` is NULL or a node of a tree that is not freed yet.
pub unsafe fn value(node: *mut pg_sys::Node, at: &Source) -> Option<Value> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag.
    unsafe {
        let value = match node.as_ref()?.type_ {
            T_TypeName => type_name(node.cast(), at).map(Value::Type),
            T_RoleSpec => role(node.cast(), at).map(Value::Role),
            T_RangeVar => range(node.cast(), at).map(Value::Relation),
            T_VariableSetStmt => Some(Value::Set(Box::new(variable_set(&*node.cast(), at)))),
            T_A_Star => Some(Value::Star),
            T_List => {
                let all = nodes(node.cast());
                if all.iter().all(|node| is_a(*node, T_String)) {
                    Some(Value::Names(strings(node.cast())))
                } else {
                    Some(Value::List(all.into_iter().filter_map(|node| value(node, at)).collect()))
                }
            }
            _ => constant(node).map(Value::Constant),
        };
        Some(value.unwrap_or(Value::Other))
    }
}

/// Options. The value of a password is left out.
///
/// # Safety
///
/// `list` is NIL or a list of DefElems of a tree that is not freed yet.
pub unsafe fn options(list: *mut pg_sys::List, at: &Source) -> Vec<DefElem> {
    use pg_sys::DefElemAction::*;
    // SAFETY: as the caller says.
    unsafe {
        let option = |option: *mut pg_sys::DefElem| {
            let name = word((*option).defname);
            DefElem {
                namespace: text((*option).defnamespace),
                value: if name == "password" { None } else { value((*option).arg, at) },
                name,
                action: match (*option).defaction {
                    DEFELEM_SET => DefElemAction::Set,
                    DEFELEM_ADD => DefElemAction::Add,
                    DEFELEM_DROP => DefElemAction::Drop,
                    _ => DefElemAction::Unspecified,
                },
                place: at.place((*option).location),
            }
        };
        members(list).into_iter().map(option).collect()
    }
}

/// Whether the first option of that name is there and on, as the server reads it: it raises an error for a value that
/// is neither on nor off.
///
/// # Safety
///
/// As for [`options`].
pub unsafe fn is_on(list: *mut pg_sys::List, name: &CStr) -> bool {
    // SAFETY: as the caller says; defGetBoolean reads a value of any form.
    unsafe {
        members::<pg_sys::DefElem>(list)
            .into_iter()
            .find(|option| !(**option).defname.is_null() && CStr::from_ptr((**option).defname) == name)
            .is_some_and(|option| pg_sys::defGetBoolean(option))
    }
}

/// A SET or RESET.
///
/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
pub unsafe fn variable_set(set: &pg_sys::VariableSetStmt, at: &Source) -> VariableSet {
    use pg_sys::VariableSetKind::*;
    // SAFETY: as the caller says.
    unsafe {
        VariableSet {
            kind: match set.kind {
                VAR_SET_DEFAULT => VariableSetKind::Default,
                VAR_SET_CURRENT => VariableSetKind::Current,
                VAR_SET_MULTI => VariableSetKind::Multi,
                VAR_RESET => VariableSetKind::Reset,
                VAR_RESET_ALL => VariableSetKind::ResetAll,
                _ => VariableSetKind::Value,
            },
            name: text(set.name),
            args: match set.kind {
                // Its arguments are options: the transaction's modes.
                VAR_SET_MULTI => vec![],
                _ => nodes(set.args).into_iter().filter_map(|node| value(node, at)).collect(),
            },
            is_local: set.is_local,
        }
    }
}
