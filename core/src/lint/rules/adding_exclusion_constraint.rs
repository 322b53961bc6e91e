//! EXCLUDE: the index is built while nobody can read or write, and there is no other way.

use crate::ddl::constraint::ConstraintKind;
use crate::lint::finding::Found;
use crate::lint::look::Look;

pub(super) const ID: &str = "adding-exclusion-constraint";
pub(super) const TITLE: &str = "an exclusion constraint builds its index under ACCESS EXCLUSIVE";

pub(super) fn check(look: &Look, found: &mut Found) {
    for clause in look.clauses() {
        for (constraint, _) in clause.constraints() {
            if constraint.kind != ConstraintKind::Exclusion {
                continue;
            }
            let message = format!(
                "EXCLUDE holds {} until its index is built: {}.",
                clause.lock(),
                clause.stops()
            );
            found.add_at(constraint.place, clause.subject.severity(), message).hint(
                "PostgreSQL has no safe way. Do it when nobody is there, or on a new table that is filled afterwards.",
            );
        }
    }
}
