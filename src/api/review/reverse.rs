//! `migrate.reverse`.

use migrate_core::migration::Script;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use crate::api::{must, reported, with_sql};
use crate::engine::plan::reverse as deriving;

/// The script that takes a script back, derived from its statements and from what the catalog knows before it runs;
/// `partial` gives what there is of it.
#[pg_extern(schema = "migrate")]
fn reverse(sql: Option<String>, partial: default!(Option<bool>, false)) -> Result<String, ErrorReport> {
    reported(|| {
        let partial = must("partial", partial)?;
        with_sql(sql, |sql| {
            let script = Script::new(sql);
            if partial { deriving::part(&script) } else { Ok(deriving::reverse(&script)?.script.text) }
        })
    })
}
