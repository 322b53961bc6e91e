//! What an operation does to the rows of a table and to the names of its columns, as far as anybody may go by them.

use crate::change::{State, Way};
use crate::error::Result;
use crate::facts::Catalog;
use crate::plan::draft::Draft;
use crate::relation::Relation;
use crate::request::{EndChange, Operation, Strategy};

/// How much it matters that something of a kind is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// It goes on as before.
    Nothing,
    /// People may want to know.
    Told,
    /// Only people can judge.
    Asked,
    /// Values would be lost.
    Refused,
}

/// What an operation touches.
#[derive(Debug)]
pub(super) struct Touch {
    /// The table.
    pub table: Relation,
    /// Columns whose names go, or of which there are two for a while.
    pub names: Vec<String>,
    /// Columns that a backfill sets.
    pub filled: Vec<String>,
    /// Values of the row type that other tables store.
    pub stored: Weight,
    /// What takes whole rows.
    pub rows: Weight,
    /// Inserts without a list of columns.
    pub inserts: Weight,
    /// Names in texts.
    pub named: Weight,
    /// Whether its first step is done: then it was judged when that ran.
    pub is_begun: bool,
    /// Whether all that only people can judge was judged.
    pub is_acknowledged: bool,
}

/// What an operation touches with these steps; none where nobody can go by it.
pub(super) fn touch(operation: &Operation, catalog: &dyn Catalog, drafts: &[Draft]) -> Result<Option<Touch>> {
    use Weight::{Asked, Nothing, Refused, Told};
    let backfills = || drafts.iter().filter_map(|draft| draft.backfill.as_ref());
    let filled =
        || backfills().flat_map(|fill| fill.assignments.iter().map(|one| one.column.clone())).collect();
    let touch = |table: &Relation, names: Vec<String>, [stored, rows, inserts, named]: [Weight; 4]| Touch {
        table: table.clone(),
        names,
        filled: filled(),
        stored,
        rows,
        inserts,
        named,
        is_begun: drafts.first().is_some_and(|draft| draft.is_done),
        is_acknowledged: operation.is_acknowledged(),
    };
    // Values and rows, inserts, names.
    let replaced = [Refused, Asked, Asked, Asked];
    let touch = match operation {
        Operation::RenameColumn(rename) => {
            let weights = match rename.strategy {
                // The copy comes last, and goes again.
                Strategy::Dual => [Told, Asked, Nothing, Asked],
                Strategy::Instant => [Nothing, Nothing, Nothing, Asked],
            };
            touch(&rename.table, vec![rename.old.clone()], weights)
        }
        Operation::SplitColumn(split) => touch(&split.table, split.old_names(), replaced),
        // Where it is changed in its place, the server looks itself.
        Operation::ChangeType(change) if backfills().next().is_some() => {
            touch(&change.table, vec![change.column.clone()], replaced)
        }
        Operation::HideColumn(hide) => {
            touch(&hide.table, vec![hide.column.clone()], [Asked, Asked, Asked, Asked])
        }
        Operation::AddColumn(add) => touch(&add.table, Vec::new(), [Nothing, Told, Nothing, Nothing]),
        Operation::Backfill(fill) => touch(&fill.table, Vec::new(), [Nothing; 4]),
        Operation::EndChange(end) if end.way == Way::Complete => return at_the_end(end, catalog, &touch),
        _ => return Ok(None),
    };
    Ok(Some(touch))
}

/// The completion of a change: what was not judged at its beginning, as it was by a version that did not ask.
fn at_the_end(
    end: &EndChange,
    catalog: &dyn Catalog,
    touch: &dyn Fn(&Relation, Vec<String>, [Weight; 4]) -> Touch,
) -> Result<Option<Touch>> {
    use Weight::{Asked, Nothing, Refused};
    let change = catalog.change(&end.which)?;
    let weights = match change.arguments.as_ref() {
        Operation::RenameColumn(_) => [Nothing, Nothing, Nothing, Asked],
        Operation::SplitColumn(_) => [Refused, Asked, Asked, Asked],
        Operation::ChangeType(_) => [Refused, Asked, Asked, Nothing],
        _ => return Ok(None),
    };
    let is_next = matches!(change.state, State::Ready | State::Undone);
    let whole = touch(&change.table, change.old_columns.clone(), weights);
    Ok(is_next.then(|| Touch {
        is_begun: false,
        is_acknowledged: end.acknowledge || change.arguments.is_acknowledged(),
        ..whole
    }))
}
