//! CASCADE of a DROP: it takes along whatever needs the object, also what came yesterday.

use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::name::ObjectType;
use crate::ddl::object::Object;
use crate::ddl::table::Table;
use crate::lint::dropped::{dropped, listed};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::objects::Thing;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "drop-cascade";
pub(super) const TITLE: &str = "CASCADE drops more than the statement names";

/// What has CASCADE and is named by a [`Thing`]; schemas and extensions have rules of their own.
const KINDS: [ObjectType; 12] = [
    ObjectType::Table,
    ObjectType::ForeignTable,
    ObjectType::View,
    ObjectType::MaterializedView,
    ObjectType::Sequence,
    ObjectType::Index,
    ObjectType::Type,
    ObjectType::Domain,
    ObjectType::Function,
    ObjectType::Procedure,
    ObjectType::Routine,
    ObjectType::Aggregate,
];

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    match look.command() {
        Command::Object(Object::Drop(drop)) if drop.cascade => {
            for object in dropped(look, &KINDS) {
                say(look, found, &object.thing, &object.name, drop.if_exists);
            }
        }
        Command::Table(Table::Alter(alter)) => {
            for action in &alter.actions {
                let (thing, name) = match action {
                    Action::DropColumn { column, cascade: true, .. } => {
                        (Thing::Column(alter.relation.relation(), column.clone()), column)
                    }
                    Action::DropConstraint { name, cascade: true, .. } => {
                        (Thing::Constraint(alter.relation.relation(), name.clone()), name)
                    }
                    _ => continue,
                };
                if !look.has_made(&thing) {
                    say(look, found, &thing, name, alter.if_exists);
                }
            }
        }
        _ => {}
    }
}

fn say(look: &Look, found: &mut Found, thing: &Thing, name: &str, if_exists: bool) {
    let hint = "Drop what needs it by name, in the same script; which is meant, only you can say.";
    match look.facts().reach(thing) {
        Some(reach) if reach.count == 0 => {}
        Some(reach) => {
            let data = match (thing, reach.data.as_slice()) {
                // Its own rows are what is dropped.
                (Thing::Relation(_) | Thing::Column(..), _) | (_, []) => String::new(),
                (_, data) => format!(" Rows are lost: {}.", data.join(", ")),
            };
            let message = format!(
                "CASCADE takes along with {}: {}.{data}",
                reach.what,
                listed(&reach.needed_by, reach.count)
            );
            found.add(Severity::Error, message).hint(hint);
        }
        None if if_exists => {}
        None => {
            let message = format!("CASCADE takes along whatever needs {name} (not in this database).");
            found.add(Severity::Warning, message).hint(hint);
        }
    }
}
