//! ALTER DOMAIN with a new constraint: all tables that use the domain are read, and nobody can write to them.

use crate::ddl::Command;
use crate::ddl::name::{Name, relation};
use crate::ddl::types::{DomainAction, Type};
use crate::lint::cost::{NEAR, is_checked};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::subject::Subject;
use crate::relation::Relation;

pub(super) const ID: &str = "ban-alter-domain-with-add-constraint";
pub(super) const TITLE: &str = "a new constraint of a domain reads all tables that use it, and stops their writers";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Type(Type::AlterDomain(alter)) = look.command() else { return };
    let is_validation = match &alter.action {
        DomainAction::AddConstraint { constraint } if is_checked(constraint) => false,
        DomainAction::SetNotNull => false,
        // Since PostgreSQL 18 writers go on meanwhile.
        DomainAction::ValidateConstraint { .. } if look.facts().version() < 180_000 => true,
        _ => return,
    };
    if look.before().take(NEAR).any(|before| makes(&before, &alter.name)) {
        return;
    }
    let tables = tables(look, &alter.name);
    let Some(severity) = tables.iter().map(Subject::severity).max() else { return };
    let described: Vec<_> = tables.iter().map(Subject::described).collect();
    let message = format!(
        "All rows of {} are read under SHARE, which is held until the transaction ends: nobody can write.",
        described.join(", ")
    );
    let finding = found.add(severity, message);
    match &alter.action {
        DomainAction::AddConstraint { .. } => {
            finding.hint(
                "NOT VALID reads nothing. migrate.safe_add_constraint of each table checks the rows without stopping writers.",
            );
            finding.fix(format!("{} NOT VALID", look.statement().text));
        }
        _ if is_validation => {
            finding.hint(
                "Leave it NOT VALID, and check the rows by migrate.safe_add_constraint of each table.",
            );
        }
        _ => {
            finding.hint(
                "Make the columns NOT NULL instead: migrate.safe_set_not_null.",
            );
        }
    }
}

fn makes(look: &Look, domain: &Name) -> bool {
    match look.command() {
        Command::Type(Type::CreateDomain(create)) => relation(&create.name).may_be(&relation(domain)),
        _ => false,
    }
}

/// The tables that have a column of the domain; one that nobody knows where the domain is not here.
fn tables(look: &Look, domain: &Name) -> Vec<Subject> {
    let Some(named) = look.facts().named_type(domain) else {
        let name = format!("the tables with columns of {}", look.written(&relation(domain)));
        return vec![Subject::Unknown { name }];
    };
    let mut names: Vec<Relation> = Vec::new();
    for column in &named.used_by {
        let table = column.rsplit_once('.').and_then(|(table, _)| Relation::read(table).ok());
        if let Some(table) = table
            && !names.contains(&table)
        {
            names.push(table);
        }
    }
    let subjects = names.iter().map(|name| look.relation(name));
    subjects.filter(|subject| subject.is_shared() && subject.severity() > Severity::Info).collect()
}
