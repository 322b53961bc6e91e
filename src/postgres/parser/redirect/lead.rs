//! A name in a raw parse tree, and how it is led elsewhere.

use std::ffi::{CStr, CString, c_char};

use pgrx::{PgList, pg_sys};

use super::super::ddl::node::{as_a, nodes, strings, text, word};

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

pub(super) type Done = Result<(), String>;

/// A string in the current memory, as the tree's own.
pub(super) fn owned(text: &str) -> *mut c_char {
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

pub(super) unsafe fn range(range: *mut pg_sys::RangeVar, ask: &mut Ask) -> Done {
    // SAFETY: NULL or a RangeVar of the tree.
    unsafe { lead(range, ask, |schema, name| Name::Relation(schema, name)) }
}

/// A relation that is made: in the clones' schemas none is temporary.
pub(super) unsafe fn made(range: *mut pg_sys::RangeVar, ask: &mut Ask) -> Done {
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
pub(super) unsafe fn ranges(list: *mut pg_sys::List, ask: &mut Ask) -> Done {
    // SAFETY: NIL or a list of the tree.
    unsafe { nodes(list).into_iter().try_for_each(|node| range(node.cast(), ask)) }
}

/// A name as a list of strings; `own` of its last are names within the relation: a column, a trigger.
pub(super) unsafe fn names(
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
pub(super) unsafe fn object(
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
