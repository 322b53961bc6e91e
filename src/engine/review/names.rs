//! Where the names of a statement that is tried lead.

use pgrx::pg_sys::Oid;

use super::clones::Clones;
use crate::catalog::clone::{self, is_system};
use crate::postgres::names;
use crate::postgres::parser::trial::{Lead, Name};
use crate::postgres::quoting::identifier;

fn is_temporary(schema: &str) -> bool {
    schema.starts_with("pg_temp") || schema.starts_with("pg_toast_temp")
}

impl Clones {
    /// The relation that a name means, clones aside.
    pub(super) fn real(&self, schema: Option<&str>, name: &str) -> Option<Oid> {
        match schema {
            Some(schema) => names::relation(schema, name),
            None => self.searched.borrow().iter().find_map(|schema| names::relation(schema, name)),
        }
    }

    /// The schema in which the clone is that a name means, with that of the original.
    pub(super) fn clone_of(&self, schema: Option<&str>, name: &str) -> Option<(String, String)> {
        let of = |schema: &str| {
            let schemas = self.schemas.borrow();
            let (real, clones) = schemas.iter().find(|(real, _)| real == schema)?;
            names::relation(clones, name).map(|_| (clones.clone(), real.clone()))
        };
        match schema {
            Some(schema) => of(schema),
            None => self.searched.borrow().iter().find_map(|schema| of(schema)),
        }
    }

    /// The path by which what is no relation is found: the clones' schema before each.
    pub(super) fn path(&self) -> String {
        let schemas = self.schemas.borrow();
        let mut path = Vec::new();
        let searched = self.searched.borrow();
        for schema in searched.iter().filter(|schema| !is_system(schema) && !is_temporary(schema)) {
            path.extend(
                schemas.iter().find(|(real, _)| real == schema).map(|(_, clones)| identifier(clones)),
            );
            path.push(identifier(schema));
        }
        if path.is_empty() { "pg_catalog".into() } else { path.join(", ") }
    }

    /// Where a name of a statement leads: never to a relation that is no clone, but the server's own.
    pub(super) fn lead(&self, name: Name) -> Lead {
        match name {
            Name::Relation(schema, name) => self.relation(schema, name),
            Name::With(name) => match self.real(None, name).or_else(|| self.clone_oid(name)) {
                Some(_) => Lead::Nowhere(String::new()),
                None => Lead::Same,
            },
            Name::Made(Some(schema), _) if is_system(schema) => {
                Lead::Nowhere(format!("it makes something in {schema}"))
            }
            Name::Made(Some(schema), _) => Lead::Schema(self.schema_for(schema)),
            Name::Made(None, _) => match self.first() {
                Some(schema) => Lead::Schema(self.schema_for(&schema)),
                None => Lead::Nowhere("no schema has been selected to create in".into()),
            },
            Name::Type(Some(schema), name) | Name::Routine(Some(schema), name) => {
                self.other(Some(schema), name).map_or(Lead::Same, Lead::Schema)
            }
            Name::Type(None, _) | Name::Routine(None, _) => Lead::Same,
            Name::OwnType(schema, name) => self.own(schema, name, "type"),
            Name::OwnRoutine(schema, name) => self.own(schema, name, "routine"),
            Name::Statistics(schema, name) => self.own(schema, name, "statistics object"),
        }
    }

    fn clone_oid(&self, name: &str) -> Option<Oid> {
        self.clone_of(None, name).and_then(|(schema, _)| names::relation(&schema, name))
    }

    /// The schema in which things are made.
    fn first(&self) -> Option<String> {
        self.searched.borrow().iter().find(|schema| !is_system(schema) && !is_temporary(schema)).cloned()
    }

    fn relation(&self, schema: Option<&str>, name: &str) -> Lead {
        let refused =
            |schema: &str| self.refused.borrow().get(&(schema.to_string(), name.to_string())).cloned();
        if let Some(schema) = schema {
            if is_system(schema) {
                return Lead::Same;
            }
            return match refused(schema) {
                Some(why) if self.clone_of(Some(schema), name).is_none() => Lead::Nowhere(why),
                _ => Lead::Schema(self.schema_for(schema)),
            };
        }
        let searched = self.searched.borrow().clone();
        for schema in searched {
            if self.clone_of(Some(&schema), name).is_some() {
                return Lead::Schema(self.schema_for(&schema));
            }
            if names::relation(&schema, name).is_none() {
                continue;
            }
            if is_system(&schema) {
                return Lead::Same;
            }
            if is_temporary(&schema) {
                return Lead::Nowhere(format!("{name} is temporary"));
            }
            if let Some(why) = refused(&schema) {
                return Lead::Nowhere(why);
            }
            // It had a clone, which a statement before has dropped or renamed.
        }
        match self.first() {
            // Nothing of the name is there, nor must there be anything a moment later.
            Some(schema) => Lead::Schema(self.schema_for(&schema)),
            None => Lead::Nowhere(format!("no relation {name} here")),
        }
    }

    /// The clones' schema that has a type or routine of the script's.
    fn other(&self, schema: Option<&str>, name: &str) -> Option<String> {
        let schemas = self.schemas.borrow();
        let of = |schema: &str| {
            let (_, clones) = schemas.iter().find(|(real, _)| real == schema)?;
            clone::has_other(clones, name).then(|| clones.clone())
        };
        match schema {
            Some(schema) => of(schema),
            None => self.searched.borrow().iter().find_map(|schema| of(schema)),
        }
    }

    fn own(&self, schema: Option<&str>, name: &str, kind: &str) -> Lead {
        match self.other(schema, name) {
            Some(clones) => Lead::Schema(clones),
            None => Lead::Nowhere(format!("{kind} {name} is not cloned")),
        }
    }
}
