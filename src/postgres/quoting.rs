//! How the server writes names and texts into SQL.

use migrate_core::name::Quoting;

/// Quotes as the server does that we run in.
pub struct Quotes;

impl Quoting for Quotes {
    fn quote(&self, name: &str) -> String {
        pgrx::spi::quote_identifier(name)
    }

    fn literal(&self, text: &str) -> String {
        pgrx::spi::quote_literal(text)
    }
}
