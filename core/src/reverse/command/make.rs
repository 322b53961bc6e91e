//! Statements that make something: what drops it again.

use super::chosen;
use super::kind::{kind_of, word};
use super::names::Names;
use super::why::{NO_NAME, NOT_KNOWN, before};
use crate::ddl::index::CreateIndex;
use crate::ddl::name::{ObjectType, Persistence, RangeVar};
use crate::ddl::policy::{AlterPolicy, CreatePolicy};
use crate::ddl::sequence::CreateSequence;
use crate::ddl::table::{CreateTable, CreateTableAs};
use crate::ddl::trigger::{AlterEventTrigger, CreateEventTrigger, CreateRule, CreateTrigger};
use crate::ddl::view::CreateView;
use crate::reverse::action::{Action, Aspect, Back, Chosen, Kind, Object, When};

/// The action, or why there is none.
pub fn unless(is_uncertain: bool, why: &'static str, made: Action) -> Action {
    if is_uncertain { Back::unknown(why).into() } else { made }
}

/// An action with IF NOT EXISTS, if that is said.
pub fn if_absent(is_said: bool, made: Action) -> Action {
    match made.makes.clone() {
        Some(object) if is_said => made.when(When::Absent(object)),
        _ => made,
    }
}

/// An action with OR REPLACE, if that is said.
pub fn or_replace(is_said: bool, made: Action) -> Action {
    match made.makes.clone() {
        Some(object) if is_said => made.when(When::Replaces(object)),
        _ => made,
    }
}

/// What makes an object with a name of its own.
pub fn object(kind: ObjectType, name: String) -> Action {
    let Some(word) = word(kind) else { return Back::unknown(NOT_KNOWN).into() };
    Action::makes(Object::new(kind_of(kind), name.as_str()), format!("DROP {word} {name}"))
}

/// What makes a relation. A temporary one is gone with the session.
pub fn relation(kind: ObjectType, relation: &RangeVar, names: Names) -> Action {
    let made = object(kind, names.relation(relation));
    if relation.persistence == Persistence::Temporary { Action { back: Back::Nothing, ..made } } else { made }
}

/// What makes a part of a relation that is dropped by a statement of its own.
fn part(word: &str, kind: Kind, name: &str, relation: &RangeVar, names: Names) -> Action {
    let (name, table) = (names.identifier(name), names.relation(relation));
    let drop = format!("DROP {word} {name} ON {table}");
    Action::makes(Object::part(kind, table, name), drop)
}

/// CREATE TABLE or CREATE FOREIGN TABLE.
pub fn table(kind: ObjectType, create: &CreateTable, names: Names) -> Action {
    if_absent(create.if_not_exists, relation(kind, &create.relation, names))
}

/// CREATE TABLE AS.
pub fn table_as(create: &CreateTableAs, names: Names) -> Action {
    if_absent(create.if_not_exists, relation(create.kind, &create.relation, names))
}

/// CREATE VIEW.
pub fn view(create: &CreateView, names: Names) -> Action {
    or_replace(create.replace, relation(ObjectType::View, &create.view, names))
}

/// CREATE SEQUENCE.
pub fn sequence(create: &CreateSequence, names: Names) -> Action {
    if_absent(create.if_not_exists, relation(ObjectType::Sequence, &create.sequence, names))
}

/// CREATE INDEX.
pub fn index(create: &CreateIndex, names: Names) -> Action {
    let table = names.relation(&create.relation);
    let Some(name) = &create.name else {
        // It goes with its table, and with any of its columns.
        let column = |name: &String| vec![Object::part(Kind::Column, table.as_str(), names.identifier(name))];
        let columns = create.params.iter().filter_map(|param| param.name.as_ref()).map(column);
        let whole = vec![Object::new(Kind::Relation, table.as_str())];
        let back = Back::unknown_unless(NO_NAME, [whole].into_iter().chain(columns).collect());
        let concurrently = if create.concurrent { "CONCURRENTLY " } else { "" };
        let drop = format!("DROP INDEX {concurrently}*");
        let chosen = chosen::index(create, names).map(|names| Chosen { names, of_table: None, drop });
        return Action {
            chosen: chosen.map(Box::new),
            table: Some(Object::new(Kind::Relation, table)),
            ..back.into()
        };
    };
    // An index is in its table's schema.
    let name = names.beside(&create.relation, name);
    let concurrently = if create.concurrent { "CONCURRENTLY " } else { "" };
    let drop = format!("DROP INDEX {concurrently}{name}");
    let made = Action::makes(Object::new(Kind::Relation, name), drop);
    if_absent(create.if_not_exists, Action { table: Some(Object::new(Kind::Relation, table)), ..made })
}

/// CREATE TRIGGER.
pub fn trigger(create: &CreateTrigger, names: Names) -> Action {
    let made = part("TRIGGER", Kind::Trigger, &create.name, &create.relation, names);
    or_replace(create.replace, made)
}

/// CREATE EVENT TRIGGER.
pub fn event_trigger(create: &CreateEventTrigger, names: Names) -> Action {
    object(ObjectType::EventTrigger, names.identifier(&create.name))
}

/// ALTER EVENT TRIGGER.
pub fn alter_event_trigger(alter: &AlterEventTrigger, names: Names) -> Action {
    let trigger = Object::new(Kind::Own(ObjectType::EventTrigger), names.identifier(&alter.name));
    let back = Back::unknown_unless(before("setting"), vec![vec![trigger.clone()]]);
    Action::from(back).changes(Some(trigger), Aspect::Firing)
}

/// CREATE RULE.
pub fn rule(create: &CreateRule, names: Names) -> Action {
    or_replace(create.replace, part("RULE", Kind::Rule, &create.name, &create.relation, names))
}

/// CREATE POLICY.
pub fn policy(create: &CreatePolicy, names: Names) -> Action {
    part("POLICY", Kind::Policy, &create.name, &create.table, names)
}

/// ALTER POLICY.
pub fn alter_policy(alter: &AlterPolicy, names: Names) -> Action {
    let policy = Object::part(Kind::Policy, names.relation(&alter.table), names.identifier(&alter.name));
    let table = Object::new(Kind::Relation, policy.name.as_str());
    let back = Back::unknown_unless(before("policy"), vec![vec![policy.clone()], vec![table]]);
    Action::from(back).changes(Some(policy), Aspect::Definition)
}
