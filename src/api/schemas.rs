//! Many schemas: which are meant by an argument, where migrations stand in them, and which is which.

use migrate_core::error::{CallError, ElsewhereError, ElsewhereKind, SchemasError};
use migrate_core::text;
use pgrx::AnyElement;
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::{must, reported};
use crate::engine::ask::schemas::In;
use crate::engine::ask::schemas_look;
use crate::postgres::any_names::{self, AnyNames};
use crate::postgres::rows::{Columns, Rows};
use crate::registry::schemas::{self, Wanted};

/// Where migrations are to run.
pub(super) enum Where {
    /// In the database itself.
    Here,
    /// In schemas of it.
    Schemas(In),
    /// In other databases, or on other servers.
    Elsewhere(ElsewhereKind, In),
}

/// The arguments that say where.
pub(super) struct Given {
    /// `schemas`.
    pub schemas: Option<AnyElement>,
    /// `databases`.
    pub databases: Option<AnyElement>,
    /// `servers`.
    pub servers: Option<AnyElement>,
    /// `canary`.
    pub canary: Option<String>,
    /// `max_failures`.
    pub max_failures: Option<i32>,
    /// Which of the first three is a variable that has no value.
    pub without_value: Option<&'static str>,
}

/// The names in an argument.
pub(super) fn names(
    argument: &'static str,
    names: Option<Vec<Option<String>>>,
) -> migrate_core::Result<Wanted> {
    let names = must(argument, names)?.into_iter().enumerate();
    let name = |(at, name): (usize, Option<String>)| {
        name.ok_or_else(|| CallError::NullElement { argument, element: at + 1 }.into())
    };
    Ok(Wanted::Names(names.map(name).collect::<migrate_core::Result<_>>()?))
}

/// Where these arguments say.
pub(super) fn place(given: Given) -> migrate_core::Result<Where> {
    let Given { schemas, databases, servers, canary, max_failures, without_value } = given;
    let max_failures = must("max_failures", max_failures)?;
    // Whoever says where does not mean this database.
    if let Some(argument) = without_value {
        return Err(CallError::Null { argument }.into());
    }
    let of = [
        ("schemas", schemas, None),
        ("databases", databases, Some(ElsewhereKind::Databases)),
        ("servers", servers, Some(ElsewhereKind::Servers)),
    ];
    let mut named = of.into_iter().filter_map(|(name, value, kind)| Some((name, value?, kind)));
    let Some((name, value, kind)) = named.next() else {
        return match canary {
            Some(_) => Err(SchemasError::Without { argument: "canary" }.into()),
            None => Ok(Where::Here),
        };
    };
    if let Some((other, ..)) = named.next() {
        return Err(CallError::Together { of: [name, other] }.into());
    }
    let wanted = match (any_names::read(value), kind) {
        (AnyNames::Text(pattern), _) => Wanted::Pattern(pattern),
        (AnyNames::Array(given), _) => names(name, Some(given))?,
        (AnyNames::Other(given), None) => return Err(SchemasError::WrongType { given }.into()),
        (AnyNames::Other(given), Some(kind)) => return Err(ElsewhereError::WrongType { kind, given }.into()),
    };
    let within = In { wanted, canary, max_failures };
    Ok(kind.map_or_else(|| Where::Schemas(within.clone()), |kind| Where::Elsewhere(kind, within.clone())))
}

/// Which schemas are meant, where some are; `without_value` is the argument if it is a variable that has no value.
pub(super) fn wanted(
    schemas: Option<AnyElement>,
    without_value: Option<&'static str>,
) -> migrate_core::Result<Option<Wanted>> {
    let (canary, max_failures) = (None, Some(1));
    let given = Given { schemas, databases: None, servers: None, canary, max_failures, without_value };
    Ok(match place(given)? {
        Where::Schemas(within) => Some(within.wanted),
        Where::Here | Where::Elsewhere(..) => None,
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
fn status_of_names(schemas: Option<Vec<Option<String>>>) -> Result<Rows<Standing>, ErrorReport> {
    standing(&reported(|| names("schemas", schemas))?)
}

/// The columns of whether it is a good moment in schemas.
enum Check {}

impl Columns for Check {
    type Row = (Option<String>, String, String, String);
    const SQL: &'static str = "TABLE(schema_name text, \"check\" text, verdict text, detail text)";
}

/// How wide a detail may be, so that an answer fits into 120 columns.
const WIDTH: usize = 72;

fn checks(wanted: impl FnOnce() -> migrate_core::Result<Wanted>) -> Result<Rows<Check>, ErrorReport> {
    reported(|| {
        let found = schemas_look::preflight(&wanted()?)?.into_iter();
        Ok(Rows::new(found.map(|found| {
            let (row, detail) = (&found.row, text::wrapped(&found.row.detail, WIDTH));
            (found.schema, row.check.to_string(), row.verdict.as_str().to_string(), detail)
        })))
    })
}

/// Whether this is a good moment in each schema whose name matches a pattern, and what is pending there.
#[pg_extern(schema = "migrate", name = "schema_preflight")]
fn schema_preflight_of_pattern(schemas: Option<String>) -> Result<Rows<Check>, ErrorReport> {
    checks(|| Ok(Wanted::Pattern(must("schemas", schemas)?)))
}

/// Whether this is a good moment in each of these schemas, and what is pending there.
#[pg_extern(schema = "migrate", name = "schema_preflight")]
fn schema_preflight_of_names(schemas: Option<Vec<Option<String>>>) -> Result<Rows<Check>, ErrorReport> {
    checks(|| names("schemas", schemas))
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
