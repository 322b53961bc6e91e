//! `migrate.safe_backfill`: gives columns of the rows that are there new values: one UPDATE on a small table, on a
//! large one block by block in small transactions.

use crate::backfill::{Assignment, Backfill, OnError, Settled, closed};
use crate::error::{ColumnError, FillError, Result, TableError};
use crate::facts::{Catalog, Table};
use crate::plan::draft::Draft;
use crate::relation::Relation;
use crate::request::{FillColumns, Operation};
use crate::steps::citus;
use crate::steps::obstacles::check_fill;
use crate::steps::operation::SafeOperation;

impl SafeOperation for FillColumns {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        if let Some(foreign) = table.tree().iter().find(|table| table.kind == "f") {
            let (table, what) = (foreign.display.clone(), "a foreign table");
            return Err(TableError::WrongKind { table, what }.into());
        }
        check_fill(&table)?;
        for assignment in &self.assignments {
            if table.column(&assignment.column)?.is_generated {
                let column = assignment.column.clone();
                let what = "a generated column, whose value is its expression's".into();
                return Err(ColumnError::WrongColumn { column, what }.into());
            }
        }
        let relation = Relation { schema: Some(table.schema.clone()), name: table.name.clone() };
        let backfill = Backfill {
            on_error: self.on_error,
            can_skip: true,
            parallel: self.parallel,
            wait_while: self.wait_while.clone(),
            ..Backfill::new(relation, self.assignments.clone(), self.condition.clone())
        };
        // What the server says of it, it says now.
        let statement = |table: &str| backfill.statement(table, |name| catalog.quote(name));
        let understood = catalog.understand(Some(&table), &statement)?;
        let made = citus::made(catalog, &table, self, understood)?;
        let rest = rest(catalog, &table, &self.assignments, self.condition.as_deref())?;
        let settled = match (understood.reads_what_it_sets, &rest) {
            (true, _) => Settled::Required,
            // Each pass of it gives a row another value, whether it is met again or not.
            (false, _) if !made.is_empty() && !table.has_update_triggers => Settled::Known,
            // A condition need not become false, and a trigger may set another value.
            (false, Some(Rest { is_condition: true, .. })) => Settled::Seen,
            (false, _) if table.has_children || table.tree().iter().any(|t| t.has_update_triggers) => {
                Settled::Seen
            }
            (false, _) => Settled::Known,
        };
        let rest = rest.map(|rest| rest.predicate);
        let is_done = match (&self.condition, &rest) {
            (Some(condition), rest) => {
                let left = rest.as_deref().unwrap_or(condition);
                !catalog.has_row(&format!("SELECT 1 FROM {} WHERE {}", table.sql, closed(left)))?
            }
            (None, _) => false,
        };
        if table.is_small_tree() && self.on_error == OnError::Stop && made.is_empty() {
            let update = Draft::update(catalog, &backfill, &table);
            return Ok(vec![update.because("the table is small").done_if(is_done)]);
        }
        for part in table.tree() {
            let moves = |one: &&Assignment| part.partition_columns.contains(&one.column);
            if let Some(one) = self.assignments.iter().find(moves) {
                let column = one.column.clone();
                let what =
                    "part of the partition key: a batch is of one partition, and cannot move rows to another"
                        .into();
                return Err(ColumnError::WrongColumn { column, what }.into());
            }
        }
        if settled == Settled::Required && rest.is_none() {
            return Err(FillError::Twice { table: table.display }.into());
        }
        let mut backfill = Backfill { settled, made, ..backfill.with_rest(rest) };
        if table.citus.is_some() {
            citus::by_key(&table, &mut backfill)?;
        }
        // One that was broken off behind its last row is still to say that it is done.
        let is_done = is_done && !catalog.is_broken_off(&table, &backfill);
        Ok(vec![Draft::backfill(catalog, backfill, &table).done_if(is_done)])
    }

    /// The values that were there are lost.
    fn inverse(&self, _: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        Ok(None)
    }
}

/// What tells rows that are still to be done.
struct Rest {
    predicate: String,
    /// Whether it is the condition alone.
    is_condition: bool,
}

/// What tells a row that these assignments have still to be made to: it fits the condition, and a column is not what it
/// would be set to. Where that cannot be told, as an expression gives something else each time or a type cannot be
/// compared, it is the condition, if that becomes false of rows that are done.
fn rest(
    catalog: &dyn Catalog,
    table: &Table,
    assignments: &[Assignment],
    condition: Option<&str>,
) -> Result<Option<Rest>> {
    let differs = |assignment: &Assignment| {
        let column = table.column(&assignment.column)?;
        // As the assignment makes it: 1.5 in a column of integers is 2.
        let value = format!("CAST(({}) AS {})", closed(&assignment.expression), column.data_type);
        Ok(format!("{} IS DISTINCT FROM {value}", catalog.quote(&column.name)))
    };
    let differ = assignments.iter().map(differs).collect::<Result<Vec<_>>>()?.join(" OR ");
    let predicate = match condition {
        Some(condition) => format!("({}) AND ({differ})", closed(condition)),
        None => differ,
    };
    // DEFAULT is no expression, and not every type has an equality: then the server refuses this.
    let look = |table: &str| format!("SELECT 1 FROM {table} WHERE {predicate}");
    match catalog.understand(Some(table), &look) {
        Ok(understood) if !understood.is_mutable => Ok(Some(Rest { predicate, is_condition: false })),
        _ => Ok(condition.map(|condition| Rest { predicate: condition.into(), is_condition: true })),
    }
}
