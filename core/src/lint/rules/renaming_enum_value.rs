//! ALTER TYPE … RENAME VALUE: clients that say the old value fail.

use crate::ddl::Command;
use crate::ddl::types::Type;
use crate::lint::dropped::all;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::objects::Thing;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "renaming-enum-value";
pub(super) const TITLE: &str = "RENAME VALUE breaks whoever says the old value";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Type(Type::AlterEnum(alter)) = look.command() else { return };
    let Some(old) = &alter.old_value else { return };
    if look.runs_later() || look.has_made(&Thing::Type(alter.name.clone())) {
        return;
    }
    let columns = look.facts().named_type(&alter.name).map(|there| there.used_by.clone());
    let (severity, whose) = match columns {
        Some(columns) if columns.is_empty() => (Severity::Warning, "no column has the type".to_string()),
        Some(columns) => (Severity::Error, format!("{} have it", all(&columns))),
        None => (Severity::Error, "the type is not in this database".to_string()),
    };
    let message = format!(
        "RENAME VALUE turns {} into {} at once: whoever says the old value fails ({whose}).",
        look.literal(old),
        look.literal(&alter.new_value)
    );
    found.add(severity, message).hint(
        "Add the value (migrate.safe_add_enum_value) and change the rows (migrate.safe_backfill): more than one statement.",
    );
}
