//! Safe operations that add keys.

use migrate_core::Result as Outcome;
use migrate_core::request::{AddForeignKey, AddKey, Deferrable, DropConstraint, KeyKind as Kind, Operation};
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::arguments::{made_if, name, names, names_if, table};
use super::{Steps, operate};
use crate::api::{must, reported};
use crate::catalog::name::name_of;
use crate::postgres::regclass::RegClass;

fn deferrable(is_deferrable: Option<bool>, initially_deferred: Option<bool>) -> Outcome<Deferrable> {
    let initially_deferred = must("initially_deferred", initially_deferred)?;
    Ok(Deferrable::new(must("is_deferrable", is_deferrable)?, initially_deferred))
}

/// Adds a UNIQUE constraint; its index is built CONCURRENTLY on a table in use.
#[pg_extern(schema = "migrate")]
#[allow(clippy::too_many_arguments)]
fn safe_add_unique(
    table_name: Option<RegClass>,
    columns: Option<Vec<Option<String>>>,
    constraint_name: default!(Option<&str>, "NULL"),
    include: default!(Option<Vec<Option<String>>>, "NULL"),
    nulls_not_distinct: default!(Option<bool>, "false"),
    is_deferrable: default!(Option<bool>, "false"),
    initially_deferred: default!(Option<bool>, "false"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
    without_overlaps: default!(Option<bool>, "false"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let operation = AddKey {
            kind: Kind::Unique,
            table: table(table_name)?,
            columns: names("columns", columns)?,
            name: made_if("constraint_name", constraint_name)?,
            include: names_if("include", include)?.unwrap_or_default(),
            nulls_not_distinct: must("nulls_not_distinct", nulls_not_distinct)?,
            deferrable: deferrable(is_deferrable, initially_deferred)?,
            without_overlaps: must("without_overlaps", without_overlaps)?,
            comment: None,
        };
        operate(Operation::AddKey(operation), dry_run, migration)
    })
}

/// Adds a primary key; on a table in use its columns are made NOT NULL and its index is built without stopping anybody.
#[pg_extern(schema = "migrate")]
#[allow(clippy::too_many_arguments)]
fn safe_add_primary_key(
    table_name: Option<RegClass>,
    columns: Option<Vec<Option<String>>>,
    constraint_name: default!(Option<&str>, "NULL"),
    include: default!(Option<Vec<Option<String>>>, "NULL"),
    is_deferrable: default!(Option<bool>, "false"),
    initially_deferred: default!(Option<bool>, "false"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
    without_overlaps: default!(Option<bool>, "false"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let operation = AddKey {
            kind: Kind::PrimaryKey,
            table: table(table_name)?,
            columns: names("columns", columns)?,
            name: made_if("constraint_name", constraint_name)?,
            include: names_if("include", include)?.unwrap_or_default(),
            nulls_not_distinct: false,
            deferrable: deferrable(is_deferrable, initially_deferred)?,
            without_overlaps: must("without_overlaps", without_overlaps)?,
            comment: None,
        };
        operate(Operation::AddKey(operation), dry_run, migration)
    })
}

/// Adds a foreign key without stopping anybody while the rows are read.
#[pg_extern(schema = "migrate")]
#[allow(clippy::too_many_arguments)]
fn safe_add_foreign_key(
    table_name: Option<RegClass>,
    columns: Option<Vec<Option<String>>>,
    referenced_table: Option<RegClass>,
    referenced_columns: default!(Option<Vec<Option<String>>>, "NULL"),
    constraint_name: default!(Option<&str>, "NULL"),
    on_delete: default!(Option<&str>, "NULL"),
    on_update: default!(Option<&str>, "NULL"),
    create_index: default!(Option<bool>, "false"),
    match_full: default!(Option<bool>, "false"),
    is_deferrable: default!(Option<bool>, "false"),
    initially_deferred: default!(Option<bool>, "false"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
    with_period: default!(Option<bool>, "false"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let operation = AddForeignKey {
            table: table(table_name)?,
            columns: names("columns", columns)?,
            referenced: name_of(must("referenced_table", referenced_table)?.0)?,
            referenced_columns: names_if("referenced_columns", referenced_columns)?,
            name: made_if("constraint_name", constraint_name)?,
            on_delete: on_delete.map(str::to_string),
            on_update: on_update.map(str::to_string),
            create_index: must("create_index", create_index)?,
            match_full: must("match_full", match_full)?,
            deferrable: deferrable(is_deferrable, initially_deferred)?,
            with_period: must("with_period", with_period)?,
        };
        operate(Operation::AddForeignKey(operation), dry_run, migration)
    })
}

/// Drops a constraint.
#[pg_extern(schema = "migrate")]
fn safe_drop_constraint(
    table_name: Option<RegClass>,
    constraint_name: Option<&str>,
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
    missing_ok: default!(Option<bool>, "false"),
    acknowledge: default!(Option<bool>, "false"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let operation = DropConstraint {
            missing_ok: must("missing_ok", missing_ok)?,
            is_acknowledged: must("acknowledge", acknowledge)?,
            ..DropConstraint::new(table(table_name)?, &name("constraint_name", constraint_name)?)
        };
        operate(Operation::DropConstraint(operation), dry_run, migration)
    })
}
