//! `migrate.safe_attach_partition`: everything that ATTACH would do while it holds its locks is done before, so that it
//! only looks: indexes, keys, NOT NULLs and constraints of the parent, and proofs that no row is out of bounds.

use crate::error::{OperationError, Result};
use crate::facts::{Bound, Catalog, Constraint, Index, OnTable, Table};
use crate::lock::Mode;
use crate::name::{object_name, shown};
use crate::plan::draft::Draft;
use crate::relation::Relation;
use crate::request::{AddKey, AttachPartition, DetachPartition, Operation, RestoreConstraint, SetNotNull};
use crate::steps::again;
use crate::steps::operation::SafeOperation;

const DEFAULT: &str = "DEFAULT";

/// A CHECK that proves something while the partition is attached.
struct Proof {
    name: String,
    condition: String,
    definition: String,
}

impl SafeOperation for AttachPartition {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let parent = catalog.table(&self.parent)?;
        parent.check()?;
        if !parent.is_partitioned() {
            return Err(OperationError::NotPartitioned { table: parent.display }.into());
        }
        let partition = catalog.table(&self.partition)?;
        partition.check()?;
        let wanted = catalog.bound(&parent, &partition, &self.bound)?;
        let is_done = is_attached(&parent, &partition, &wanted)?;
        fits(&parent, &partition)?;
        let default = parent.partitions.iter().find(|there| there.bound.as_deref() == Some(DEFAULT));
        let default = default.filter(|default| default.oid != partition.oid);
        let mut drafts = Vec::new();
        let is_small = partition.tree().iter().all(|table| table.is_small);
        if !is_done {
            for operation in prepared(catalog, &parent, &partition)? {
                extend(&mut drafts, operation.drafts(catalog)?, is_small);
            }
            extend(&mut drafts, foreign_keys_of_trees(catalog, &parent, &partition)?, is_small);
        }
        let mut leftovers = Vec::new();
        let own = proof(catalog, &partition, own_proof(&partition), wanted.whole.as_deref())?;
        let mut is_proven = String::new();
        if wanted.is_beyond_proof && !is_small {
            is_proven =
                "reads the partition while that is locked: the server takes no proof of such a hash".into();
        } else if let Some(own) = own {
            let why = "reads the table, stops nobody";
            is_proven = own.drafts(catalog, &partition, is_done, why, &mut drafts, &mut leftovers);
        }
        if let Some(default) = default.filter(|default| default.kind != "f") {
            let condition = wanted.own.as_deref().map(|own| format!("NOT ({own})"));
            let name = default_proof(default, &partition);
            if let Some(proof) = proof(catalog, default, name, condition.as_deref())? {
                let why = "until the partition is attached, rows for it are refused";
                proof.drafts(catalog, default, is_done, why, &mut drafts, &mut leftovers);
            }
        }
        let mut attach = self.attach(&parent, &partition, default, is_proven).done_if(is_done);
        attach.is_apart = !is_small || !leftovers.is_empty();
        drafts.push(attach);
        drafts.extend(leftovers);
        drafts.extend(self.left_by_detach(catalog, &partition, &wanted)?);
        Ok(drafts)
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let parent = catalog.table(&self.parent)?;
        let partition = catalog.table(&self.partition)?;
        if partition.parent.is_some() {
            return Ok(Some(Vec::new()));
        }
        let detach = DetachPartition {
            parent: parent.relation(),
            partition: partition.relation(),
            leaves_no_check: true,
        };
        let mut inverse = vec![Operation::DetachPartition(detach)];
        // The keys of a tree go with those of its leaves, which then cannot be dropped one by one.
        if partition.is_partitioned() && foreign_keys(&parent).any(|key| !has_key(&partition, key)) {
            return Ok(None);
        }
        for operation in prepared(catalog, &parent, &partition)?.iter().rev() {
            let back = match operation {
                Operation::RestoreConstraint(made) => {
                    Some(again::back_to(&catalog.table(&made.table)?, &made.name))
                }
                operation => operation.inverse(catalog)?,
            };
            match back {
                Some(back) => inverse.extend(back),
                None => return Ok(None),
            }
        }
        Ok(Some(inverse))
    }
}

impl AttachPartition {
    fn attach(&self, parent: &Table, partition: &Table, default: Option<&Table>, why: String) -> Draft {
        let sql = format!("ALTER TABLE {} ATTACH PARTITION {} {}", parent.sql, partition.sql, self.bound);
        let mut draft = Draft::new(sql, Mode::AccessExclusive, partition);
        if let Some(default) = default {
            draft.lock.push_str(&format!(" and {}", default.display));
        }
        draft.lock.push_str(&format!(", SHARE UPDATE EXCLUSIVE on {}", parent.display));
        draft.because(why)
    }

    /// Drops the CHECK that DETACH CONCURRENTLY has left, where that is taken back.
    fn left_by_detach(&self, catalog: &dyn Catalog, partition: &Table, wanted: &Bound) -> Result<Vec<Draft>> {
        let (Some(before), Some(whole)) = (&self.checks_before, &wanted.whole) else { return Ok(vec![]) };
        let definition = definition(catalog, partition, whole)?;
        let left = partition.constraints.iter().filter(|there| {
            there.kind == "c"
                && there.definition == definition
                && !before.contains(&there.name)
                && there.name != own_proof(partition)
        });
        Ok(left.map(|there| drop(catalog, partition, &there.name).because("left by the DETACH")).collect())
    }
}

/// Puts steps behind others: theirs begin a transaction, so that none of them holds its locks while those before it
/// read many rows.
fn extend(drafts: &mut Vec<Draft>, mut more: Vec<Draft>, are_few: bool) {
    if let Some(first) = more.iter_mut().find(|draft| !draft.is_done) {
        first.is_apart |= !are_few;
    }
    // What is there already is not worth a line each.
    drafts.extend(more.into_iter().filter(|draft| !draft.is_done));
}

/// Whether it is attached as asked for.
fn is_attached(parent: &Table, partition: &Table, wanted: &Bound) -> Result<bool> {
    let Some(there) = &partition.parent else { return Ok(false) };
    if there.oid == parent.oid && !there.is_pending && partition.bound.as_ref() == Some(&wanted.bound) {
        return Ok(true);
    }
    let pending = if there.is_pending { ", half detached" } else { "" };
    let bound = partition.bound.as_deref().unwrap_or_default();
    Err(OperationError::Other {
        what: "partition",
        name: partition.display.clone(),
        there: format!("PARTITION OF {} {bound}{pending}", there.display),
        wanted: format!("PARTITION OF {} {}", parent.display, wanted.bound),
    }
    .into())
}

/// Refuses early what the server would refuse after all the work.
fn fits(parent: &Table, partition: &Table) -> Result<()> {
    let misfit = |column: &str, what: String| {
        let (partition, column) = (partition.display.clone(), column.into());
        Err(OperationError::Misfit { partition, column, what }.into())
    };
    for column in &parent.columns {
        match partition.columns.iter().find(|there| there.name == column.name) {
            None => return misfit(&column.name, "is missing".into()),
            Some(there) if there.data_type != column.data_type => {
                return misfit(&column.name, format!("is {}, and not {}", there.data_type, column.data_type));
            }
            Some(there) if there.is_generated != column.is_generated => {
                return misfit(&column.name, "must be generated on both or on none".into());
            }
            Some(_) => {}
        }
    }
    match partition.columns.iter().find(|own| !parent.columns.iter().any(|there| there.name == own.name)) {
        Some(extra) => misfit(&extra.name, format!("is not in \"{}\"", parent.display)),
        None => Ok(()),
    }
}

/// What the parent has and the partition has not, in the order in which it is made.
fn prepared(catalog: &dyn Catalog, parent: &Table, partition: &Table) -> Result<Vec<Operation>> {
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
        return Err(OperationError::Other { what: "primary key", name, there, wanted }.into());
    }
    Ok(Some(Operation::AddKey(AddKey {
        table: partition.relation(),
        name: Some(name_on(partition, parent, &constraint.name)),
        ..again::key(parent, constraint, Some(index))
    })))
}

fn foreign_keys(table: &Table) -> impl Iterator<Item = &Constraint> {
    // Where it refers to a partitioned table, each partition of that is an entry of its own.
    table.constraints.iter().filter(|there| there.kind == "f" && !there.is_part)
}

fn bare(definition: &str) -> &str {
    definition.trim_end_matches(" NOT VALID")
}

fn has_key(table: &Table, key: &Constraint) -> bool {
    let is_same = |own: &Constraint| own.is_valid && own.definition == bare(&key.definition);
    table.constraints.iter().any(is_same)
}

/// The key's own name, unless something else has it.
fn free_constraint(table: &Table, key: &Constraint) -> String {
    let mut name = key.name.clone();
    for number in 1.. {
        match table.constraint(&name) {
            Some(there) if bare(&there.definition) != bare(&key.definition) => {
                name = object_name(&[&key.name], &number.to_string());
            }
            _ => break,
        }
    }
    name
}

/// A partition that is partitioned itself takes the foreign keys of its own partitions over.
fn foreign_keys_of_trees(catalog: &dyn Catalog, parent: &Table, partition: &Table) -> Result<Vec<Draft>> {
    let trees: Vec<&Table> =
        partition.tree().into_iter().rev().filter(|table| table.is_partitioned()).collect();
    let mut drafts = Vec::new();
    for key in foreign_keys(parent) {
        for tree in trees.iter().filter(|tree| !has_key(tree, key)) {
            let name = catalog.quote(&free_constraint(tree, key));
            let sql = format!("ALTER TABLE {} ADD CONSTRAINT {name} {}", tree.sql, bare(&key.definition));
            let why = "takes those of the partitions over: no row is read";
            let mut draft = Draft::new(sql, Mode::ShareRowExclusive, tree).because(why);
            draft.is_apart = !tree.tree().iter().all(|table| table.is_small);
            drafts.push(draft);
        }
    }
    Ok(drafts)
}

fn own_proof(partition: &Table) -> String {
    object_name(&[&partition.name], "attach")
}

fn default_proof(default: &Table, partition: &Table) -> String {
    object_name(&[&default.name, &partition.name], "attach")
}

/// How the server writes such a CHECK.
fn definition(catalog: &dyn Catalog, table: &Table, condition: &str) -> Result<String> {
    let sql = OnTable::alter(format!("ADD CONSTRAINT proof CHECK ({condition})"));
    catalog.definition(table, &sql)
}

fn proof(
    catalog: &dyn Catalog,
    table: &Table,
    name: String,
    condition: Option<&str>,
) -> Result<Option<Proof>> {
    let Some(condition) = condition else { return Ok(None) };
    let definition = definition(catalog, table, condition)?;
    Ok(Some(Proof { name, condition: condition.into(), definition }))
}

fn drop(catalog: &dyn Catalog, table: &Table, name: &str) -> Draft {
    let sql = format!("ALTER TABLE {} DROP CONSTRAINT {}", table.sql, catalog.quote(name));
    Draft::new(sql, Mode::AccessExclusive, table)
}

impl Proof {
    /// The steps that make it, and what drops it at the end; in words, why no row need be read then.
    fn drafts(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        is_attached: bool,
        why: &str,
        drafts: &mut Vec<Draft>,
        leftovers: &mut Vec<Draft>,
    ) -> String {
        let there = table.constraint(&self.name).filter(|there| there.kind == "c");
        if is_attached {
            leftovers.extend(there.map(|_| drop(catalog, table, &self.name)));
            return String::new();
        }
        let is_same = |there: &Constraint| bare(&there.definition) == self.definition;
        let other = table
            .constraints
            .iter()
            .find(|other| other.is_valid && is_same(other) && other.name != self.name);
        if let Some(other) = other
            && there.is_none()
        {
            return format!("constraint {} proves it: no row is read", shown(&other.name));
        }
        if there.is_none() && table.tree().iter().all(|table| table.is_small) {
            return "the table is small".into();
        }
        let name = catalog.quote(&self.name);
        let mut steps = Vec::new();
        let is_stale = there.is_some_and(|there| !is_same(there));
        if is_stale {
            steps.push(drop(catalog, table, &self.name).because("it is for other values"));
        }
        let there = there.filter(|there| is_same(there));
        let condition = &self.condition;
        let add = format!("ALTER TABLE {} ADD CONSTRAINT {name} CHECK ({condition}) NOT VALID", table.sql);
        let add = Draft::new(add, Mode::AccessExclusive, table).done_if(there.is_some());
        steps.push(add);
        let validate = format!("ALTER TABLE {} VALIDATE CONSTRAINT {name}", table.sql);
        let validate = Draft::new(validate, Mode::ShareUpdateExclusive, table)
            .done_if(there.is_some_and(|there| there.is_valid))
            .apart();
        steps.push(validate.because(why));
        if let Some(first) = steps.first_mut() {
            first.is_apart = true;
        }
        drafts.extend(steps);
        leftovers.push(drop(catalog, table, &self.name));
        "the constraints prove it: no row is read".into()
    }
}
