//! An index that goes before its successor is there.

use crate::ddl::Command;
use crate::ddl::index::Index;
use crate::ddl::name::{ObjectName, ObjectType, relation};
use crate::ddl::object::Object;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::script::Inside;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "replace-index";
pub(super) const TITLE: &str = "an index is dropped before its successor is there";

/// How many statements behind a DROP INDEX are looked at.
const FAR: usize = 20;

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Object(Object::Drop(drop)) = look.command() else { return };
    if drop.kind != ObjectType::Index || *look.inside() != Inside::Script {
        return;
    }
    for object in &drop.objects {
        let ObjectName::Name { names, .. } = object else { continue };
        let name = relation(names);
        let subject = look.index(&name);
        let Some(known) = subject.known() else { continue };
        let Some(index) = known.table.indexes.iter().find(|index| index.name == name.name && index.is_valid) else { continue };
        let first = index.columns.first().filter(|first| !first.is_empty());
        let together = look.together_behind().count();
        let successor = look.behind().take(FAR).skip(together).find_map(|behind| {
            let Command::Index(Index::Create(create)) = behind.command() else { return None };
            let is_its = behind.relation(&create.relation.relation()).known().is_some_and(|other| other.table.oid == known.table.oid);
            let begins = create.params.first().is_some_and(|param| param.name.as_ref() == first && first.is_some());
            (is_its && begins).then(|| create.name.as_deref().map_or_else(|| "its successor".to_string(), shown))
        });
        let Some(successor) = successor else { continue };
        let message = format!(
            "Until {successor} is built, queries that need {} read all of {}.",
            shown(&name.name),
            subject.described()
        );
        let finding = found.add(subject.severity().min(Severity::Warning), message);
        finding.hint("Build the new one first; migrate.safe_replace_index does so and keeps the name.");
    }
}
