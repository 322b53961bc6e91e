//! The SQL face: functions and procedures of schema `migrate`, one file per family.
//!
//! Each turns its arguments into a call and the result into rows; nothing here builds SQL or knows the
//! server.

pub mod apply;
pub mod registry;

use migrate_core::error::{RegistryError, Result};

use crate::error::{Reported, report};

/// The edge: an error of ours becomes a report of the server.
fn reported<T>(work: impl FnOnce() -> Result<T>) -> Reported<T> {
    work().map_err(|error| report(&error))
}

/// An argument that must not be NULL.
fn must<T>(argument: &'static str, value: Option<T>) -> Result<T> {
    Ok(value.ok_or(RegistryError::Null { argument })?)
}
