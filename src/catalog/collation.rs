//! Collations, by the names that people give them.

use migrate_core::error::{ArgumentError, Error, Result};

use crate::postgres::spi;
use crate::postgres::subtransaction::attempt;

/// A collation as SQL takes it: what was given reads so in SQL, or is the name that the catalog has, as `C`.
///
/// # Errors
///
/// [`ArgumentError::NoCollation`].
pub fn named(given: &str) -> Result<String> {
    let as_sql = "SELECT pg_catalog.to_regcollation($1)::pg_catalog.text";
    // What cannot be read as a name is an error of the server's.
    let read = attempt(|| spi::row(as_sql, &[given.into()], |row| row.get::<String>(1)).flatten());
    let exact = "SELECT pg_catalog.quote_ident(c.collname) FROM pg_catalog.pg_collation c
                 WHERE c.collname OPERATOR(pg_catalog.=) $1::pg_catalog.name
                   AND pg_catalog.pg_collation_is_visible(c.oid)
                   AND c.collencoding OPERATOR(pg_catalog.=) ANY (ARRAY[
                       -1, pg_catalog.pg_char_to_encoding(pg_catalog.getdatabaseencoding())])";
    let named = || spi::row(exact, &[given.into()], |row| row.must::<String>(1));
    match read {
        Err(failure) if failure.is_cancel() => Err(Error::Server(failure)),
        read => read.ok().flatten().or_else(named).ok_or_else(|| {
            let all = "SELECT DISTINCT c.collname::pg_catalog.text FROM pg_catalog.pg_collation c
                       WHERE pg_catalog.pg_collation_is_visible(c.oid)";
            let there = spi::rows(all, &[], |row| row.must(1));
            ArgumentError::NoCollation { value: given.into(), there }.into()
        }),
    }
}
