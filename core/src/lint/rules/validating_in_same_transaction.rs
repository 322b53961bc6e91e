//! VALIDATE CONSTRAINT while the same transaction holds a strong lock on the table.

use crate::ddl::alter_table::{Action, AlterTable};
use crate::lint::call::Call;
use crate::lint::clauses::Clause;
use crate::lint::cost::NEAR;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::words::stops;
use crate::lock::Mode;

pub(super) const ID: &str = "validating-in-same-transaction";
pub(super) const TITLE: &str = "VALIDATE CONSTRAINT in the transaction that holds a strong lock on the table";

pub(super) fn check(look: &Look, found: &mut Found) {
    for clause in look.clauses() {
        let Action::ValidateConstraint { name } = clause.action else { continue };
        let Some((mode, by)) = held(look, &clause) else { continue };
        let message = format!(
            "VALIDATE of {} reads all rows of {}, while {by} holds {}: {}.",
            look.quote(name),
            clause.subject.described(),
            mode.words(),
            stops(mode)
        );
        let call = Call::new(look, "safe_validate_constraint").table(&clause.alter.relation).name(name);
        found.add(clause.subject.severity(), message).advice(
            "Validate it in a transaction of its own: migrate.safe_validate_constraint is one.",
            clause.replaced_by(&call.to_string()),
        );
    }
}

/// The strongest lock that is held on the table, and what holds it.
fn held(look: &Look, clause: &Clause) -> Option<(Mode, String)> {
    let own = clause.alter.relation.relation();
    if adds(clause.alter) {
        return Some((clause.mode(), "the same ALTER TABLE".into()));
    }
    look.held()?;
    let mut held: Option<(Mode, String)> = None;
    for before in look.together_before().take(NEAR) {
        for need in before.statement().locks.iter().filter(|need| need.relation.may_be(&own)) {
            if held.as_ref().is_none_or(|(mode, _)| *mode < need.mode) {
                let (line, _) = before.place(0);
                held = Some((need.mode, format!("{} of line {line}", before.statement().tag)));
            }
        }
    }
    held
}

fn adds(alter: &AlterTable) -> bool {
    alter.lock.is_some_and(Mode::stops_applications)
}
