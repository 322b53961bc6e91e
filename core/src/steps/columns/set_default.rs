//! `migrate.safe_set_default`: one short statement; the rows that are there keep their values.

use crate::error::{ColumnError, Result};
use crate::facts::{Catalog, OnTable, Table};
use crate::lock::Mode;
use crate::plan::draft::Draft;
use crate::request::{Operation, SetDefault};
use crate::steps::operation::SafeOperation;

impl SafeOperation for SetDefault {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        let there = table.column(&self.column)?;
        let what = match (there.is_generated, there.is_identity) {
            (true, _) => Some("a generated column, whose value is its expression's"),
            (_, true) => Some("an identity column, whose default is its sequence's next value"),
            _ => None,
        };
        if let Some(what) = what {
            let (column, what) = (self.column.clone(), what.into());
            return Err(ColumnError::WrongColumn { column, what }.into());
        }
        let column = catalog.quote(&self.column);
        let action = match &self.default {
            Some(default) => format!("ALTER COLUMN {column} SET DEFAULT {default}"),
            None => format!("ALTER COLUMN {column} DROP DEFAULT"),
        };
        let wanted = match &self.default {
            // In parentheses it must be an expression, and not another action behind a comma.
            Some(default) => {
                let sql = OnTable::alter(format!("ALTER COLUMN {column} SET DEFAULT ({default})"));
                match catalog.definition(&table, &sql) {
                    // What cannot be compared is set: twice the same is no harm.
                    Err(error) if error.sqlstate() == "42501" => None,
                    wanted => Some(Some(wanted?)),
                }
            }
            None => Some(None),
        };
        let is_done = wanted.is_some_and(|wanted| {
            // The server keeps no default that is the constant NULL.
            let wanted = wanted.filter(|wanted| !wanted.is_empty());
            let mut columns = table.family().into_iter().flat_map(|table| &table.columns);
            columns.all(|column| column.name != self.column || column.default == wanted)
        });
        let sql = format!("ALTER TABLE {} {action}", table.sql);
        Ok(vec![Draft::new(sql, Mode::AccessExclusive, &table).done_if(is_done && !self.again)])
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        let old = table.column(&self.column)?.default.clone();
        let set = |table: &Table, default: Option<String>, again: bool| {
            Operation::SetDefault(SetDefault {
                table: table.relation(),
                column: self.column.clone(),
                default,
                again,
            })
        };
        let mut inverse = vec![set(&table, old.clone(), false)];
        // It goes down the tree, where partitions may have others.
        for partition in table.family().into_iter().skip(1) {
            let own = partition.columns.iter().find(|column| column.name == self.column);
            if let Some(own) = own
                && own.default != old
            {
                inverse.push(set(partition, own.default.clone(), true));
            }
        }
        Ok(Some(inverse))
    }
}
