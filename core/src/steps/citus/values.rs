//! What rows are given on a table that Citus manages: it must be the same on each node.

use super::refused::refused;
use crate::backfill::{Assignment, Backfill, KeyColumn, OnError, Settled};
use crate::error::{CitusError, ColumnError, Result};
use crate::facts::{Added, Catalog, Column, Retyped, Table, Understood};
use crate::request::AddColumn;

/// Refuses a column whose values would not be the same on each node.
///
/// # Errors
///
/// [`CitusError::Serial`], [`CitusError::Values`], [`ColumnError::NoDefault`], [`TableError::Managed`].
pub(in crate::steps) fn check_added(
    add: &AddColumn,
    is_serial: bool,
    catalog: &dyn Catalog,
    table: &Table,
    added: &Added,
) -> Result<()> {
    if table.citus.is_none() {
        return Ok(());
    }
    let Column { is_identity, is_not_null, default, .. } = &added.column;
    if is_serial || *is_identity {
        return Err(CitusError::Serial { table: table.display.clone() }.into());
    }
    if let Some(default) = &add.default
        && !is_constant(catalog, default)
    {
        let (table, column) = (table.display.clone(), add.column.clone());
        return Err(CitusError::Values { table, column }.into());
    }
    // The rows that there are cannot be counted here.
    if *is_not_null && default.is_none() && !table.has_column(&add.column) {
        let (table, column) = (table.display.clone(), add.column.clone());
        return Err(ColumnError::NoDefault { table, column }.into());
    }
    // What a column is generated from is the same everywhere, and so is the value.
    match added.rewrites && !(added.column.is_generated && table.is_small) {
        true => Err(refused(table)),
        false => Ok(()),
    }
}

/// Refuses values that would not be the same on each node: what is not VOLATILE, the coordinator evaluates for all of them.
///
/// # Errors
///
/// [`CitusError::Values`].
pub(in crate::steps) fn check_filled(table: &Table, column: &str, understood: Understood) -> Result<()> {
    if table.citus.is_some() && understood.is_volatile {
        let (table, column) = (table.display.clone(), column.to_string());
        return Err(CitusError::Values { table, column }.into());
    }
    Ok(())
}

/// Refuses a type for which the rows would be looked at or written.
///
/// # Errors
///
/// [`CitusError::Triggers`].
pub(in crate::steps) fn check_retyped(table: &Table, retyped: &Retyped) -> Result<()> {
    if table.citus.is_some() && retyped.rewrites {
        return Err(CitusError::Triggers { table: table.display.clone(), is_rename: false }.into());
    }
    Ok(())
}

/// The primary key of a table.
pub(super) fn key(table: &Table) -> Result<Vec<KeyColumn>> {
    let there = table.constraints.iter().find(|there| there.kind == "p");
    let there = there.ok_or_else(|| CitusError::NoKey { table: table.display.clone() })?;
    let column = |name: &String| {
        let data_type = table.column(name)?.data_type.clone();
        let column = KeyColumn { name: name.clone(), data_type };
        match column.is_known() {
            true => Ok(column),
            false => {
                let why = format!("Column \"{name}\" of its key is of type {}.", column.data_type);
                Err(CitusError::Large { table: table.display.clone(), why }.into())
            }
        }
    };
    there.columns.iter().map(column).collect()
}

/// Has a backfill go by ranges of the primary key.
///
/// # Errors
///
/// [`CitusError::NoKey`], [`CitusError::Large`] where that cannot be done.
pub(in crate::steps) fn by_key(table: &Table, backfill: &mut Backfill) -> Result<()> {
    backfill.key = key(table)?;
    let refuse = |why: &str| Err(CitusError::Large { table: table.display.clone(), why: why.into() }.into());
    let is_key = |one: &Assignment| backfill.key.iter().any(|column| column.name == one.column);
    if backfill.assignments.iter().any(is_key) {
        return refuse("A batch cannot change the key by which the next one is found.");
    }
    if backfill.settled != Settled::Known {
        return refuse(
            "What is set depends on what was there, or on a trigger: a row that is met again could be changed again.",
        );
    }
    if backfill.on_error != OnError::Stop || backfill.parallel > 1 {
        return refuse("It cannot leave out rows there, nor have more than one worker.");
    }
    Ok(())
}

/// Whether an expression is the same whenever and wherever it is read.
fn is_constant(catalog: &dyn Catalog, expression: &str) -> bool {
    // As texts of dates they are read anew on each node.
    const MOMENTS: [&str; 4] = ["now", "today", "tomorrow", "yesterday"];
    let text = expression.to_lowercase();
    !MOMENTS.iter().any(|moment| text.contains(moment))
        && catalog.understand(None, &|_| format!("SELECT {expression}")).is_ok_and(|it| !it.is_mutable)
}
