//! `migrate.report`.

use migrate_core::error::CallError;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use crate::api::reported;
use crate::engine::review::report::{self as reporting, Of};

/// A page in HTML that tells what was run of a migration or of a job.
#[pg_extern(schema = "migrate")]
fn report(
    version: default!(Option<i64>, "NULL"),
    job: default!(Option<i64>, "NULL"),
) -> Result<String, ErrorReport> {
    reported(|| {
        let of = match (version, job) {
            (Some(version), None) => Of::Migration(version),
            (None, Some(job)) => Of::Job(job),
            _ => return Err(CallError::NotOne { of: ["version", "job"] }.into()),
        };
        reporting::page(of)
    })
}
