//! Types and domains: what drops them, or alters them back.

use super::make::object;
use super::names::Names;
use super::why::{NO_NAME, NOT_IN_SCRIPT, NOT_KNOWN, before};
use crate::ddl::name::ObjectType;
use crate::ddl::types::{AlterDomain, AlterEnum, DomainAction, Type};
use crate::reverse::action::{Action, Aspect, Back, Kind, Object};

/// What a statement on types does.
pub fn action(statement: &Type, names: Names) -> Action {
    match statement {
        Type::CreateComposite(create) => object(ObjectType::Type, names.relation(&create.name)),
        Type::CreateEnum(create) => object(ObjectType::Type, names.dotted(&create.name)),
        Type::CreateRange(create) => object(ObjectType::Type, names.dotted(&create.name)),
        Type::CreateDomain(create) => object(ObjectType::Domain, names.dotted(&create.name)),
        Type::AlterEnum(alter) => alter_enum(alter, names),
        Type::AlterDomain(alter) => alter_domain(alter, names),
        Type::Alter(_) => Back::unknown(NOT_KNOWN).into(),
    }
}

fn alter_enum(alter: &AlterEnum, names: Names) -> Action {
    let of = names.dotted(&alter.name);
    let Some(old) = &alter.old_value else {
        let why = "PostgreSQL has no statement that takes a value out of an enum.";
        let value = Object::part(Kind::Type, of.as_str(), names.literal(&alter.new_value));
        let back = Back::unknown_unless(why, vec![vec![Object::new(Kind::Type, of)]]);
        return Action::from(back).changes(Some(value), Aspect::Values);
    };
    let (new, old) = (names.literal(&alter.new_value), names.literal(old));
    let back = Back::statement(format!("ALTER TYPE {of} RENAME VALUE {new} TO {old}"));
    Action { renames_value: Some(Box::new((Object::new(Kind::Type, of), old, new))), ..back.into() }
}

fn alter_domain(alter: &AlterDomain, names: Names) -> Action {
    let of = names.dotted(&alter.name);
    let made = vec![vec![Object::new(Kind::Type, of.as_str())]];
    let domain = || Some(Object::new(Kind::Type, of.as_str()));
    match &alter.action {
        DomainAction::ValidateConstraint { .. } => Back::Nothing.into(),
        DomainAction::DropNotNull => {
            let back = Back::statement(format!("ALTER DOMAIN {of} SET NOT NULL"));
            Action::from(back).changes(domain(), Aspect::NotNull)
        }
        DomainAction::SetNotNull => {
            let back = Back::statement(format!("ALTER DOMAIN {of} DROP NOT NULL"));
            Action::from(back).changes(domain(), Aspect::NotNull)
        }
        DomainAction::AddConstraint { constraint } => match &constraint.name {
            Some(name) => {
                let name = names.identifier(name);
                let constraint = Object::part(Kind::DomainConstraint, of.as_str(), name.as_str());
                Action::makes(constraint, format!("ALTER DOMAIN {of} DROP CONSTRAINT {name}"))
            }
            None => Back::unknown_unless(NO_NAME, made).into(),
        },
        DomainAction::Default { .. } => {
            Action::from(Back::unknown_unless(before("default"), made)).changes(domain(), Aspect::Default)
        }
        DomainAction::DropConstraint { name, if_exists, cascade } => Action {
            drops: vec![Object::part(Kind::DomainConstraint, of.as_str(), names.identifier(name))],
            may_drop_nothing: *if_exists,
            cascade: *cascade,
            ..Back::unknown(NOT_IN_SCRIPT).into()
        },
        DomainAction::Unknown => Back::unknown(NOT_IN_SCRIPT).into(),
    }
}
