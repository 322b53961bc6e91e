//! Reading a table's rows without planning a query: to plan one, the server evaluates what the table's owner has
//! written into the expressions and conditions of its indexes.

use std::ffi::CString;

use pgrx::prelude::*;
use pgrx::{direct_function_call, pg_sys};

/// How many rows of a table (not of what inherits from it) have no value in a column, or how many it has; counted up to
/// `most`. In the snapshot that is active.
///
/// Waits for whoever has locked the table; a column that is not there has no value in any row.
pub fn rows(table: u32, without: Option<&str>, most: i64) -> i64 {
    let column = without.map(|name| CString::new(name).unwrap_or_default());
    let mut count = 0;
    // SAFETY: the relation is open, under a lock, for as long as the scan and its tuple description are used; a tuple is
    // looked at before the next one is read. An error in between is cleaned up by the abort that follows it.
    unsafe {
        let relation = pg_sys::try_relation_open(table.into(), pg_sys::AccessShareLock as i32);
        if relation.is_null() {
            return 0;
        }
        let attribute = column.map(|name| pg_sys::get_attnum(table.into(), name.as_ptr()));
        let scan = pg_sys::systable_beginscan(
            relation,
            pg_sys::InvalidOid,
            false,
            pg_sys::GetActiveSnapshot(),
            0,
            std::ptr::null_mut(),
        );
        while count < most {
            super::compat::check_for_interrupts();
            let tuple = pg_sys::systable_getnext(scan);
            if tuple.is_null() {
                break;
            }
            let is_without = match attribute {
                None => true,
                Some(number) if number <= 0 => true,
                Some(number) => pg_sys::heap_attisnull(tuple, i32::from(number), (*relation).rd_att),
            };
            count += i64::from(is_without);
        }
        pg_sys::systable_endscan(scan);
        pg_sys::relation_close(relation, pg_sys::AccessShareLock as i32);
    }
    count
}

/// How many bytes a table and its indexes take; none if it is not there any more. It waits for whoever has locked the
/// table against readers.
pub fn total_size(table: u32) -> Option<i64> {
    let oid = pg_sys::Oid::from(table).into_datum();
    // SAFETY: the function takes an oid, and opens and closes the relation itself.
    unsafe { direct_function_call::<i64>(pg_sys::pg_total_relation_size, &[oid]) }
}
