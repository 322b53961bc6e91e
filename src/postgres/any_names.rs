//! An argument that is a pattern or an array of names: `schemas => 'tenant\_%'`, `schemas => ARRAY['a', 'b']`.
//!
//! Its type is "any": with two procedures of one name, a version that is written in quotes would be a pattern all at once.

use std::ffi::CStr;

use pgrx::datum::{DatumWithOid, FromDatum};
use pgrx::{AnyElement, pg_sys};

use super::spi;

/// What was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnyNames {
    /// One text.
    Text(String),
    /// An array.
    Array(Vec<Option<String>>),
    /// Something else: its type.
    Other(String),
}

/// The first of these arguments of a call, by place and name, that is a NULL of a type: a variable that has no value. A
/// literal NULL is what stands where nothing is given.
pub fn without_value(
    fcinfo: pg_sys::FunctionCallInfo,
    arguments: &[(usize, &'static str)],
) -> Option<&'static str> {
    let is_without = |&&(at, _): &&(usize, &'static str)| {
        // SAFETY: fcinfo is that of the call that runs, and has so many arguments as it says.
        unsafe {
            let count = usize::try_from((*fcinfo).nargs).unwrap_or(0);
            at < count
                && (*fcinfo).args.as_slice(count)[at].isnull
                && !matches!(
                    pg_sys::get_fn_expr_argtype((*fcinfo).flinfo, at as i32),
                    pg_sys::InvalidOid | pg_sys::UNKNOWNOID
                )
        }
    };
    arguments.iter().find(is_without).map(|(_, name)| *name)
}

/// Reads the argument.
pub fn read(given: AnyElement) -> AnyNames {
    let (datum, kind) = (given.datum(), given.oid());
    // SAFETY: the datum is of the type that the call's expression has, and not null; a literal without a type is a C string.
    unsafe {
        match kind {
            // Both end with NUL.
            pg_sys::UNKNOWNOID | pg_sys::NAMEOID => {
                let text = CStr::from_ptr(datum.cast_mut_ptr());
                AnyNames::Text(text.to_string_lossy().into_owned())
            }
            pg_sys::TEXTOID | pg_sys::VARCHAROID => text(datum),
            pg_sys::TEXTARRAYOID | pg_sys::VARCHARARRAYOID => array(datum),
            pg_sys::NAMEARRAYOID => {
                let names = DatumWithOid::new(datum, pg_sys::NAMEARRAYOID);
                let sql = "SELECT $1::pg_catalog.text[]";
                let texts = spi::row(sql, &[names], |row| row.get::<Vec<Option<String>>>(1)).flatten();
                AnyNames::Array(texts.unwrap_or_default())
            }
            other => {
                let name = pg_sys::format_type_be(other);
                AnyNames::Other(CStr::from_ptr(name).to_string_lossy().into_owned())
            }
        }
    }
}

/// # Safety
///
/// `datum` is a text.
unsafe fn text(datum: pg_sys::Datum) -> AnyNames {
    // SAFETY: as the caller says.
    AnyNames::Text(unsafe { String::from_datum(datum, false) }.unwrap_or_default())
}

/// # Safety
///
/// `datum` is an array of texts.
unsafe fn array(datum: pg_sys::Datum) -> AnyNames {
    // SAFETY: as the caller says.
    AnyNames::Array(unsafe { Vec::<Option<String>>::from_datum(datum, false) }.unwrap_or_default())
}
