//! `migrate.safe_set_not_null`: on a large table through a CHECK that is validated without stopping anybody, after
//! which SET NOT NULL need not look at the rows.

use crate::error::Result;
use crate::facts::{Catalog, Constraint, Table};
use crate::lock::Mode;
use crate::name::{Quoting, shown};
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::{DropConstraint, DropNotNull, Operation, SetNotNull};
use crate::steps::free::chosen;
use crate::steps::operation::SafeOperation;
use crate::steps::rows::Look;

/// The server version in which NOT NULL can be NOT VALID.
const NOT_VALID_SINCE: u32 = 18;

/// The NOT NULL of a column as a constraint, which it is since PostgreSQL 18.
fn not_null<'a>(table: &'a Table, column: &str) -> Option<&'a Constraint> {
    let is_of = |there: &&Constraint| there.kind == "n" && there.columns.iter().any(|own| own == column);
    table.constraints.iter().find(is_of)
}

/// Whether a column is NOT NULL in every row.
fn is_not_null(table: &Table, column: &str) -> bool {
    let is_marked = table.columns.iter().any(|own| own.name == column && own.is_not_null);
    is_marked && not_null(table, column).is_none_or(|there| there.is_valid)
}

impl SafeOperation for SetNotNull {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        self.drafts_on(catalog, &table)
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        if table.column(&self.column)?.is_not_null {
            return Ok(Some(Vec::new()));
        }
        let drop = DropNotNull { table: self.table.clone(), column: self.column.clone(), without_key: false };
        let mut inverse = vec![Operation::DropNotNull(drop)];
        let helper = self.helper(catalog, &table);
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
    /// The same for a table as it will be.
    pub(crate) fn drafts_on(&self, catalog: &dyn Catalog, table: &Table) -> Result<Vec<Draft>> {
        table.column(&self.column)?;
        // What inherits may lack it, although the table has it.
        let is_done = !self.again && table.family().into_iter().all(|table| is_not_null(table, &self.column));
        let column = catalog.quote(&self.column);
        let alter = |action: String| format!("ALTER TABLE {} {action}", table.sql);
        let what = words::alter_column(&self.column, "set not null");
        let set = alter(format!("ALTER COLUMN {column} SET NOT NULL"));
        let set = Draft::new(what, set, Mode::AccessExclusive, table);
        let helper = self.helper(catalog, table);
        let is_small = table.family().iter().all(|table| table.is_small);
        let own = table.constraint(&helper);
        if is_done && own.is_none() {
            return Ok(vec![set.done_if(true)]);
        }
        if own.is_none() && is_small {
            return Ok(vec![set.or_names(self.nulls(catalog, table)).because("the table is small")]);
        }
        let text = self.proof(catalog, table);
        let proof = table
            .constraints
            .iter()
            .find(|there| there.is_valid && there.definition == text && there.name != helper);
        if let Some(proof) = proof
            && own.is_none()
        {
            return Ok(vec![
                set.because(format!("constraint {} proves it: no row is read", shown(&proof.name))),
            ]);
        }
        if own.is_none_or(|own| own.kind == "n") && catalog.server_version() >= NOT_VALID_SINCE {
            return Ok(self.not_valid_first(catalog, table, &helper));
        }
        let name = catalog.quote(&helper);
        let add =
            alter(format!("ADD CONSTRAINT {name} CHECK ({}) NOT VALID", self.condition(catalog, table)));
        let validate = alter(format!("VALIDATE CONSTRAINT {name}"));
        let drop = alter(format!("DROP CONSTRAINT {name}"));
        Ok(vec![
            Draft::new(words::add_not_valid(&helper), add, Mode::AccessExclusive, table)
                .done_if(own.is_some() || is_done),
            Draft::new(words::validate(&helper), validate, Mode::ShareUpdateExclusive, table)
                .done_if(own.is_some_and(|own| own.is_valid) || is_done)
                .or_names(self.nulls(catalog, table))
                .apart()
                .because("reads the table, stops nobody"),
            set.done_if(is_done).apart().because("the constraint proves it: no row is read"),
            Draft::new(words::drop_constraint(&helper), drop, Mode::AccessExclusive, table),
        ])
    }

    /// Where a NOT NULL can be NOT VALID.
    fn not_valid_first(&self, names: &dyn Quoting, table: &Table, name: &str) -> Vec<Draft> {
        let there = not_null(table, &self.column).filter(|_| !self.again);
        let name = there.map_or(name, |there| &there.name);
        let (adds, validates) = (words::add_not_valid(name), words::validate(name));
        let name = names.quote(name);
        let column = names.quote(&self.column);
        let add = format!("ALTER TABLE {} ADD CONSTRAINT {name} NOT NULL {column} NOT VALID", table.sql);
        let validate = format!("ALTER TABLE {} VALIDATE CONSTRAINT {name}", table.sql);
        vec![
            Draft::new(adds, add, Mode::AccessExclusive, table).done_if(there.is_some()),
            Draft::new(validates, validate, Mode::ShareUpdateExclusive, table)
                .done_if(there.is_some_and(|there| there.is_valid))
                .or_names(self.nulls(names, table))
                .apart()
                .because("reads the table, stops nobody"),
        ]
    }

    /// The constraint that proves it meanwhile: the first of the numbered names under which there is nothing else.
    fn helper(&self, names: &dyn Quoting, table: &Table) -> String {
        let proof = self.proof(names, table);
        let is_own = |there: &Constraint| match there.kind.as_str() {
            "n" => there.columns.contains(&self.column),
            _ => there.definition.trim_end_matches(" NOT VALID") == proof,
        };
        let mut number = 0;
        loop {
            let name = chosen(&table.name, &self.column, "not_null", number);
            if table.constraint(&name).is_none_or(is_own) {
                return name;
            }
            number += 1;
        }
    }

    /// The look for a row without a value: the server does not say which it is.
    fn nulls(&self, names: &dyn Quoting, table: &Table) -> Option<String> {
        let hint = "Give it a value, or delete the row. Then call it again.";
        let condition = format!("NOT ({})", self.condition(names, table));
        Some(Look::for_failure(table, &table.name, condition, hint).sql(names))
    }

    /// A CHECK that proves it, as the server writes it.
    fn proof(&self, names: &dyn Quoting, table: &Table) -> String {
        format!("CHECK (({}))", self.condition(names, table))
    }

    /// That it has a value. Of a row IS NOT NULL says that all of its fields have one, which SET NOT NULL does not ask:
    /// the server takes it for no proof, and rows would be refused that may be there.
    fn condition(&self, names: &dyn Quoting, table: &Table) -> String {
        let is_row = table.columns.iter().any(|column| column.name == self.column && column.is_row);
        let words = if is_row { "IS DISTINCT FROM NULL" } else { "IS NOT NULL" };
        format!("{} {words}", names.quote(&self.column))
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
        // One that was begun by an older server is completed by a newer one.
        fake.constraint("t_Group_not_null", "c", "CHECK ((\"Group\" IS NOT NULL)) NOT VALID", false);
        fake.version = 18;
        assert_eq!(steps(&fake).len(), 4);
        assert!(steps(&fake)[0].ends_with("(done)"));
    }
}
