//! DROP of a view: whoever reads it fails, and with it what needs it.

use crate::ddl::Command;
use crate::ddl::name::ObjectType;
use crate::ddl::table::Table;
use crate::ddl::view::View;
use crate::lint::dropped::{dropped, listed, need};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::objects::Thing;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "ban-drop-view";
pub(super) const TITLE: &str = "DROP VIEW breaks whoever reads it";

pub(super) fn check(look: &Look, found: &mut Found) {
    for view in dropped(look, &[ObjectType::View, ObjectType::MaterializedView]) {
        let Thing::Relation(relation) = &view.thing else { continue };
        if view.reach.is_none() && view.drop.if_exists {
            continue;
        }
        let name = &view.name;
        let needed = view.reach.as_ref().filter(|reach| reach.count > 0 && !view.drop.cascade);
        if let Some(reach) = needed {
            let message = format!(
                "DROP VIEW {name} fails: {} {} it.",
                listed(&reach.needed_by, reach.count),
                need(reach.count)
            );
            found.add(Severity::Error, message).hint(
                "CREATE OR REPLACE VIEW keeps them, if columns only come at the end; or drop them first, by name.",
            );
            continue;
        }
        if look.is_followed_by(|command| is_made(command, &relation.name)) {
            continue;
        }
        let mentioned = look.facts().mentions(&relation.name);
        let mentioned = match mentioned.is_empty() {
            true => String::new(),
            false => format!(" It stands in {}.", crate::lint::dropped::all(&mentioned)),
        };
        let message = format!("DROP VIEW {name} breaks whoever reads it.{mentioned}");
        found
            .add(Severity::Warning, message)
            .hint("Let applications forget it first; no statement can do that.");
    }
}

/// Whether something of that name is made again.
fn is_made(command: &Command, name: &str) -> bool {
    match command {
        Command::View(View::Create(create)) => create.view.name == name,
        Command::Table(Table::CreateAs(create)) => create.relation.name == name,
        Command::Table(Table::Create(create)) => create.relation.name == name,
        _ => false,
    }
}
