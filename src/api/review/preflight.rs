//! Whether this is a good moment: `migrate.preflight`.

use migrate_core::error::Result;
use migrate_core::preflight::Row;
use migrate_core::text;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use crate::api::{reported, with_sql};
use crate::engine::review::preflight as looking;
use crate::postgres::rows::{Columns, Rows};

/// The columns of what a look at this moment finds.
enum Check {}

impl Columns for Check {
    type Row = (String, String, String);
    const SQL: &'static str = "TABLE(\"check\" text, verdict text, detail text)";
}

type Checks = Rows<Check>;

/// How wide a detail may be, so that an answer fits into 120 columns.
const WIDTH: usize = 84;

fn checks(look: impl FnOnce() -> Result<Vec<Row>>) -> Result<Checks> {
    Ok(Checks::new(
        look()?
            .into_iter()
            .map(|row| (row.check.into(), row.verdict.as_str().into(), text::wrapped(&row.detail, WIDTH))),
    ))
}

/// Whether this is a good moment for a migration, or for all that are pending.
#[pg_extern(schema = "migrate")]
fn preflight(version: default!(Option<i64>, "NULL")) -> std::result::Result<Checks, ErrorReport> {
    reported(|| checks(|| looking::of_version(version)))
}

/// The same for a script that is not registered.
#[pg_extern(schema = "migrate", name = "preflight")]
fn preflight_script(sql: Option<String>) -> std::result::Result<Checks, ErrorReport> {
    reported(|| checks(|| with_sql(sql, looking::of_sql)))
}
