//! Leading the names in a raw parse tree elsewhere before the server analyses it: from the tables that a statement names
//! to their clones.
//!
//! A clone has the name of what it is a clone of, in a schema of its own, so only schemas are written. Whatever names a
//! relation is asked for, in every kind of statement that is listed here; a statement of another kind is refused, and is
//! not run. Columns, and the names of a WITH, are no relations.

mod expression;
mod objects;
mod tables;

use std::ffi::{CStr, CString, c_char};

use pgrx::{PgList, pg_sys};

use super::ddl::node::{as_a, nodes, strings, text, word};

/// A name in a statement.
#[derive(Debug, Clone, Copy)]
pub enum Name<'a> {
    /// A relation that is there: table, index, view, sequence.
    Relation(Option<&'a str>, &'a str),
    /// A relation, or a query of a WITH: whether there is a relation of this name.
    With(&'a str),
    /// A relation, type or routine that the statement makes.
    Made(Option<&'a str>, &'a str),
    /// A type that is used.
    Type(Option<&'a str>, &'a str),
    /// A type that is changed or dropped.
    OwnType(Option<&'a str>, &'a str),
    /// A function or procedure that is used.
    Routine(Option<&'a str>, &'a str),
    /// One that is changed or dropped.
    OwnRoutine(Option<&'a str>, &'a str),
    /// Extended statistics that are changed or dropped.
    Statistics(Option<&'a str>, &'a str),
}

/// Where a name leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// Where it led before.
    Same,
    /// To the one of the same name in this schema.
    Schema(String),
    /// Nowhere: the statement is not to be run. Why.
    Nowhere(String),
}

/// Asks of each name where it leads; why the statement is not to be run otherwise.
pub type Ask<'a> = dyn FnMut(Name) -> Lead + 'a;

/// What a statement does on clones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It changes what is there: it can be run.
    Definition,
    /// It reads or writes rows: it can be analysed.
    Rows,
}

type Done = Result<(), String>;

/// Leads all names of a statement to where `ask` says, and makes of it its plain form: without CONCURRENTLY, WITH NO
/// DATA, and no table temporary.
///
/// # Errors
///
/// Why it can only be read, in words: it reaches outside, or its kind is not known here.
///
/// # Safety
///
/// `raw` is a raw parse tree that is not freed, made by the server's parser of this session.
pub unsafe fn redirect(raw: *mut pg_sys::RawStmt, ask: &mut Ask) -> Result<Kind, String> {
    use pg_sys::NodeTag::*;
    // SAFETY: as the caller says; each cast is to the struct of the node's tag.
    unsafe {
        let node = (*raw).stmt;
        let kind = match (*node).type_ {
            T_InsertStmt | T_UpdateStmt | T_DeleteStmt | T_MergeStmt => Kind::Rows,
            T_SelectStmt if (*node.cast::<pg_sys::SelectStmt>()).intoClause.is_null() => Kind::Rows,
            _ => Kind::Definition,
        };
        if kind == Kind::Rows {
            expression::walk(node, ask)?;
        } else if !tables::redirect(node, ask)? {
            objects::redirect(node, ask)?;
        }
        Ok(kind)
    }
}

/// A string in the current memory, as the tree's own.
fn owned(text: &str) -> *mut c_char {
    let text = CString::new(text).unwrap_or_default();
    // SAFETY: copied into the current memory context.
    unsafe { pg_sys::pstrdup(text.as_ptr()) }
}

/// A string of the tree, where it is one.
///
/// # Safety
///
/// NULL, or a string that lives as long as the tree.
unsafe fn borrowed<'a>(text: *const c_char) -> Option<&'a str> {
    // SAFETY: as the caller says.
    if text.is_null() { None } else { unsafe { CStr::from_ptr(text) }.to_str().ok() }
}

unsafe fn range(range: *mut pg_sys::RangeVar, ask: &mut Ask) -> Done {
    // SAFETY: NULL or a RangeVar of the tree.
    unsafe { lead(range, ask, |schema, name| Name::Relation(schema, name)) }
}

/// A relation that is made: in the clones' schemas none is temporary.
unsafe fn made(range: *mut pg_sys::RangeVar, ask: &mut Ask) -> Done {
    // SAFETY: as above.
    unsafe {
        if let Some(range) = range.as_mut() {
            let is_temporary = range.relpersistence as u8 == pg_sys::RELPERSISTENCE_TEMP
                || borrowed(range.schemaname) == Some("pg_temp");
            if is_temporary {
                range.relpersistence = pg_sys::RELPERSISTENCE_PERMANENT as c_char;
                range.schemaname = std::ptr::null_mut();
            }
        }
        lead(range, ask, |schema, name| Name::Made(schema, name))
    }
}

unsafe fn lead(
    range: *mut pg_sys::RangeVar,
    ask: &mut Ask,
    kind: impl for<'a> Fn(Option<&'a str>, &'a str) -> Name<'a>,
) -> Done {
    // SAFETY: NULL or a RangeVar of the tree, whose strings are its own.
    unsafe {
        let Some(range) = range.as_mut() else { return Ok(()) };
        if range.type_ != pg_sys::NodeTag::T_RangeVar {
            return Err("it names what is no relation".into());
        }
        let (schema, name) = (text(range.schemaname), word(range.relname));
        match ask(kind(schema.as_deref(), &name)) {
            Lead::Same => {}
            Lead::Schema(schema) => range.schemaname = owned(&schema),
            Lead::Nowhere(why) => return Err(why),
        }
        Ok(())
    }
}

/// RangeVars in a list.
unsafe fn ranges(list: *mut pg_sys::List, ask: &mut Ask) -> Done {
    // SAFETY: NIL or a list of the tree.
    unsafe { nodes(list).into_iter().try_for_each(|node| range(node.cast(), ask)) }
}

/// A name as a list of strings; `own` of its last are names within the relation: a column, a trigger.
unsafe fn names(
    list: &mut *mut pg_sys::List,
    own: usize,
    ask: &mut Ask,
    kind: impl for<'a> Fn(Option<&'a str>, &'a str) -> Name<'a>,
) -> Done {
    // SAFETY: NIL or a list of strings of the tree; what is put into it is made in the current memory, as the tree is.
    unsafe {
        let parts = strings(*list);
        let Some(at) = parts.len().checked_sub(own + 1) else {
            return Err("it has a name that cannot be read".into());
        };
        let schema = at.checked_sub(1).map(|at| parts[at].as_str());
        match ask(kind(schema, &parts[at])) {
            Lead::Same => {}
            Lead::Nowhere(why) => return Err(why),
            Lead::Schema(schema) => {
                let mut led = PgList::<pg_sys::String>::new();
                led.push(pg_sys::makeString(owned(&schema)));
                parts[at..].iter().for_each(|part| led.push(pg_sys::makeString(owned(part))));
                *list = led.into_pg();
            }
        }
        Ok(())
    }
}

/// The same of an object's name, where that is a list.
unsafe fn object(
    node: &mut *mut pg_sys::Node,
    own: usize,
    ask: &mut Ask,
    kind: impl for<'a> Fn(Option<&'a str>, &'a str) -> Name<'a>,
) -> Done {
    // SAFETY: a node of the tree.
    unsafe {
        let Some(mut list) = as_a::<pg_sys::List>(*node) else {
            return Err("it has a name that cannot be read".into());
        };
        names(&mut list, own, ask, kind)?;
        *node = list.cast();
        Ok(())
    }
}
