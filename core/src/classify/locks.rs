//! Which table locks a statement will take, as far as others would notice: those that stop readers or writers of a
//! table that is there already.
//!
//! Read from the server's source of each command; of an ALTER TABLE the server itself has said it.

use super::class::detached_concurrently;
use super::tables::{action_references, name, partition, references, whole};
use crate::ddl::Command;
use crate::ddl::alter_table::{Action, AlterTable};
use crate::ddl::index::{Index, ReindexKind};
use crate::ddl::name::{ObjectType, RangeVar, relation};
use crate::ddl::object::{DropObjects, Object, Rename};
use crate::ddl::policy::Policy;
use crate::ddl::table::{CreateTable, Table};
use crate::ddl::trigger::Trigger;
use crate::ddl::types::{DomainAction, Type};
use crate::ddl::view::View;
use crate::lock::{Mode, Need, Reach};

/// The locks of a statement, in the order in which it takes them.
pub fn locks(command: &Command) -> Vec<Need> {
    let mut needs = match command {
        Command::Table(table) => of_table(table),
        Command::Index(index) => of_index(index),
        Command::Object(Object::Drop(drop)) => of_drop(drop),
        Command::Object(Object::Rename(rename)) => of_rename(rename),
        Command::Object(Object::SetSchema(set)) => alone(&set.relation, Mode::AccessExclusive),
        Command::Trigger(Trigger::Create(trigger)) => {
            let other = alone(&trigger.constraint_relation, Mode::ShareRowExclusive);
            [vec![need(&trigger.relation, Mode::ShareRowExclusive, Reach::Tree)], other].concat()
        }
        Command::Trigger(Trigger::CreateRule(rule)) => alone([&rule.relation], Mode::AccessExclusive),
        Command::Policy(Policy::Create(policy)) => alone([&policy.table], Mode::AccessExclusive),
        Command::Policy(Policy::Alter(policy)) => alone([&policy.table], Mode::AccessExclusive),
        Command::View(View::Refresh(refresh)) => {
            let mode = if refresh.concurrent { Mode::Exclusive } else { Mode::AccessExclusive };
            alone([&refresh.relation], mode)
        }
        Command::Type(Type::AlterDomain(alter)) if reads_tables(&alter.action) => {
            vec![Need { relation: relation(&alter.name), mode: Mode::Share, reach: Reach::Domain }]
        }
        _ => vec![],
    };
    needs.retain(|need| need.mode.stops_applications());
    needs
}

/// Whether an ALTER DOMAIN reads the tables that have columns of it: under SHARE, also where it validates alone
/// (PostgreSQL 14 to 18).
fn reads_tables(action: &DomainAction) -> bool {
    match action {
        DomainAction::SetNotNull | DomainAction::ValidateConstraint { .. } => true,
        DomainAction::AddConstraint { constraint } => !constraint.not_valid,
        _ => false,
    }
}

fn need(range: &RangeVar, mode: Mode, reach: Reach) -> Need {
    Need { relation: range.relation(), mode, reach }
}

/// On each relation without its children.
fn alone<'a>(ranges: impl IntoIterator<Item = &'a RangeVar>, mode: Mode) -> Vec<Need> {
    ranges.into_iter().map(|range| need(range, mode, Reach::Alone)).collect()
}

/// On each relation, with its children unless it says ONLY.
fn trees(ranges: &[RangeVar], mode: Mode) -> Vec<Need> {
    ranges.iter().map(|range| need(range, mode, tree(range))).collect()
}

fn tree(range: &RangeVar) -> Reach {
    if range.only { Reach::Alone } else { Reach::Tree }
}

fn of_table(table: &Table) -> Vec<Need> {
    match table {
        Table::Alter(alter) => alter_table(alter),
        Table::Create(create) => create_table(create),
        Table::Truncate(truncate) => trees(&truncate.relations, Mode::AccessExclusive),
        // With NOWAIT the author asks for an error, not for patience.
        Table::Lock(lock) if !lock.nowait => {
            lock.mode.map(|mode| trees(&lock.relations, mode)).unwrap_or_default()
        }
        Table::Vacuum(vacuum) if vacuum.full => {
            let tables = vacuum.relations.iter().filter_map(|table| table.relation.as_ref());
            tables.map(|range| need(range, Mode::AccessExclusive, Reach::Tree)).collect()
        }
        Table::Cluster(cluster) => alone(&cluster.relation, Mode::AccessExclusive),
        Table::Lock(_) | Table::Vacuum(_) | Table::CreateAs(_) | Table::CreateForeign(_) => vec![],
    }
}

fn alter_table(alter: &AlterTable) -> Vec<Need> {
    let table = &alter.relation;
    // A DETACH CONCURRENTLY waits for readers without stopping them.
    if detached_concurrently(alter).is_some() {
        return vec![];
    }
    let Some(mode) = alter.lock else { return vec![] };
    // ATTACH and DETACH leave the other partitions alone.
    let is_alone = alter.actions.iter().any(|action| partition(action).is_some());
    let mut needs = vec![need(table, mode, if is_alone { Reach::Alone } else { tree(table) })];
    for action in &alter.actions {
        if let Some(partition) = partition(action) {
            // ATTACH and DETACH take the partition itself, the default one, and the other ends of foreign keys.
            needs.push(need(partition, Mode::AccessExclusive, Reach::Tree));
            needs.push(need(table, Mode::AccessExclusive, Reach::DefaultPartition));
            needs.push(need(table, Mode::ShareRowExclusive, Reach::OtherEnds));
            continue;
        }
        match action {
            Action::DropConstraint { name, .. } => {
                needs.push(need(table, Mode::AccessExclusive, Reach::ForeignKey(name.clone())));
            }
            Action::DropColumn { column, .. } => {
                needs.push(need(table, Mode::AccessExclusive, Reach::ForeignKeysOf(column.clone())));
            }
            _ => needs.extend(alone(action_references(action), Mode::ShareRowExclusive)),
        }
    }
    needs
}

fn create_table(create: &CreateTable) -> Vec<Need> {
    let mut needs = vec![];
    if create.partition_bound.is_some() {
        for parent in &create.inherits {
            needs.push(need(parent, Mode::AccessExclusive, Reach::Alone));
            needs.push(need(parent, Mode::AccessExclusive, Reach::DefaultPartition));
        }
    }
    needs.extend(alone(references(create), Mode::ShareRowExclusive));
    needs
}

fn of_index(index: &Index) -> Vec<Need> {
    match index {
        Index::Create(create) if !create.concurrent => {
            vec![need(&create.relation, Mode::Share, tree(&create.relation))]
        }
        Index::Reindex(reindex) if !reindex.concurrent => {
            let is_table = reindex.kind == ReindexKind::Table;
            alone(&reindex.relation, if is_table { Mode::Share } else { Mode::AccessExclusive })
        }
        Index::Create(_) | Index::Reindex(_) => vec![],
    }
}

fn of_drop(drop: &DropObjects) -> Vec<Need> {
    use ObjectType::*;
    if drop.concurrent {
        return vec![];
    }
    let taken = |name: &[String]| match drop.kind {
        Table | View | MaterializedView | ForeignTable | Index => Some((relation(name), Reach::Drop)),
        // The last name is its own.
        Trigger | Rule | Policy => Some((whole(name), Reach::Alone)),
        _ => None,
    };
    let need = |(relation, reach)| Need { relation, mode: Mode::AccessExclusive, reach };
    drop.objects.iter().filter_map(name).filter_map(taken).map(need).collect()
}

fn of_rename(rename: &Rename) -> Vec<Need> {
    use ObjectType::*;
    let reach = match rename.kind {
        Column | TableConstraint => Reach::Tree,
        Table | View | MaterializedView | ForeignTable | Trigger | Rule | Policy => Reach::Alone,
        // An index is renamed under SHARE UPDATE EXCLUSIVE.
        _ => return vec![],
    };
    rename.relation.iter().map(|range| need(range, Mode::AccessExclusive, reach.clone())).collect()
}
