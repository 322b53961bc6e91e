//! Requests that make again what is there, as it is: for the inverse of a request, and for counterparts.

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
        names: below(table, index, &|own| own.name.clone()),
        statistics: index.statistics.clone(),
        statistics_below: statistics_below(table, index),
        extensions: index.extensions.clone(),
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
        earlier.statistics_below.clear();
    }
    // They are parts of the definition.
    (copy.predicate, copy.tablespace) = (None, None);
    CreateIndex { name: Some(name), ..copy }
}

/// What there is to say of the indexes that are attached to an index, by the partition, at every level.
fn below<T>(table: &Table, index: &Index, say: &dyn Fn(&Index) -> T) -> BTreeMap<String, T> {
    let mut all = BTreeMap::new();
    for partition in &table.partitions {
        for own in partition.indexes.iter().filter(|own| own.parent == Some(index.oid)) {
            all.insert(partition.sql.clone(), say(own));
            all.extend(below(partition, own, say));
        }
    }
    all
}

fn statistics_below(table: &Table, index: &Index) -> BTreeMap<String, Vec<(i16, i32)>> {
    let mut statistics = below(table, index, &|own| own.statistics.clone());
    statistics.retain(|_, targets| !targets.is_empty());
    statistics
}

/// A CHECK, foreign key or NOT NULL as it is.
pub(crate) fn constraint(table: &Table, there: &Constraint) -> RestoreConstraint {
    RestoreConstraint {
        table: table.relation(),
        name: there.name.clone(),
        definition: there.definition.clone(),
        comment: there.comment.clone(),
        is_merged: false,
    }
}

/// What partitions have of their own, which the server makes parts of the table's when that is made, and drops with it.
pub(crate) fn merged(table: &Table, becomes_part: impl Fn(&Constraint) -> bool) -> Vec<Operation> {
    let of_partition = |partition: &&Table| {
        let own = partition.constraints.iter().filter(|there| there.is_local && becomes_part(there));
        let again = |there| RestoreConstraint { is_merged: true, ..constraint(partition, there) };
        own.map(again).map(Operation::RestoreConstraint).collect::<Vec<_>>()
    };
    table.tree().iter().skip(1).flat_map(of_partition).collect()
}

/// What an operation that was broken off leaves on partitions under a name that none of them has.
pub(crate) fn left_on_partitions(table: &Table, name: &str) -> Vec<Operation> {
    let free = table.tree().into_iter().skip(1).filter(|partition| partition.constraint(name).is_none());
    free.map(|partition| leftover(partition, name)).collect()
}

/// Drops a constraint, if an operation that was broken off has left it.
pub(crate) fn leftover(table: &Table, name: &str) -> Operation {
    Operation::DropConstraint(DropConstraint {
        is_leftover: true,
        ..DropConstraint::new(table.relation(), name)
    })
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
        without_overlaps: there.is_temporal,
        comment: None,
    }
}

/// What takes back that a constraint is made, or is validated where it was there before, or goes down from now on.
pub(crate) fn back_to(table: &Table, name: &str) -> Vec<Operation> {
    match table.constraint(name) {
        None => {
            vec![Operation::DropConstraint(DropConstraint::new(table.relation(), name))]
        }
        Some(there) if there.is_valid && !there.stays_up() => Vec::new(),
        Some(there) => vec![Operation::RestoreConstraint(constraint(table, there))],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::{Fake, Plain};
    use crate::relation::Relation;

    fn index_of(definition: &str, predicate: Option<&str>) -> Index {
        let index = serde_json::json!({
            "oid": 2, "name": "i", "sql": "s.i", "definition": definition, "is_valid": true, "parent": null,
            "constraint": null, "columns": ["a"], "predicate": predicate, "comment": "mine",
        });
        serde_json::from_value(index).unwrap()
    }

    #[test]
    fn the_condition_of_an_index_is_said_once() {
        let there = index_of("USING btree (a) WHERE (b > 0)", Some("(b > 0)"));
        let table = Fake::new(15, "a").table;
        let made = index(&table, &there);
        assert_eq!(made.earlier.unwrap().definition, "USING btree (a)");
        assert_eq!(made.predicate.unwrap(), "(b > 0)");
        // A counterpart says all of it in its definition.
        let copy = index_as(&table, &there, "USING btree (c) WHERE (b > 0)".into(), "j".into());
        let earlier = copy.earlier.unwrap();
        assert_eq!((copy.name.as_deref(), copy.predicate, earlier.comment), (Some("j"), None, None));
    }

    #[test]
    fn a_key_has_the_words_of_its_definition() {
        let mut fake = Fake::new(15, "a");
        fake.constraint("k", "u", "UNIQUE NULLS NOT DISTINCT (a) DEFERRABLE INITIALLY DEFERRED", true);
        let made = key(&fake.table, &fake.table.constraints[0], None);
        assert_eq!((made.kind, made.nulls_not_distinct), (KeyKind::Unique, true));
        assert_eq!(made.deferrable, Deferrable::InitiallyDeferred);
        assert_eq!(made.definition(&Plain), fake.table.constraints[0].definition);
    }

    #[test]
    fn what_takes_a_constraint_back_depends_on_what_was_there() {
        let mut fake = Fake::new(15, "a");
        let table: Relation = fake.table.relation();
        let gone = Operation::DropConstraint(DropConstraint::new(table, "c"));
        assert_eq!(back_to(&fake.table, "c"), [gone]);
        fake.constraint("c", "c", "CHECK ((a > 0)) NOT VALID", false);
        assert!(matches!(back_to(&fake.table, "c").as_slice(), [Operation::RestoreConstraint(_)]));
        fake.table.constraints[0].is_valid = true;
        assert_eq!(back_to(&fake.table, "c"), []);
    }
}
