//! `migrate.safe_set_default`: one short statement; the rows that are there keep their values.

use crate::backfill::closed;
use crate::error::{ColumnError, Result};
use crate::facts::{Catalog, OnTable, Table};
use crate::lock::Mode;
use crate::plan::draft::Draft;
use crate::plan::words;
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
                let sql = OnTable::alter(format!("ALTER COLUMN {column} SET DEFAULT ({})", closed(default)));
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
        let how = if self.default.is_some() { "set default" } else { "drop default" };
        let mut set = Draft::new(words::alter_column(&self.column, how), sql, Mode::AccessExclusive, &table)
            .done_if(is_done && !self.again);
        let views = catalog.views_with_default(&table, &self.column);
        if !views.is_empty() {
            set.detail = format!("with a default of its own for it: view {}", views.join(", view "));
        }
        Ok(vec![set])
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        let old = table.column(&self.column)?.default.clone();
        let mut inverse = vec![self.back(&table, &old, false)];
        self.own_below(&table, &old, &mut inverse);
        Ok(Some(inverse))
    }
}

impl SetDefault {
    fn back(&self, table: &Table, default: &Option<String>, again: bool) -> Operation {
        let (table, column, default) = (table.relation(), self.column.clone(), default.clone());
        Operation::SetDefault(SetDefault { table, column, default, again })
    }

    /// What gives the tables below the defaults of their own back: each step goes down its tree, and hands its default
    /// to what is below.
    fn own_below(&self, table: &Table, handed: &Option<String>, inverse: &mut Vec<Operation>) {
        for below in table.partitions.iter().chain(&table.heirs) {
            let Some(own) = below.columns.iter().find(|column| column.name == self.column) else { continue };
            if own.default != *handed {
                inverse.push(self.back(below, &own.default, true));
            }
            self.own_below(below, &own.default, inverse);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;
    use crate::relation::Relation;

    #[test]
    fn each_table_below_gets_its_own_default_back() {
        let mut fake = Fake::new(15, "a");
        let table = |name: &str, default: &str| {
            let mut table = fake.table.clone();
            (table.name, table.columns[0].default) = (name.into(), Some(default.into()));
            table
        };
        let (mut root, mut middle) = (table("t", "1"), table("p2", "2"));
        middle.partitions = vec![table("p21", "1"), table("p22", "2")];
        root.partitions = vec![table("p1", "1"), middle];
        fake.table = root;
        let request = SetDefault {
            table: Relation { schema: None, name: "t".into() },
            column: "a".into(),
            default: Some("7".into()),
            again: false,
        };
        let told = |operation: Operation| match operation {
            Operation::SetDefault(back) => {
                format!("{} {} {}", back.table.name, back.default.unwrap(), back.again)
            }
            other => panic!("{other:?}"),
        };
        let inverse = request.inverse(&fake).unwrap().unwrap();
        // The step for p2 reaches p21, too, which had its parent's parent's.
        assert_eq!(
            inverse.into_iter().map(told).collect::<Vec<_>>(),
            ["t 1 false", "p2 2 true", "p21 1 true"]
        );
    }
}
