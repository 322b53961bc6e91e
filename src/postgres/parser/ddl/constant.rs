//! Constants.

use migrate_core::ddl::value::{Constant, ConstantKind};
use pgrx::{is_a, pg_sys};

use super::node::word;

/// The constant that a node is, but for a cast.
///
/// # Safety
///
/// `node` is a node of a tree that is not freed yet.
pub unsafe fn constant(node: *mut pg_sys::Node) -> Option<Constant> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag; the value of an A_Const is itself such a node.
    unsafe {
        if is_a(node, T_A_Const) {
            let constant = node.cast::<pg_sys::A_Const>();
            return if (*constant).isnull {
                Some(Constant::default())
            } else {
                literal((&raw mut (*constant).val).cast())
            };
        }
        literal(node)
    }
}

/// A constant of the lexer.
///
/// # Safety
///
/// As for [`constant`].
unsafe fn literal(node: *mut pg_sys::Node) -> Option<Constant> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag.
    let (kind, text) = unsafe {
        match (*node).type_ {
            T_Integer => (ConstantKind::Integer, (*node.cast::<pg_sys::Integer>()).ival.to_string()),
            T_Float => (ConstantKind::Float, word((*node.cast::<pg_sys::Float>()).fval)),
            T_Boolean => (ConstantKind::Boolean, (*node.cast::<pg_sys::Boolean>()).boolval.to_string()),
            T_String => (ConstantKind::String, word((*node.cast::<pg_sys::String>()).sval)),
            T_BitString => (ConstantKind::BitString, word((*node.cast::<pg_sys::BitString>()).bsval)),
            _ => return None,
        }
    };
    Some(Constant { kind, text })
}

/// The constant that an expression is, under any number of casts.
///
/// # Safety
///
/// `node` is NULL or an expression of a tree that is not freed yet.
pub unsafe fn cast_constant(node: *mut pg_sys::Node) -> Option<Constant> {
    let mut node = node;
    // SAFETY: as the caller says; the cast is to the struct of the node's tag.
    unsafe {
        while is_a(node, pg_sys::NodeTag::T_TypeCast) {
            node = (*node.cast::<pg_sys::TypeCast>()).arg;
        }
        if node.is_null() { None } else { constant(node) }
    }
}
