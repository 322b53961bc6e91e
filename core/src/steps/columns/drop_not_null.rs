//! `migrate.safe_drop_not_null`: one short statement.

use crate::error::{ColumnError, Result};
use crate::facts::{Catalog, NAMED_SINCE, Table};
use crate::lock::Mode;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::{DropNotNull, Operation, SetNotNull};
use crate::steps::columns::named_not_null;
use crate::steps::columns::set_not_null::of_partitions;
use crate::steps::operation::SafeOperation;

impl SafeOperation for DropNotNull {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        table.column(&self.column)?;
        let is_key = |kind: &str, columns: &[String]| kind == "p" && columns.contains(&self.column);
        let key = table.constraints.iter().find(|there| is_key(&there.kind, &there.columns));
        if let Some(key) = key.filter(|_| !self.without_key) {
            let what = format!("part of primary key \"{}\"", key.name);
            return Err(ColumnError::WrongColumn { column: self.column.clone(), what }.into());
        }
        let is_named = catalog.server_version() >= NAMED_SINCE;
        // The statement goes down the tree, so it is done only where no partition refuses a NULL. Where it is a constraint,
        // what a table below has of its own stays.
        let reached = if is_named { vec![&table] } else { table.family() };
        let is_done = reached
            .iter()
            .flat_map(|table| &table.columns)
            .all(|column| column.name != self.column || !column.is_not_null);
        let kept = if is_named { kept_below(&table, &self.column) } else { String::new() };
        let column = catalog.quote(&self.column);
        let sql = format!("ALTER TABLE {} ALTER COLUMN {column} DROP NOT NULL", table.sql);
        let what = words::alter_column(&self.column, "drop not null");
        Ok(vec![Draft::new(what, sql, Mode::AccessExclusive, &table).done_if(is_done).because(kept)])
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        let is_not_null = table.column(&self.column)?.is_not_null;
        if catalog.server_version() >= NAMED_SINCE {
            return Ok(Some(named_not_null::made_again(&table, &self.column)));
        }
        if is_not_null {
            let set = SetNotNull::new(&self.table, &self.column);
            return Ok(Some(vec![Operation::SetNotNull(set)]));
        }
        Ok(Some(of_partitions(&table, &self.column)))
    }
}

/// The tables below that have a NOT NULL of their own, in words.
fn kept_below(table: &Table, column: &str) -> String {
    let is_own =
        |table: &&&Table| table.not_null(column).is_some_and(|there| there.is_local || there.stays_up());
    let family = table.family();
    let own: Vec<String> = family.iter().skip(1).filter(is_own).map(|table| table.display.clone()).collect();
    match own.as_slice() {
        [] => String::new(),
        [one] => format!("{one} keeps its own"),
        all => format!("{} keep their own", all.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;
    use crate::relation::Relation;

    #[test]
    fn what_is_below_keeps_its_own_where_it_is_a_constraint() {
        let mut fake = Fake::new(18, "a");
        fake.table.columns[0].is_not_null = true;
        fake.constraint("mine", "n", "NOT NULL a", true);
        fake.table.partitions = vec![fake.table.clone()];
        let drop = DropNotNull {
            table: Relation { schema: None, name: "t".into() },
            column: "a".into(),
            without_key: false,
        };
        let draft = |fake: &Fake| drop.drafts(fake).unwrap().remove(0);
        let own = draft(&fake);
        assert_eq!((own.detail.as_str(), own.is_done), ("t keeps its own", false));
        // Its way back has the name.
        let restored = drop.inverse(&fake).unwrap().unwrap();
        assert!(matches!(restored.as_slice(), [Operation::RestoreConstraint(one)] if one.name == "mine"));
        // Nothing of its own is left to drop.
        fake.table.columns[0].is_not_null = false;
        fake.table.constraints.clear();
        assert!(draft(&fake).is_done);
        fake.version = 17;
        assert!(!draft(&fake).is_done);
    }
}
