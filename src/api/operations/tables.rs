//! Safe operations on a whole table or index.
//!
//! Names are taken as text: a call with a `regclass` could not be made again once the name is gone.

use migrate_core::request::{AddEnumValue, Operation, Reindex, RenameTable, SetSchema};
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::arguments::{self, made, text};
use super::{Steps, operate};
use crate::api::{must, reported};
use crate::catalog::enumeration;
use crate::catalog::name::parse_name;
use crate::postgres::regclass::RegType;

/// Builds an index anew, or all of a table: CONCURRENTLY on a table in use.
#[pg_extern(schema = "migrate")]
fn safe_reindex(
    name: Option<&str>,
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let operation = Reindex { name: parse_name("name", &text("name", name)?)? };
        operate(Operation::Reindex(operation), dry_run, migration)
    })
}

/// Moves a table into another schema.
#[pg_extern(schema = "migrate")]
fn safe_set_schema(
    table_name: Option<&str>,
    new_schema: Option<&str>,
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let operation = SetSchema {
            table: parse_name("table_name", &text("table_name", table_name)?)?,
            schema: arguments::name("new_schema", new_schema)?,
        };
        operate(Operation::SetSchema(operation), dry_run, migration)
    })
}

/// Renames a table, and leaves an updatable view under the old name.
#[pg_extern(schema = "migrate")]
fn safe_rename_table(
    table_name: Option<&str>,
    new_name: Option<&str>,
    compatibility_view: default!(Option<bool>, "true"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let operation = RenameTable {
            table: parse_name("table_name", &text("table_name", table_name)?)?,
            name: made("new_name", new_name)?,
            compatibility_view: must("compatibility_view", compatibility_view)?,
        };
        operate(Operation::RenameTable(operation), dry_run, migration)
    })
}

/// Adds a value to an enum type.
#[pg_extern(schema = "migrate")]
fn safe_add_enum_value(
    type_name: Option<RegType>,
    value: Option<&str>,
    before: default!(Option<&str>, "NULL"),
    after: default!(Option<&str>, "NULL"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let operation = AddEnumValue {
            enumeration: enumeration::name_of(must("type_name", type_name)?.0)?,
            value: must("value", value)?.to_string(),
            before: before.map(str::to_string),
            after: after.map(str::to_string),
        };
        operate(Operation::AddEnumValue(operation), dry_run, migration)
    })
}
