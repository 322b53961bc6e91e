//! ALTER COLUMN … TYPE: the table and its indexes are written anew, or its CHECKs tested, or nothing of that.

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
            Retype::Free => {
                let message = format!(
                    "The new type of {name} changes the catalog alone: no row is read. Prepared statements that return the \
                     column fail once with \"cached plan must not change result type\"."
                );
                (Severity::Info, message)
            }
            Retype::Checks(check) => {
                let message = format!(
                    "The new type of {name} rewrites nothing, but the CHECK {} is tested anew for all rows. Meanwhile ALTER \
                     TABLE holds {}: {}.",
                    look.quote(check),
                    clause.lock(),
                    clause.stops()
                );
                (clause.subject.severity(), message)
            }
            Retype::Rewrites => {
                let message = format!(
                    "The new type of {name} writes the table or an index of it anew. Meanwhile ALTER TABLE holds {}: {}.",
                    clause.lock(),
                    clause.stops()
                );
                (clause.subject.severity(), message)
            }
            Retype::Refused(obstacle) => {
                let message =
                    format!("The server refuses another type of {name} as long as {obstacle} uses it (0A000).");
                (Severity::Error, message)
            }
        };
        let finding = found.add_at(*place, severity, message);
        if let Retype::Refused(_) = cost {
            finding.hint("Drop it before, and make it again behind. How, its author knows, so there is no fix.");
            continue;
        }
        if cost == Retype::Free {
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
            "migrate.safe_change_column_type changes it online: a second column, kept in step, that takes the first one's \
             place.",
            fix,
        );
    }
}
