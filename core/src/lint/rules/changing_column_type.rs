//! ALTER COLUMN … TYPE: the table and its indexes are written anew, or its CHECKs tested, if not only the catalog changes.

use crate::ddl::alter_table::Action;
use crate::lint::call::Call;
use crate::lint::cost::{Retype, retype};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "changing-column-type";
pub(super) const TITLE: &str = "a change of type may rewrite the table under ACCESS EXCLUSIVE";

pub(super) fn check(look: &Look, found: &mut Found) {
    for clause in look.clauses() {
        let Action::AlterColumnType { column, type_name, using, place, .. } = clause.action else { continue };
        let name = look.quote(column);
        let cost = retype(look, &clause, column, type_name, using.as_deref());
        let (severity, message) = match &cost {
            // cached-plan-result-type says what prepared statements do.
            Retype::Free => continue,
            Retype::Checks(check) => {
                let message = format!(
                    "CHECK {} of {name} is tested anew for all rows under {}: {}.",
                    look.quote(check),
                    clause.lock(),
                    clause.stops()
                );
                (clause.subject.severity(), message)
            }
            Retype::Rewrites => {
                let message = format!(
                    "The new type of {name} writes rows or indexes anew under {}: {}.",
                    clause.lock(),
                    clause.stops()
                );
                (clause.subject.severity(), message)
            }
            Retype::Refused(obstacle) => {
                let message =
                    format!("The server refuses another type of {name}: {obstacle} uses it (0A000).");
                (Severity::Error, message)
            }
        };
        let finding = found.add_at(*place, severity, message);
        if let Retype::Refused(_) = cost {
            finding.hint("Drop it before, and make it again behind.");
            continue;
        }
        let span = using.as_ref().map(|using| using.span);
        let using = span.flatten().map(|span| span.of(&look.statement().text));
        let call = clause.type_text(type_name).map(|text| {
            let call = Call::new(look, "safe_change_column_type")
                .table(&clause.alter.relation)
                .name(column)
                .text(text)
                .text_as("using_expression", using);
            call.to_string()
        });
        let is_whole = span.is_none_or(|span| span.is_some());
        let fix = call.filter(|_| is_whole).and_then(|call| clause.replaced_by(&call));
        finding.advice(
            "migrate.safe_change_column_type changes it online, by a second column that is kept in step.",
            fix,
        );
    }
}
