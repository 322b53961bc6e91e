//! `migrate.reverse`.

use migrate_core::migration::Script;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use crate::api::{must, reported};
use crate::engine::plan::reverse as deriving;

/// The script that takes a script back, derived from its statements and from what the catalog knows before it runs;
/// `partial` gives what there is of it.
#[pg_extern(schema = "migrate")]
fn reverse(sql: Option<String>, partial: default!(Option<bool>, false)) -> Result<String, ErrorReport> {
    reported(|| {
        let script = Script::new(must("sql", sql)?);
        if must("partial", partial)? {
            deriving::part(&script)
        } else {
            Ok(deriving::reverse(&script)?.script.text)
        }
    })
}
