//! Which relations a statement names.
//!
//! Queries are looked into wherever a statement runs one at once. What only keeps a query (EXPLAIN, PREPARE, a rule)
//! names no relation here.

use std::collections::HashSet;

use crate::ddl::Command;
use crate::ddl::alter_table::{Action, AlterTable};
use crate::ddl::column::ColumnDef;
use crate::ddl::constraint::Constraint;
use crate::ddl::dml::Dml;
use crate::ddl::index::Index;
use crate::ddl::name::{ObjectName, ObjectType, RangeVar, relation};
use crate::ddl::object::{Comment, DropObjects, Object};
use crate::ddl::policy::Policy;
use crate::ddl::table::{CreateTable, Table, TableElement};
use crate::ddl::trigger::Trigger;
use crate::ddl::view::View;
use crate::relation::Relation;

/// The relations that a statement names, each once, in the order in which they stand.
pub fn tables(command: &Command) -> Vec<Relation> {
    let mut tables = match command {
        Command::Table(table) => of_table(table),
        Command::Index(Index::Create(create)) => vec![create.relation.relation()],
        Command::Index(Index::Reindex(reindex)) => names(&reindex.relation),
        Command::View(View::Create(create)) => {
            [&[create.view.relation()], create.query.relations.as_slice()].concat()
        }
        Command::View(View::Refresh(refresh)) => vec![refresh.relation.relation()],
        Command::Object(object) => of_object(object),
        Command::Trigger(Trigger::Create(trigger)) => vec![trigger.relation.relation()],
        Command::Trigger(Trigger::CreateRule(rule)) => vec![rule.relation.relation()],
        Command::Policy(Policy::Create(policy)) => vec![policy.table.relation()],
        Command::Policy(Policy::Alter(policy)) => vec![policy.table.relation()],
        Command::Dml(dml) => of_rows(dml),
        _ => vec![],
    };
    if tables.len() > 1 {
        let mut seen = HashSet::new();
        tables.retain(|table| seen.insert(table.clone()));
    }
    tables
}

fn names<'a>(ranges: impl IntoIterator<Item = &'a RangeVar>) -> Vec<Relation> {
    ranges.into_iter().map(RangeVar::relation).collect()
}

fn of_table(table: &Table) -> Vec<Relation> {
    match table {
        Table::Create(create) => {
            let parents = [&create.relation].into_iter().chain(&create.inherits);
            names(parents.chain(references(create)))
        }
        Table::CreateAs(create) => {
            [&[create.relation.relation()], create.query.relations.as_slice()].concat()
        }
        Table::Alter(alter) => alter_table(alter),
        Table::Truncate(truncate) => names(&truncate.relations),
        Table::Lock(lock) => names(&lock.relations),
        Table::Vacuum(vacuum) => names(vacuum.relations.iter().filter_map(|table| table.relation.as_ref())),
        Table::Cluster(cluster) => names(&cluster.relation),
        // A foreign table's definition is not looked into.
        Table::CreateForeign(_) => vec![],
    }
}

fn alter_table(alter: &AlterTable) -> Vec<Relation> {
    let others = alter
        .actions
        .iter()
        .flat_map(|action| partition(action).into_iter().chain(action_references(action)));
    names([&alter.relation].into_iter().chain(others))
}

fn of_object(object: &Object) -> Vec<Relation> {
    match object {
        Object::Drop(drop) => drop_relations(drop),
        Object::Rename(rename) => names(&rename.relation),
        Object::SetSchema(set) => names(&set.relation),
        Object::Comment(comment) => commented(comment).into_iter().collect(),
        Object::ChangeOwner(_) | Object::SecurityLabel(_) | Object::Depends(_) => vec![],
    }
}

fn drop_relations(drop: &DropObjects) -> Vec<Relation> {
    use ObjectType::*;
    match drop.kind {
        Table | View | MaterializedView | ForeignTable | Sequence | Index => {
            drop.objects.iter().filter_map(name).map(relation).collect()
        }
        _ => vec![],
    }
}

fn commented(comment: &Comment) -> Option<Relation> {
    use ObjectType::*;
    let name = name(comment.object.as_ref()?)?;
    match comment.kind {
        Table | View | MaterializedView => Some(relation(name)),
        Column => Some(whole(name)),
        _ => None,
    }
}

fn of_rows(dml: &Dml) -> Vec<Relation> {
    match dml {
        Dml::Select(select) => select.query.relations.clone(),
        Dml::Insert(insert) => insert.query.relations.clone(),
        Dml::Update(update) => update.query.relations.clone(),
        Dml::Delete(delete) => delete.query.relations.clone(),
        Dml::Merge(merge) => merge.query.relations.clone(),
        Dml::Copy(copy) => names(&copy.relation),
    }
}

/// The name of an object that has one with dots.
pub(super) fn name(object: &ObjectName) -> Option<&[String]> {
    match object {
        ObjectName::Name { names, .. } => Some(names),
        _ => None,
    }
}

/// The relation of a part that is named with it: of `schema.table.column` the table.
pub(super) fn whole(part: &[String]) -> Relation {
    relation(&part[..part.len().saturating_sub(1)])
}

/// The tables that the foreign keys of a new table refer to, in the order in which they stand.
pub(super) fn references(create: &CreateTable) -> Vec<&RangeVar> {
    create.elements.iter().flat_map(element_references).collect()
}

fn element_references(element: &TableElement) -> Vec<&RangeVar> {
    match element {
        TableElement::Column(column) => column_references(column),
        TableElement::Constraint(constraint) => referred(constraint).into_iter().collect(),
        TableElement::Like(_) => vec![],
    }
}

/// The partition that an action attaches or detaches.
pub(super) fn partition(action: &Action) -> Option<&RangeVar> {
    match action {
        Action::AttachPartition { partition, .. }
        | Action::DetachPartition { partition, .. }
        | Action::DetachPartitionFinalize { partition } => Some(partition),
        _ => None,
    }
}

/// The tables that an action's foreign keys refer to.
pub(super) fn action_references(action: &Action) -> Vec<&RangeVar> {
    match action {
        Action::AddColumn { column, .. } => column_references(column),
        Action::AddConstraint { constraint } => referred(constraint).into_iter().collect(),
        _ => vec![],
    }
}

fn column_references(column: &ColumnDef) -> Vec<&RangeVar> {
    column.constraints.iter().filter_map(referred).collect()
}

fn referred(constraint: &Constraint) -> Option<&RangeVar> {
    constraint.references.as_ref().map(|references| &references.pktable)
}
