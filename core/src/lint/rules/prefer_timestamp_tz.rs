//! `timestamp`: a time of which nobody knows where.

use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::types::word;

pub(super) const ID: &str = "prefer-timestamp-tz";
pub(super) const TITLE: &str = "timestamp without time zone is no point in time";

pub(super) fn check(look: &Look, found: &mut Found) {
    for typed in look.typed() {
        if word(typed.type_name) != "timestamp" {
            continue;
        }
        let message = format!(
            "{} is timestamp without time zone: it means what the writing session's TimeZone was.",
            typed.shown(look)
        );
        let finding = found.add_at(typed.place, Severity::Info, message);
        finding.hint("timestamptz is a point in time, in the same 8 bytes.");
        let digits = typed.type_name.typmods.first();
        let new = digits.map_or("timestamptz".to_string(), |digits| format!("timestamptz({digits})"));
        if let Some(fix) = look.with_type(&typed, &new) {
            finding.fix(fix);
        }
    }
}
