//! RENAME of a schema: all that is in it gets another name at once.

use crate::ddl::Command;
use crate::ddl::name::ObjectType;
use crate::ddl::object::Object;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::objects::Thing;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "renaming-schema";
pub(super) const TITLE: &str = "RENAME of a schema renames all that is in it";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Object(Object::Rename(rename)) = look.command() else { return };
    let (ObjectType::Schema, Some(schema)) = (rename.kind, &rename.subname) else { return };
    let thing = Thing::Schema(schema.clone());
    if look.runs_later() || look.has_made(&thing) {
        return;
    }
    let count = look.facts().reach(&thing).map(|reach| reach.count);
    if count == Some(0) {
        return;
    }
    let objects = match count {
        Some(1) => "its one object".to_string(),
        Some(count) => format!("its {count} objects"),
        None => "all that is in it".to_string(),
    };
    let message = format!(
        "RENAME of schema {} renames {objects}: whoever says the schema, or has it in a search path, finds nothing.",
        shown(schema)
    );
    found.add(Severity::Error, message).hint(
        "Make the new schema beside it, with views, and move the tables one by one: more than one statement.",
    );
}
