//! `varchar(n)`: a limit that is a type.

use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::types::word;

pub(super) const ID: &str = "prefer-text-field";
pub(super) const TITLE: &str = "varchar(n) has its limit in the type";

pub(super) fn check(look: &Look, found: &mut Found) {
    for typed in look.typed() {
        let [limit] = typed.type_name.typmods.as_slice() else { continue };
        if word(typed.type_name) != "varchar" {
            continue;
        }
        let message = format!(
            "{} is varchar({limit}): a lower limit later reads all rows while nobody can read or write.",
            typed.shown(look)
        );
        let finding = found.add_at(typed.place, Severity::Info, message);
        finding.hint("text, with CHECK (length(...) <= n) where it matters: that is validated while everybody works.");
        if let Some(fix) = look.with_type(&typed, "text") {
            finding.fix(fix);
        }
    }
}
