//! Online changes: how each begins, and how it ends.

use migrate_core::Result as Outcome;
use migrate_core::backfill::{Assignment, closed};
use migrate_core::change::{Way, Which};
use migrate_core::error::ArgumentError;
use migrate_core::facts::Tables;
use migrate_core::request::{
    ChangeType, EndChange, NewColumn, Operation, Part, RenameColumn, SplitColumn, Strategy, Written,
};
use pgrx::pg_sys::panic::ErrorReport;
use pgrx::prelude::*;

use super::arguments::{all_made, list, list_if, made, made_if, name, names, table, text, text_if};
use super::{Steps, end_change, operate};
use crate::api::{must, reported};
use crate::catalog::name::parse_name;
use crate::catalog::scope;
use crate::catalog::server::Server;
use crate::engine::ask::due;
use crate::postgres::parser::argument;
use crate::postgres::regclass::RegClass;
use crate::postgres::rows::{Columns, Rows};

/// Renames a column; until the change is complete both names can be used.
#[pg_extern(schema = "migrate")]
#[allow(clippy::too_many_arguments)]
fn safe_rename_column(
    table_name: Option<RegClass>,
    old_name: Option<&str>,
    new_name: Option<&str>,
    strategy: default!(Option<&str>, "'dual'"),
    compatibility_view: default!(Option<&str>, "NULL"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
    acknowledge: default!(Option<bool>, "false"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let strategy = match text("strategy", strategy)?.as_str() {
            "dual" => Strategy::Dual,
            "instant" => Strategy::Instant,
            other => {
                let (argument, value, choices) = ("strategy", other.to_string(), "dual, instant".to_string());
                return Err(ArgumentError::Choice { argument, value, choices }.into());
            }
        };
        let operation = RenameColumn {
            table: table(table_name)?,
            old: name("old_name", old_name)?,
            new: made("new_name", new_name)?,
            strategy,
            compatibility_view: made_if("compatibility_view", compatibility_view)?,
            acknowledge: must("acknowledge", acknowledge)?,
        };
        operate(Operation::RenameColumn(operation), dry_run, migration)
    })
}

/// Splits a column into others; until the change is complete both can be used.
#[pg_extern(schema = "migrate")]
#[allow(clippy::too_many_arguments)]
fn safe_split_column(
    table_name: Option<RegClass>,
    column_name: Option<&str>,
    new_columns: Option<Vec<Option<String>>>,
    expressions: Option<Vec<Option<String>>>,
    reverse_expression: Option<&str>,
    new_types: default!(Option<Vec<Option<String>>>, "NULL"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
    acknowledge: default!(Option<bool>, "false"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let column = name("column_name", column_name)?;
        let operation = SplitColumn {
            table: table(table_name)?,
            old: vec![Assignment {
                column: column.clone(),
                expression: one_expression(
                    "reverse_expression",
                    &text("reverse_expression", reverse_expression)?,
                )?,
            }],
            new: new_ends(
                all_made("new_columns", new_columns)?,
                list("expressions", expressions)?,
                list_if("new_types", new_types)?,
                (table_name, &column),
            )?,
            scope: scope::of_session(),
            acknowledge: must("acknowledge", acknowledge)?,
        };
        operate(Operation::SplitColumn(operation), dry_run, migration)
    })
}

/// Merges columns into one; until the change is complete both ends can be used.
#[pg_extern(schema = "migrate")]
#[allow(clippy::too_many_arguments)]
fn safe_merge_columns(
    table_name: Option<RegClass>,
    columns: Option<Vec<Option<String>>>,
    new_column: Option<&str>,
    expression: Option<&str>,
    reverse_expressions: Option<Vec<Option<String>>>,
    new_type: default!(Option<&str>, "NULL"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
    acknowledge: default!(Option<bool>, "false"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let columns = names("columns", columns)?;
        let back = list("reverse_expressions", reverse_expressions)?;
        same_number(&columns, "column", &back, "reverse expression")?;
        let first = columns.first().ok_or(ArgumentError::Empty { argument: "columns" })?.clone();
        let types = text_if("new_type", new_type)?.map(|given| vec![given]);
        let old = columns.into_iter().zip(back);
        let operation = SplitColumn {
            table: table(table_name)?,
            old: old
                .map(|(column, back)| {
                    Ok(Assignment { column, expression: one_expression("reverse_expressions", &back)? })
                })
                .collect::<Outcome<_>>()?,
            new: new_ends(
                vec![made("new_column", new_column)?],
                vec![text("expression", expression)?],
                types,
                (table_name, &first),
            )?,
            scope: scope::of_session(),
            acknowledge: must("acknowledge", acknowledge)?,
        };
        operate(Operation::SplitColumn(operation), dry_run, migration)
    })
}

/// New columns from arguments of equal length; without types they have that of an old column, with its collation.
fn new_ends(
    names: Vec<String>,
    expressions: Vec<String>,
    types: Option<Vec<String>>,
    (of, column): (Option<RegClass>, &str),
) -> Outcome<Vec<NewColumn>> {
    same_number(&names, "new column", &expressions, "expression")?;
    let types = match types {
        Some(types) => types,
        None => vec![Server.table(&table(of)?)?.column(column)?.sql_type(); names.len()],
    };
    same_number(&names, "new column", &types, "new type")?;
    let columns = names.into_iter().zip(expressions).zip(types);
    columns
        .map(|((name, value), data_type)| {
            Ok(NewColumn { name, data_type, expression: one_expression("expressions", &value)? })
        })
        .collect()
}

/// An expression that is one, and nothing behind it; in parentheses.
fn one_expression(argument: &'static str, text: &str) -> Outcome<String> {
    argument::check(Written::new(argument, Part::Expression, text))?;
    Ok(format!("({})", closed(text)))
}

/// `column` and `other` say what one of each is.
fn same_number(
    columns: &[String],
    column: &'static str,
    others: &[String],
    other: &'static str,
) -> Outcome<()> {
    let (columns, others) = (columns.len(), others.len());
    if columns == others {
        return Ok(());
    }
    Err(ArgumentError::Counts { columns, column, others, other }.into())
}

/// Changes a column's type; where rows must be written for that, by a second column that takes its place when the
/// change is completed.
#[pg_extern(schema = "migrate")]
#[allow(clippy::too_many_arguments)]
fn safe_change_column_type(
    table_name: Option<RegClass>,
    column_name: Option<&str>,
    new_type: Option<&str>,
    using_expression: default!(Option<&str>, "NULL"),
    reverse_expression: default!(Option<&str>, "NULL"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
    acknowledge: default!(Option<bool>, "false"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let operation = ChangeType {
            table: table(table_name)?,
            column: name("column_name", column_name)?,
            data_type: closed(&text("new_type", new_type)?),
            using: text_if("using_expression", using_expression)?,
            reverse: text_if("reverse_expression", reverse_expression)?,
            scope: Some(scope::of_session()),
            is_way_back: false,
            restore: Vec::new(),
            acknowledge: must("acknowledge", acknowledge)?,
        };
        operate(Operation::ChangeType(operation), dry_run, migration)
    })
}

/// What the forms of `complete` do.
fn complete(
    which: Which,
    (force, acknowledge): (Option<bool>, Option<bool>),
    dry_run: Option<bool>,
    migration: Option<&str>,
) -> Outcome<Steps> {
    let (force, acknowledge) = (must("force", force)?, must("acknowledge", acknowledge)?);
    end_change(EndChange { force, acknowledge, ..EndChange::new(which, Way::Complete) }, dry_run, migration)
}

/// Completes an online change: the old end goes; after the grace period for good.
#[pg_extern(schema = "migrate", name = "complete")]
fn complete_change(
    change: Option<i64>,
    force: default!(Option<bool>, "false"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
    acknowledge: default!(Option<bool>, "false"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let which = Which::Number(must("change", change)?);
        complete(which, (force, acknowledge), dry_run, migration)
    })
}

/// Completes an online change: the old end goes; after the grace period for good, named by its table and column.
#[pg_extern(schema = "migrate", name = "complete")]
fn complete_column(
    table_name: Option<RegClass>,
    column_name: Option<&str>,
    force: default!(Option<bool>, "false"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
    acknowledge: default!(Option<bool>, "false"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let (table, column) = (table(table_name)?, name("column_name", column_name)?);
        complete(Which::Column { table, column }, (force, acknowledge), dry_run, migration)
    })
}

/// Completes an online change, named by its table and column, or without one that by which the table was dropped.
#[pg_extern(schema = "migrate", name = "complete")]
fn complete_name(
    table_name: Option<&str>,
    column_name: default!(Option<&str>, "NULL"),
    force: default!(Option<bool>, "false"),
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
    acknowledge: default!(Option<bool>, "false"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let table = parse_name("table_name", &text("table_name", table_name)?)?;
        let which = match column_name {
            Some(column) => Which::Column { table, column: name("column_name", Some(column))? },
            None => Which::Table { table },
        };
        complete(which, (force, acknowledge), dry_run, migration)
    })
}

/// The columns of what becomes of the changes whose time has come.
enum Due {}

impl Columns for Due {
    type Row = (i64, String, String, String, Option<i64>);
    const SQL: &'static str = "TABLE(change bigint, what text, status text, detail text, job bigint)";
}

type Dues = Rows<Due>;

/// Completes every online change whose grace period is over, each in a job of its own, and says how the others stand.
#[pg_extern(schema = "migrate")]
fn complete_due(dry_run: default!(Option<bool>, "false")) -> Result<Dues, ErrorReport> {
    reported(|| {
        let rows = due::complete_due(must("dry_run", dry_run)?)?;
        Ok(Dues::new(rows.into_iter().map(|row| (row.change, row.what, row.status, row.detail, row.job))))
    })
}

/// Gives up an online change that is not complete: the table is as before.
#[pg_extern(schema = "migrate", name = "abort")]
fn abort_change(
    change: Option<i64>,
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let which = Which::Number(must("change", change)?);
        let end = EndChange::new(which, Way::Abort);
        end_change(end, dry_run, migration)
    })
}

/// Gives up an online change that is not complete: the table is as before, named by its table and column.
#[pg_extern(schema = "migrate", name = "abort")]
fn abort_column(
    table_name: Option<RegClass>,
    column_name: Option<&str>,
    dry_run: default!(Option<bool>, "false"),
    migration: default!(Option<&str>, "NULL"),
) -> Result<Steps, ErrorReport> {
    reported(|| {
        let (table, column) = (table(table_name)?, name("column_name", column_name)?);
        let end = EndChange::new(Which::Column { table, column }, Way::Abort);
        end_change(end, dry_run, migration)
    })
}
