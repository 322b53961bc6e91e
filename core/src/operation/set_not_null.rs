//! `migrate.safe_set_not_null`: on a large table through a CHECK that is validated without stopping anybody, after
//! which SET NOT NULL need not look at the rows.

use serde::{Deserialize, Serialize};

use super::table::Table;
use super::{Call, Catalog, Draft, DropNotNull, Operation, object_name, shown};
use crate::error::Result;
use crate::lock::Mode;
use crate::relation::Relation;

/// The arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetNotNull {
    /// The table.
    pub table: Relation,
    /// The column.
    pub column: String,
}

impl SetNotNull {
    pub(super) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        self.drafts_on(catalog, &table)
    }

    /// The same for a table as it will be.
    pub(super) fn drafts_on(&self, catalog: &dyn Catalog, table: &Table) -> Result<Vec<Draft>> {
        let is_done = table.column(&self.column)?.is_not_null;
        let column = catalog.quote(&self.column);
        let alter = |action: String| format!("ALTER TABLE {} {action}", table.sql);
        let set =
            Draft::new(alter(format!("ALTER COLUMN {column} SET NOT NULL")), Mode::AccessExclusive, table);
        let helper = self.helper(table);
        let is_small = table.tree().iter().all(|table| table.is_small);
        let own = table.constraint(&helper);
        if is_done && own.is_none() {
            return Ok(vec![set.done_if(true)]);
        }
        if own.is_none() && is_small {
            return Ok(vec![set.because("the table is small")]);
        }
        let text = format!("CHECK (({column} IS NOT NULL))");
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
        let name = catalog.quote(&helper);
        let add = alter(format!("ADD CONSTRAINT {name} CHECK ({column} IS NOT NULL) NOT VALID"));
        let validate = alter(format!("VALIDATE CONSTRAINT {name}"));
        let drop = alter(format!("DROP CONSTRAINT {name}"));
        Ok(vec![
            Draft::new(add, Mode::AccessExclusive, table).done_if(own.is_some() || is_done),
            Draft::new(validate, Mode::ShareUpdateExclusive, table)
                .done_if(own.is_some_and(|own| own.is_valid) || is_done)
                .apart()
                .because("reads the table, stops nobody"),
            set.done_if(is_done).apart().because("the constraint proves it: no row is read"),
            Draft::new(drop, Mode::AccessExclusive, table),
        ])
    }

    pub(super) fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        if table.column(&self.column)?.is_not_null {
            return Ok(Some(Vec::new()));
        }
        let drop = DropNotNull { table: self.table.clone(), column: self.column.clone() };
        let mut inverse = vec![Operation::DropNotNull(drop)];
        // Both go down the tree; partitions that had it before keep it.
        inverse.extend(of_partitions(&table, &self.column));
        Ok(Some(inverse))
    }

    pub(super) fn call<'a>(&self, catalog: &'a dyn Catalog) -> Call<'a> {
        Call::new(catalog).relation("table_name", &self.table).text("column_name", &self.column)
    }

    /// The constraint that proves it meanwhile.
    fn helper(&self, table: &Table) -> String {
        object_name(&[&table.name, &self.column], "not_null")
    }
}

/// What makes a column NOT NULL in those partitions in which it is now.
pub(super) fn of_partitions(table: &Table, column: &str) -> Vec<Operation> {
    let own = |partition: &Table| {
        let has_it = partition.columns.iter().any(|there| there.name == column && there.is_not_null);
        if !has_it {
            return of_partitions(partition, column);
        }
        vec![Operation::SetNotNull(SetNotNull { table: partition.relation(), column: column.into() })]
    };
    table.partitions.iter().flat_map(own).collect()
}
