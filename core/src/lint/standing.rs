//! What the script has made and taken away before a statement, as far as that is certain: what the server will refuse.
//!
//! Only what a script says itself is known. From a statement on that may do more (a DO block, a function, a change of
//! the search path) nothing is.

use std::collections::{HashMap, HashSet};

use super::script::{Inside, Said};
use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::database::Container;
use crate::ddl::definition::Definition;
use crate::ddl::dml::Dml;
use crate::ddl::index::Index;
use crate::ddl::name::{ObjectName, ObjectType, RangeVar, relation};
use crate::ddl::object::{DropObjects, Object};
use crate::ddl::role::Role;
use crate::ddl::routine::Routine;
use crate::ddl::sequence::Sequence;
use crate::ddl::session::Session;
use crate::ddl::table::Table;
use crate::ddl::value::VariableSetKind;
use crate::ddl::view::View;
use crate::relation::Relation;
use crate::statement::{Class, Control};

/// What has become of something before a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The script says nothing of it.
    Untouched,
    /// The script has made it, at this line.
    Made(u32),
    /// The script has taken it away, at this line.
    Gone(u32),
    /// It cannot be said.
    Unclear,
}

struct Event {
    at: usize,
    schema: Option<String>,
    standing: Standing,
}

/// What a script makes and takes away.
#[derive(Default)]
pub(super) struct Events {
    relations: HashMap<String, Vec<Event>>,
    columns: HashMap<(String, String), Vec<Event>>,
    /// Columns that the script adds to some table.
    added: HashSet<String>,
    /// From which statement on names of indexes and constraints are not known: those of what went are free.
    freed: Option<usize>,
    /// Of tables that the script alters: which statement does so first.
    altered: HashMap<String, usize>,
    /// From which statement on nothing is known.
    unclear: Option<usize>,
}

impl Events {
    pub(super) fn read(said: &[Said]) -> Self {
        let mut events = Events::default();
        for (at, said) in said.iter().enumerate() {
            if said.inside == Inside::Script {
                events.learn(at, said);
                if events.unclear.is_some() {
                    break;
                }
            }
        }
        events
    }

    fn learn(&mut self, at: usize, said: &Said) {
        let line = said.statement.line;
        if is_unclear(said) {
            self.unclear = Some(at);
            return;
        }
        match &said.command {
            Command::Table(Table::Create(create) | Table::CreateForeign(create)) => {
                self.made(at, line, &create.relation);
            }
            Command::Table(Table::CreateAs(create)) => self.made(at, line, &create.relation),
            Command::Table(Table::Alter(alter)) => {
                self.altered.entry(alter.relation.name.clone()).or_insert(at);
                for action in &alter.actions {
                    match action {
                        Action::AddColumn { column, .. } => {
                            self.column(at, &alter.relation, &column.name, Standing::Made(line));
                            self.added.insert(column.name.clone());
                        }
                        Action::DropColumn { column, .. } => {
                            self.column(at, &alter.relation, column, Standing::Gone(line));
                            self.freed.get_or_insert(at);
                        }
                        Action::DropConstraint { .. } => {
                            self.freed.get_or_insert(at);
                        }
                        _ => {}
                    }
                }
            }
            Command::Index(Index::Create(create)) => {
                self.altered.entry(create.relation.name.clone()).or_insert(at);
                if let Some(name) = &create.name {
                    let name = Relation { schema: create.relation.schema.clone(), name: name.clone() };
                    self.relation(at, name, Standing::Made(line));
                }
            }
            Command::View(View::Create(create)) => self.made(at, line, &create.view),
            Command::Sequence(Sequence::Create(create)) => self.made(at, line, &create.sequence),
            Command::Object(Object::Drop(drop)) => self.dropped(at, line, drop),
            Command::Object(Object::Rename(rename)) => {
                self.freed.get_or_insert(at);
                let Some(table) = &rename.relation else { return };
                match (&rename.subname, rename.kind) {
                    (None, _) => {
                        self.relation(at, table.relation(), Standing::Gone(line));
                        let name = Relation { schema: table.schema.clone(), name: rename.newname.clone() };
                        self.relation(at, name, Standing::Made(line));
                    }
                    (Some(column), ObjectType::Column) => {
                        self.column(at, table, column, Standing::Gone(line));
                        self.column(at, table, &rename.newname, Standing::Made(line));
                        self.added.insert(rename.newname.clone());
                    }
                    _ => {}
                }
            }
            Command::Object(Object::SetSchema(set)) => {
                self.freed.get_or_insert(at);
                let Some(table) = &set.relation else { return };
                self.relation(at, table.relation(), Standing::Gone(line));
                let name = Relation { schema: Some(set.newschema.clone()), name: table.name.clone() };
                self.relation(at, name, Standing::Made(line));
            }
            _ => {}
        }
    }

    fn dropped(&mut self, at: usize, line: u32, drop: &DropObjects) {
        use ObjectType as Kind;
        let kinds = [
            Kind::Table,
            Kind::View,
            Kind::MaterializedView,
            Kind::Sequence,
            Kind::Index,
            Kind::ForeignTable,
        ];
        if !kinds.contains(&drop.kind) {
            return;
        }
        if drop.kind != Kind::Index {
            self.freed.get_or_insert(at);
        }
        for object in &drop.objects {
            if let ObjectName::Name { names, .. } = object {
                self.relation(at, relation(names), Standing::Gone(line));
            }
        }
    }

    fn made(&mut self, at: usize, line: u32, name: &RangeVar) {
        self.relation(at, name.relation(), Standing::Made(line));
    }

    fn relation(&mut self, at: usize, name: Relation, standing: Standing) {
        self.relations.entry(name.name).or_default().push(Event { at, schema: name.schema, standing });
    }

    fn column(&mut self, at: usize, table: &RangeVar, column: &str, standing: Standing) {
        let event = Event { at, schema: table.schema.clone(), standing };
        self.columns.entry((table.name.clone(), column.into())).or_default().push(event);
    }

    pub(super) fn is_clear(&self, at: usize) -> bool {
        self.unclear.is_none_or(|unclear| at <= unclear)
    }

    /// What has become of a relation before a statement.
    pub(super) fn of_relation(&self, name: &Relation, at: usize) -> Standing {
        match self.is_clear(at) {
            true => standing(self.relations.get(&name.name), name.schema.as_deref(), at),
            false => Standing::Unclear,
        }
    }

    /// What has become of a column.
    pub(super) fn of_column(&self, table: &Relation, column: &str, at: usize) -> Standing {
        let key = (table.name.clone(), column.to_string());
        match self.is_clear(at) {
            true => standing(self.columns.get(&key), table.schema.as_deref(), at),
            false => Standing::Unclear,
        }
    }

    /// Whether a column of this name is added to some table.
    pub(super) fn adds(&self, column: &str) -> bool {
        self.added.contains(column)
    }

    /// Whether names of indexes and constraints are as they were before the script.
    pub(super) fn has_freed_nothing(&self, at: usize) -> bool {
        self.freed.is_none_or(|freed| freed >= at)
    }

    /// Whether a table was altered before a statement.
    pub(super) fn has_altered(&self, table: &Relation, at: usize) -> bool {
        self.altered.get(&table.name).is_some_and(|first| *first < at)
    }
}

/// The standing of what has these events; one of another schema does not count, and of one that may be it nobody knows.
fn standing(events: Option<&Vec<Event>>, schema: Option<&str>, at: usize) -> Standing {
    let before = events.into_iter().flatten().rev().filter(|event| event.at < at);
    for event in before {
        match (event.schema.as_deref(), schema) {
            (Some(one), Some(other)) if one != other => {}
            (Some(_), None) | (None, Some(_)) => return Standing::Unclear,
            _ => return event.standing,
        }
    }
    Standing::Untouched
}

/// Functions that change nothing but rows.
const HARMLESS: [&str; 14] = [
    "now",
    "setval",
    "nextval",
    "currval",
    "coalesce",
    "count",
    "max",
    "min",
    "generate_series",
    "pg_get_serial_sequence",
    "lower",
    "upper",
    "gen_random_uuid",
    "md5",
];

/// Whether a statement may make or take away what it does not say.
fn is_unclear(said: &Said) -> bool {
    match &said.command {
        Command::Routine(routine) => !matches!(routine, Routine::Create(_) | Routine::Alter(_)),
        Command::Dml(Dml::Select(select)) => select
            .query
            .functions
            .iter()
            .any(|name| !name.last().is_some_and(|name| HARMLESS.contains(&name.as_str()))),
        Command::Session(Session::Set(set)) => {
            let name = set.name.as_deref().unwrap_or_default();
            let names = ["search_path", "role", "session_authorization"];
            set.kind == VariableSetKind::ResetAll || names.iter().any(|own| own.eq_ignore_ascii_case(name))
        }
        Command::Session(Session::Execute(_) | Session::Discard { .. }) => true,
        Command::Object(Object::Drop(drop)) => drop.cascade || drop.kind == ObjectType::Schema,
        Command::Object(Object::Rename(rename)) => rename.kind == ObjectType::Schema,
        Command::Container(Container::CreateSchema(create)) => !create.elements.is_empty(),
        Command::Definition(Definition::CreateExtension(_) | Definition::ImportForeignSchema(_)) => true,
        Command::Definition(Definition::AlterExtension(_)) => true,
        Command::Role(Role::DropOwned(_)) => true,
        Command::Other => true,
        _ => matches!(said.statement.class, Class::Control(Control::Rollback { .. }) | Class::TopLevel),
    }
}
