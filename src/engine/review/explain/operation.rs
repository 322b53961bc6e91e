//! A safe operation in a script: the steps that would be drafted now, each tried as a statement.

use migrate_core::error::{Error, Result};
use migrate_core::failure::Failure;
use migrate_core::plan::Unit;
use migrate_core::plan::draft::Draft;
use migrate_core::request::Operation;
use migrate_core::statement::Statement;

use super::told::{Row, row, told};
use super::words::Asked as Sizes;
use crate::engine::operation::collect::{Asked, collect};
use crate::engine::operation::draft;
use crate::engine::review::clones::{Clones, Trial};
use crate::engine::session;
use crate::postgres::identity::{as_restricted, current_role};
use crate::postgres::parser::trial;
use crate::postgres::{one_call, subtransaction};

/// The rows of one. `unit` is its number; then that of the last of its units.
pub(super) fn rows(clones: &Clones, sizes: &Sizes, statement: &Statement, unit: &mut usize) -> Vec<Row> {
    let first = *unit;
    let explained = asked(statement).and_then(|operations| {
        let mut rows = Vec::new();
        for operation in operations {
            rows.extend(of_operation(clones, sizes, statement, &operation, unit)?);
        }
        Ok(rows)
    });
    let lone = |row: Row| vec![Row { unit: first, runs: "job", ..row }];
    match explained {
        Ok(rows) if rows.is_empty() => {
            let mut row = told(sizes, statement, Trial::Read("it has nothing to do here".into()));
            row.locks.clear();
            lone(row)
        }
        Ok(rows) => rows,
        Err(error) => lone(told(sizes, statement, Trial::Read(error.to_string()))),
    }
}

/// What a call of safe operations asks for, each with the statements that it would run now.
///
/// # Errors
///
/// Why it cannot be known, or what the operation itself refuses.
pub fn steps(statement: &Statement) -> Result<Vec<(Operation, Vec<Statement>)>> {
    let of_one = |operation: Operation| {
        let drafts = session::within_migration(|| draft::look(&operation))?;
        let plan = draft::from_drafts(&operation, &drafts)?;
        let steps = plan.units.iter().flat_map(Unit::steps).map(|step| step.source().clone()).collect();
        Ok((operation, steps))
    };
    asked(statement)?.into_iter().map(of_one).collect()
}

/// What the call asks for. Its arguments are evaluated, as the call itself would have them; nothing of that stays.
fn asked(statement: &Statement) -> Result<Vec<Operation>> {
    // What a function does in an argument may stay: a sequence goes on.
    if trial::calls(&statement.text) > 1 {
        return Err(Error::Server(Failure {
            sqlstate: "0A000".into(),
            message: "its arguments call functions".into(),
            detail: None,
            hint: None,
            position: None,
        }));
    }
    let mut asked = Vec::new();
    let attempt = subtransaction::attempt(|| {
        let calls =
            as_restricted(current_role().0, || one_call::prepare(&statement.text)).unwrap_or_default();
        let ((), collected) = collect(|| calls.iter().for_each(one_call::Call::make));
        asked.extend(collected);
        None::<()>
    });
    attempt.map_err(Error::Server)?;
    // What an undo takes back is not there yet.
    Ok(asked
        .into_iter()
        .filter_map(|asked| if let Asked::Do(one) = asked { Some(*one) } else { None })
        .collect())
}

fn of_operation(
    clones: &Clones,
    sizes: &Sizes,
    statement: &Statement,
    operation: &Operation,
    unit: &mut usize,
) -> Result<Vec<Row>> {
    let drafts = session::within_migration(|| draft::look(operation))?;
    let plan = draft::from_drafts(operation, &drafts)?;
    let mut rows = Vec::new();
    for (of_plan, number) in plan.units.iter().zip(*unit..) {
        *unit = number;
        let runs = match of_plan {
            Unit::Standalone(_) => "alone",
            Unit::Batched(_) => "batches",
            _ => "job",
        };
        for step in of_plan.steps() {
            let source = step.source();
            let why = drafts.get(source.number as usize - 1).map(because).filter(|why| !why.is_empty());
            let row = row(clones, sizes, source);
            let reason = migrate_core::text::joined(why.into_iter().chain(row.reason.clone()));
            let reason = (!reason.is_empty()).then_some(reason);
            rows.push(Row {
                statement: statement.number,
                line: statement.line,
                unit: number,
                runs,
                reason,
                ..row
            });
        }
    }
    Ok(rows)
}

fn because(draft: &Draft) -> String {
    draft.detail.clone()
}
