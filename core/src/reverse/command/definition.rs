//! Objects of rarer kinds: collations, statistics, casts, extensions, foreign servers.

use super::make::{if_absent, object, or_replace, unless};
use super::names::Names;
use super::routine::aggregate;
use super::why::{IF_NOT_EXISTS, MADE_MORE, NO_NAME, NOT_KNOWN, before};
use crate::ddl::definition::{
    CreateCast, CreateExtension, CreateStatistics, Define, Definition, Named, UserMapping,
};
use crate::ddl::name::ObjectType;
use crate::ddl::value::{Value, option};
use crate::reverse::action::{Action, Aspect, Back, Kind, Object};

/// What a statement on one of them does.
pub fn action(statement: &Definition, names: Names) -> Action {
    match statement {
        Definition::Define(create) => define(create, names),
        Definition::CreateStatistics(create) => statistics(create, names),
        Definition::CreateConversion(create) => object(ObjectType::Conversion, names.dotted(&create.name)),
        Definition::CreateCast(create) => cast(create, names),
        Definition::CreateExtension(create) => extension(create, names),
        Definition::CreateForeignDataWrapper(create) => {
            object(ObjectType::ForeignDataWrapper, names.identifier(&create.name))
        }
        Definition::CreateForeignServer(create) => {
            let made = object(ObjectType::ForeignServer, names.identifier(&create.name));
            if_absent(create.if_not_exists, made)
        }
        Definition::CreateUserMapping(create) => user_mapping(create, names),
        Definition::AlterTextSearchConfiguration(alter) => {
            altered(ObjectType::TextSearchConfiguration, alter, names)
        }
        Definition::AlterForeignServer(_) | Definition::AlterForeignDataWrapper(_) => {
            Back::unknown("Its options that there were before are not kept: they may be secret.").into()
        }
        Definition::AlterUserMapping(_) | Definition::DropUserMapping(_) => {
            Back::unknown("What the user mapping had is not kept: it may have a password.").into()
        }
        Definition::AlterTextSearchDictionary(_) => Back::unknown(before("options")).into(),
        Definition::AlterExtension(alter) if !alter.contents => {
            Back::unknown("PostgreSQL has no statement that takes an extension back to the version before.")
                .into()
        }
        Definition::ImportForeignSchema(_) => Back::unknown(MADE_MORE).into(),
        _ => Back::unknown(NOT_KNOWN).into(),
    }
}

/// Goes with the object, or is put back as the catalog had it.
fn altered(kind: ObjectType, alter: &Named, names: Names) -> Action {
    let object = Object::new(Kind::Own(kind), names.dotted(&alter.name));
    let back = Back::unknown_unless(before("definition"), vec![vec![object.clone()]]);
    Action::from(back).changes(Some(object), Aspect::Definition)
}

/// CREATE OPERATOR: one that is named in it and not there is made as well, as a shell.
fn operator(create: &Define, names: Names) -> Action {
    let names_another = |option: &str| {
        let names_own =
            |value: &Value| matches!(value, Value::Names(name) if name.last() == create.name.last());
        create
            .definition
            .iter()
            .any(|given| given.name == option && !given.value.as_ref().is_some_and(names_own))
    };
    if names_another("commutator") || names_another("negator") {
        return Back::unknown(MADE_MORE).into();
    }
    let argument = |name: &str| match option(&create.definition, name).map(|given| given.value.as_ref()) {
        None => Some("NONE".to_string()),
        Some(Some(Value::Type(of))) => Some(names.type_name(of)),
        Some(_) => None,
    };
    let (Some(left), Some(right)) = (argument("leftarg"), argument("rightarg")) else {
        return Back::unknown(NOT_KNOWN).into();
    };
    object(ObjectType::Operator, format!("{}({left}, {right})", names.sign(&create.name)))
}

fn define(create: &Define, names: Names) -> Action {
    use ObjectType::*;
    let made = match create.kind {
        Aggregate => aggregate(create, names),
        Operator => operator(create, names),
        Collation
        | TextSearchConfiguration
        | TextSearchDictionary
        | TextSearchParser
        | TextSearchTemplate => object(create.kind, names.dotted(&create.name)),
        _ => Back::unknown(MADE_MORE).into(),
    };
    let made = or_replace(create.replace, made);
    if_absent(create.if_not_exists, made)
}

fn statistics(create: &CreateStatistics, names: Names) -> Action {
    let made = object(ObjectType::Statistics, names.dotted(&create.name));
    let made = unless(create.name.is_empty(), NO_NAME, made);
    if_absent(create.if_not_exists, made)
}

fn cast(create: &CreateCast, names: Names) -> Action {
    let cast = super::kind::cast(names.type_name(&create.source), names.type_name(&create.target));
    let drop = format!("DROP CAST {}", cast.name);
    Action::makes(cast, drop)
}

fn extension(create: &CreateExtension, names: Names) -> Action {
    let made = object(ObjectType::Extension, names.identifier(&create.name));
    let why = "With CASCADE it may have made other extensions, which are not in the script.";
    let has_cascade = option(&create.options, "cascade").is_some();
    let made = if has_cascade { Action { back: Back::unknown(why), ..made } } else { made };
    if_absent(create.if_not_exists, made)
}

fn user_mapping(create: &UserMapping, names: Names) -> Action {
    let server = names.identifier(&create.server);
    let made = match names.role(&create.user) {
        Some(user) => Back::statement(format!("DROP USER MAPPING FOR {user} SERVER {server}")),
        None => Back::unknown("Which role it is for depends on who runs it."),
    };
    unless(create.if_not_exists, IF_NOT_EXISTS, made.into())
}
