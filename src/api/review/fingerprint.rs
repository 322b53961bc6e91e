//! `migrate.fingerprint`, `diff`, `drift`, `accept_drift`.

use migrate_core::text::wrapped;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use crate::api::{must, reported};
use crate::engine::review::{drift as drifting, fingerprint as taking, recorded};
use crate::postgres::rows::{Columns, Rows};

/// The columns of what differs.
enum Differences {}

impl Columns for Differences {
    type Row = (String, String, String, String);
    const SQL: &'static str = "TABLE(kind text, object text, change text, detail text)";
}

/// The columns of what has changed outside of the history.
enum Drifted {}

impl Columns for Drifted {
    type Row = (Option<String>, Option<String>, String, String, Option<String>, Option<String>);
    const SQL: &'static str =
        "TABLE(kind text, object text, change text, detail text, since text, seen text)";
}

/// The fingerprint of a schema, or of all; with `store`, kept for `migrate.diff`.
#[pg_extern(schema = "migrate")]
fn fingerprint(
    schema: default!(Option<String>, "NULL"),
    store: default!(Option<bool>, "false"),
) -> Result<String, ErrorReport> {
    reported(|| taking::fingerprint(schema.as_deref(), must("store", store)?))
}

/// A text of several lines, each of them wrapped.
fn lines(text: &str, width: usize) -> String {
    text.lines().map(|line| wrapped(line, width)).collect::<Vec<_>>().join("\n")
}

/// What differs between two stored fingerprints, or between one and what is there.
#[pg_extern(schema = "migrate")]
fn diff(a: Option<String>, b: default!(Option<String>, "NULL")) -> Result<Rows<Differences>, ErrorReport> {
    reported(|| {
        let found = taking::diff(&must("a", a)?, b.as_deref())?;
        Ok(Rows::new(
            found.into_iter().map(|one| (one.kind, one.object, one.change.as_str().to_string(), one.detail)),
        ))
    })
}

/// What has changed outside of the history.
#[pg_extern(schema = "migrate")]
fn drift() -> Result<Rows<Drifted>, ErrorReport> {
    reported(|| {
        let (found, unknown) = drifting::drift()?;
        let rows = found.into_iter().map(|one| {
            let difference = one.difference;
            (
                Some(difference.kind),
                Some(difference.object),
                difference.change.as_str().to_string(),
                lines(&difference.detail, 36),
                one.since.map(|since| wrapped(&since, 16)),
                one.seen.map(|seen| wrapped(&seen, 20)),
            )
        });
        let note = (unknown > 0).then(|| {
            (None, None, "unknown".to_string(), wrapped(&drifting::unknown(unknown), 36), None, None)
        });
        Ok(Rows::new(rows.chain(note).collect::<Vec<_>>()))
    })
}

/// Records every object of a schema, or of all, as it is.
#[pg_extern(schema = "migrate")]
fn accept_drift(schema: default!(Option<String>, "NULL")) -> Result<i64, ErrorReport> {
    reported(|| recorded::accept(schema.as_deref()))
}
