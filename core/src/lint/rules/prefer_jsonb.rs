//! `json`: no equality, so DISTINCT and GROUP BY fail.

use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::typed::How;
use crate::lint::types::word;

pub(super) const ID: &str = "prefer-jsonb";
pub(super) const TITLE: &str = "json has no equality operator";

pub(super) fn check(look: &Look, found: &mut Found) {
    for typed in look.typed() {
        if word(typed.type_name) != "json" {
            continue;
        }
        let name = typed.shown(look);
        let (severity, message) = match typed.how {
            // Queries that are there already begin to fail.
            How::Added | How::Retyped if !look.subject(typed.table).is_new() => (
                Severity::Warning,
                format!(
                    "{name} is json, without equality: SELECT DISTINCT * and UNION of {} begin to fail (42883).",
                    look.written(&typed.table.relation())
                ),
            ),
            _ => (
                Severity::Info,
                format!("{name} is json, without equality: DISTINCT and GROUP BY fail (42883)."),
            ),
        };
        let finding = found.add_at(typed.place, severity, message);
        finding.hint("jsonb, unless the text itself must be kept.");
        if let Some(fix) = look.with_type(&typed, "jsonb") {
            finding.fix(fix);
        }
    }
}
