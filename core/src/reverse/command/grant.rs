//! GRANT and REVOKE: what gives the roles that they name what these had.

use super::kind::named;
use super::names::Names;
use super::why::NOT_KNOWN;
use crate::ddl::grant::{DefaultPrivileges, Grant, GrantPrivileges, GrantRole, GrantTarget};
use crate::ddl::name::{ObjectName, ObjectType, RoleSpec};
use crate::ddl::value::{DefElem, Value, option};
use crate::reverse::action::{Action, Aspect, Back, Kind, Object, Was};

const WHY: &str = "The privileges that there were before are not in the script.";

/// What a statement on privileges does.
pub fn action(grant: &Grant, names: Names) -> Action {
    match grant {
        Grant::Privileges(grant) => privileges(grant, names),
        Grant::Role(grant) => roles(grant, names),
        Grant::Defaults(grant) => defaults(grant, names),
    }
}

/// The privileges go with their objects, if the script has made all of those.
fn privileges(grant: &GrantPrivileges, names: Names) -> Action {
    let (objects, made): (Option<Vec<_>>, _) = match grant.target {
        GrantTarget::Object => {
            let objects: Option<Vec<_>> =
                grant.objects.iter().map(|object| named(grant.kind, object, names)).collect();
            (objects.clone(), objects)
        }
        GrantTarget::AllInSchema => {
            let schemas: Option<Vec<_>> = grant.objects.iter().map(|object| schema(object, names)).collect();
            let schema = |name: &String| Object::new(Kind::Own(ObjectType::Schema), name.as_str());
            let within = |name: &String| Object {
                part: plural(grant.kind).map(Into::into),
                ..Object::new(Kind::Own(ObjectType::Schema), name.as_str())
            };
            (
                schemas.as_ref().map(|names| names.iter().map(within).collect()),
                schemas.as_ref().map(|names| names.iter().map(schema).collect()),
            )
        }
        GrantTarget::Defaults => (None, None),
    };
    let back = Back::unknown_unless(WHY, made.into_iter().collect());
    // What a role may do with a column is given back together with what it may do with its table.
    let (Some(objects), Some(grantees)) = (objects, grantees(&grant.grantees, names)) else {
        return back.into();
    };
    Action { was: of_all(objects, &grantees), ..back.into() }
}

fn of_all(objects: Vec<Object>, grantees: &[String]) -> Vec<Was> {
    let was = |object| Was { object, aspect: Aspect::Grants, grantees: grantees.to_vec() };
    objects.into_iter().map(was).collect()
}

/// GRANT role TO role: a member of each.
fn roles(grant: &GrantRole, names: Names) -> Action {
    let Some(members) = grantees(&grant.grantees, names) else { return Back::unknown(NOT_KNOWN).into() };
    let roles = grant.roles.iter().filter_map(|role| role.name.as_ref());
    let roles: Vec<String> = roles.map(|role| names.identifier(role)).collect();
    let pairs = roles.iter().flat_map(|role| {
        members
            .iter()
            .map(move |member| Object::part(Kind::Own(ObjectType::Role), role.as_str(), member.as_str()))
    });
    let was = of_all(pairs.collect(), &[]);
    // A membership goes with the role, and with the member.
    let all = |names: &[String]| {
        names.iter().map(|name| Object::new(Kind::Own(ObjectType::Role), name.as_str())).collect()
    };
    Action { was, ..Back::unknown_unless(WHY, vec![all(&roles), all(&members)]).into() }
}

/// ALTER DEFAULT PRIVILEGES: for each role and schema that it names.
fn defaults(grant: &DefaultPrivileges, names: Names) -> Action {
    let (Some(schemas), Some(roles)) =
        (texts(option(&grant.options, "schemas")), of_roles(&grant.options, names))
    else {
        return Back::unknown(NOT_KNOWN).into();
    };
    let (Some(kind), Some(grantees)) = (plural(grant.action.kind), grantees(&grant.action.grantees, names))
    else {
        return Back::unknown(NOT_KNOWN).into();
    };
    let schemas: Vec<_> = schemas.iter().map(|schema| names.identifier(schema)).collect();
    let made = schemas.iter().map(|name| Object::new(Kind::Own(ObjectType::Schema), name.as_str())).collect();
    let one = |role: &String, schema: &str| {
        Object::part(Kind::Own(ObjectType::DefaultAcl), kind, format!("{role}\n{schema}"))
    };
    let mut objects = Vec::new();
    for role in &roles {
        match schemas.as_slice() {
            [] => objects.push(one(role, "")),
            schemas => objects.extend(schemas.iter().map(|schema| one(role, schema))),
        }
    }
    Action { was: of_all(objects, &grantees), ..Back::unknown_unless(WHY, vec![made]).into() }
}

/// The names in an option's list; none of them where there is no such option.
fn texts(given: Option<&DefElem>) -> Option<Vec<String>> {
    let Some(given) = given else { return Some(Vec::new()) };
    let text = |value: &Value| match value {
        Value::Constant(constant) => Some(constant.text.clone()),
        Value::Names(name) => name.last().cloned(),
        _ => None,
    };
    match &given.value {
        Some(Value::List(list)) => list.iter().map(text).collect(),
        Some(value) => Some(vec![text(value)?]),
        None => None,
    }
}

/// The roles whose default privileges they are; an empty one is who runs it.
fn of_roles(options: &[DefElem], names: Names) -> Option<Vec<String>> {
    let Some(given) = option(options, "roles") else { return Some(vec![String::new()]) };
    let role = |value: &Value| match value {
        Value::Role(role) => names.role(role),
        _ => None,
    };
    match &given.value {
        Some(Value::List(list)) => list.iter().map(role).collect(),
        Some(value) => Some(vec![role(value)?]),
        None => None,
    }
}

fn grantees(roles: &[RoleSpec], names: Names) -> Option<Vec<String>> {
    roles.iter().map(|role| names.role(role)).collect()
}

fn schema(object: &ObjectName, names: Names) -> Option<String> {
    match object {
        ObjectName::Name { names: name, .. } => Some(names.dotted(name)),
        _ => None,
    }
}

/// How objects of a kind are called in ALL … IN SCHEMA.
fn plural(kind: ObjectType) -> Option<&'static str> {
    Some(match kind {
        ObjectType::Table => "TABLES",
        ObjectType::Sequence => "SEQUENCES",
        ObjectType::Function => "FUNCTIONS",
        ObjectType::Procedure => "PROCEDURES",
        ObjectType::Routine => "ROUTINES",
        ObjectType::Type => "TYPES",
        ObjectType::Schema => "SCHEMAS",
        _ => return None,
    })
}
