//! Objects of rarer kinds: collations, statistics, casts, extensions, foreign servers.

use super::make::{if_absent, object, or_replace, unless};
use super::names::Names;
use super::routine::aggregate;
use super::why::{IF_NOT_EXISTS, MADE_MORE, NO_NAME, NOT_KNOWN};
use crate::ddl::definition::{
    CreateCast, CreateExtension, CreateStatistics, Define, Definition, UserMapping,
};
use crate::ddl::name::ObjectType;
use crate::ddl::value::option;
use crate::reverse::action::{Action, Back, Kind, Object};

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
        _ => Back::unknown(NOT_KNOWN).into(),
    }
}

fn define(create: &Define, names: Names) -> Action {
    use ObjectType::*;
    let made = match create.kind {
        Aggregate => aggregate(create, names),
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
    let cast = format!("({} AS {})", names.type_name(&create.source), names.type_name(&create.target));
    Action::makes(Object::new(Kind::Own(ObjectType::Cast), cast.as_str()), format!("DROP CAST {cast}"))
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
