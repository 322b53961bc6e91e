//! Safe operations that replace and repair indexes.

use migrate_core::request::{CreateIndex, Operation, RepairIndexes, ReplaceIndex};
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::arguments::{list, list_if, name, text, text_if};
use super::{Steps, operate};
use crate::api::{must, reported};
use crate::catalog::name::{name_of, parse_name};
use crate::postgres::regclass::RegClass;

/// Gives an index another definition: a new one is built CONCURRENTLY and takes its name over.
#[pg_extern(schema = "migrate")]
#[allow(clippy::too_many_arguments)]
fn safe_replace_index(
    index_name: Option<&str>,
    columns: Option<Vec<Option<String>>>,
    is_unique: default!(Option<bool>, "false"),
    method: default!(Option<&str>, "'btree'"),
    include: default!(Option<Vec<Option<String>>>, "NULL"),
    predicate: default!(Option<&str>, "NULL"),
    nulls_not_distinct: default!(Option<bool>, "false"),
    tablespace: default!(Option<&str>, "NULL"),
    storage_parameters: default!(Option<&str>, "NULL"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let index = parse_name("index_name", &text("index_name", index_name)?)?;
        let wanted = CreateIndex {
            // Table and name are those of the index.
            table: index.clone(),
            name: None,
            columns: list("columns", columns)?,
            method: name("method", method)?,
            is_unique: must("is_unique", is_unique)?,
            include: list_if("include", include)?.unwrap_or_default(),
            predicate: text_if("predicate", predicate)?,
            nulls_not_distinct: must("nulls_not_distinct", nulls_not_distinct)?,
            tablespace: tablespace.map(|value| name("tablespace", Some(value))).transpose()?,
            storage_parameters: text_if("storage_parameters", storage_parameters)?,
            earlier: None,
        };
        let operation = Operation::ReplaceIndex(Box::new(ReplaceIndex { index, wanted }));
        operate(operation, dry_run, migration)
    })
}

/// Makes invalid indexes valid, and drops what broken off rebuilds have left.
#[pg_extern(schema = "migrate")]
fn repair_indexes(
    schema_name: default!(Option<&str>, "NULL"),
    table_name: default!(Option<RegClass>, "NULL"),
    dry_run: default!(Option<bool>, "false"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let table = table_name.map(|table| name_of(table.0)).transpose()?;
        let operation = RepairIndexes {
            schema: schema_name.map(|value| name("schema_name", Some(value))).transpose()?,
            table,
        };
        operate(Operation::RepairIndexes(operation), dry_run, None)
    })
}
