//! Statements that take an object of any kind: DROP, RENAME, SET SCHEMA, OWNER TO, COMMENT, GRANT.

use super::kind::{kind_of, named, whole_or_part, word};
use super::names::Names;
use super::why::{IF_EXISTS, NOT_IN_SCRIPT, NOT_KNOWN, before};
use crate::ddl::grant::{Grant, GrantTarget};
use crate::ddl::name::{ObjectName, ObjectType};
use crate::ddl::object::{self, ChangeOwner, Comment, DropObjects, SetSchema};
use crate::reverse::action::{Action, Back, Object};

/// What a statement does to objects.
pub fn action(statement: &object::Object, names: Names) -> Action {
    match statement {
        object::Object::Drop(drop) => drop_objects(drop, names),
        object::Object::Rename(rename) => super::rename::action(rename, names),
        object::Object::SetSchema(alter) => set_schema(alter, names),
        object::Object::ChangeOwner(alter) => change_owner(alter, names).into(),
        object::Object::Comment(comment) => self::comment(comment, names).into(),
        object::Object::SecurityLabel(_) | object::Object::Depends(_) => Back::unknown(NOT_KNOWN).into(),
    }
}

fn drop_objects(drop: &DropObjects, names: Names) -> Action {
    let dropped = |object| whole_or_part(drop.kind, object, names).into_iter().flatten().next();
    let drops = drop.objects.iter().filter_map(dropped).collect();
    Action { drops, ..Back::unknown(NOT_IN_SCRIPT).into() }
}

fn set_schema(alter: &SetSchema, names: Names) -> Action {
    if alter.if_exists {
        return Back::unknown(IF_EXISTS).into();
    }
    let Some(word) = word(alter.kind) else { return Back::unknown(NOT_KNOWN).into() };
    let kind = kind_of(alter.kind);
    let (name, arguments) = match (&alter.relation, &alter.object) {
        (Some(relation), _) => {
            (relation.schema.iter().chain([&relation.name]).cloned().collect(), String::new())
        }
        // An extension is in no schema itself.
        (None, Some(ObjectName::Name { names: name, .. })) if alter.kind != ObjectType::Extension => {
            (name.clone(), String::new())
        }
        (None, Some(ObjectName::Routine(routine))) => {
            (routine.name.clone(), names.arguments(alter.kind, routine))
        }
        _ => return Back::unknown(NOT_KNOWN).into(),
    };
    let [old, name] = name.as_slice() else {
        return Back::unknown("The schema that it was in is not in the script: write schema.name.").into();
    };
    let (old, name, new) =
        (names.identifier(old), names.identifier(name), names.identifier(&alter.newschema));
    let (from, to) = (format!("{old}.{name}{arguments}"), format!("{new}.{name}{arguments}"));
    let sql = format!("ALTER {word} {to} SET SCHEMA {old}");
    Action::renames(Object::new(kind, from), Object::new(kind, to), sql)
}

fn change_owner(alter: &ChangeOwner, names: Names) -> Back {
    let relation = alter.relation.as_ref();
    let relation = relation.map(|relation| Object::new(kind_of(alter.kind), names.relation(relation)));
    let made = relation.or_else(|| named(alter.kind, alter.object.as_ref()?, names));
    Back::unknown_unless(before("owner"), vec![made.into_iter().collect()])
}

fn comment(comment: &Comment, names: Names) -> Back {
    let why = "The comment that was there before is not in the script.";
    let object = comment.object.as_ref();
    Back::unknown_unless(
        why,
        object.map_or_else(Vec::new, |object| whole_or_part(comment.kind, object, names)),
    )
}

/// GRANT and REVOKE. The privileges go with their objects, if the script has made all of those.
pub fn grant(grant: &Grant, names: Names) -> Back {
    let why = "The privileges that there were before are not in the script.";
    match grant {
        Grant::Privileges(grant) if grant.target == GrantTarget::Object => {
            let objects: Option<Vec<_>> =
                grant.objects.iter().map(|object| named(grant.kind, object, names)).collect();
            Back::unknown_unless(why, objects.into_iter().collect())
        }
        Grant::Privileges(_) => Back::unknown(why),
        Grant::Role(_) | Grant::Defaults(_) => Back::unknown(NOT_KNOWN),
    }
}
