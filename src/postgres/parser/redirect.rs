//! Leading the names in a raw parse tree elsewhere before the server analyses it: from the tables that a statement names
//! to their clones.
//!
//! A clone has the name of what it is a clone of, in a schema of its own, so only schemas are written. Whatever names a
//! relation is asked for, in every kind of statement that is listed here; a statement of another kind is refused, and is
//! not run. Columns, and the names of a WITH, are no relations.

mod expression;
mod lead;
mod objects;
mod tables;

use pgrx::pg_sys;

use self::lead::Ask;
pub use self::lead::{Lead, Name};

/// What a statement does on clones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It changes what is there: it can be run.
    Definition,
    /// It changes what is there, and makes a table of a query's rows, which stays empty.
    Empty,
    /// It reads or writes rows: it can be analysed.
    Rows,
}

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
            T_SelectStmt | T_CreateTableAsStmt => Kind::Empty,
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
