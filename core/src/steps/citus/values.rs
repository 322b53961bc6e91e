//! What rows are given on a table that Citus manages: it must be the same on each node.

use super::refused::refused;
use crate::backfill::{Assignment, Backfill, KeyColumn, OnError, Settled, closed};
use crate::error::{CitusError, ColumnError, Result};
use crate::facts::{Added, Catalog, Column, Retyped, Table, Understood};
use crate::lock::Mode;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::{AddColumn, FillColumns};

/// How the rows that are there come to the default of a column that is added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::steps) enum Given {
    /// As the server does it.
    Usual,
    /// All of them get what the default is at one moment, as a constant.
    AtOneMoment,
    /// Each gets a value of its own, batch by batch.
    Each,
}

/// How the rows come to the column's default; refuses a column whose values would not be the same on each node.
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
) -> Result<Given> {
    if table.citus.is_none() {
        return Ok(Given::Usual);
    }
    let Column { is_identity, is_not_null, default, .. } = &added.column;
    if is_serial || *is_identity {
        return Err(CitusError::Serial { table: table.display.clone() }.into());
    }
    let given = match &add.default {
        None => Given::Usual,
        Some(default) => match nature(catalog, default) {
            Some(understood) if understood.is_volatile => Given::Each,
            Some(understood) if understood.is_mutable => Given::AtOneMoment,
            Some(_) => Given::Usual,
            None => {
                let (table, column) = (table.display.clone(), add.column.clone());
                return Err(CitusError::Values { table, column }.into());
            }
        },
    };
    // The rows that there are cannot be counted here.
    if *is_not_null && default.is_none() && !table.has_column(&add.column) {
        let (table, column) = (table.display.clone(), add.column.clone());
        return Err(ColumnError::NoDefault { table, column }.into());
    }
    // What a column is generated from is the same everywhere, and so is the value.
    let is_known = given == Given::Each || added.column.is_generated && table.is_small;
    match added.rewrites && !is_known {
        true => Err(refused(table)),
        false => Ok(given),
    }
}

/// A column of which all rows have the default of one moment: as a constant, which is the same on each node; the default
/// itself is for new rows.
pub(in crate::steps) fn at_one_moment(
    add: &AddColumn,
    catalog: &dyn Catalog,
    table: &Table,
    definition: &str,
) -> Result<Vec<Draft>> {
    let default = closed(add.default.as_deref().unwrap_or("NULL"));
    let value = catalog.value(&format!("CAST(({default}) AS {})", closed(&add.data_type)))?;
    let value = value.map_or_else(|| "NULL".into(), |value| catalog.literal(&value));
    let not_null = if add.is_not_null { " NOT NULL" } else { "" };
    let name = catalog.quote(&add.column);
    let own = &table.sql;
    let draft = |what: String, sql: String| Draft::new(what, sql, Mode::AccessExclusive, table);
    Ok(vec![
        draft(
            words::add_column(&add.column, &add.data_type),
            format!("ALTER TABLE {own} ADD COLUMN {name} {definition} DEFAULT {value}{not_null}"),
        )
        .because("the rows get the value of this moment, as a constant: none is read or written"),
        draft(
            words::alter_column(&add.column, "set default"),
            format!("ALTER TABLE {own} ALTER COLUMN {name} SET DEFAULT {default}"),
        ),
    ])
}

/// Whether no row of a table is without a value in a column; the coordinator's own relation would not tell.
///
/// # Errors
///
/// What the server says of the query.
pub(in crate::steps) fn is_full(catalog: &dyn Catalog, table: &Table, column: &str) -> Result<bool> {
    let sql = format!("SELECT 1 FROM {} WHERE {} IS NULL", table.sql, catalog.quote(column));
    Ok(!catalog.has_row(&sql)?)
}

/// The columns whose values must be made before they are set, since they would not be the same on each node: what is not
/// VOLATILE, the coordinator evaluates for all of them.
///
/// What is made first is of the row as it was by then, so it may not read the row.
///
/// # Errors
///
/// [`CitusError::Values`].
pub(in crate::steps) fn made(
    catalog: &dyn Catalog,
    table: &Table,
    fill: &FillColumns,
    understood: Understood,
) -> Result<Vec<String>> {
    if table.citus.is_none() || !understood.is_volatile {
        return Ok(Vec::new());
    }
    let refuse = |column: &str| {
        Err(CitusError::Values { table: table.display.clone(), column: column.to_string() }.into())
    };
    let mut made = Vec::new();
    for one in &fill.assignments {
        let sets = |table: &str| {
            format!("UPDATE {table} SET {} = {}", catalog.quote(&one.column), closed(&one.expression))
        };
        if !catalog.understand(Some(table), &sets)?.is_volatile {
            continue;
        }
        match nature(catalog, &one.expression) {
            Some(_) => made.push(one.column.clone()),
            None => return refuse(&one.column),
        }
    }
    let only = fill.condition.as_deref().unwrap_or("true");
    let look = |table: &str| format!("SELECT 1 FROM {table} WHERE {}", closed(only));
    match catalog.understand(Some(table), &look)?.is_volatile {
        true => refuse(fill.assignments.first().map(|one| one.column.as_str()).unwrap_or_default()),
        false => Ok(made),
    }
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

/// What an expression is that reads no row. None of one that does, and of one that each node may read in another way:
/// with a query in it, with a sequence, or with a text of a date that stands for today.
fn nature(catalog: &dyn Catalog, expression: &str) -> Option<Understood> {
    const MOMENTS: [&str; 4] = ["now", "today", "tomorrow", "yesterday"];
    let text = expression.to_lowercase();
    let has = |word: &str| text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|one| one == word);
    if text.contains("nextval") || has("select") {
        return None;
    }
    let understood = catalog.understand(None, &|_| format!("SELECT {}", closed(expression))).ok()?;
    // What calls a function is not read before it is called.
    (understood.is_mutable || !MOMENTS.iter().any(|word| has(word))).then_some(understood)
}
