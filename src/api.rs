//! The SQL face: functions and procedures of schema `migrate`, one file per family.
//!
//! Each turns its arguments into a call and the result into rows; nothing here builds SQL or knows the
//! server.

pub mod apply;
pub mod databases;
pub mod help;
pub mod jobs;
pub mod labels;
pub mod operations;
pub mod registry;
pub mod replication;
pub mod review;
pub mod schemas;
pub mod testing;
pub mod tools;

use migrate_core::error::{CallError, Result};
use pgrx::pg_sys::panic::ErrorReport;

use crate::error::report;
use crate::postgres::extension;
use crate::postgres::rows::{Columns, Rows};
use crate::settings::{self, Refused};

/// The columns of what became of a migration.
enum Outcome {}

impl Columns for Outcome {
    type Row = (i64, String, String, String);
    const SQL: &'static str = "TABLE(version bigint, description text, status text, detail text)";
}

type Outcomes = Rows<Outcome>;

/// The edge: every function and procedure comes through here, and goes no further where the library does not fit the
/// database's version of the extension. An error of ours becomes a report of the server. The functions spell `Result`
/// out, since pgrx reads the name of their result type.
fn reported<T>(work: impl FnOnce() -> Result<T>) -> std::result::Result<T, ErrorReport> {
    extension::check().map_err(|error| report(&error))?;
    if let Some(Refused { name, value, is_unknown, is_denied }) = settings::refused() {
        let error = match (is_unknown, is_denied) {
            (true, _) => CallError::UnknownSetting { name },
            (false, true) => CallError::DeniedSetting { name },
            (false, false) => CallError::InvalidSetting { name, value },
        };
        return Err(report(&error.into()));
    }
    work().map_err(|error| report(&error))
}

/// Does something with the SQL in an argument. What is wrong with it is said of that, not of a migration's script.
fn with_sql<T>(text: Option<String>, work: impl FnOnce(&str) -> Result<T>) -> Result<T> {
    const ARGUMENT: &str = "sql";
    let text = must(ARGUMENT, text)?;
    work(&text).map_err(|error| error.in_argument(ARGUMENT, &text))
}

/// An argument that must not be NULL.
fn must<T>(argument: &'static str, value: Option<T>) -> Result<T> {
    Ok(value.ok_or(CallError::Null { argument })?)
}
