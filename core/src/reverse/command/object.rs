//! Statements that take an object of any kind: DROP, RENAME, SET SCHEMA, OWNER TO, COMMENT, GRANT.

use super::kind::{kind_of, named, whole_or_part, word};
use super::names::Names;
use super::why::{NOT_IN_SCRIPT, NOT_KNOWN, before};
use crate::ddl::name::{ObjectName, ObjectType};
use crate::ddl::object::{self, ChangeOwner, Comment, DropObjects, SetSchema};
use crate::reverse::action::{Action, Aspect, Back, Loses, Object, When};

/// What a statement does to objects.
pub fn action(statement: &object::Object, names: Names) -> Action {
    match statement {
        object::Object::Drop(drop) => drop_objects(drop, names),
        object::Object::Rename(rename) => super::rename::action(rename, names),
        object::Object::SetSchema(alter) => set_schema(alter, names),
        object::Object::ChangeOwner(alter) => change_owner(alter, names),
        object::Object::Comment(comment) => self::comment(comment, names),
        object::Object::SecurityLabel(_) | object::Object::Depends(_) => Back::unknown(NOT_KNOWN).into(),
    }
}

fn drop_objects(drop: &DropObjects, names: Names) -> Action {
    let dropped = |object| whole_or_part(drop.kind, object, names).into_iter().flatten().next();
    // Either all of them are understood, or none.
    let drops: Option<Vec<_>> = drop.objects.iter().map(dropped).collect();
    Action {
        drops: drops.unwrap_or_default(),
        cascade: drop.cascade,
        may_drop_nothing: drop.if_exists,
        concurrent: drop.concurrent,
        loses: (drop.kind == ObjectType::Table).then_some(Loses::Rows),
        ..Back::unknown(NOT_IN_SCRIPT).into()
    }
}

fn set_schema(alter: &SetSchema, names: Names) -> Action {
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
        let [name] = name.as_slice() else { return Back::unknown(NOT_KNOWN).into() };
        let (name, new) = (names.identifier(name), names.identifier(&alter.newschema));
        let from = Object::new(kind, format!("{name}{arguments}"));
        let to = Object::new(kind, format!("{new}.{name}{arguments}"));
        let why = "The schema that it was in is not in the script: write schema.name.";
        let back = Back::unknown(why);
        let moved = Action { renames: Some(Box::new((from.clone(), to))), ..back.into() };
        return if_present(alter.if_exists, moved.changes(Some(from), Aspect::Schema));
    };
    let (old, name, new) =
        (names.identifier(old), names.identifier(name), names.identifier(&alter.newschema));
    let (from, to) = (format!("{old}.{name}{arguments}"), format!("{new}.{name}{arguments}"));
    let sql = format!("ALTER {word} {to} SET SCHEMA {old}");
    if_present(alter.if_exists, Action::renames(Object::new(kind, from), Object::new(kind, to), sql))
}

fn if_present(is_said: bool, action: Action) -> Action {
    match action.renames.as_deref().cloned() {
        Some((from, _)) if is_said => action.when(When::Present(from)),
        _ => action,
    }
}

fn change_owner(alter: &ChangeOwner, names: Names) -> Action {
    let relation = alter.relation.as_ref();
    let relation = relation.map(|relation| Object::new(kind_of(alter.kind), names.relation(relation)));
    let made = relation.or_else(|| named(alter.kind, alter.object.as_ref()?, names));
    let back = Back::unknown_unless(before("owner"), vec![made.iter().cloned().collect()]);
    Action::from(back).changes_owner(made, names.role(&alter.owner))
}

fn comment(comment: &Comment, names: Names) -> Action {
    let why = "The comment that was there before is not in the script.";
    let object = comment.object.as_ref();
    let groups = object.map_or_else(Vec::new, |object| whole_or_part(comment.kind, object, names));
    let on = groups.first().and_then(|group| group.first()).cloned();
    Action::from(Back::unknown_unless(why, groups)).changes(on, Aspect::Comment)
}
