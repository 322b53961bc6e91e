//! Expressions and queries: the relations, types and routines that they name.

use std::collections::HashSet;

use migrate_core::relation::Relation;
use pgrx::pg_sys;

use super::super::ddl::expression::walk as each;
use super::super::ddl::node::{nodes, strings, text, word};
use super::lead::{Ask, Done, Lead, Name, names, owned, range};
use crate::postgres::quoting::identifier;

/// Functions whose first argument is the name of a relation.
const OF_A_NAME: [&str; 3] = ["nextval", "currval", "setval"];

/// Leads the names of an expression or a query, and of all queries in it.
///
/// # Safety
///
/// NULL, or an expression or query of a tree that is not freed yet.
pub(super) unsafe fn walk(node: *mut pg_sys::Node, ask: &mut Ask) -> Done {
    use pg_sys::NodeTag::*;
    // SAFETY: as the caller says; each cast is to the struct of the node's tag.
    unsafe {
        let (mut found, mut with) = (Vec::new(), HashSet::new());
        each(node, |node| match (*node).type_ {
            T_RangeVar | T_TypeName | T_FuncCall | T_TypeCast => found.push(node),
            T_CommonTableExpr => {
                with.insert(word((*node.cast::<pg_sys::CommonTableExpr>()).ctename));
            }
            _ => {}
        });
        for node in found {
            match (*node).type_ {
                T_RangeVar => {
                    let relation: *mut pg_sys::RangeVar = node.cast();
                    let (schema, name) = (text((*relation).schemaname), word((*relation).relname));
                    if schema.is_none() && with.contains(&name) {
                        // Which of both is meant depends on where it stands.
                        match ask(Name::With(&name)) {
                            Lead::Same => continue,
                            _ => return Err(format!("a WITH has the name of relation \"{name}\"")),
                        }
                    }
                    range(relation, ask)?;
                }
                T_TypeName => type_name(node.cast(), ask)?,
                T_FuncCall => call(node.cast(), ask)?,
                _ => {
                    let cast: *mut pg_sys::TypeCast = node.cast();
                    let names = (*cast).typeName.as_ref().map_or_else(Vec::new, |name| strings(name.names));
                    if names.last().is_some_and(|name| name == "regclass") {
                        of_text((*cast).arg, ask)?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Those of each expression in a list.
pub(super) unsafe fn list(list: *mut pg_sys::List, ask: &mut Ask) -> Done {
    // SAFETY: NIL or a list of expressions of the tree.
    unsafe { nodes(list).into_iter().try_for_each(|node| walk(node, ask)) }
}

/// A type that is used.
pub(super) unsafe fn type_name(name: *mut pg_sys::TypeName, ask: &mut Ask) -> Done {
    // SAFETY: NULL or a TypeName of the tree.
    unsafe {
        let Some(name) = name.as_mut() else { return Ok(()) };
        match strings(name.names).len() {
            // `table.column%TYPE` of a function's argument.
            _ if name.pct_type => names(&mut name.names, 1, ask, |schema, name| Name::Relation(schema, name)),
            0 => Ok(()),
            _ => names(&mut name.names, 0, ask, |schema, name| Name::Type(schema, name)),
        }
    }
}

unsafe fn call(call: *mut pg_sys::FuncCall, ask: &mut Ask) -> Done {
    // SAFETY: a FuncCall of the tree.
    unsafe {
        let parts = strings((*call).funcname);
        if parts.last().is_some_and(|name| OF_A_NAME.contains(&name.as_str()))
            && let Some(first) = nodes((*call).args).first()
        {
            of_text(*first, ask)?;
        }
        names(&mut (*call).funcname, 0, ask, |schema, name| Name::Routine(schema, name))
    }
}

/// A relation's name as a string.
unsafe fn of_text(node: *mut pg_sys::Node, ask: &mut Ask) -> Done {
    // SAFETY: a node of the tree; the cast is to the struct of its tag, and the value is a string where its tag says so.
    unsafe {
        if node.is_null() || (*node).type_ != pg_sys::NodeTag::T_A_Const {
            return Ok(());
        }
        let constant: *mut pg_sys::A_Const = node.cast();
        if (*constant).isnull || (*constant).val.node.type_ != pg_sys::NodeTag::T_String {
            return Ok(());
        }
        let Ok(relation) = Relation::read(&word((*constant).val.sval.sval)) else { return Ok(()) };
        match ask(Name::Relation(relation.schema.as_deref(), &relation.name)) {
            Lead::Same => Ok(()),
            Lead::Nowhere(why) => Err(why),
            Lead::Schema(schema) => {
                let led = format!("{}.{}", identifier(&schema), identifier(&relation.name));
                (*constant).val.sval.sval = owned(&led);
                Ok(())
            }
        }
    }
}
