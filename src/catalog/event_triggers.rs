//! Event triggers: code of others that each statement of DDL runs.

use crate::postgres::spi;

/// Whether there are any that may fire.
pub fn are_any() -> bool {
    let sql = "SELECT FROM pg_catalog.pg_event_trigger
               WHERE evtenabled OPERATOR(pg_catalog.<>) 'D'::pg_catalog.\"char\" LIMIT 1";
    spi::row(sql, &[], |_| ()).is_some()
}
