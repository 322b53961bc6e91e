//! `migrate.safe_drop_constraint`: one short statement, which waits for its lock outside of the queue.

use serde::Deserialize;
use serde::Serialize;

use crate::error::Result;
use crate::facts::{Catalog, Index, Table};
use crate::lock::Mode;
use crate::plan::draft::Draft;
use crate::relation::Relation;
use crate::request::{AddKey, Deferrable, KeyKind, Operation};
use crate::steps::call::Call;

/// The arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropConstraint {
    /// The table.
    pub table: Relation,
    /// The constraint.
    pub name: String,
    /// Whether it is only what an operation leaves that was broken off: not there, it is not worth a word.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_leftover: bool,
}

impl DropConstraint {
    /// Of a table.
    pub fn new(table: Relation, name: &str) -> Self {
        DropConstraint { table, name: name.into(), is_leftover: false }
    }

    pub(crate) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        let sql = format!("ALTER TABLE {} DROP CONSTRAINT {}", table.sql, catalog.quote(&self.name));
        let draft = Draft::new(sql, Mode::AccessExclusive, &table);
        Ok(vec![match table.constraint(&self.name) {
            None if self.is_leftover => return Ok(Vec::new()),
            None => draft.done_if(true).because("there is no such constraint"),
            Some(there) if there.kind == "f" => draft.because("and on the table that it references"),
            Some(_) => draft,
        }])
    }

    pub(crate) fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        let Some(there) = table.constraint(&self.name) else { return Ok(Some(Vec::new())) };
        let kind = match there.kind.as_str() {
            "c" | "f" => return Ok(Some(vec![Operation::RestoreConstraint(there.restored(&table))])),
            "u" => KeyKind::Unique,
            "p" => KeyKind::PrimaryKey,
            // An exclusion constraint can only be added while everybody waits.
            _ => return Ok(None),
        };
        let index = table.indexes.iter().find(|index| index.constraint.as_ref() == Some(&self.name));
        let key = AddKey {
            kind,
            table: table.relation(),
            columns: there.columns.clone(),
            name: Some(self.name.clone()),
            include: index.map(|index| index.include.clone()).unwrap_or_default(),
            nulls_not_distinct: there.definition.starts_with("UNIQUE NULLS NOT DISTINCT"),
            deferrable: Deferrable::of(&there.definition),
            comment: there.comment.clone(),
        };
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

    pub(crate) fn call<'a>(&self, catalog: &'a dyn Catalog) -> Call<'a> {
        Call::new(catalog).relation("table_name", &self.table).text("constraint_name", &self.name)
    }

    /// What takes back that a constraint is made, or is validated where it was there before.
    pub(crate) fn back_to(table: &Table, name: &str) -> Vec<Operation> {
        match table.constraint(name) {
            None => {
                vec![Operation::DropConstraint(DropConstraint::new(table.relation(), name))]
            }
            Some(there) if there.is_valid => Vec::new(),
            Some(there) => vec![Operation::RestoreConstraint(there.restored(table))],
        }
    }
}
