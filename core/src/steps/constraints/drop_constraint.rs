//! `migrate.safe_drop_constraint`: one short statement, which waits for its lock outside of the queue.

use crate::error::{DefinitionError, Result};
use crate::facts::{Catalog, Index, Table};
use crate::plan::draft::Draft;
use crate::request::{AddKey, DropConstraint, Operation};
use crate::steps::again;
use crate::steps::columns::named_not_null;
use crate::steps::operation::SafeOperation;
use crate::steps::replication::check_constraint;
use crate::text::joined;

impl SafeOperation for DropConstraint {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        let draft = Draft::drop_constraint(catalog, &table, &self.name);
        let there = match table.constraint(&self.name) {
            None if self.is_leftover => return Ok(Vec::new()),
            // It goes with that of its table.
            Some(there) if self.is_leftover && !there.is_local => return Ok(Vec::new()),
            // A CHECK was meant: by then its name is that of the NOT NULL, which another step takes away.
            Some(there) if self.is_leftover && there.kind == "n" => return Ok(Vec::new()),
            // Already done is what was done here; what never was may be a slip of the pen.
            None if self.missing_ok || catalog.was_dropped(&Operation::DropConstraint(self.clone())) => {
                return Ok(vec![draft.done_if(true).because("there is no such constraint")]);
            }
            None => {
                let (constraint, there) = (self.name.clone(), table.constraints.iter());
                let there = there.map(|there| there.name.clone()).collect();
                let (table, can_be_missing) = (table.display, true);
                return Err(DefinitionError::NoConstraint { table, constraint, there, can_be_missing }.into());
            }
            Some(there) => there,
        };
        let replication = check_constraint(catalog, &table, there, self.is_acknowledged)?;
        let kind = match there.kind.as_str() {
            "f" if there.is_temporal => {
                "and on the table that it references; undo makes it again only while the table is small: everybody waits for a key with PERIOD"
            }
            "f" => "and on the table that it references",
            "x" => {
                "undo makes it again only while the table is small: everybody waits for an exclusion constraint"
            }
            "p" | "u" if there.is_temporal => {
                "undo makes it again only while the table is small: everybody waits for a key WITHOUT OVERLAPS"
            }
            _ => "",
        };
        Ok(vec![draft.because(joined([kind, &replication]))])
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        let Some(there) = table.constraint(&self.name) else { return Ok(Some(Vec::new())) };
        match there.kind.as_str() {
            _ if there.excludes() && !self.has_more(&table) => {
                return Ok(Some(vec![Operation::RestoreConstraint(again::constraint(&table, there))]));
            }
            "c" | "f" => {
                return Ok(Some(vec![Operation::RestoreConstraint(again::constraint(&table, there))]));
            }
            "n" => {
                let made_again = |column: &String| named_not_null::made_again(&table, column);
                return Ok(there.columns.first().map(made_again));
            }
            "u" | "p" if !there.excludes() => {}
            _ => return Ok(None),
        }
        let key = AddKey { comment: there.comment.clone(), ..again::key(&table, there, self.index(&table)) };
        if self.has_more(&table) {
            return Ok(None);
        }
        Ok((key.definition(catalog) == there.definition).then(|| vec![Operation::AddKey(key)]))
    }
}

impl DropConstraint {
    fn index<'a>(&self, table: &'a Table) -> Option<&'a Index> {
        table.indexes.iter().find(|index| index.constraint.as_ref() == Some(&self.name))
    }

    /// Whether its index has something beyond its definition, which is not made again.
    fn has_more(&self, table: &Table) -> bool {
        let is_more = |index: &Index| {
            // In an exclusion constraint it stands behind each operator, too.
            index.definition.contains(") WITH (")
                || index.tablespace.is_some()
                || index.comment.is_some()
                || index.is_clustered
                || index.is_replica_identity
                || !index.statistics.is_empty()
        };
        self.index(table).is_some_and(is_more)
    }
}
