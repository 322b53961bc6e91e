//! The server's raw parser: from text to trees, which live as long as somebody looks at them.

use std::borrow::Cow;

use migrate_core::failure::Failure;
use migrate_core::lex;
use pgrx::{PgList, pg_sys};

use crate::postgres::catch::catch;
use crate::postgres::text::c_string;

/// Parses `sql` and copies out of the trees what is needed; they are freed when `copy` returns.
///
/// # Errors
///
/// The parser's, with the position in the text; 22021 for a NUL character.
pub fn parse<R>(
    sql: &str,
    mode: pg_sys::RawParseMode::Type,
    copy: impl FnOnce(&PgList<pg_sys::RawStmt>) -> R,
) -> Result<R, Failure> {
    // SAFETY: the variable of a setting, which the lexer reads, too.
    let backslash = unsafe { !pg_sys::standard_conforming_strings };
    let plain = lex::without_costly_comments(sql, backslash);
    let text = c_string(&plain)?;
    catch(|| {
        // SAFETY: raw parsing only allocates; the context is deleted when everything is copied. On an error
        // it goes with its parent, the context of the function call or transaction.
        unsafe {
            let context = pg_sys::AllocSetContextCreateInternal(
                pg_sys::CurrentMemoryContext,
                c"migrate_ext parser".as_ptr(),
                pg_sys::ALLOCSET_DEFAULT_MINSIZE as usize,
                pg_sys::ALLOCSET_DEFAULT_INITSIZE as usize,
                pg_sys::ALLOCSET_DEFAULT_MAXSIZE as usize,
            );
            let before = pg_sys::MemoryContextSwitchTo(context);
            let list = pg_sys::raw_parser(text.as_ptr(), mode);
            let copied = copy(&PgList::from_pg(list));
            pg_sys::MemoryContextSwitchTo(before);
            pg_sys::MemoryContextDelete(context);
            copied
        }
    })
    .map_err(|failure| match &plain {
        Cow::Borrowed(_) => failure,
        Cow::Owned(plain) => {
            // It counts in characters, and those of a comment that was blanked were fewer.
            let place = |position: u32| {
                let at = plain.char_indices().nth(position as usize - 1).map_or(plain.len(), |(at, _)| at);
                sql[..at].chars().count() as u32 + 1
            };
            Failure { position: failure.position.filter(|position| *position > 0).map(place), ..failure }
        }
    })
}
