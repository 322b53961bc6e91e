//! What the parent has and the partition has not: ATTACH would make it while it holds its locks.

use super::keys::{bare, foreign_keys, free_constraint, has_key};
use crate::error::{DefinitionError, Result};
use crate::facts::{Catalog, Constraint, Index, Table};
use crate::name::object_name;
use crate::relation::Relation;
use crate::request::{AddKey, Operation, RestoreConstraint, SetNotNull};
use crate::steps::again;

/// What the parent has and the partition has not, in the order in which it is made.
pub(super) fn prepared(catalog: &dyn Catalog, parent: &Table, partition: &Table) -> Result<Vec<Operation>> {
    let mut operations = Vec::new();
    // A primary key makes its columns NOT NULL by itself.
    let of_key = |column: &String| {
        let is_key = |there: &&Constraint| there.kind == "p" && there.columns.contains(column);
        parent.constraints.iter().any(|there| is_key(&there))
            && !partition.constraints.iter().any(|there| there.kind == "p")
    };
    for column in parent.columns.iter().filter(|column| column.is_not_null) {
        if !partition.column(&column.name)?.is_not_null && !of_key(&column.name) {
            let not_null = SetNotNull::new(&partition.relation(), &column.name);
            operations.push(Operation::SetNotNull(not_null));
        }
    }
    for check in parent.constraints.iter().filter(|there| there.kind == "c") {
        let there = partition.constraint(&check.name);
        if there.is_none_or(|there| !there.is_valid || there.definition != check.definition) {
            operations.push(restored(partition, &check.name, &check.definition));
        }
    }
    for index in &parent.indexes {
        let constraint = index.constraint.as_deref().and_then(|name| parent.constraint(name));
        match constraint {
            Some(constraint) if constraint.kind == "x" => {}
            Some(constraint) => operations.extend(key(parent, partition, index, constraint)?),
            None => operations.extend(self::index(catalog, parent, partition, index)?),
        }
    }
    for key in foreign_keys(parent).filter(|key| !has_key(partition, key)) {
        for leaf in partition.tree().into_iter().filter(|table| !table.is_partitioned()) {
            if !has_key(leaf, key) {
                operations.push(restored(leaf, &free_constraint(leaf, key), bare(&key.definition)));
            }
        }
    }
    Ok(operations)
}

fn restored(table: &Table, name: &str, definition: &str) -> Operation {
    let (name, definition) = (name.into(), definition.into());
    Operation::RestoreConstraint(RestoreConstraint {
        table: table.relation(),
        name,
        definition,
        comment: None,
    })
}

/// The name of the parent's index, with the partition's in front.
fn name_on(partition: &Table, parent: &Table, name: &str) -> String {
    let suffix = name.strip_prefix(&format!("{}_", parent.name)).unwrap_or(name);
    object_name(&[&partition.name], suffix)
}

/// The same index, as it is compared by the server: how it is stored is its own affair.
fn without_storage(definition: &str) -> String {
    match definition.split_once(" WITH (") {
        Some((before, after)) => match after.split_once(')') {
            Some((_, rest)) => format!("{before}{rest}"),
            None => definition.into(),
        },
        None => definition.into(),
    }
}

fn is_same(one: &Index, other: &Index) -> bool {
    without_storage(&one.definition) == without_storage(&other.definition)
}

/// The index that ATTACH would have to build.
fn index(
    catalog: &dyn Catalog,
    parent: &Table,
    partition: &Table,
    index: &Index,
) -> Result<Option<Operation>> {
    let fits = |own: &&Index| {
        own.is_valid && own.parent.is_none() && own.constraint.is_none() && is_same(own, index)
    };
    if partition.indexes.iter().any(|own| fits(&own)) {
        return Ok(None);
    }
    let first = name_on(partition, parent, &index.name);
    let mut name = first.clone();
    for number in 1.. {
        let relation = Relation { schema: Some(partition.schema.clone()), name: name.clone() };
        // An invalid one is ours, broken off.
        let is_own = |own: &Index| own.name == name && !own.is_valid && is_same(own, index);
        if partition.indexes.iter().any(is_own) || catalog.find(&relation)?.is_none() {
            break;
        }
        name = object_name(&[&first], &number.to_string());
    }
    let mut create = again::index(parent, index);
    create.table = partition.relation();
    create.name = Some(name);
    if let Some(earlier) = &mut create.earlier {
        earlier.names.clear();
        earlier.comment = None;
    }
    Ok(Some(Operation::CreateIndex(create)))
}

/// The key whose index ATTACH would have to build.
fn key(
    parent: &Table,
    partition: &Table,
    index: &Index,
    constraint: &Constraint,
) -> Result<Option<Operation>> {
    let fits = |own: &Index| {
        let there = own.constraint.as_deref().and_then(|name| partition.constraint(name));
        own.is_valid
            && own.parent.is_none()
            && is_same(own, index)
            && there.is_some_and(|there| there.kind == constraint.kind)
    };
    if partition.indexes.iter().any(fits) {
        return Ok(None);
    }
    let own = partition.constraints.iter().find(|there| there.kind == "p");
    if constraint.kind == "p"
        && let Some(own) = own
    {
        let (name, there) = (own.name.clone(), own.definition.clone());
        let wanted = constraint.definition.clone();
        return Err(DefinitionError::Differs { what: "primary key", name, there, wanted }.into());
    }
    Ok(Some(Operation::AddKey(AddKey {
        table: partition.relation(),
        name: Some(name_on(partition, parent, &constraint.name)),
        ..again::key(parent, constraint, Some(index))
    })))
}
