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
    let message = "Once tables use the domain, each new constraint of it reads all of them and stops their writers, and a \
                   column of it that is added to a table rewrites that.";
    found
        .add_at(constraint.place, Severity::Info, message)
        .hint("A CHECK of a table can be added without stopping anybody: migrate.safe_add_constraint.");
}
