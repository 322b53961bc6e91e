//! What a statement drops, and what would go with it.

use std::rc::Rc;

use super::look::Look;
use super::objects::{Reach, Thing};
use crate::ddl::Command;
use crate::ddl::name::{ObjectName, ObjectType, relation};
use crate::ddl::object::{DropObjects, Object};
use crate::name::shown;

/// An object that a DROP names.
pub(super) struct Dropped<'a> {
    pub(super) drop: &'a DropObjects,
    pub(super) thing: Thing,
    /// As the statement names it.
    pub(super) name: String,
    /// None where there is no such object here.
    pub(super) reach: Option<Rc<Reach>>,
}

/// The objects of these kinds that a statement drops, without those that the script has made before. What a routine's
/// body does comes later, and is left out.
pub(super) fn dropped<'a>(look: &Look<'a>, kinds: &[ObjectType]) -> Vec<Dropped<'a>> {
    let Command::Object(Object::Drop(drop)) = look.command() else { return Vec::new() };
    if !kinds.contains(&drop.kind) || look.runs_later() {
        return Vec::new();
    }
    let things = drop.objects.iter().filter_map(|object| thing(drop.kind, object));
    let is_old = |(thing, _): &(Thing, String)| !look.has_made(thing);
    let with_reach = |(thing, name): (Thing, String)| {
        let reach = look.facts().reach(&thing);
        Dropped { drop, thing, name, reach }
    };
    things.filter(is_old).map(with_reach).collect()
}

/// The object of a DROP.
fn thing(kind: ObjectType, object: &ObjectName) -> Option<(Thing, String)> {
    let dotted = |names: &[String]| names.iter().map(|name| shown(name)).collect::<Vec<_>>().join(".");
    match object {
        ObjectName::Name { names, .. } => {
            let name = dotted(names);
            let alone = || names.last().cloned().unwrap_or_default();
            let thing = match kind {
                ObjectType::Schema => Thing::Schema(alone()),
                ObjectType::Extension => Thing::Extension(alone()),
                ObjectType::Table
                | ObjectType::ForeignTable
                | ObjectType::View
                | ObjectType::MaterializedView
                | ObjectType::Sequence
                | ObjectType::Index => Thing::Relation(relation(names)),
                _ => return None,
            };
            Some((thing, name))
        }
        ObjectName::Type(type_name) => Some((Thing::Type(type_name.names.clone()), dotted(&type_name.names))),
        ObjectName::Routine(routine) => Some((Thing::routine(routine), dotted(&routine.name))),
        ObjectName::Relation(range) => Some((Thing::Relation(range.relation()), shown(&range.name))),
        ObjectName::Other => None,
    }
}

/// `view a, view b and 3 more`: the first of so many.
pub(super) fn listed(first: &[String], count: u64) -> String {
    const MOST: usize = 3;
    let shown = &first[..first.len().min(MOST)];
    let more = count.saturating_sub(shown.len() as u64);
    match (shown, more) {
        ([], _) => String::new(),
        (_, 0) => match shown {
            [one] => one.clone(),
            [all @ .., last] => format!("{} and {last}", all.join(", ")),
            [] => String::new(),
        },
        _ => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The same of a list that is whole.
pub(super) fn all(list: &[String]) -> String {
    listed(list, list.len() as u64)
}

/// `needs` or `need`, by how many there are.
pub(super) fn need(count: u64) -> &'static str {
    if count == 1 { "needs" } else { "need" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_say_how_many_more_there_are() {
        let names = |count: usize| (0..count).map(|n| format!("v{n}")).collect::<Vec<_>>();
        assert_eq!(all(&names(0)), "");
        assert_eq!(all(&names(1)), "v0");
        assert_eq!(all(&names(3)), "v0, v1 and v2");
        assert_eq!(all(&names(7)), "v0, v1, v2 and 4 more");
        assert_eq!(listed(&names(2), 20), "v0, v1 and 18 more");
    }
}
