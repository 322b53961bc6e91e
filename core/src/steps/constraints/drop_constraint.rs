//! `migrate.safe_drop_constraint`: one short statement, which waits for its lock outside of the queue.

use crate::error::{DefinitionError, Result};
use crate::facts::{Catalog, Index};
use crate::lock::Mode;
use crate::plan::draft::Draft;
use crate::request::{AddKey, DropConstraint, Operation};
use crate::steps::again;
use crate::steps::operation::SafeOperation;
use crate::steps::replication::check_constraint;
use crate::text::joined;

impl SafeOperation for DropConstraint {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        let sql = format!("ALTER TABLE {} DROP CONSTRAINT {}", table.sql, catalog.quote(&self.name));
        let draft = Draft::new(sql, Mode::AccessExclusive, &table);
        let there = match table.constraint(&self.name) {
            None if self.is_leftover => return Ok(Vec::new()),
            // Already done is what was done here; what never was may be a slip of the pen.
            None if self.missing_ok || catalog.was_dropped(&Operation::DropConstraint(self.clone())) => {
                return Ok(vec![draft.done_if(true).because("there is no such constraint")]);
            }
            None => {
                let (constraint, there) = (self.name.clone(), table.constraints.iter());
                let there = there.map(|there| there.name.clone()).collect();
                return Err(DefinitionError::NoConstraint { table: table.display, constraint, there }.into());
            }
            Some(there) => there,
        };
        let replication = check_constraint(catalog, &table, there, self.is_acknowledged)?;
        let kind = match there.kind.as_str() {
            "f" => "and on the table that it references",
            "x" => "cannot be undone: an exclusion constraint is only made while everybody waits",
            _ => "",
        };
        Ok(vec![draft.because(joined([kind, &replication]))])
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        let Some(there) = table.constraint(&self.name) else { return Ok(Some(Vec::new())) };
        match there.kind.as_str() {
            "c" | "f" => {
                return Ok(Some(vec![Operation::RestoreConstraint(again::constraint(&table, there))]));
            }
            "u" | "p" => {}
            // An exclusion constraint can only be added while everybody waits.
            _ => return Ok(None),
        }
        let index = table.indexes.iter().find(|index| index.constraint.as_ref() == Some(&self.name));
        let key = AddKey { comment: there.comment.clone(), ..again::key(&table, there, index) };
        // What its index has beyond that is not made again.
        let is_more = |index: &Index| {
            index.definition.contains(" WITH (")
                || index.tablespace.is_some()
                || index.comment.is_some()
                || index.is_clustered
                || index.is_replica_identity
        };
        if index.is_some_and(is_more) {
            return Ok(None);
        }
        Ok((key.definition(catalog) == there.definition).then(|| vec![Operation::AddKey(key)]))
    }
}
