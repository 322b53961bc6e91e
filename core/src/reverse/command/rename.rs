//! RENAME: what gives the old name back.

use super::kind::{kind_of, word};
use super::names::Names;
use super::why::{IF_EXISTS, NOT_KNOWN};
use crate::ddl::name::{ObjectName, ObjectType, RangeVar};
use crate::ddl::object::Rename;
use crate::reverse::action::{Action, Back, Kind, Object, When};

/// What a RENAME does.
pub fn action(rename: &Rename, names: Names) -> Action {
    let action = renamed(rename, names);
    match action.renames.as_deref().cloned() {
        Some((from, _)) if rename.if_exists => action.when(When::Present(from)),
        None if rename.if_exists => Back::unknown(IF_EXISTS).into(),
        _ => action,
    }
}

fn renamed(rename: &Rename, names: Names) -> Action {
    use ObjectType::*;
    match (rename.kind, &rename.relation) {
        (Column | Attribute | TableConstraint | Trigger | Policy | Rule, Some(relation)) => {
            part(rename, relation, names)
        }
        (DomainConstraint, _) => domain_constraint(rename, names),
        _ => whole(rename, names),
    }
}

/// A part of a relation.
fn part(rename: &Rename, relation: &RangeVar, names: Names) -> Action {
    use ObjectType::*;
    let (old, new) = old_and_new(rename, names);
    let (of, only) = (names.relation(relation), names.only(relation));
    let word = word(rename.relation_kind).unwrap_or("TABLE");
    let (kind, sql) = match rename.kind {
        // Typed tables follow again.
        Attribute => {
            let cascade = if rename.cascade { " CASCADE" } else { "" };
            (Kind::Column, format!("ALTER TYPE {of} RENAME ATTRIBUTE {new} TO {old}{cascade}"))
        }
        TableConstraint => (Kind::Constraint, format!("ALTER TABLE {only} RENAME CONSTRAINT {new} TO {old}")),
        Trigger => (Kind::Trigger, format!("ALTER TRIGGER {new} ON {of} RENAME TO {old}")),
        Policy => (Kind::Policy, format!("ALTER POLICY {new} ON {of} RENAME TO {old}")),
        Rule => (Kind::Rule, format!("ALTER RULE {new} ON {of} RENAME TO {old}")),
        _ => (Kind::Column, format!("ALTER {word} {only} RENAME COLUMN {new} TO {old}")),
    };
    Action::renames(Object::part(kind, of.as_str(), old), Object::part(kind, of, new), sql)
}

fn domain_constraint(rename: &Rename, names: Names) -> Action {
    let (old, new) = old_and_new(rename, names);
    let Some(ObjectName::Name { names: name, .. }) = &rename.object else {
        return Back::unknown(NOT_KNOWN).into();
    };
    let of = names.dotted(name);
    let sql = format!("ALTER DOMAIN {of} RENAME CONSTRAINT {new} TO {old}");
    let constraint = |name: String| Object::part(Kind::DomainConstraint, of.as_str(), name);
    Action::renames(constraint(old), constraint(new), sql)
}

/// The names of a part.
fn old_and_new(rename: &Rename, names: Names) -> (String, String) {
    (names.identifier(rename.subname.as_deref().unwrap_or_default()), names.identifier(&rename.newname))
}

/// Something with a name of its own: it is named from what it was to what it is, and back to its old name alone.
fn whole(rename: &Rename, names: Names) -> Action {
    let (Some(word), Some((from, to, old))) = (word(rename.kind), names_of_whole(rename, names)) else {
        return Back::unknown(NOT_KNOWN).into();
    };
    let kind = kind_of(rename.kind);
    let sql = format!("ALTER {word} {to} RENAME TO {old}");
    Action::renames(Object::new(kind, from), Object::new(kind, to), sql)
}

/// From what, to what, and the last part of the old name.
fn names_of_whole(rename: &Rename, names: Names) -> Option<(String, String, String)> {
    let new = &rename.newname;
    let last = |name: &[String]| name.last().map(|part| names.identifier(part)).unwrap_or_default();
    if let (
        ObjectType::Schema | ObjectType::Database | ObjectType::Tablespace | ObjectType::Role,
        Some(old),
    ) = (rename.kind, &rename.subname)
    {
        let old = names.identifier(old);
        return Some((old.clone(), names.identifier(new), old));
    }
    if let Some(relation) = &rename.relation {
        return Some((
            names.relation(relation),
            names.beside(relation, new),
            names.identifier(&relation.name),
        ));
    }
    match rename.object.as_ref()? {
        ObjectName::Name { names: name, .. } => {
            Some((names.dotted(name), names.renamed(name, new), last(name)))
        }
        ObjectName::Routine(routine) => {
            let arguments = names.arguments(rename.kind, routine);
            let (from, to) = (names.dotted(&routine.name), names.renamed(&routine.name, new));
            Some((format!("{from}{arguments}"), format!("{to}{arguments}"), last(&routine.name)))
        }
        _ => None,
    }
}
