//! The rows that a script has behind its `COPY … FROM stdin`, given to the server's own COPY.
//!
//! Where there is no client, the server's COPY reads the process's standard input, as in single-user mode. For the time
//! of the statement, those rows are that. So who may insert, row security, read-only transactions, generated columns,
//! triggers and errors are COPY's own, in every version.

use std::cell::Cell;
use std::ffi::CStr;

use migrate_core::lex::copied::copied;
use migrate_core::lex::first_token;
use pgrx::{PgList, pg_sys};

use super::compat;
use super::text::must_be_c_string;

unsafe extern "C" {
    /// The C library's standard input, a variable that may be set.
    #[cfg_attr(target_os = "macos", link_name = "__stdinp")]
    static mut stdin: *mut libc::FILE;
}

/// A statement and the rows behind it; of any other statement, all of it.
pub fn split(sql: &str) -> (&str, Option<&str>) {
    // Every statement comes by here, and hardly one is a COPY.
    let is_copy = |text: &str| text.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("copy"));
    if !is_copy(&sql[first_token(sql)..]) {
        return (sql, None);
    }
    // SAFETY: the variable of a setting, which the lexer reads, too.
    let backslash = unsafe { !pg_sys::standard_conforming_strings };
    match copied(sql, backslash).as_slice() {
        [only] if only.end == sql.trim_end().len() => (&sql[..only.semicolon], Some(&sql[only.rows.clone()])),
        _ => (sql, None),
    }
}

/// Runs `work`, which is to run the statement of this raw tree, with the rows that stand behind it.
///
/// # Safety
///
/// The tree is alive; we are inside a transaction.
pub unsafe fn with_rows<R>(
    rows: Option<&str>,
    statement: *const pg_sys::RawStmt,
    work: impl FnOnce() -> R,
) -> R {
    let Some(rows) = rows else { return work() };
    // SAFETY: as the caller says.
    let bytes = unsafe { in_its_encoding(rows, statement) };
    // An error unwinds, and drops it.
    let _input = Input::of(&bytes);
    work()
}

thread_local! {
    /// Whether rows of a script are being read.
    static IS_READING: Cell<bool> = const { Cell::new(false) };
}

/// Where COPY is in the rows that it reads, in the server's words, while it reports an error there.
///
/// # Safety
///
/// To be called from an error context callback alone.
pub unsafe fn place() -> Option<String> {
    if !IS_READING.get() {
        return None;
    }
    // SAFETY: the server copies the error that it is reporting into memory that may not be that of errors; rows are read
    // inside of a transaction.
    let said = unsafe {
        let before = pg_sys::MemoryContextSwitchTo(pg_sys::CurTransactionContext);
        let error = pg_sys::CopyErrorData();
        let said = (!(*error).context.is_null()).then(|| CStr::from_ptr((*error).context).to_owned());
        pg_sys::FreeErrorData(error);
        pg_sys::MemoryContextSwitchTo(before);
        said
    };
    // COPY has its line behind those of what it calls.
    let said = said?;
    let said = said.to_string_lossy();
    said.lines().find(|line| line.starts_with("COPY ")).map(str::to_string)
}

/// The rows as bytes of the encoding that the statement says they have; the database's where it says none. They came as
/// text, so the file's own encoding is no longer theirs.
unsafe fn in_its_encoding(rows: &str, statement: *const pg_sys::RawStmt) -> Vec<u8> {
    let plain = must_be_c_string(rows).into_bytes();
    // SAFETY: the tree is alive, and its node is what its tag says; the server converts what it is given, and answers with
    // that or with a string of its own.
    unsafe {
        let node = (*statement).stmt;
        if (*node).type_ != pg_sys::NodeTag::T_CopyStmt {
            return plain;
        }
        let options = PgList::<pg_sys::DefElem>::from_pg((*node.cast::<pg_sys::CopyStmt>()).options);
        let said = options.iter_ptr().find(|option| CStr::from_ptr((**option).defname) == c"encoding");
        let Some(said) = said else { return plain };
        let encoding = compat::encoding(CStr::from_ptr(pg_sys::defGetString(said)));
        if encoding < 0 || encoding == pg_sys::GetDatabaseEncoding() {
            return plain;
        }
        let from = plain.as_ptr().cast::<std::ffi::c_char>().cast_mut();
        let converted = pg_sys::pg_server_to_any(from, plain.len() as i32, encoding);
        match converted == from {
            true => plain,
            false => CStr::from_ptr(converted).to_bytes().to_vec(),
        }
    }
}

/// The process's standard input and what goes with it, put back when this is dropped.
struct Input {
    before: *mut libc::FILE,
    file: *mut libc::FILE,
    destination: pg_sys::CommandDest::Type,
    encoding: i32,
}

impl Input {
    fn of(bytes: &[u8]) -> Self {
        // SAFETY: the bytes outlive this; nobody writes to a stream that is opened for reading. One of no bytes cannot be
        // made of memory.
        let file = unsafe {
            match bytes.is_empty() {
                true => libc::fopen(c"/dev/null".as_ptr(), c"r".as_ptr()),
                false => libc::fmemopen(bytes.as_ptr().cast_mut().cast(), bytes.len(), c"r".as_ptr()),
            }
        };
        if file.is_null() {
            pgrx::error!("rows of a script cannot be read: {}", std::io::Error::last_os_error());
        }
        IS_READING.set(true);
        // SAFETY: variables of this process, which has one thread. With a client, COPY would ask that for the rows; the
        // encoding is that of the database, to which nothing has to be converted and which is always there.
        unsafe {
            let input = Input {
                before: stdin,
                file,
                destination: pg_sys::whereToSendOutput,
                encoding: pg_sys::pg_get_client_encoding(),
            };
            stdin = file;
            pg_sys::whereToSendOutput = pg_sys::CommandDest::DestNone;
            pg_sys::SetClientEncoding(pg_sys::GetDatabaseEncoding());
            input
        }
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        IS_READING.set(false);
        // SAFETY: as above. What read the stream has ended.
        unsafe {
            stdin = self.before;
            pg_sys::whereToSendOutput = self.destination;
            pg_sys::SetClientEncoding(self.encoding);
            libc::fclose(self.file);
        }
    }
}
