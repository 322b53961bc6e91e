//! Types and domains: what drops them, or alters them back.

use super::make::object;
use super::names::Names;
use super::why::{NO_NAME, NOT_IN_SCRIPT, NOT_KNOWN, before};
use crate::ddl::name::ObjectType;
use crate::ddl::types::{AlterDomain, AlterEnum, DomainAction, Type};
use crate::reverse::action::{Action, Back, Kind, Object};

/// What a statement on types does.
pub fn action(statement: &Type, names: Names) -> Action {
    match statement {
        Type::CreateComposite(create) => object(ObjectType::Type, names.relation(&create.name)),
        Type::CreateEnum(create) => object(ObjectType::Type, names.dotted(&create.name)),
        Type::CreateRange(create) => object(ObjectType::Type, names.dotted(&create.name)),
        Type::CreateDomain(create) => object(ObjectType::Domain, names.dotted(&create.name)),
        Type::AlterEnum(alter) => alter_enum(alter, names).into(),
        Type::AlterDomain(alter) => alter_domain(alter, names).into(),
        Type::Alter(_) => Back::unknown(NOT_KNOWN).into(),
    }
}

fn alter_enum(alter: &AlterEnum, names: Names) -> Back {
    let of = names.dotted(&alter.name);
    let Some(old) = &alter.old_value else {
        let why = "PostgreSQL has no statement that takes a value out of an enum.";
        return Back::unknown_unless(why, vec![vec![Object::new(Kind::Type, of)]]);
    };
    let (new, old) = (names.literal(&alter.new_value), names.literal(old));
    Back::statement(format!("ALTER TYPE {of} RENAME VALUE {new} TO {old}"))
}

fn alter_domain(alter: &AlterDomain, names: Names) -> Back {
    let of = names.dotted(&alter.name);
    let made = vec![vec![Object::new(Kind::Type, of.as_str())]];
    match &alter.action {
        DomainAction::ValidateConstraint { .. } => Back::Nothing,
        DomainAction::DropNotNull => Back::statement(format!("ALTER DOMAIN {of} SET NOT NULL")),
        DomainAction::SetNotNull => Back::statement(format!("ALTER DOMAIN {of} DROP NOT NULL")),
        DomainAction::AddConstraint { constraint } => match &constraint.name {
            Some(name) => {
                Back::statement(format!("ALTER DOMAIN {of} DROP CONSTRAINT {}", names.identifier(name)))
            }
            None => Back::unknown_unless(NO_NAME, made),
        },
        DomainAction::Default { .. } => Back::unknown_unless(before("default"), made),
        DomainAction::DropConstraint { .. } | DomainAction::Unknown => Back::unknown(NOT_IN_SCRIPT),
    }
}
