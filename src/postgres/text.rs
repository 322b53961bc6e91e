//! Text for the server's C functions, which end a string at its first NUL character.

use std::ffi::CString;

use migrate_core::failure::Failure;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

const MESSAGE: &str = "a NUL character cannot stand in SQL";
const HINT: &str = "Remove it; a text full of them may be UTF-16, and wants to be saved as UTF-8.";

/// The text as a C string.
///
/// # Errors
///
/// 22021 for a NUL character, with its place: cut there, or without it, the text would be another one.
pub fn c_string(text: &str) -> Result<CString, Failure> {
    CString::new(text).map_err(|nul| Failure {
        sqlstate: "22021".into(),
        message: MESSAGE.into(),
        detail: None,
        hint: Some(HINT.into()),
        position: Some(text[..nul.nul_position()].chars().count() as u32 + 1),
    })
}

/// The same where only the server's own way of failing is left.
pub fn must_be_c_string(text: &str) -> CString {
    CString::new(text).unwrap_or_else(|_| {
        let code = PgSqlErrorCode::ERRCODE_CHARACTER_NOT_IN_REPERTOIRE;
        ErrorReport::new(code, MESSAGE, "migrate_ext").set_hint(HINT).report(PgLogLevel::ERROR);
        unreachable!("a report at level ERROR does not return")
    })
}

/// Whether this database takes the texts that a database of the usual encoding has.
pub fn is_utf8() -> bool {
    // SAFETY: reads a variable of the backend.
    let encoding = unsafe { pg_sys::GetDatabaseEncoding() };
    encoding == pg_sys::pg_enc::PG_UTF8 as i32 || encoding == pg_sys::pg_enc::PG_SQL_ASCII as i32
}
