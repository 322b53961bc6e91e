//! Names and types of a raw parse tree as SQL, quoted by the server.

use std::ffi::{CStr, c_char};

use pgrx::{PgList, is_a, pg_sys};

use crate::postgres::parser::names::own_text;

/// An identifier, quoted where it has to be.
///
/// # Safety
///
/// `name` is NULL or a string that ends with a NUL byte.
pub unsafe fn identifier(name: *const c_char) -> String {
    if name.is_null() {
        return String::new();
    }
    // SAFETY: as the caller says; the result is the name itself or a new string.
    unsafe { CStr::from_ptr(pg_sys::quote_identifier(name)) }.to_string_lossy().into_owned()
}

/// A text, as a literal.
///
/// # Safety
///
/// As for [`identifier`].
pub unsafe fn literal(text: *const c_char) -> String {
    // SAFETY: as the caller says; the result is a new string.
    unsafe { own_text(pg_sys::quote_literal_cstr(text)) }.unwrap_or_default()
}

/// A RangeVar's name.
///
/// # Safety
///
/// `range` is a RangeVar of a tree that is not freed yet.
pub unsafe fn relation(range: *const pg_sys::RangeVar) -> String {
    // SAFETY: as the caller says.
    unsafe { beside(range, (*range).relname) }
}

/// What is in the schema of a relation, if that is named.
///
/// # Safety
///
/// As for [`relation`] and [`identifier`].
pub unsafe fn beside(range: *const pg_sys::RangeVar, name: *const c_char) -> String {
    // SAFETY: as the callers say.
    unsafe {
        let schema = (*range).schemaname;
        if schema.is_null() {
            identifier(name)
        } else {
            format!("{}.{}", identifier(schema), identifier(name))
        }
    }
}

/// With ONLY where the statement has it.
///
/// # Safety
///
/// As for [`relation`].
pub unsafe fn only(range: *const pg_sys::RangeVar) -> String {
    // SAFETY: as the caller says.
    unsafe { if (*range).inh { relation(range) } else { format!("ONLY {}", relation(range)) } }
}

/// A list of strings, with dots between.
///
/// # Safety
///
/// `names` is a list of String nodes of a tree that is not freed yet.
pub unsafe fn dotted(names: *mut pg_sys::List) -> String {
    // SAFETY: as the caller says.
    unsafe { parts(names) }.join(".")
}

/// Each of a list of strings.
///
/// # Safety
///
/// As for [`dotted`].
pub unsafe fn parts(names: *mut pg_sys::List) -> Vec<String> {
    // SAFETY: as the caller says.
    unsafe {
        PgList::<pg_sys::Node>::from_pg(names)
            .iter_ptr()
            .filter(|node| is_a(*node, pg_sys::NodeTag::T_String))
            .map(|node| identifier((*node.cast::<pg_sys::String>()).sval))
            .collect()
    }
}

/// The last of a list of strings in place of another: where something stands once it is renamed.
///
/// # Safety
///
/// As for [`dotted`] and [`identifier`].
pub unsafe fn renamed(names: *mut pg_sys::List, to: *const c_char) -> String {
    // SAFETY: as the callers say.
    unsafe {
        let mut parts = parts(names);
        parts.pop();
        parts.push(identifier(to));
        parts.join(".")
    }
}

/// What names an object of a statement such as COMMENT ON: a name, a type, or a routine with its arguments.
///
/// # Safety
///
/// `node` is a node of a tree that is not freed yet.
pub unsafe fn object(node: *mut pg_sys::Node) -> Option<String> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag.
    unsafe {
        match (*node).type_ {
            T_String => Some(identifier((*node.cast::<pg_sys::String>()).sval)),
            T_List => Some(dotted(node.cast())),
            T_TypeName => Some(type_name(node.cast())),
            T_ObjectWithArgs => {
                let routine = &*node.cast::<pg_sys::ObjectWithArgs>();
                Some(format!("{}{}", dotted(routine.objname), arguments_of(routine)))
            }
            _ => None,
        }
    }
}

/// The arguments of a routine by which a statement names it, in parentheses; nothing if it names none.
///
/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
pub unsafe fn arguments_of(routine: &pg_sys::ObjectWithArgs) -> String {
    if routine.args_unspecified {
        return String::new();
    }
    // SAFETY: the arguments are TypeName nodes.
    let types: Vec<_> = unsafe {
        PgList::<pg_sys::TypeName>::from_pg(routine.objargs).iter_ptr().map(|of| type_name(of)).collect()
    };
    format!("({})", types.join(", "))
}

/// The arguments of a routine that is made, by which it can be told from others of its name; `modes` with the word
/// for each argument's way, and those that only go out, as a procedure needs it.
///
/// # Safety
///
/// `parameters` is a list of FunctionParameter nodes of a tree that is not freed yet.
pub unsafe fn signature(parameters: *mut pg_sys::List, modes: bool) -> String {
    use pg_sys::FunctionParameterMode::*;
    let mut types = Vec::new();
    // SAFETY: as the caller says.
    unsafe {
        for parameter in PgList::<pg_sys::FunctionParameter>::from_pg(parameters).iter_ptr() {
            let mode = match (*parameter).mode {
                FUNC_PARAM_OUT if modes => "OUT ",
                FUNC_PARAM_OUT | FUNC_PARAM_TABLE => continue,
                FUNC_PARAM_INOUT if modes => "INOUT ",
                FUNC_PARAM_VARIADIC if modes => "VARIADIC ",
                _ => "",
            };
            types.push(format!("{mode}{}", type_name((*parameter).argType)));
        }
    }
    format!("({})", types.join(", "))
}

/// A type, without what a routine's argument does not keep of it.
///
/// # Safety
///
/// `of` is a TypeName of a tree that is not freed yet.
pub unsafe fn type_name(of: *const pg_sys::TypeName) -> String {
    // SAFETY: as the caller says.
    unsafe {
        let name = dotted((*of).names);
        let own = match name.as_str() {
            "pg_catalog.bool" => "boolean",
            "pg_catalog.int2" => "smallint",
            "pg_catalog.int4" => "integer",
            "pg_catalog.int8" => "bigint",
            "pg_catalog.float4" => "real",
            "pg_catalog.float8" => "double precision",
            "pg_catalog.numeric" => "numeric",
            "pg_catalog.varchar" => "varchar",
            "pg_catalog.timestamp" => "timestamp",
            "pg_catalog.timestamptz" => "timestamptz",
            "pg_catalog.interval" => "interval",
            other => other,
        };
        let reference = if (*of).pct_type { "%TYPE" } else { "" };
        let bounds = PgList::<pg_sys::Node>::from_pg((*of).arrayBounds).len();
        format!("{own}{reference}{}", "[]".repeat(bounds))
    }
}

/// A role as a statement names it; none where that depends on who runs it.
///
/// # Safety
///
/// `role` is NULL or a RoleSpec of a tree that is not freed yet.
pub unsafe fn role(role: *const pg_sys::RoleSpec) -> Option<String> {
    // SAFETY: as the caller says.
    unsafe {
        match role.as_ref()?.roletype {
            pg_sys::RoleSpecType::ROLESPEC_CSTRING => Some(identifier((*role).rolename)),
            pg_sys::RoleSpecType::ROLESPEC_PUBLIC => Some("PUBLIC".into()),
            _ => None,
        }
    }
}
