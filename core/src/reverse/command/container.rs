//! What belongs to the database or the whole cluster: schemas, databases, tablespaces, roles, publications.

use super::make::{if_absent, object, unless};
use super::names::Names;
use super::why::{NOT_IN_SCRIPT, NOT_KNOWN, before};
use crate::ddl::database::{Container, CreateSchema};
use crate::ddl::name::ObjectType;
use crate::ddl::publication::{Publication, SubscriptionAction};
use crate::ddl::role::Role;
use crate::ddl::value::option;
use crate::lex::tokens::Tokens;
use crate::reverse::action::{Action, Aspect, Back, Kind, Object};

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

/// What a statement on roles does; `text` is all that it says, passwords too.
pub fn role(statement: &Role, text: &str, names: Names) -> Action {
    let of_role = |name: String| Object::new(Kind::Own(ObjectType::Role), name);
    match statement {
        Role::Create(create) => {
            // Its members and groups go with it.
            object(ObjectType::Role, names.identifier(&create.name))
        }
        Role::Drop(drop) => Action {
            drops: drop.roles.iter().filter_map(|role| Some(of_role(names.role(role)?))).collect(),
            may_drop_nothing: drop.if_exists,
            ..Back::unknown(NOT_IN_SCRIPT).into()
        },
        Role::Alter(alter) => {
            let Some(role) = names.role(&alter.role).map(of_role) else {
                return Back::unknown(NOT_KNOWN).into();
            };
            let tokens = Tokens::of(text, false);
            let mut words = (0..).map(|at| tokens.text(at)).take_while(|word| !word.is_empty());
            let made = vec![vec![role.clone()]];
            if words.any(|word| word.eq_ignore_ascii_case("password")) {
                return Back::unknown_unless("The password that there was before is not kept.", made).into();
            }
            let members = option(&alter.options, "rolemembers");
            if members.is_some() {
                return Back::unknown_unless(before("membership"), made).into();
            }
            Action::from(Back::unknown_unless(before("setting"), made))
                .changes(Some(role), Aspect::Attributes)
        }
        Role::AlterSet(alter) => {
            let Some(role) = alter.role.as_ref().and_then(|role| names.role(role)) else {
                return Back::unknown(before("setting")).into();
            };
            let database = alter.database.as_ref().map_or(String::new(), |name| names.identifier(name));
            let settings = Object::part(Kind::Own(ObjectType::Role), role.as_str(), format!("\n{database}"));
            let back = Back::unknown_unless(before("setting"), vec![vec![of_role(role)]]);
            Action::from(back).changes(Some(settings), Aspect::Settings)
        }
        Role::DropOwned(_) => Back::unknown("What the roles own is not in the script.").into(),
        Role::ReassignOwned(_) => Back::unknown("Which objects the roles owned is not in the script.").into(),
    }
}

fn own(kind: ObjectType, name: String) -> Object {
    Object::new(Kind::Own(kind), name)
}

/// What a statement on publications or subscriptions does.
pub fn publication(statement: &Publication, names: Names) -> Action {
    match statement {
        Publication::Create(create) => object(ObjectType::Publication, names.identifier(&create.name)),
        Publication::CreateSubscription(create) => {
            object(ObjectType::Subscription, names.identifier(&create.name))
        }
        Publication::Alter(alter) => {
            let publication = own(ObjectType::Publication, names.identifier(&alter.name));
            let back = Back::unknown_unless(before("definition"), vec![vec![publication.clone()]]);
            Action::from(back).changes(Some(publication), Aspect::Definition)
        }
        Publication::AlterSubscription(alter) if alter.action == SubscriptionAction::Enabled => {
            let subscription = own(ObjectType::Subscription, names.identifier(&alter.name));
            let back = Back::unknown_unless(before("setting"), vec![vec![subscription.clone()]]);
            Action::from(back).changes(Some(subscription), Aspect::Firing)
        }
        Publication::AlterSubscription(_) => {
            Back::unknown("What the subscription had is not kept: its connection may have a password.").into()
        }
        Publication::DropSubscription(drop) => Action {
            drops: vec![own(ObjectType::Subscription, names.identifier(&drop.name))],
            may_drop_nothing: drop.if_exists,
            ..Back::unknown(NOT_IN_SCRIPT).into()
        },
    }
}
