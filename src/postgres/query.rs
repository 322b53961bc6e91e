//! A query as the server understands it, without running it.

use std::ffi::CString;

use pgrx::{PgList, pg_sys};

/// Whether a statement calls a volatile function. Raises what analysis raises: an unknown column, a type that does not
/// fit.
pub fn is_volatile(sql: &str) -> bool {
    let text = CString::new(sql.replace('\0', " ")).unwrap_or_default();
    // SAFETY: raw parsing and analysis only allocate, in the function call's memory, and lock what is named; the
    // snapshot is popped, here or by the abort that follows an error.
    unsafe {
        let statements = PgList::<pg_sys::RawStmt>::from_pg(pg_sys::pg_parse_query(text.as_ptr()));
        pg_sys::PushActiveSnapshot(pg_sys::GetTransactionSnapshot());
        let is_volatile = statements.iter_ptr().any(|raw| {
            let queries = pg_sys::pg_analyze_and_rewrite_fixedparams(
                raw,
                text.as_ptr(),
                std::ptr::null(),
                0,
                std::ptr::null_mut(),
            );
            PgList::<pg_sys::Node>::from_pg(queries)
                .iter_ptr()
                .any(|query| pg_sys::contain_volatile_functions(query))
        });
        pg_sys::PopActiveSnapshot();
        is_volatile
    }
}
