//! ADD VALUE without a place.

use crate::ddl::Command;
use crate::ddl::types::Type;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "require-enum-value-ordering";
pub(super) const TITLE: &str = "ADD VALUE without BEFORE or AFTER";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Type(Type::AlterEnum(alter)) = look.command() else { return };
    if alter.old_value.is_some() || alter.neighbor.is_some() {
        return;
    }
    let message = format!(
        "{} comes last in the order of the enum, which cannot be changed later.",
        look.literal(&alter.new_value)
    );
    found.add(Severity::Info, message).hint("BEFORE or AFTER says that the place is meant.");
}
