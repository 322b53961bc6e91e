//! CREATE DOMAIN with a constraint: it will be hard to change.

use crate::ddl::Command;
use crate::ddl::constraint::ConstraintKind;
use crate::ddl::types::Type;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "ban-create-domain-with-constraint";
pub(super) const TITLE: &str = "a domain with constraints is hard to change once tables use it";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Type(Type::CreateDomain(create)) = look.command() else { return };
    let is_hard =
        |kind: ConstraintKind| matches!(kind, ConstraintKind::Check | ConstraintKind::NotNull);
    let Some(constraint) = create.constraints.iter().find(|constraint| is_hard(constraint.kind)) else { return };
    let message = "A domain's constraints are hard to change: a new one reads all tables that use it and stops their writers.";
    found
        .add_at(constraint.place, Severity::Info, message)
        .hint("A CHECK of a table can be added without stopping anybody: migrate.safe_add_constraint.");
}
