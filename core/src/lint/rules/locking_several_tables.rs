//! One transaction that takes strong locks on several tables: all are stopped together.

use crate::ddl::Command;
use crate::ddl::index::{Index, ReindexKind};
use crate::ddl::name::ObjectType;
use crate::ddl::object::Object;
use crate::ddl::table::Table;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::script::Inside;
use crate::lint::severity::Severity;
use crate::relation::Relation;

pub(super) const ID: &str = "locking-several-tables";
pub(super) const TITLE: &str = "a transaction takes strong locks on several tables at once";

/// From so many tables on it is said.
const MANY: usize = 3;
/// So many statements are looked at.
const NEAR: usize = 1000;

pub(super) fn check(look: &Look, found: &mut Found) {
    // It is said once, of the first statement that takes such a lock.
    if look.runs_later() || look.statement().locks.is_empty() || look.held().is_some() {
        return;
    }
    let mut tables: Vec<Relation> = Vec::new();
    let mut is_in_do = false;
    learn(look, &mut tables, &mut is_in_do);
    if tables.is_empty() {
        return;
    }
    for behind in look.together_behind().take(NEAR) {
        learn(&behind, &mut tables, &mut is_in_do);
        if tables.len() > 2 * MANY {
            break;
        }
    }
    if tables.len() < MANY {
        return;
    }
    let mut names: Vec<_> = tables.iter().take(2 * MANY).map(|table| look.written(table)).collect();
    if tables.len() > 2 * MANY {
        names.push("...".into());
    }
    let (severity, why) = match is_in_do {
        // The locks of a DO block are taken one after the other, as it comes to them.
        true => (Severity::Warning, "A DO block takes them one after the other: it can deadlock."),
        false => (Severity::Info, "All must be free at the same moment."),
    };
    let message = format!(
        "One transaction holds strong locks on {} until it ends. {why}",
        names.join(", ")
    );
    found.add(severity, message).hint(
        "Several migrations, or COMMIT between, hold up one table at a time.",
    );
}

fn learn(look: &Look, tables: &mut Vec<Relation>, is_in_do: &mut bool) {
    for need in &look.statement().locks {
        let is_there = tables.iter().any(|table| table.name == need.relation.name);
        if !is_there && is_table(look, &need.relation) {
            tables.push(need.relation.clone());
            *is_in_do |= *look.inside() == Inside::Do;
        }
    }
}

/// Whether a relation that is locked is a table that others may use; of an index's the statement tells.
fn is_table(look: &Look, relation: &Relation) -> bool {
    let is_index = match look.command() {
        Command::Object(Object::Drop(drop)) => drop.kind == ObjectType::Index,
        Command::Table(Table::Alter(alter)) => alter.kind == ObjectType::Index,
        Command::Index(Index::Reindex(reindex)) => reindex.kind == ReindexKind::Index,
        _ => false,
    };
    !is_index && look.relation(relation).is_shared()
}
