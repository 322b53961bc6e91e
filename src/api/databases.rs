//! Many databases: where migrations stand in them, and how far they are.

use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::{must, reported};
use crate::engine::ask::elsewhere;
use crate::postgres::rows::{Columns, Rows};
use crate::registry::databases;
use crate::registry::schemas::Wanted;

/// The columns of where migrations stand in databases.
enum Standing {}

impl Columns for Standing {
    type Row = (
        String,
        Option<i64>,
        Option<String>,
        String,
        Option<TimestampWithTimeZone>,
        Option<String>,
        Option<i32>,
        Option<String>,
    );
    const SQL: &'static str = "TABLE(database_name text, version bigint, description text, status text, applied_at timestamptz, applied_by text, ms integer, note text)";
}

fn standing(wanted: impl FnOnce() -> migrate_core::Result<Wanted>) -> Result<Rows<Standing>, ErrorReport> {
    reported(|| {
        let rows = databases::standing(elsewhere::standing(&wanted()?)?).into_iter();
        Ok(Rows::new(rows.map(|row| {
            let applied = (row.applied_at, row.applied_by, row.ms);
            (row.name, row.version, row.description, row.status, applied.0, applied.1, applied.2, row.note)
        })))
    })
}

/// Where each migration stands in each database whose name matches a pattern.
#[pg_extern(schema = "migrate", name = "database_status")]
fn database_status_of_pattern(databases: Option<String>) -> Result<Rows<Standing>, ErrorReport> {
    standing(|| Ok(Wanted::Pattern(must("databases", databases)?)))
}

/// Where each migration stands in each of these databases.
#[pg_extern(schema = "migrate", name = "database_status")]
fn database_status_of_names(databases: Option<Vec<String>>) -> Result<Rows<Standing>, ErrorReport> {
    standing(|| Ok(Wanted::Names(must("databases", databases)?)))
}

/// The columns of how far databases are.
enum Convergence {}

impl Columns for Convergence {
    type Row = (i64, String, i64, i64, i64, Option<String>, Option<String>, i64);
    const SQL: &'static str = "TABLE(version bigint, description text, done bigint, failed bigint, missing bigint, first_failed text, first_error text, unknown bigint)";
}

fn convergence(
    wanted: impl FnOnce() -> migrate_core::Result<Wanted>,
) -> Result<Rows<Convergence>, ErrorReport> {
    reported(|| {
        let rows = databases::convergence(elsewhere::standing(&wanted()?)?).into_iter();
        Ok(Rows::new(rows.map(|row| {
            let [done, failed, missing] = row.counts;
            let (first_failed, first_error) = (row.first_failed, row.first_error);
            (row.version, row.description, done, failed, missing, first_failed, first_error, row.unknown)
        })))
    })
}

/// How far the databases are whose names match a pattern.
#[pg_extern(schema = "migrate", name = "database_convergence")]
fn database_convergence_of_pattern(databases: Option<String>) -> Result<Rows<Convergence>, ErrorReport> {
    convergence(|| Ok(Wanted::Pattern(must("databases", databases)?)))
}

/// How far these databases are.
#[pg_extern(schema = "migrate", name = "database_convergence")]
fn database_convergence_of_names(databases: Option<Vec<String>>) -> Result<Rows<Convergence>, ErrorReport> {
    convergence(|| Ok(Wanted::Names(must("databases", databases)?)))
}
