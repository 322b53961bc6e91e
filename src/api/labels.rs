//! Versions as people type them: `migrate.version`.

use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::{must, reported};
use crate::registry::labels;

/// The number of a version, given as its tool writes it.
#[pg_extern(schema = "migrate", name = "version")]
fn version_of(label: Option<String>) -> Result<i64, ErrorReport> {
    reported(|| labels::find(&must("label", label)?))
}
