//! Foreign keys that a statement makes, and the types, keys and indexes of tables that the script writes.

use super::look::Look;
use super::types;
use super::written::{WrittenIndex, fits};
use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::constraint::{Constraint, ConstraintKind, References};
use crate::ddl::name::{ObjectType, Persistence, RangeVar};
use crate::ddl::table::{CreateTable, Table, TableElement};
use crate::relation::Relation;

/// A foreign key that a statement makes.
pub struct ForeignKey<'a> {
    /// The table that has it.
    pub table: &'a RangeVar,
    /// Its columns there.
    pub columns: Vec<&'a str>,
    /// What it refers to.
    pub references: &'a References,
    /// Where it stands.
    pub place: Option<u32>,
}

impl<'a> Look<'a> {
    /// The foreign keys that it makes.
    pub fn foreign_keys(&self) -> Vec<ForeignKey<'a>> {
        let mut keys = Vec::new();
        let mut take = |table: &'a RangeVar, constraint: &'a Constraint, own: Option<&'a str>| {
            let Some(references) = &constraint.references else { return };
            if constraint.kind != ConstraintKind::Foreign {
                return;
            }
            let columns = match own {
                Some(own) => vec![own],
                None => constraint.columns.iter().map(String::as_str).collect(),
            };
            keys.push(ForeignKey { table, columns, references, place: constraint.place });
        };
        match self.command() {
            Command::Table(Table::Create(create))
                if create.relation.persistence != Persistence::Temporary =>
            {
                for element in &create.elements {
                    match element {
                        TableElement::Column(column) => {
                            let own = Some(column.name.as_str());
                            column.constraints.iter().for_each(|there| take(&create.relation, there, own));
                        }
                        TableElement::Constraint(constraint) => take(&create.relation, constraint, None),
                        TableElement::Like(_) => {}
                    }
                }
            }
            Command::Table(Table::Alter(alter)) if alter.kind == ObjectType::Table => {
                for action in &alter.actions {
                    match action {
                        Action::AddColumn { column, .. } => {
                            let own = Some(column.name.as_str());
                            column.constraints.iter().for_each(|there| take(&alter.relation, there, own));
                        }
                        Action::AddConstraint { constraint } => take(&alter.relation, constraint, None),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        keys
    }

    /// The columns to which a foreign key refers; none where they are not known.
    pub fn referenced_columns(&self, key: &ForeignKey) -> Vec<String> {
        match key.references.pk_attrs.as_slice() {
            [] => self.primary_key(&key.references.pktable.relation()),
            named => named.to_vec(),
        }
    }

    /// The columns of a table's primary key; none where it is not known.
    pub fn primary_key(&self, table: &Relation) -> Vec<String> {
        if let Some(known) = self.relation(table).known() {
            let key = known.table.constraints.iter().find(|constraint| constraint.kind == "p");
            return key.map(|key| key.columns.clone()).unwrap_or_default();
        }
        let Some(create) = self.written_table(table) else { return Vec::new() };
        let is_key = |constraint: &&Constraint| constraint.kind == ConstraintKind::Primary;
        let of_element = |element: &TableElement| match element {
            TableElement::Column(column) => {
                column.constraints.iter().find(is_key).map(|_| vec![column.name.clone()])
            }
            TableElement::Constraint(constraint) => {
                Some(constraint.as_ref()).filter(is_key).map(|key| key.columns.clone())
            }
            TableElement::Like(_) => None,
        };
        create.elements.iter().find_map(of_element).unwrap_or_default()
    }

    /// The indexes that the script makes on a table, by its statements and not by safe operations, wherever in it.
    pub fn written_indexes(&self, table: &Relation) -> impl Iterator<Item = &WrittenIndex<'a>> {
        let all = self.context.written.indexes.get(table.name.as_str()).into_iter().flatten();
        all.filter(move |index| fits(index.schema, table))
    }

    /// Whether a safe operation of the script, or LIKE, makes an index on a table: on which columns is not read.
    pub fn may_be_indexed(&self, table: &Relation) -> bool {
        self.context.written.indexed_by_call.contains(&table.name)
    }

    /// Whether the script gives a table a primary key.
    pub fn gets_key(&self, table: &Relation) -> bool {
        let all = self.context.written.keyed.get(table.name.as_str());
        all.is_some_and(|schemas| schemas.iter().any(|schema| fits(*schema, table)))
    }

    /// The CREATE TABLE by which the script has made a table.
    pub fn written_table(&self, table: &Relation) -> Option<&'a CreateTable> {
        let all = self.context.written.tables.get(table.name.as_str())?;
        let own = all
            .iter()
            .filter(|(at, create)| *at <= self.at && fits(create.relation.schema.as_deref(), table));
        own.last().map(|(_, create)| *create)
    }

    /// The type that a column has behind this statement, as `format_type` writes it, without what is in parentheses.
    pub fn column_type(&self, table: &Relation, column: &str) -> Option<String> {
        let all = self.context.written.columns.get(&(table.name.as_str(), column)).into_iter().flatten();
        let written = all.filter(|written| written.at <= self.at && fits(written.schema, table)).last();
        if let Some(written) = written {
            return types::written(written.type_name);
        }
        let there = self.relation(table);
        let column = there.known()?.table.columns.iter().find(|there| there.name == column)?;
        Some(types::bare(&column.data_type))
    }

    /// Whether an index begins with these columns, in any order: one that is there or one that the script makes. With a
    /// WHERE it does not count.
    pub fn is_indexed(&self, table: &Relation, columns: &[&str]) -> bool {
        let begins = |first: &[&str]| {
            first.len() >= columns.len()
                && columns.iter().all(|column| first[..columns.len()].contains(column))
        };
        if self.may_be_indexed(table) {
            return true;
        }
        let is_written = self.written_indexes(table).any(|index| {
            let named: Vec<_> = index.columns.iter().map(|column| column.unwrap_or_default()).collect();
            !index.is_partial && begins(&named)
        });
        is_written
            || self.relation(table).known().is_some_and(|known| {
                known.table.indexes.iter().any(|index| {
                    let named: Vec<_> = index.columns.iter().map(String::as_str).collect();
                    index.is_valid && !index.is_partial && begins(&named)
                })
            })
    }
}
