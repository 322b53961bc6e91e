//! ALTER DOMAIN with a new constraint: all tables that use the domain are read, and nobody can write to them.

use crate::ddl::Command;
use crate::ddl::name::{Name, relation};
use crate::ddl::types::{DomainAction, Type};
use crate::lint::cost::{NEAR, is_checked, is_same};
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
        "All rows of {} are read, one table after the other. Each is held under SHARE until the end of the transaction: \
         nobody can write.",
        described.join(", ")
    );
    let finding = found.add(severity, message);
    match &alter.action {
        DomainAction::AddConstraint { .. } => {
            finding.hint(
                "NOT VALID reads nothing: what is written from then on is checked. A CHECK of each table, by \
                 migrate.safe_add_constraint, checks the rows that are there without stopping writers.",
            );
            finding.fix(format!("{} NOT VALID", look.statement().text));
        }
        _ if is_validation => {
            finding.hint(
                "Before PostgreSQL 18 there is no weaker way, so there is no fix. Do it when little is written; or leave it \
                 NOT VALID, and check the rows by a CHECK of each table: migrate.safe_add_constraint.",
            );
        }
        _ => {
            finding.hint(
                "SET NOT NULL of a domain has no weaker form, so there is no fix. Make the columns NOT NULL instead: \
                 migrate.safe_set_not_null.",
            );
        }
    }
}

fn makes(look: &Look, domain: &Name) -> bool {
    match look.command() {
        Command::Type(Type::CreateDomain(create)) => is_same(&relation(&create.name), &relation(domain)),
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
