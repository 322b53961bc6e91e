//! How the server writes names and texts into SQL.

use migrate_core::name::Quoting;
use pgrx::pg_sys;

/// A name as SQL takes it, which is alike in all sessions: what is written down is compared with it later.
pub fn identifier(name: &str) -> String {
    // SAFETY: a variable of the backend, whose only thread this is; the server only reads it meanwhile.
    let all = unsafe { pg_sys::quote_all_identifiers };
    // SAFETY: as above.
    unsafe { pg_sys::quote_all_identifiers = false };
    let quoted = pgrx::spi::quote_identifier(name);
    // SAFETY: as above.
    unsafe { pg_sys::quote_all_identifiers = all };
    quoted
}

/// Quotes as the server does that we run in.
pub struct Quotes;

impl Quoting for Quotes {
    fn quote(&self, name: &str) -> String {
        identifier(name)
    }

    fn literal(&self, text: &str) -> String {
        pgrx::spi::quote_literal(text)
    }
}
