//! What the parent has and the partition has not: ATTACH would make it while it holds its locks.

use super::keys::{bare, foreign_keys, free_constraint, has_key};
use crate::error::{DefinitionError, Result};
use crate::facts::{Catalog, Constraint, Index, NotNull, Table};
use crate::name::Quoting;
use crate::request::{AddKey, Operation, RestoreConstraint, SetNotNull};
use crate::steps::again;
use crate::steps::columns::named_not_null;
use crate::steps::free::{Names, of_part};

/// What the parent has and the partition has not, in the order in which it is made.
pub(super) fn prepared(catalog: &dyn Catalog, parent: &Table, partition: &Table) -> Result<Vec<Operation>> {
    let mut operations = Vec::new();
    let mut names = Names::new(catalog);
    // A primary key makes its columns NOT NULL by itself.
    let of_key = |column: &String| {
        // One that excludes is made only as it is, behind them.
        let is_key =
            |there: &&Constraint| there.kind == "p" && !there.excludes() && there.columns.contains(column);
        parent.constraints.iter().any(|there| is_key(&there))
            && !partition.constraints.iter().any(|there| there.kind == "p")
    };
    for column in parent.columns.iter().filter(|column| column.is_not_null && !of_key(&column.name)) {
        partition.column(&column.name)?;
        operations.extend(not_null(catalog, parent, partition, &column.name));
    }
    for check in parent.constraints.iter().filter(|there| there.kind == "c") {
        let there = partition.constraint(&check.name);
        if !there.is_some_and(|there| serves(there, check)) {
            operations.push(restored(partition, &check.name, &check.definition));
        }
    }
    for index in &parent.indexes {
        let constraint = index.constraint.as_deref().and_then(|name| parent.constraint(name));
        match constraint {
            Some(constraint) => operations.extend(key(&mut names, parent, partition, index, constraint)?),
            None => operations.extend(self::index(&mut names, parent, partition, index)?),
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

/// The NOT NULL that ATTACH would look for: NOT VALID is enough where the parent's is, and none may be NO INHERIT.
fn not_null(names: &dyn Quoting, parent: &Table, partition: &Table, column: &str) -> Option<Operation> {
    let (above, own) = (parent.not_null(column), partition.not_null(column));
    if above.is_none_or(|above| above.is_valid) {
        let is_fit = partition.is_filled(column) && !own.is_some_and(Constraint::stays_up);
        let set = SetNotNull { goes_down: true, ..SetNotNull::new(&partition.relation(), column) };
        return (!is_fit).then_some(Operation::SetNotNull(set));
    }
    let column_sql = names.quote(column);
    let is_valid = own.is_some_and(|own| own.is_valid);
    let wanted = NotNull { column: &column_sql, goes_down: true, is_valid };
    let made = RestoreConstraint {
        comment: own.and_then(|own| own.comment.clone()),
        ..restore(partition, &named_not_null::name(partition, column), &wanted.definition())
    };
    own.is_none_or(Constraint::stays_up).then_some(Operation::RestoreConstraint(made))
}

/// Whether the server merges a CHECK of the partition with the parent's without a word: one that is there does for one
/// that nobody has validated, or that is not checked.
fn serves(there: &Constraint, check: &Constraint) -> bool {
    let alone = |there: &Constraint| {
        let bare = bare(&there.definition);
        bare.strip_suffix(" NOT ENFORCED").unwrap_or(bare).to_string()
    };
    there.kind == "c"
        && alone(there) == alone(check)
        && (there.is_valid || !check.is_enforced || there.is_enforced && !check.is_valid)
}

fn restored(table: &Table, name: &str, definition: &str) -> Operation {
    Operation::RestoreConstraint(restore(table, name, definition))
}

fn restore(table: &Table, name: &str, definition: &str) -> RestoreConstraint {
    let (name, definition) = (name.into(), definition.into());
    RestoreConstraint { table: table.relation(), name, definition, comment: None, is_merged: false }
}

/// The name of the parent's index, with the partition's in front: the first of the numbered ones that is free, or that
/// the partition's own index has which was begun.
fn name_on(
    names: &mut Names,
    partition: &Table,
    parent: &Table,
    name: &str,
    is_begun: impl Fn(&Index) -> bool,
) -> Result<String> {
    let suffix = name.strip_prefix(&format!("{}_", parent.name)).unwrap_or(name);
    let numbered = |number| of_part(&partition.name, suffix, number);
    names.choose(&partition.schema, numbered, |name| {
        Ok(partition.indexes.iter().any(|own| own.name == name && is_begun(own)))
    })
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
fn index(names: &mut Names, parent: &Table, partition: &Table, index: &Index) -> Result<Option<Operation>> {
    let fits = |own: &&Index| {
        own.is_valid && own.parent.is_none() && own.constraint.is_none() && is_same(own, index)
    };
    if partition.indexes.iter().any(|own| fits(&own)) {
        return Ok(None);
    }
    // An invalid one is ours, broken off.
    let is_begun = |own: &Index| !own.is_valid && is_same(own, index);
    let name = name_on(names, partition, parent, &index.name, is_begun)?;
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
    names: &mut Names,
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
    let is_begun = |own: &Index| own.parent.is_none() && own.constraint.is_none() && is_same(own, index);
    let name = name_on(names, partition, parent, &constraint.name, is_begun)?;
    // It is made at once, while the table is small, or by hand.
    if constraint.excludes() {
        return Ok(Some(restored(partition, &name, &constraint.definition)));
    }
    Ok(Some(Operation::AddKey(AddKey {
        table: partition.relation(),
        name: Some(name),
        ..again::key(parent, constraint, Some(index))
    })))
}
