//! `migrate.safe_set_not_null`: on a large table NOT VALID first, and validated without stopping anybody. Where the server
//! knows no such NOT NULL, a CHECK is validated so, after which SET NOT NULL need not look at the rows.

use crate::error::Result;
use crate::facts::{Catalog, Constraint, NAMED_SINCE, Table};
use crate::lock::Mode;
use crate::name::shown;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::{DropConstraint, DropNotNull, Operation, SetNotNull};
use crate::steps::columns::{named_not_null, proof};
use crate::steps::operation::SafeOperation;

impl SafeOperation for SetNotNull {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        self.drafts_on(catalog, &table)
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        table.column(&self.column)?;
        if self.is_done(&table) {
            return Ok(Some(Vec::new()));
        }
        if catalog.server_version() >= NAMED_SINCE {
            return Ok(Some(named_not_null::as_before(self, catalog, &table)));
        }
        if table.column(&self.column)?.is_not_null {
            return Ok(Some(Vec::new()));
        }
        let drop = DropNotNull { table: self.table.clone(), column: self.column.clone(), without_key: false };
        let mut inverse = vec![Operation::DropNotNull(drop)];
        let helper = proof::helper(catalog, &table, &self.column);
        if table.constraint(&helper).is_none() {
            let drop = DropConstraint::new(table.relation(), &helper);
            inverse.push(Operation::DropConstraint(DropConstraint { is_leftover: true, ..drop }));
        }
        // Both go down the tree; partitions that had it before keep it.
        inverse.extend(of_partitions(&table, &self.column));
        Ok(Some(inverse))
    }
}

impl SetNotNull {
    /// Whether the column has a value in every row of the table and of those below it.
    fn is_done(&self, table: &Table) -> bool {
        // What inherits may lack it, although the table has it.
        let is_filled = table.family().into_iter().all(|table| table.is_filled(&self.column));
        // Nothing below it can have one that stays up where the table's own goes down.
        let goes_down = !table.not_null(&self.column).is_some_and(Constraint::stays_up);
        is_filled && (goes_down || !self.goes_down)
    }

    /// The same for a table as it will be.
    pub(crate) fn drafts_on(&self, catalog: &dyn Catalog, table: &Table) -> Result<Vec<Draft>> {
        table.column(&self.column)?;
        let is_done = !self.again && self.is_done(table);
        let column = catalog.quote(&self.column);
        let alter = |action: String| format!("ALTER TABLE {} {action}", table.sql);
        let what = words::alter_column(&self.column, "set not null");
        let set = alter(format!("ALTER COLUMN {column} SET NOT NULL"));
        let set = Draft::new(what, set, Mode::AccessExclusive, table);
        let helper = proof::helper(catalog, table, &self.column);
        let is_small = table.family().iter().all(|table| table.is_small);
        let own = table.constraint(&helper);
        // A CHECK that an older server has begun with is gone on with.
        let is_begun = own.is_some_and(|own| own.kind == "c");
        if is_done && !is_begun {
            return Ok(vec![set.done_if(true)]);
        }
        let is_named = catalog.server_version() >= NAMED_SINCE;
        if is_named && !is_begun && named_not_null::is_somewhere(table, &self.column) {
            return Ok(named_not_null::drafts(self, catalog, table, &helper, is_small));
        }
        if !is_begun && is_small {
            return Ok(vec![
                set.or_names(proof::nulls(catalog, table, &self.column)).because("the table is small"),
            ]);
        }
        let text = proof::definition(catalog, table, &self.column);
        let proof = table
            .constraints
            .iter()
            .find(|there| there.is_valid && there.definition == text && there.name != helper);
        if let Some(proof) = proof
            && !is_begun
        {
            return Ok(vec![
                set.because(format!("constraint {} proves it: no row is read", shown(&proof.name))),
            ]);
        }
        if is_named && !is_begun {
            return Ok(named_not_null::drafts(self, catalog, table, &helper, is_small));
        }
        let name = catalog.quote(&helper);
        let mut drafts = vec![
            proof::add(catalog, table, &self.column, &helper).done_if(own.is_some() || is_done),
            proof::validate(catalog, table, &self.column, &helper)
                .done_if(own.is_some_and(|own| own.is_valid) || is_done),
        ];
        let why = "the constraint proves it: no row is read";
        let mut check = helper.clone();
        if is_named && !is_done {
            // The NOT NULL is a constraint, too, and is to have the name that the CHECK has.
            check = proof::free(table, &self.column);
            let rename = alter(format!("RENAME CONSTRAINT {name} TO {}", catalog.quote(&check)));
            let what = words::alter_constraint(&helper, &format!("rename to {}", shown(&check)));
            drafts.push(Draft::new(what, rename, Mode::AccessExclusive, table).apart());
            let add = alter(format!("ADD CONSTRAINT {name} NOT NULL {column}"));
            let what = words::add_constraint(&helper);
            drafts.push(Draft::new(what, add, Mode::AccessExclusive, table).because(why));
        } else {
            drafts.push(set.done_if(is_done).apart().because(why));
        }
        drafts.push(Draft::drop_constraint(catalog, table, &check));
        Ok(drafts)
    }
}

/// What makes a column NOT NULL in those partitions in which it is now.
pub(crate) fn of_partitions(table: &Table, column: &str) -> Vec<Operation> {
    let own = |partition: &Table| {
        let has_it = partition.columns.iter().any(|there| there.name == column && there.is_not_null);
        if !has_it {
            return of_partitions(partition, column);
        }
        let set = SetNotNull { again: true, ..SetNotNull::new(&partition.relation(), column) };
        vec![Operation::SetNotNull(set)]
    };
    table.partitions.iter().chain(&table.heirs).flat_map(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;
    use crate::relation::Relation;

    fn steps(fake: &Fake) -> Vec<String> {
        let operation = SetNotNull::new(&Relation { schema: None, name: "t".into() }, "Group");
        let step = |draft: Draft| format!("{}{}", draft.sql, if draft.is_done { " (done)" } else { "" });
        operation.drafts(fake).unwrap().into_iter().map(step).collect()
    }

    #[test]
    fn not_valid_first_where_the_server_can() {
        let add = "ALTER TABLE s.t ADD CONSTRAINT \"t_Group_not_null\" NOT NULL \"Group\" NOT VALID";
        let validate = "ALTER TABLE s.t VALIDATE CONSTRAINT \"t_Group_not_null\"";
        let mut fake = Fake::new(18, "Group");
        assert_eq!(steps(&fake), [add, validate]);
        // Broken off: the column counts as NOT NULL to the server, but not every row is known to be.
        fake.table.columns[0].is_not_null = true;
        fake.constraint("mine", "n", "NOT NULL \"Group\" NOT VALID", false);
        assert_eq!(
            steps(&fake),
            [
                "ALTER TABLE s.t ADD CONSTRAINT mine NOT NULL \"Group\" NOT VALID (done)",
                "ALTER TABLE s.t VALIDATE CONSTRAINT mine"
            ]
        );
        fake.table.constraints[0].is_valid = true;
        assert_eq!(steps(&fake), ["ALTER TABLE s.t ALTER COLUMN \"Group\" SET NOT NULL (done)"]);
    }

    fn small(fake: &mut Fake, names: &[&str]) {
        let below = names.iter().map(|name| {
            let sql = format!("s.{name}");
            Table { name: (*name).into(), display: (*name).into(), sql, ..fake.table.clone() }
        });
        fake.table.heirs = below.collect();
    }

    fn give(table: &mut Table, name: &str, definition: &str) {
        table.columns[0].is_not_null = true;
        let mut one = Fake::new(18, "Group");
        one.constraint(name, "n", definition, !definition.ends_with(" NOT VALID"));
        table.constraints.append(&mut one.table.constraints);
    }

    fn back(fake: &Fake) -> Vec<String> {
        let operation = SetNotNull::new(&Relation { schema: None, name: "t".into() }, "Group");
        let word = |operation: Operation| match operation {
            Operation::DropNotNull(drop) => format!("drop {}", drop.table.name),
            Operation::RestoreConstraint(made) => format!("{} {}", made.table.name, made.definition),
            Operation::DropConstraint(drop) if drop.is_leftover => format!("drop {}", drop.name),
            other => format!("{other:?}"),
        };
        operation.inverse(fake).unwrap().unwrap().into_iter().map(word).collect()
    }

    #[test]
    fn what_stays_up_goes_down_once_those_below_are_looked_at() {
        let mut fake = Fake::new(18, "Group");
        small(&mut fake, &["lacks", "has"]);
        give(&mut fake.table, "mine", "NOT NULL \"Group\" NO INHERIT");
        give(&mut fake.table.heirs[1], "own", "NOT NULL \"Group\" NO INHERIT NOT VALID");
        let add = "ALTER TABLE s.lacks ADD CONSTRAINT \"lacks_Group_not_null\" CHECK (\"Group\" IS NOT NULL) NOT VALID";
        let on_own = "ALTER TABLE s.has ADD CONSTRAINT own NOT NULL \"Group\" NOT VALID (done)";
        assert_eq!(
            steps(&fake),
            [
                "ALTER TABLE s.has ALTER CONSTRAINT own INHERIT",
                add,
                "ALTER TABLE s.lacks VALIDATE CONSTRAINT \"lacks_Group_not_null\"",
                "ALTER TABLE s.t ALTER CONSTRAINT mine INHERIT",
                "ALTER TABLE s.lacks DROP CONSTRAINT \"lacks_Group_not_null\"",
                on_own,
                "ALTER TABLE s.has VALIDATE CONSTRAINT own"
            ]
        );
        let restored = ["t NOT NULL \"Group\" NO INHERIT", "drop lacks", "drop lacks_Group_not_null"];
        assert_eq!(back(&fake), [&restored[..], &["has NOT NULL \"Group\" NO INHERIT NOT VALID"]].concat());
        // With nothing below it, it is done.
        fake.table.heirs.clear();
        assert_eq!(steps(&fake), ["ALTER TABLE s.t ALTER COLUMN \"Group\" SET NOT NULL (done)"]);
        assert_eq!(back(&fake), [""; 0]);
    }

    #[test]
    fn one_below_that_is_not_valid_takes_the_long_road() {
        let mut fake = Fake::new(18, "Group");
        fake.table.is_small = true;
        small(&mut fake, &["below"]);
        assert_eq!(steps(&fake), ["ALTER TABLE s.t ALTER COLUMN \"Group\" SET NOT NULL"]);
        give(&mut fake.table.heirs[0], "own", "NOT NULL \"Group\" NOT VALID");
        assert!(steps(&fake)[1].ends_with("VALIDATE CONSTRAINT \"t_Group_not_null\""));
        assert_eq!(back(&fake), ["drop t", "below NOT NULL \"Group\" NOT VALID"]);
    }

    #[test]
    fn a_row_with_nulls_in_it_is_a_value() {
        let mut fake = Fake::new(17, "a");
        fake.table.columns[0].is_row = true;
        let steps = |fake: &Fake| {
            let operation = SetNotNull::new(&Relation { schema: None, name: "t".into() }, "a");
            operation.drafts(fake).unwrap().into_iter().map(|draft| draft.sql).collect::<Vec<_>>()
        };
        assert!(steps(&fake)[0].ends_with("CHECK (a IS DISTINCT FROM NULL) NOT VALID"));
        fake.constraint("of_all_fields", "c", "CHECK ((a IS NOT NULL))", true);
        assert_eq!(steps(&fake).len(), 4);
        fake.constraint("proof", "c", "CHECK ((a IS DISTINCT FROM NULL))", true);
        assert_eq!(steps(&fake).len(), 1);
    }

    #[test]
    fn by_a_check_where_the_server_cannot() {
        let mut fake = Fake::new(17, "Group");
        assert_eq!(steps(&fake).len(), 4);
        assert!(steps(&fake)[0].ends_with("CHECK (\"Group\" IS NOT NULL) NOT VALID"));
        // One that was begun by an older server is completed by a newer one, where the NOT NULL gets its name.
        fake.constraint("t_Group_not_null", "c", "CHECK ((\"Group\" IS NOT NULL)) NOT VALID", false);
        fake.version = 18;
        assert!(steps(&fake)[0].ends_with("(done)"));
        assert_eq!(
            steps(&fake)[1..],
            [
                "ALTER TABLE s.t VALIDATE CONSTRAINT \"t_Group_not_null\"",
                "ALTER TABLE s.t RENAME CONSTRAINT \"t_Group_not_null\" TO \"t_Group_not_null1\"",
                "ALTER TABLE s.t ADD CONSTRAINT \"t_Group_not_null\" NOT NULL \"Group\"",
                "ALTER TABLE s.t DROP CONSTRAINT \"t_Group_not_null1\""
            ]
        );
    }
}
