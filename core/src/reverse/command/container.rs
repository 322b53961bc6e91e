//! What belongs to the database or the whole cluster: schemas, databases, tablespaces, roles, publications.

use super::make::{if_absent, object, unless};
use super::names::Names;
use super::why::NOT_KNOWN;
use crate::ddl::database::{Container, CreateSchema};
use crate::ddl::name::ObjectType;
use crate::ddl::publication::Publication;
use crate::ddl::role::Role;
use crate::reverse::action::{Action, Back, Kind, Object};

/// What a statement on schemas, databases, tablespaces or the server's settings does.
pub fn action(statement: &Container, names: Names) -> Action {
    match statement {
        Container::CreateSchema(create) => schema(create, names),
        Container::CreateDatabase(create) => object(ObjectType::Database, names.identifier(&create.name)),
        Container::CreateTablespace(create) => object(ObjectType::Tablespace, names.identifier(&create.name)),
        _ => Back::unknown(NOT_KNOWN).into(),
    }
}

fn schema(create: &CreateSchema, names: Names) -> Action {
    let name = match &create.name {
        Some(name) => Some(names.identifier(name)),
        None => create.owner.as_ref().and_then(|owner| names.role(owner)),
    };
    let Some(name) = name else {
        return Back::unknown("The schema's name depends on who runs it.").into();
    };
    let made = object(ObjectType::Schema, name);
    let why = "It makes more than the schema; with a statement for each it can be.";
    let made = unless(!create.elements.is_empty(), why, made);
    if_absent(create.if_not_exists, made)
}

/// What a statement on roles does.
pub fn role(statement: &Role, names: Names) -> Action {
    let Role::Create(create) = statement else { return Back::unknown(NOT_KNOWN).into() };
    let name = names.identifier(&create.name);
    Action::makes(Object::new(Kind::Own(ObjectType::Role), name.as_str()), format!("DROP ROLE {name}"))
}

/// What a statement on publications or subscriptions does.
pub fn publication(statement: &Publication, names: Names) -> Action {
    match statement {
        Publication::Create(create) => object(ObjectType::Publication, names.identifier(&create.name)),
        Publication::CreateSubscription(create) => {
            Back::statement(format!("DROP SUBSCRIPTION {}", names.identifier(&create.name))).into()
        }
        _ => Back::unknown(NOT_KNOWN).into(),
    }
}
