//! A published table that has, or is left with, nothing by which its rows are known: UPDATE and DELETE fail at once.

use crate::ddl::Command;
use crate::ddl::alter_table::{Action, ReplicaIdentityKind};
use crate::ddl::constraint::ConstraintKind;
use crate::ddl::name::{Persistence, RangeVar};
use crate::ddl::publication::{Publication, PublicationAction, PublicationObject};
use crate::ddl::table::{CreateTable, Table, TableElement};
use crate::lint::dropped::all;
use crate::lint::finding::Found;
use crate::lint::known::Known;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "published-table-without-replica-identity";
pub(super) const TITLE: &str = "without a replica identity UPDATE and DELETE of a published table fail";

/// How far the script is looked through.
const NEAR: usize = 200;

const HINT: &str =
    "Give it a primary key, or a REPLICA IDENTITY (USING INDEX, or FULL): only you can say which.";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    match look.command() {
        Command::Table(Table::Create(create)) => made(look, found, create),
        Command::Publication(Publication::Create(create)) => {
            let sends = create
                .options
                .iter()
                .find(|option| option.name == "publish")
                .and_then(|option| option.text());
            if sends.is_none_or(|sends| sends.contains("update") || sends.contains("delete")) {
                published(look, found, &create.objects);
            }
        }
        Command::Publication(Publication::Alter(alter)) if alter.action != PublicationAction::Drop => {
            published(look, found, &alter.objects);
        }
        _ => taken(look, found),
    }
}

/// What tells the rows of a published table is taken away.
fn taken(look: &Look, found: &mut Found) {
    for (alter, action, subject) in look.actions() {
        let Some(known) = subject.known() else { continue };
        let publications: Vec<_> = known
            .replication
            .publications
            .iter()
            .filter(|to| to.needs_identity)
            .map(|to| to.name.clone())
            .collect();
        if publications.is_empty() || !loses(known, action) {
            continue;
        }
        let gives = |action: &Action| gives_identity(action);
        let is_given = alter.actions.iter().any(gives)
            || look.is_followed_by(|command| {
                matches!(command, Command::Table(Table::Alter(other))
                    if other.relation.name == alter.relation.name && other.actions.iter().any(gives))
            });
        if is_given {
            continue;
        }
        let message = format!(
            "{} is in publication {} and loses its replica identity: UPDATE and DELETE of it fail.",
            subject.described(),
            all(&publications)
        );
        found.add(Severity::Error, message).hint(HINT);
    }
}

/// Whether an action takes the replica identity away.
fn loses(known: &Known, action: &Action) -> bool {
    let table = &known.table;
    let is_key =
        |kind: &str, name: &str| table.constraints.iter().any(|own| own.kind == kind && own.name == name);
    let identity = table.indexes.iter().find(|index| index.is_replica_identity);
    match (action, known.replication.identity.as_str()) {
        (Action::ReplicaIdentity { kind: ReplicaIdentityKind::Nothing, .. }, _) => true,
        (Action::ReplicaIdentity { kind: ReplicaIdentityKind::Default, .. }, _) => !has_key(known),
        (Action::DropConstraint { name, .. }, "d") => is_key("p", name),
        (Action::DropConstraint { name, .. }, "i") => {
            identity.is_some_and(|index| index.constraint.as_ref() == Some(name))
        }
        (Action::DropColumn { column, .. }, "d") => {
            table.constraints.iter().any(|own| own.kind == "p" && own.columns.contains(column))
        }
        (Action::DropColumn { column, .. }, "i") => {
            identity.is_some_and(|index| index.columns.contains(column))
        }
        _ => false,
    }
}

fn gives_identity(action: &Action) -> bool {
    match action {
        Action::AddConstraint { constraint } => constraint.kind == ConstraintKind::Primary,
        Action::ReplicaIdentity { kind, .. } => {
            matches!(kind, ReplicaIdentityKind::Full | ReplicaIdentityKind::Index)
        }
        _ => false,
    }
}

fn has_key(known: &Known) -> bool {
    known.table.constraints.iter().any(|own| own.kind == "p")
}

/// A new table that a publication of all tables sends.
fn made(look: &Look, found: &mut Found, create: &CreateTable) {
    let is_sent = create.relation.persistence == Persistence::Permanent && create.partition_bound.is_none();
    let has_parents = !create.inherits.is_empty() || create.of_type.is_some();
    let has_key = create.elements.iter().any(|element| match element {
        TableElement::Column(column) => {
            column.constraints.iter().any(|own| own.kind == ConstraintKind::Primary)
        }
        TableElement::Constraint(own) => own.kind == ConstraintKind::Primary,
        TableElement::Like(_) => true,
    });
    if !is_sent || has_parents || has_key {
        return;
    }
    let publications = look.facts().publications_of_all();
    if publications.is_empty() || is_given_later(look, &create.relation) {
        return;
    }
    let message = format!(
        "Publication {} has all tables, and this one has no primary key: UPDATE and DELETE of it fail.",
        all(&publications)
    );
    found.add(Severity::Error, message).hint(HINT);
}

fn is_given_later(look: &Look, relation: &RangeVar) -> bool {
    let gives = |command: &Command| {
        matches!(command, Command::Table(Table::Alter(alter))
            if alter.relation.name == relation.name && alter.actions.iter().any(gives_identity))
    };
    look.behind().take(NEAR).any(|other| gives(other.command()))
}

/// A table that comes into a publication.
fn published(look: &Look, found: &mut Found, objects: &[PublicationObject]) {
    for object in objects {
        let PublicationObject::Table { relation, .. } = object else { continue };
        let subject = look.subject(relation);
        let Some(known) = subject.known() else { continue };
        let is_known = match known.replication.identity.as_str() {
            "d" => has_key(known),
            "n" => false,
            _ => true,
        };
        if is_known
            || look.before().take(NEAR).any(|other| {
                matches!(other.command(), Command::Table(Table::Alter(alter))
            if alter.relation.name == relation.name && alter.actions.iter().any(gives_identity))
            })
        {
            continue;
        }
        let message = format!(
            "{} has no replica identity: in a publication UPDATE and DELETE of it fail.",
            subject.described()
        );
        found.add(Severity::Error, message).hint(HINT);
    }
}
