//! From an error of `migrate_core` to a report of the server: the only place that does it.
//!
//! `report` is a function and no `From`: both types are foreign to this crate. An SQLSTATE for which pgrx has no name
//! (a user's own `ERRCODE = 'MG001'`) is raised as P0001; the true one stands in the DETAIL, in `migrate.journal` and
//! in `migrate.jobs`.

use migrate_core::Error;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use crate::postgres::catch::packed_sqlstate;

/// Makes the report with message, SQLSTATE, detail and hint.
///
/// A function rather than a `From`: both types are foreign here.
pub fn report(error: &Error) -> ErrorReport {
    let mut code = PgSqlErrorCode::from(packed_sqlstate(error.sqlstate()));
    // A code of the user's own (RAISE ... USING ERRCODE) has no name here: it stands in the detail, and an
    // exception raised by the user is what it was.
    if matches!(code, PgSqlErrorCode::ERRCODE_INTERNAL_ERROR) && error.sqlstate() != "XX000" {
        code = PgSqlErrorCode::ERRCODE_RAISE_EXCEPTION;
    }
    let mut report = ErrorReport::new(code, error.to_string(), "migrate_ext");
    if let Some(detail) = error.detail() {
        report = report.set_detail(detail);
    }
    if let Some(hint) = error.hint() {
        report = report.set_hint(hint);
    }
    report
}

/// Raises the error where only the server's own way of failing takes back the transaction.
pub fn raise(error: &Error) -> ! {
    report(error).report(PgLogLevel::ERROR);
    unreachable!("a report at level ERROR does not return")
}
