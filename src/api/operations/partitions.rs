//! Safe operations on partitions.

use migrate_core::Result as Outcome;
use migrate_core::relation::Relation;
use migrate_core::request::{AttachPartition, DetachPartition, Operation};
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::arguments::text;
use super::{Steps, operate};
use crate::api::{must, reported};
use crate::catalog::name::name_of;
use crate::postgres::regclass::RegClass;

fn named(argument: &'static str, table: Option<RegClass>) -> Outcome<Relation> {
    name_of(must(argument, table)?.0)
}

/// Makes a table a partition; what the server would do under its locks is done before.
#[pg_extern(schema = "migrate")]
fn safe_attach_partition(
    parent: Option<RegClass>,
    partition: Option<RegClass>,
    bound: Option<&str>,
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let operation = AttachPartition {
            parent: named("parent", parent)?,
            partition: named("partition", partition)?,
            bound: text("bound", bound)?.trim().to_string(),
            checks_before: None,
        };
        operate(Operation::AttachPartition(operation), dry_run, migration)
    })
}

/// Makes a partition a table of its own: CONCURRENTLY where the server can.
#[pg_extern(schema = "migrate")]
fn safe_detach_partition(
    parent: Option<RegClass>,
    partition: Option<RegClass>,
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let operation = DetachPartition {
            parent: named("parent", parent)?,
            partition: named("partition", partition)?,
            leaves_no_check: false,
        };
        operate(Operation::DetachPartition(operation), dry_run, migration)
    })
}
