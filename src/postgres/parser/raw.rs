//! The server's raw parser: from text to trees, which live as long as somebody looks at them.

use std::borrow::Cow;
use std::ops::Range;

use migrate_core::ddl::Reading;
use migrate_core::failure::Failure;
use migrate_core::lex;
use pgrx::{PgList, pg_sys};

use super::ddl;
use crate::postgres::catch::catch;
use crate::postgres::text::c_string;

/// The raw parse tree of a statement, while it lives.
pub struct Tree<'a>(&'a pg_sys::RawStmt);

impl<'a> Tree<'a> {
    /// A tree that the server's raw parser has made.
    ///
    /// # Safety
    ///
    /// It is one, and lives as long as the reference.
    pub unsafe fn of(raw: &'a pg_sys::RawStmt) -> Self {
        Tree(raw)
    }

    /// Where its statement stands in `sql`, the text that was parsed: from its first token to its last, without the
    /// semicolon.
    pub fn range(&self, sql: &str) -> Range<usize> {
        let from = usize::try_from(self.0.stmt_location).unwrap_or(0);
        // A length of 0 means: to the end of the text.
        let length = usize::try_from(self.0.stmt_len).ok().filter(|length| *length > 0);
        let to = length.map_or(sql.len(), |length| from + length);
        // The parser's range begins right behind the semicolon before.
        let start = from + lex::first_token(&sql[from..to]);
        start..start + sql[start..to].trim_end().len()
    }

    /// Whether a semicolon ends its statement: otherwise the text does.
    pub fn is_ended(&self) -> bool {
        self.0.stmt_len > 0
    }

    /// Whether another one says the same.
    fn is_same(&self, other: &Tree) -> bool {
        // SAFETY: both trees live as long as these do; the server's comparison leaves out where things stand.
        unsafe { pg_sys::equal(self.0.stmt.cast(), other.0.stmt.cast()) }
    }

    /// What it says; `sql` is the text that was parsed.
    pub fn read(&self, sql: &str) -> Reading {
        let range = self.range(sql);
        // SAFETY: the tree lives as long as this does.
        unsafe { ddl::read(self.0.stmt, &sql[range.clone()], range.start) }
    }
}

/// Whether the server's parser makes the same of two texts, wherever it stands in each.
///
/// # Errors
///
/// As [`parse`].
pub fn is_same(one: &str, other: &str) -> Result<bool, Failure> {
    let mode = pg_sys::RawParseMode::RAW_PARSE_DEFAULT;
    parse(one, mode, |ones| {
        parse(other, mode, |others| {
            let pairs = ones.iter().zip(others);
            ones.len() == others.len() && pairs.into_iter().all(|(one, other)| one.is_same(other))
        })
    })?
}

/// Parses `sql` and copies out of the trees what is needed; they are freed when `copy` returns.
///
/// # Errors
///
/// The parser's, with the position in the text; 22021 for a NUL character.
pub fn parse<R>(
    sql: &str,
    mode: pg_sys::RawParseMode::Type,
    copy: impl FnOnce(&[Tree]) -> R,
) -> Result<R, Failure> {
    // SAFETY: the variable of a setting, which the lexer reads, too.
    let backslash = unsafe { !pg_sys::standard_conforming_strings };
    let plain = lex::without_costly_comments(sql, backslash);
    let text = c_string(&plain)?;
    catch(|| {
        // SAFETY: raw parsing only allocates; the context is deleted when everything is copied, and no `Tree` outlives
        // that. On an error it goes with its parent, the context of the function call or transaction.
        unsafe {
            let context = pg_sys::AllocSetContextCreateInternal(
                pg_sys::CurrentMemoryContext,
                c"migrate_ext parser".as_ptr(),
                pg_sys::ALLOCSET_DEFAULT_MINSIZE as usize,
                pg_sys::ALLOCSET_DEFAULT_INITSIZE as usize,
                pg_sys::ALLOCSET_DEFAULT_MAXSIZE as usize,
            );
            let before = pg_sys::MemoryContextSwitchTo(context);
            let list = PgList::<pg_sys::RawStmt>::from_pg(pg_sys::raw_parser(text.as_ptr(), mode));
            let trees: Vec<_> = list.iter_ptr().map(|raw| Tree::of(&*raw)).collect();
            let copied = copy(&trees);
            drop(trees);
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
