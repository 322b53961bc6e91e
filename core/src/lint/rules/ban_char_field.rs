//! `char(n)`: blanks that nobody meant.

use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::types::word;

pub(super) const ID: &str = "ban-char-field";
pub(super) const TITLE: &str = "char(n) fills values up with blanks";

pub(super) fn check(look: &Look, found: &mut Found) {
    for typed in look.typed() {
        if word(typed.type_name) != "bpchar" || typed.type_name.typmods.is_empty() {
            continue;
        }
        let message = format!(
            "{} is char({}): shorter values get blanks, which = ignores and LIKE does not.",
            typed.shown(look),
            typed.type_name.typmods[0]
        );
        let finding = found.add_at(typed.place, Severity::Info, message);
        finding.hint("text; a CHECK can say how long it may be.");
        if let Some(fix) = look.with_type(&typed, "text") {
            finding.fix(fix);
        }
    }
}
