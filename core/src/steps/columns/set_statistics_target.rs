//! `migrate.safe_set_statistics_target`: the target, and statistics that are gathered with it, in one transaction.
//!
//! Nothing tells with which target statistics were gathered. Because both commit together, a target that is there has its
//! statistics, unless somebody else set it.

use crate::error::{ColumnError, Result};
use crate::facts::{Catalog, Table};
use crate::lock::Mode;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::relation::Relation;
use crate::request::{Operation, SetStatisticsTarget};
use crate::steps::operation::SafeOperation;

/// The target that the column has in a table; none where the table lacks it.
fn target(table: &Table, column: &str) -> Option<i32> {
    table.columns.iter().find(|own| own.name == column).map(|own| own.statistics_target)
}

impl SafeOperation for SetStatisticsTarget {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        if table.column(&self.column)?.is_virtual {
            let what = "virtual: the server has no statistics of what is stored nowhere".into();
            return Err(ColumnError::WrongColumn { column: self.column.clone(), what }.into());
        }
        let family = table.family();
        let is_done = family.iter().all(|table| {
            target(table, &self.column).is_none_or(|there| there == self.wanted(&table.relation()))
        });
        let column = catalog.quote(&self.column);
        let set = |only: &str, table: &Table, target: i32| {
            let sql =
                format!("ALTER TABLE {only}{} ALTER COLUMN {column} SET STATISTICS {target}", table.sql);
            let what = words::alter_column(&self.column, &format!("set statistics {target}"));
            Draft::new(what, sql, Mode::ShareUpdateExclusive, table).done_if(is_done)
        };
        let mut drafts = vec![set("", &table, self.target)];
        // The first goes down the tree; each of these must not.
        for below in &family[1..] {
            let wanted = self.wanted(&below.relation());
            if wanted != self.target {
                drafts.push(set("ONLY ", below, wanted));
            }
        }
        if self.analyze {
            // It goes down to partitions, but not to what inherits.
            let mut tables = vec![&table];
            heirs(&table, &mut tables);
            let parts: Vec<_> = tables.iter().map(|table| format!("{} ({column})", table.sql)).collect();
            let analyze = format!("ANALYZE {}", parts.join(", "));
            drafts.push(
                Draft::new(words::analyze(&table.name), analyze, Mode::ShareUpdateExclusive, &table)
                    .done_if(is_done)
                    .because("reads a sample, stops nobody"),
            );
        }
        Ok(drafts)
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        let old = table.column(&self.column)?.statistics_target;
        let family = table.family();
        let of = |table: &&Table| Some((table.relation(), target(table, &self.column)?));
        let mut there = family.iter().filter_map(of);
        if there.all(|(relation, there)| there == self.wanted(&relation)) {
            return Ok(Some(Vec::new()));
        }
        let own = family[1..].iter().filter_map(of).filter(|(_, target)| *target != old).collect();
        let back = SetStatisticsTarget { table: table.relation(), target: old, own, ..self.clone() };
        Ok(Some(vec![Operation::SetStatisticsTarget(back)]))
    }
}

impl SetStatisticsTarget {
    /// The target that a table of the family is to have.
    fn wanted(&self, table: &Relation) -> i32 {
        self.own.iter().find(|(own, _)| own == table).map_or(self.target, |(_, target)| *target)
    }
}

/// The tables that inherit from a table, at every level, without partitions.
fn heirs<'a>(table: &'a Table, all: &mut Vec<&'a Table>) {
    for heir in &table.heirs {
        all.push(heir);
        heirs(heir, all);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;

    const SET: &str = "ALTER TABLE s.t ALTER COLUMN \"Group\" SET STATISTICS";
    const ANALYZE: &str = "ANALYZE s.t (\"Group\")";

    fn request(target: i32) -> SetStatisticsTarget {
        let table = Relation { schema: None, name: "t".into() };
        SetStatisticsTarget::new(table, "Group".into(), target).unwrap()
    }

    fn steps(fake: &Fake, request: &SetStatisticsTarget) -> Vec<String> {
        let step = |draft: Draft| format!("{}{}", draft.sql, if draft.is_done { " (done)" } else { "" });
        request.drafts(fake).unwrap().into_iter().map(step).collect()
    }

    fn undone(fake: &Fake, request: &SetStatisticsTarget) -> Vec<Operation> {
        request.inverse(fake).unwrap().unwrap()
    }

    /// A table like that of the fake.
    fn below(fake: &Fake, name: &str, target: i32) -> Table {
        let mut table = fake.table.clone();
        (table.name, table.sql) = (name.into(), format!("s.{name}"));
        table.columns[0].statistics_target = target;
        table
    }

    #[test]
    fn the_target_and_its_statistics() {
        let mut fake = Fake::new(15, "Group");
        assert_eq!(steps(&fake, &request(500)), [format!("{SET} 500"), ANALYZE.into()]);
        let without = SetStatisticsTarget { analyze: false, ..request(500) };
        assert_eq!(steps(&fake, &without), [format!("{SET} 500")]);
        let locks = request(500).drafts(&fake).unwrap().into_iter().map(|draft| draft.lock(|_| false));
        assert_eq!(locks.collect::<Vec<_>>(), ["SHARE UPDATE EXCLUSIVE on t"; 2]);
        assert_eq!(undone(&fake, &request(-1)), []);
        fake.table.columns[0].statistics_target = 500;
        assert_eq!(steps(&fake, &request(500)), [format!("{SET} 500 (done)"), format!("{ANALYZE} (done)")]);
        assert_eq!(undone(&fake, &request(500)), []);
        let missing = SetStatisticsTarget { column: "ctid".into(), ..request(500) };
        assert_eq!(missing.drafts(&fake).unwrap_err().sqlstate(), "42703");
    }

    #[test]
    fn what_is_out_of_range() {
        let table = || Relation { schema: None, name: "t".into() };
        let of = |target| SetStatisticsTarget::new(table(), "a".into(), target).map(|request| request.target);
        assert_eq!((of(-1), of(0), of(10_000)), (Ok(-1), Ok(0), Ok(10_000)));
        for target in [-2, 10_001, i32::MIN, i32::MAX] {
            let error = of(target).unwrap_err();
            assert_eq!(error.to_string(), format!("argument \"statistics_target\" cannot be {target}"));
            assert_eq!(error.sqlstate(), "22023");
        }
    }

    #[test]
    fn partitions_get_their_own_targets_back() {
        let mut fake = Fake::new(15, "Group");
        let (mut middle, leaf) = (below(&fake, "p2", 200), below(&fake, "p21", -1));
        middle.partitions = vec![leaf];
        fake.table.partitions = vec![below(&fake, "p1", 500), middle];
        let undo = undone(&fake, &request(500));
        let [Operation::SetStatisticsTarget(back)] = undo.as_slice() else { panic!("{undo:?}") };
        // All is as it was: there is nothing to take back.
        assert!(steps(&fake, back).iter().all(|step| step.ends_with(" (done)")));
        // Behind the operation all have the new target.
        fake.table = below(&fake, "t", 500);
        fake.table.partitions[1].columns[0].statistics_target = 500;
        fake.table.partitions[1].partitions[0].columns[0].statistics_target = 500;
        let only = |table: &str, target: i32| {
            format!("ALTER TABLE ONLY s.{table} ALTER COLUMN \"Group\" SET STATISTICS {target}")
        };
        // The leaf below has the parent's target, not that of the table between them.
        assert_eq!(
            steps(&fake, back),
            [format!("{SET} -1"), only("p1", 500), only("p2", 200), ANALYZE.into()]
        );
        // A partition that is gone is let be.
        fake.table.partitions.remove(0);
        assert_eq!(steps(&fake, back), [format!("{SET} -1"), only("p2", 200), ANALYZE.into()]);
    }

    #[test]
    fn what_inherits_is_analyzed_by_name() {
        let mut fake = Fake::new(15, "Group");
        fake.table.heirs = vec![below(&fake, "heir", 500)];
        assert_eq!(
            steps(&fake, &request(500)),
            [format!("{SET} 500"), format!("{ANALYZE}, s.heir (\"Group\")")]
        );
    }
}
