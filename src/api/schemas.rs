//! Many schemas: which are meant by an argument, where migrations stand in them, and which is which.

use migrate_core::error::{CallError, ElsewhereError, ElsewhereKind, SchemasError};
use pgrx::AnyElement;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::{must, reported};
use crate::engine::ask::schemas::In;
use crate::postgres::any_names::{self, AnyNames};
use crate::postgres::rows::{Columns, Rows};
use crate::registry::schemas::{self, Wanted};

/// Where migrations are to run.
pub(super) enum Where {
    /// In the database itself.
    Here,
    /// In schemas of it.
    Schemas(In),
    /// In other databases.
    Databases(In),
}

/// The arguments `schemas`, `databases`, `canary` and `max_failures`.
pub(super) fn place(
    schemas: Option<AnyElement>,
    databases: Option<AnyElement>,
    canary: Option<String>,
    max_failures: Option<i32>,
) -> migrate_core::Result<Where> {
    let max_failures = must("max_failures", max_failures)?;
    if schemas.is_some() && databases.is_some() {
        return Err(CallError::Together { of: ["schemas", "databases"] }.into());
    }
    let kind = ElsewhereKind::Databases;
    let within = |wanted| In { wanted, canary: canary.clone(), max_failures };
    Ok(match (schemas.map(any_names::read), databases.map(any_names::read)) {
        (None, None) if canary.is_some() => return Err(SchemasError::Without { argument: "canary" }.into()),
        (None, None) => Where::Here,
        (Some(AnyNames::Text(pattern)), _) => Where::Schemas(within(Wanted::Pattern(pattern))),
        (Some(AnyNames::Array(names)), _) => Where::Schemas(within(Wanted::Names(names))),
        (Some(AnyNames::Other(given)), _) => return Err(SchemasError::WrongType { given }.into()),
        (_, Some(AnyNames::Text(pattern))) => Where::Databases(within(Wanted::Pattern(pattern))),
        (_, Some(AnyNames::Array(names))) => Where::Databases(within(Wanted::Names(names))),
        (_, Some(AnyNames::Other(given))) => return Err(ElsewhereError::WrongType { kind, given }.into()),
    })
}

/// The columns of where migrations stand in schemas.
enum Standing {}

impl Columns for Standing {
    type Row = (
        String,
        i64,
        String,
        String,
        Option<TimestampWithTimeZone>,
        Option<String>,
        Option<i32>,
        Option<String>,
    );
    const SQL: &'static str = "TABLE(schema_name text, version bigint, description text, status text, applied_at timestamptz, applied_by text, ms integer, note text)";
}

fn standing(wanted: &Wanted) -> Result<Rows<Standing>, ErrorReport> {
    reported(|| {
        let rows = schemas::standing(&schemas::find(wanted)?).into_iter();
        Ok(Rows::new(rows.map(|row| {
            let applied = (row.applied_at, row.applied_by, row.ms);
            (row.schema, row.version, row.description, row.status, applied.0, applied.1, applied.2, row.note)
        })))
    })
}

/// Where each migration stands in each schema whose name matches a pattern.
#[pg_extern(schema = "migrate", name = "status")]
fn status_of_pattern(schemas: Option<String>) -> Result<Rows<Standing>, ErrorReport> {
    let schemas = reported(|| must("schemas", schemas))?;
    standing(&Wanted::Pattern(schemas))
}

/// Where each migration stands in each of these schemas.
#[pg_extern(schema = "migrate", name = "status")]
fn status_of_names(schemas: Option<Vec<String>>) -> Result<Rows<Standing>, ErrorReport> {
    let schemas = reported(|| must("schemas", schemas))?;
    standing(&Wanted::Names(schemas))
}

/// Says of a schema that has the name of one which was migrated and is gone whether it is a new one, or that one restored.
#[pg_extern(schema = "migrate")]
fn settle_schema(schema_name: Option<String>, is_new: Option<bool>) -> Result<String, ErrorReport> {
    reported(|| {
        let (name, is_new) = (must("schema_name", schema_name)?, must("is_new", is_new)?);
        schemas::settle(&name, is_new)?;
        Ok(match is_new {
            true => format!("schema {name} begins anew: all migrations are pending in it"),
            false => format!("schema {name} has the history of the one before it"),
        })
    })
}
