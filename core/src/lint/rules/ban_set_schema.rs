//! SET SCHEMA: whoever finds it by its schema, or by a search path without the new one, fails.

use crate::ddl::Command;
use crate::ddl::name::{ObjectName, ObjectType, relation};
use crate::ddl::object::{Object, SetSchema};
use crate::ddl::view::View;
use crate::lint::columns::is_ours;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::objects::Thing;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "ban-set-schema";
pub(super) const TITLE: &str = "SET SCHEMA breaks whoever says the old schema";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Object(Object::SetSchema(set)) = look.command() else { return };
    let Some((thing, name)) = moved(set) else { return };
    if look.runs_later() || look.has_made(&thing) || is_ours(&name) {
        return;
    }
    let stands_in =
        |command: &Command| matches!(command, Command::View(View::Create(view)) if view.view.name == name);
    if look.is_followed_by(stands_in) {
        return;
    }
    let is_on_path = look
        .facts()
        .setting("search_path")
        .is_some_and(|path| path.split(',').any(|part| part.trim().trim_matches('"') == set.newschema));
    let path = match is_on_path {
        true => "",
        false => ", or has no search path to the new one",
    };
    let message = format!(
        "SET SCHEMA of {} to {} breaks whoever says the old schema{path}.",
        shown(&name),
        shown(&set.newschema)
    );
    found
        .add(Severity::Warning, message)
        .hint("Leave a view of the old name behind in the same transaction; no statement can do both.");
}

fn moved(set: &SetSchema) -> Option<(Thing, String)> {
    match (&set.relation, &set.object) {
        (Some(relation), _) => Some((Thing::Relation(relation.relation()), relation.name.clone())),
        (None, Some(ObjectName::Routine(routine))) => {
            Some((Thing::routine(routine), routine.name.last().cloned().unwrap_or_default()))
        }
        (None, Some(ObjectName::Name { names, .. }))
            if matches!(set.kind, ObjectType::Type | ObjectType::Domain) =>
        {
            Some((Thing::Type(names.clone()), relation(names).name))
        }
        (None, Some(ObjectName::Type(of))) => Some((Thing::Type(of.names.clone()), relation(&of.names).name)),
        _ => None,
    }
}
