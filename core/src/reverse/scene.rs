//! What a script has made, dropped and renamed up to a statement: names in the light of that.

use super::action::{Kind, Object};
use crate::ddl::name::ObjectType;

/// Something that the script has made.
#[derive(Debug, Clone)]
pub(super) struct Made {
    key: Key,
    /// The entry that made it.
    pub by: usize,
}

/// An object with what its name depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    object: Object,
    /// A name without schema means the same only under the same one.
    search_path: Option<String>,
}

/// The search path that a script has set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SetPath {
    pub sql: String,
    pub schemas: Vec<String>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Scene {
    made: Vec<Made>,
    gone: Vec<Key>,
    renames: Vec<(Object, Object)>,
    /// The first schema of the search path with which the script begins, where it is known.
    pub first: Option<String>,
    /// The search path that the script has set.
    pub path: Option<SetPath>,
}

impl Scene {
    /// What is known of names when the script begins.
    pub fn new(first: Option<String>) -> Self {
        Scene { first, ..Scene::default() }
    }

    fn key(&self, object: &Object) -> Key {
        let search_path = self.path.as_ref().map(|path| path.sql.clone());
        if !has_schema(object.kind) {
            return Key { object: object.clone(), search_path: None };
        }
        if is_qualified(&object.name) {
            // The types of a routine's arguments may have none.
            let search_path = search_path.filter(|_| object.kind == Kind::Routine);
            return Key { object: object.clone(), search_path };
        }
        let first = match &self.path {
            Some(path) => path.schemas.first().filter(|first| !first.contains('$')),
            None => self.first.as_ref(),
        };
        match first {
            Some(schema) => {
                let name = format!("{schema}.{}", object.name);
                let search_path = search_path.filter(|_| object.kind == Kind::Routine);
                Key { object: Object { name, ..object.clone() }, search_path }
            }
            None => Key { object: object.clone(), search_path },
        }
    }

    /// What the script has made of this name.
    pub fn made(&self, object: &Object) -> Option<&Made> {
        let key = self.key(object);
        self.made.iter().rev().find(|made| made.key == key || is_routine(&made.key, &key))
    }

    /// Whether what is done to an object goes with what the script has made: that itself, or its relation.
    pub fn covers(&self, object: &Object) -> bool {
        self.made(object).is_some() || self.relation_of(object).is_some()
    }

    /// The relation of a part, if the script has made it; the domain of a constraint.
    pub fn relation_of(&self, object: &Object) -> Option<&Made> {
        object.part.as_ref()?;
        let is_of_type = matches!(object.kind, Kind::DomainConstraint | Kind::Type);
        let kind = if is_of_type { Kind::Type } else { Kind::Relation };
        self.made(&Object::new(kind, object.name.clone()))
    }

    /// Whether the script has dropped it, or given its name away.
    pub fn is_gone(&self, object: &Object) -> bool {
        let key = self.key(object);
        // A routine that is named without its arguments may be another one than that which is gone.
        self.made(object).is_none() && self.gone.contains(&key)
    }

    /// As the catalog had it before the script.
    pub fn origin(&self, object: &Object) -> Object {
        let key = self.key(object).object;
        let mut now = key.clone();
        for (from, to) in self.renames.iter().rev() {
            if let Some(before) = renamed(&now, to, from) {
                now = before;
            }
        }
        // The server finds it by itself; in which schema it is need not be known.
        if now == key { object.clone() } else { now }
    }

    pub fn make(&mut self, object: &Object, by: usize) {
        let key = self.key(object);
        self.gone.retain(|gone| *gone != key);
        self.made.push(Made { key, by });
    }

    pub fn drop(&mut self, object: &Object) {
        let key = self.key(object);
        self.made.retain(|made| {
            let is_it = made.key == key || is_routine(&made.key, &key);
            let is_part = key.object.kind == Kind::Relation
                && made.key.object.part.is_some()
                && made.key.object.name == key.object.name;
            !(is_it || is_part)
        });
        self.gone.push(key);
    }

    pub fn rename(&mut self, from: &Object, to: &Object) {
        let (old, new) = (self.key(from), self.key(to));
        for made in &mut self.made {
            if let Some(object) = renamed(&made.key.object, &old.object, &new.object) {
                made.key.object = object;
            }
        }
        self.gone.retain(|gone| *gone != new);
        self.renames.push((old.object.clone(), new.object));
        self.gone.push(old);
    }

    /// Whether it is in a schema that the script has given this name: how it was called before is not followed.
    pub fn is_in_renamed_schema(&self, object: &Object) -> bool {
        let is_schema = |to: &Object| to.kind == Kind::Own(ObjectType::Schema);
        has_schema(object.kind)
            && is_qualified(&object.name)
            && self.renames.iter().filter(|(_, to)| is_schema(to)).any(|(_, to)| {
                object.name.strip_prefix(to.name.as_str()).is_some_and(|rest| rest.starts_with('.'))
            })
    }

    /// An object's name, the same however it is written.
    pub fn about(&self, object: &Object) -> Object {
        self.key(object).object
    }
}

/// What `object` is called when `from` has become `to`, if it is that or a part of it.
pub(super) fn renamed(object: &Object, from: &Object, to: &Object) -> Option<Object> {
    if object == from {
        return Some(to.clone());
    }
    let is_part = object.part.is_some()
        && from.part.is_none()
        && matches!(from.kind, Kind::Relation | Kind::Type)
        && object.name == from.name;
    // That a column is NOT NULL is told by the column's name.
    let is_column = object.kind == Kind::NotNull
        && from.kind == Kind::Column
        && object.name == from.name
        && object.part == from.part;
    // What roles are members of, and what each has set, is told by their names.
    let of_role = |object: &Object| object.kind == Kind::Own(ObjectType::Role) && object.part.is_some();
    if of_role(object) && from.kind == object.kind && from.part.is_none() {
        let of = if object.name == from.name { to.name.clone() } else { object.name.clone() };
        let part = object.part.clone().map(|part| if part == from.name { to.name.clone() } else { part });
        let named = Object { kind: object.kind, name: of, part };
        return (named != *object).then_some(named);
    }
    if is_part {
        return Some(Object { name: to.name.clone(), ..object.clone() });
    }
    is_column.then(|| Object { kind: object.kind, ..to.clone() })
}

/// A routine can be named without its arguments.
fn is_routine(made: &Key, named: &Key) -> bool {
    made.object.kind == Kind::Routine
        && named.object.kind == Kind::Routine
        && !named.object.name.contains('(')
        && made.object.name.strip_prefix(named.object.name.as_str()).is_some_and(|rest| rest.starts_with('('))
}

/// Whether objects of a kind are in a schema.
fn has_schema(kind: Kind) -> bool {
    match kind {
        Kind::Own(kind) => is_in_schema(kind),
        _ => true,
    }
}

/// Whether objects of a rarer kind, with names of their own, are in a schema.
pub(super) fn is_in_schema(kind: ObjectType) -> bool {
    use ObjectType::*;
    matches!(
        kind,
        Collation
            | Conversion
            | Statistics
            | TextSearchConfiguration
            | TextSearchDictionary
            | TextSearchParser
            | TextSearchTemplate
    )
}

/// Whether a name, quoted where it must be, has a schema in front.
pub(super) fn is_qualified(name: &str) -> bool {
    let mut is_quoted = false;
    for c in name.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            '(' if !is_quoted => return false,
            '.' if !is_quoted => return true,
            _ => {}
        }
    }
    false
}
