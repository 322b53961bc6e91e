//! Many databases, and many servers: where migrations stand there, and how far they are.

use migrate_core::error::ElsewhereKind;
use pgrx::JsonB;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::schemas::names;
use super::{must, reported};
use crate::engine::ask::elsewhere;
use crate::postgres::rows::{Columns, Rows};
use crate::registry::schemas::Wanted;
use crate::registry::{databases, parcels};

const DATABASES: ElsewhereKind = ElsewhereKind::Databases;
const SERVERS: ElsewhereKind = ElsewhereKind::Servers;

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

fn standing<C>(
    kind: ElsewhereKind,
    wanted: impl FnOnce() -> migrate_core::Result<Wanted>,
) -> Result<Rows<C>, ErrorReport>
where
    C: Columns<Row = <Standing as Columns>::Row>,
{
    reported(|| {
        let rows = databases::standing(elsewhere::standing(kind, &wanted()?)?).into_iter();
        Ok(Rows::new(rows.map(|row| {
            let applied = (row.applied_at, row.applied_by, row.ms);
            (row.name, row.version, row.description, row.status, applied.0, applied.1, applied.2, row.note)
        })))
    })
}

/// Where each migration stands in each database whose name matches a pattern.
#[pg_extern(schema = "migrate", name = "database_status")]
fn database_status_of_pattern(databases: Option<String>) -> Result<Rows<Standing>, ErrorReport> {
    standing(DATABASES, || Ok(Wanted::Pattern(must("databases", databases)?)))
}

/// Where each migration stands in each of these databases.
#[pg_extern(schema = "migrate", name = "database_status")]
fn database_status_of_names(databases: Option<Vec<Option<String>>>) -> Result<Rows<Standing>, ErrorReport> {
    standing(DATABASES, || names("databases", databases))
}

/// The columns of the same on servers.
enum OnServers {}

impl Columns for OnServers {
    type Row = <Standing as Columns>::Row;
    const SQL: &'static str = "TABLE(server_name text, version bigint, description text, status text, applied_at timestamptz, applied_by text, ms integer, note text)";
}

/// The columns of how far databases are.
enum Convergence {}

impl Columns for Convergence {
    type Row = (i64, String, i64, i64, i64, Option<String>, Option<String>, i64);
    const SQL: &'static str = "TABLE(version bigint, description text, done bigint, failed bigint, missing bigint, first_failed text, first_error text, unknown bigint)";
}

fn convergence(
    kind: ElsewhereKind,
    wanted: impl FnOnce() -> migrate_core::Result<Wanted>,
) -> Result<Rows<Convergence>, ErrorReport> {
    reported(|| {
        let rows = databases::convergence(elsewhere::standing(kind, &wanted()?)?).into_iter();
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
    convergence(DATABASES, || Ok(Wanted::Pattern(must("databases", databases)?)))
}

/// How far these databases are.
#[pg_extern(schema = "migrate", name = "database_convergence")]
fn database_convergence_of_names(
    databases: Option<Vec<Option<String>>>,
) -> Result<Rows<Convergence>, ErrorReport> {
    convergence(DATABASES, || names("databases", databases))
}

/// Where each migration stands on each server whose name matches a pattern.
#[pg_extern(schema = "migrate", name = "server_status")]
fn server_status_of_pattern(servers: Option<String>) -> Result<Rows<OnServers>, ErrorReport> {
    standing(SERVERS, || Ok(Wanted::Pattern(must("servers", servers)?)))
}

/// Where each migration stands on each of these servers.
#[pg_extern(schema = "migrate", name = "server_status")]
fn server_status_of_names(servers: Option<Vec<Option<String>>>) -> Result<Rows<OnServers>, ErrorReport> {
    standing(SERVERS, || names("servers", servers))
}

/// How far the servers are whose names match a pattern.
#[pg_extern(schema = "migrate", name = "server_convergence")]
fn server_convergence_of_pattern(servers: Option<String>) -> Result<Rows<Convergence>, ErrorReport> {
    convergence(SERVERS, || Ok(Wanted::Pattern(must("servers", servers)?)))
}

/// How far these servers are.
#[pg_extern(schema = "migrate", name = "server_convergence")]
fn server_convergence_of_names(
    servers: Option<Vec<Option<String>>>,
) -> Result<Rows<Convergence>, ErrorReport> {
    convergence(SERVERS, || names("servers", servers))
}

/// The columns of whether it is a good moment on servers.
enum Check {}

impl Columns for Check {
    type Row = (String, Option<String>, String, Option<String>);
    const SQL: &'static str = "TABLE(server_name text, \"check\" text, verdict text, detail text)";
}

fn checks(wanted: impl FnOnce() -> migrate_core::Result<Wanted>) -> Result<Rows<Check>, ErrorReport> {
    reported(|| {
        let rows = databases::checks(elsewhere::preflight(&wanted()?)?).into_iter();
        Ok(Rows::new(rows.map(|row| (row.name, row.check, row.verdict, row.detail))))
    })
}

/// Whether it is a good moment on each server whose name matches a pattern.
#[pg_extern(schema = "migrate", name = "server_preflight")]
fn server_preflight_of_pattern(servers: Option<String>) -> Result<Rows<Check>, ErrorReport> {
    checks(|| Ok(Wanted::Pattern(must("servers", servers)?)))
}

/// Whether it is a good moment on each of these servers.
#[pg_extern(schema = "migrate", name = "server_preflight")]
fn server_preflight_of_names(servers: Option<Vec<Option<String>>>) -> Result<Rows<Check>, ErrorReport> {
    checks(|| names("servers", servers))
}

/// Registers what is registered in another database, as that sends it; how many were missing here.
#[pg_extern(schema = "migrate")]
fn load_registry(registry: Option<JsonB>) -> Result<i64, ErrorReport> {
    reported(|| parcels::register_sent(must("registry", registry)?.0))
}
