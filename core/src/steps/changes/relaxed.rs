//! What would refuse a row without a column that is hidden: it makes way, and comes back with the column.

use crate::error::{ChangeError, Result};
use crate::facts::{Catalog, Change, Column, Constraint, Relaxed, Table};
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::request::{RestoreConstraint, SetNotNull};

/// Notes NOT NULL and such CHECKs as `is_in_the_way` that `table` has of its own on a column; then those of its
/// partitions.
pub(super) fn relax(
    table: &Table,
    above: Option<&Table>,
    column: &Column,
    is_in_the_way: &dyn Fn(&Constraint) -> bool,
    note: &mut dyn FnMut(Relaxed),
) {
    let partition = above.map(|_| table.relation());
    let own = table.columns.iter().find(|own| own.name == column.name);
    let is_above = above.is_some_and(|above| {
        above.columns.iter().any(|above| above.name == column.name && above.is_not_null)
    });
    if own.is_some_and(|own| own.is_not_null) && !is_above {
        // From 18 on it is a constraint with a name.
        let named =
            table.constraints.iter().find(|there| there.kind == "n" && there.columns.contains(&column.name));
        let constraint = named.map(|there| (there.name.clone(), there.definition.clone()));
        let comment = named.and_then(|there| there.comment.clone());
        note(Relaxed { partition: partition.clone(), constraint, comment, column: None });
    }
    for there in table.constraints.iter().filter(|there| there.kind == "c") {
        let is_above = above.is_some_and(|above| above.constraint(&there.name).is_some());
        if there.columns.contains(&column.name) && !is_above && is_in_the_way(there) {
            let constraint = Some((there.name.clone(), there.definition.clone()));
            let (partition, comment) = (partition.clone(), there.comment.clone());
            note(Relaxed { partition, constraint, comment, column: None });
        }
    }
    table.partitions.iter().for_each(|below| relax(below, Some(table), column, is_in_the_way, note));
}

impl Relaxed {
    /// The step that makes way.
    pub(super) fn draft(&self, names: &dyn Quoting, table: &Table, column: &str) -> Draft {
        let table = self.find(table).unwrap_or(table);
        let (action, why) = match &self.constraint {
            Some((name, definition)) => (
                format!("DROP CONSTRAINT {}", names.quote(name)),
                format!("would refuse rows without it; restored with it: {definition}"),
            ),
            None => (
                format!("ALTER COLUMN {} DROP NOT NULL", names.quote(column)),
                "for writers who leave it out; restored with it".to_string(),
            ),
        };
        Draft::new(format!("ALTER TABLE {} {action}", table.sql), Mode::AccessExclusive, table).because(why)
    }

    /// The table that it was dropped of.
    fn find<'a>(&self, table: &'a Table) -> Option<&'a Table> {
        match &self.partition {
            None => Some(table),
            Some(name) => table.tree().into_iter().find(|there| there.relation() == *name),
        }
    }

    /// What brings it back on the table as it will be.
    pub(super) fn restored(&self, catalog: &dyn Catalog, table: &Table, column: &str) -> Result<Vec<Draft>> {
        // A partition that is gone has taken it along.
        let Some(table) = self.find(table) else { return Ok(Vec::new()) };
        match &self.constraint {
            Some((name, definition)) => {
                let constraint = RestoreConstraint {
                    table: table.relation(),
                    name: name.clone(),
                    definition: definition.clone(),
                    comment: None,
                };
                let mut drafts = constraint.drafts_on(catalog, table)?;
                if let Some(comment) = &self.comment {
                    let (name, comment) = (catalog.quote(name), catalog.literal(comment));
                    let sql = format!("COMMENT ON CONSTRAINT {name} ON {} IS {comment}", table.sql);
                    drafts.push(Draft::new(sql, Mode::ShareUpdateExclusive, table));
                }
                Ok(drafts)
            }
            None => SetNotNull::new(&table.relation(), column).drafts_on(catalog, table),
        }
    }
}

/// Refuses to make a column NOT NULL that was left out of rows.
pub(super) fn check_filled(
    catalog: &dyn Catalog,
    table: &Table,
    name: &str,
    hidden: &str,
    change: &Change,
) -> Result<()> {
    match catalog.rows(table, Some(hidden), i64::MAX)? {
        0 => Ok(()),
        count => {
            let (column, hidden) = (name.into(), catalog.quote(hidden));
            let (table, id) = (table.sql.clone(), change.id);
            Err(ChangeError::Unfilled { table, column, hidden, count, id }.into())
        }
    }
}
