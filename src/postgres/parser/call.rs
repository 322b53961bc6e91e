//! The SELECT of one call alone, made of a statement that is nothing but that.

use migrate_core::classify::call;
use pgrx::{PgBox, PgList, pg_sys};

use super::ddl;
use super::raw::Tree;

/// The SELECT of the call that becomes steps, if the statement has nothing besides that would run; it has the
/// statement's own nodes. `sql` is the text that was parsed.
///
/// # Safety
///
/// `raw` is a raw parse tree that is not freed, and not used any more.
pub unsafe fn bare(raw: *mut pg_sys::RawStmt, sql: &str) -> Option<*mut pg_sys::SelectStmt> {
    // SAFETY: as the caller says; the new nodes are of the kinds that the grammar makes of `SELECT f(…)`.
    unsafe {
        if !call::of_ours(&Tree::of(&*raw).read(sql).command)?.is_bare {
            return None;
        }
        let call = ddl::only_call((*raw).stmt)?;
        let mut column = PgBox::<pg_sys::ResTarget>::alloc_node(pg_sys::NodeTag::T_ResTarget);
        column.val = call.cast();
        column.location = (*call).location;
        let mut columns = PgList::<pg_sys::ResTarget>::new();
        columns.push(column.into_pg());
        let mut select = PgBox::<pg_sys::SelectStmt>::alloc_node(pg_sys::NodeTag::T_SelectStmt);
        select.targetList = columns.into_pg();
        Some(select.into_pg())
    }
}
