//! `migrate.reverse`.

use migrate_core::migration::Script;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use crate::api::{must, reported};
use crate::engine::plan::reverse as deriving;

/// The script that takes a script back, derived from its statements.
#[pg_extern(schema = "migrate")]
fn reverse(sql: Option<String>) -> Result<String, ErrorReport> {
    reported(|| Ok(deriving::reverse(&Script::new(must("sql", sql)?))?.text))
}
