//! Requests that make again what is there, as it is: for what takes a request back, and for counterparts.

use std::collections::BTreeMap;

use crate::facts::{Constraint, Index, Table};
use crate::request::{
    AddKey, CreateIndex, Deferrable, DropConstraint, Earlier, KeyKind, Operation, RestoreConstraint,
};

/// An index as it is.
pub(crate) fn index(table: &Table, index: &Index) -> CreateIndex {
    let predicate = index.predicate.as_ref().map(|predicate| format!(" WHERE {predicate}"));
    let end = predicate.as_deref().unwrap_or_default();
    let earlier = Earlier {
        definition: index.definition.strip_suffix(end).unwrap_or(&index.definition).into(),
        comment: index.comment.clone(),
        names: names_below(table, index),
    };
    CreateIndex {
        name: Some(index.name.clone()),
        predicate: index.predicate.clone(),
        tablespace: index.tablespace.clone(),
        earlier: Some(earlier),
        ..CreateIndex::of_columns(&table.relation(), &[])
    }
}

/// The same index under another name, and with another definition.
pub(crate) fn index_as(table: &Table, index: &Index, definition: String, name: String) -> CreateIndex {
    let mut copy = self::index(table, index);
    if let Some(earlier) = &mut copy.earlier {
        earlier.definition = definition;
        earlier.comment = None;
        earlier.names.clear();
    }
    // They are parts of the definition.
    (copy.predicate, copy.tablespace) = (None, None);
    CreateIndex { name: Some(name), ..copy }
}

/// The names of the indexes that are attached to an index, by the partition, at every level.
fn names_below(table: &Table, index: &Index) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for partition in &table.partitions {
        for own in partition.indexes.iter().filter(|own| own.parent == Some(index.oid)) {
            names.insert(partition.sql.clone(), own.name.clone());
            names.extend(names_below(partition, own));
        }
    }
    names
}

/// A CHECK or foreign key as it is.
pub(crate) fn constraint(table: &Table, there: &Constraint) -> RestoreConstraint {
    RestoreConstraint {
        table: table.relation(),
        name: there.name.clone(),
        definition: there.definition.clone(),
        comment: there.comment.clone(),
    }
}

/// A UNIQUE or PRIMARY KEY as it is, but for its comment, and for what its index has beyond it.
pub(crate) fn key(table: &Table, there: &Constraint, index: Option<&Index>) -> AddKey {
    AddKey {
        kind: if there.kind == "p" { KeyKind::PrimaryKey } else { KeyKind::Unique },
        table: table.relation(),
        columns: there.columns.clone(),
        name: Some(there.name.clone()),
        include: index.map(|index| index.include.clone()).unwrap_or_default(),
        nulls_not_distinct: there.definition.starts_with("UNIQUE NULLS NOT DISTINCT"),
        deferrable: Deferrable::of(&there.definition),
        comment: None,
    }
}

/// What takes back that a constraint is made, or is validated where it was there before.
pub(crate) fn back_to(table: &Table, name: &str) -> Vec<Operation> {
    match table.constraint(name) {
        None => {
            vec![Operation::DropConstraint(DropConstraint::new(table.relation(), name))]
        }
        Some(there) if there.is_valid => Vec::new(),
        Some(there) => vec![Operation::RestoreConstraint(constraint(table, there))],
    }
}
