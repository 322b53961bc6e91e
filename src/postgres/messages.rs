//! What statements say while they run: NOTICE and WARNING, as the server sends them to a client.
//!
//! A worker has no client, so the server would not even make the text of a NOTICE. While statements of a unit run, it has
//! one: this process itself. What the server sends goes through a table of functions (`PqCommMethods`), as a parallel
//! worker's messages to its leader do, and the server decides as for any client what is sent: `client_min_messages`. In a
//! session the messages go on to its client as they did.

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, CString, c_char, c_int};
use std::{ptr, slice};

use migrate_core::failure::Failure;
use migrate_core::message::{FIRST, Message, Messages, of_notice};
use pgrx::pg_sys;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::catch::{catch, packed_sqlstate};

/// `PQcommMethods` of the server's libpq/libpq.h, the same from PostgreSQL 15 to 18.
#[repr(C)]
#[derive(Clone, Copy)]
struct Methods {
    comm_reset: unsafe extern "C-unwind" fn(),
    flush: unsafe extern "C-unwind" fn() -> c_int,
    flush_if_writable: unsafe extern "C-unwind" fn() -> c_int,
    is_send_pending: unsafe extern "C-unwind" fn() -> bool,
    put_message: unsafe extern "C-unwind" fn(c_char, *const c_char, usize) -> c_int,
    put_message_noblock: unsafe extern "C-unwind" fn(c_char, *const c_char, usize),
}

// The bindings have nothing of the server's side of a connection.
unsafe extern "C-unwind" {
    static mut PqCommMethods: *const Methods;
    static mut FrontendProtocol: u32;
}

static OURS: Methods =
    Methods { comm_reset, flush, flush_if_writable, is_send_pending, put_message, put_message_noblock };

/// NoticeResponse.
const NOTICE: c_char = b'N' as c_char;

thread_local! {
    /// Where messages go on to: a session's client; nobody in a worker.
    static CLIENT: Cell<*const Methods> = const { Cell::new(ptr::null()) };
    static KEPT: RefCell<Messages> = const { RefCell::new(Messages { first: Vec::new(), more: 0 }) };
    /// How many of a unit's are kept, those included that were taken already.
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

/// Forgets what was said: a unit begins.
pub fn begin() {
    COUNT.set(0);
    KEPT.take();
}

/// What was said since the unit began, or since this was asked last.
pub fn take() -> Messages {
    KEPT.take()
}

/// Runs statements, and keeps what they say.
pub fn collect<R>(work: impl FnOnce() -> R) -> R {
    let collecting = Collecting::begin();
    let value = work();
    drop(collecting);
    value
}

/// While it lives messages come here first. An error that unwinds ends it, too.
struct Collecting {
    before: Option<Before>,
}

/// What was there before.
struct Before {
    methods: *const Methods,
    destination: pg_sys::CommandDest::Type,
    protocol: u32,
}

impl Collecting {
    fn begin() -> Self {
        // SAFETY: variables of the process, which has one thread; `OURS` lives as long as it.
        unsafe {
            let (methods, destination) = (PqCommMethods, pg_sys::whereToSendOutput);
            let is_worker = destination == pg_sys::CommandDest::DestNone;
            let is_session = destination == pg_sys::CommandDest::DestRemote;
            // Within another one that is at work already; or a terminal of the server's own, which is no client.
            if ptr::eq(methods, &raw const OURS) || !is_worker && !is_session {
                return Collecting { before: None };
            }
            let before = Before { methods, destination, protocol: FrontendProtocol };
            CLIENT.set(if is_session { methods } else { ptr::null() });
            PqCommMethods = &raw const OURS;
            if is_worker {
                // The form of messages that a parallel worker writes (PG_PROTOCOL_LATEST, of 3.x).
                FrontendProtocol = 3 << 16;
                pg_sys::whereToSendOutput = pg_sys::CommandDest::DestRemote;
            }
            Collecting { before: Some(before) }
        }
    }
}

impl Drop for Collecting {
    fn drop(&mut self) {
        let Some(before) = &self.before else { return };
        // SAFETY: puts back what stood there.
        unsafe {
            PqCommMethods = before.methods;
            pg_sys::whereToSendOutput = before.destination;
            FrontendProtocol = before.protocol;
        }
        CLIENT.set(ptr::null());
    }
}

/// Says as a WARNING what might have been an error.
pub fn warn(failure: Failure) {
    let Failure { sqlstate, message, detail, hint, .. } = failure;
    tell(&Message { severity: "WARNING".into(), sqlstate, message, detail, hint });
}

/// Tells this session's client what a script has said elsewhere, as if it had been said here.
pub fn tell(message: &Message) {
    let level = match message.severity.as_str() {
        "WARNING" => PgLogLevel::WARNING,
        "INFO" => PgLogLevel::INFO,
        _ => PgLogLevel::NOTICE,
    };
    // A code that has no name for pgrx is that of a message of its level.
    let code = match PgSqlErrorCode::from(packed_sqlstate(&message.sqlstate)) {
        PgSqlErrorCode::ERRCODE_INTERNAL_ERROR if message.severity == "WARNING" => {
            PgSqlErrorCode::ERRCODE_WARNING
        }
        PgSqlErrorCode::ERRCODE_INTERNAL_ERROR => PgSqlErrorCode::ERRCODE_SUCCESSFUL_COMPLETION,
        named => named,
    };
    let mut report = ErrorReport::new(code, message.message.clone(), "migrate_ext");
    if let Some(detail) = &message.detail {
        report = report.set_detail(detail.clone());
    }
    if let Some(hint) = &message.hint {
        report = report.set_hint(hint.clone());
    }
    report.report(level);
}

fn keep(body: &[u8]) {
    let Ok(mut kept) = KEPT.try_with(RefCell::take) else { return };
    if let Some(message) = of_notice(body, in_server_encoding) {
        if COUNT.get() < FIRST {
            COUNT.set(COUNT.get() + 1);
            kept.first.push(message);
        } else {
            kept.more += 1;
        }
    }
    KEPT.set(kept);
}

/// The text of what was made for a client, whose encoding may be another one.
fn in_server_encoding(text: &[u8]) -> String {
    // SAFETY: both read a variable of the process.
    let (client, server) = unsafe { (pg_sys::pg_get_client_encoding(), pg_sys::GetDatabaseEncoding()) };
    let converted = || {
        let text = CString::new(text).ok()?;
        let convert = || {
            let length = text.as_bytes().len() as c_int;
            // SAFETY: `text` has that length, and ends in a zero; what comes back is it, or a new C string.
            unsafe {
                CStr::from_ptr(pg_sys::pg_any_to_server(text.as_ptr().cast_mut(), length, client)).to_owned()
            }
        };
        catch(convert).ok().map(|text| text.to_string_lossy().into_owned())
    };
    let is_same = client == server || text.is_ascii();
    let converted = if is_same { None } else { converted() };
    converted.unwrap_or_else(|| String::from_utf8_lossy(text).into_owned())
}

unsafe extern "C-unwind" fn put_message(kind: c_char, text: *const c_char, length: usize) -> c_int {
    if kind == NOTICE && !text.is_null() {
        // SAFETY: the server hands over a message of so many bytes.
        keep(unsafe { slice::from_raw_parts(text.cast::<u8>(), length) });
    }
    match client() {
        // SAFETY: the session's own function, called as the server would.
        Some(client) => unsafe { (client.put_message)(kind, text, length) },
        None => 0,
    }
}

unsafe extern "C-unwind" fn put_message_noblock(kind: c_char, text: *const c_char, length: usize) {
    if let Some(client) = client() {
        // SAFETY: as above.
        unsafe { (client.put_message_noblock)(kind, text, length) };
    }
}

unsafe extern "C-unwind" fn comm_reset() {
    if let Some(client) = client() {
        // SAFETY: as above.
        unsafe { (client.comm_reset)() };
    }
}

unsafe extern "C-unwind" fn flush() -> c_int {
    // SAFETY: as above.
    client().map_or(0, |client| unsafe { (client.flush)() })
}

unsafe extern "C-unwind" fn flush_if_writable() -> c_int {
    // SAFETY: as above.
    client().map_or(0, |client| unsafe { (client.flush_if_writable)() })
}

unsafe extern "C-unwind" fn is_send_pending() -> bool {
    // SAFETY: as above.
    client().is_some_and(|client| unsafe { (client.is_send_pending)() })
}

fn client() -> Option<Methods> {
    let client = CLIENT.get();
    // SAFETY: null, or the server's table of a session, which lives as long as the process.
    unsafe { client.as_ref() }.copied()
}
