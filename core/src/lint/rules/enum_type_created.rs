//! CREATE TYPE … AS ENUM: values that never go.

use crate::ddl::Command;
use crate::ddl::types::Type;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "enum-type-created";
pub(super) const TITLE: &str = "an enum's values cannot be dropped or moved";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Type(Type::CreateEnum(create)) = look.command() else { return };
    let message = format!(
        "{} is an enum: its values can be added and renamed, but not dropped or moved.",
        create.name.join(".")
    );
    found.add(Severity::Info, message).hint("Where values come and go: text with a CHECK, or a table.");
}
