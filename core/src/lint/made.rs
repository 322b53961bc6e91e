//! What a script has made before each of its statements: that is new, and nobody waits for it.

use std::collections::HashMap;

use super::facts::Facts;
use super::objects::Thing;
use super::script::{Inside, Said};
use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::database::Container;
use crate::ddl::dml::Dml;
use crate::ddl::index::Index;
use crate::ddl::name::{ObjectName, ObjectType, relation};
use crate::ddl::object::Object;
use crate::ddl::routine::{FuncCall, Routine};
use crate::ddl::sequence::Sequence;
use crate::ddl::table::Table;
use crate::ddl::types::Type;
use crate::ddl::view::View;
use crate::relation::Relation;

/// From which statement on something is new, and up to which.
#[derive(Debug, Clone)]
struct Span {
    schema: Option<String>,
    from: usize,
    to: usize,
}

/// Relations and columns that the script has made.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// How many statements of earlier scripts come before the first one of this.
    offset: usize,
    relations: HashMap<String, Vec<Span>>,
    columns: HashMap<(String, String), Vec<Span>>,
    others: HashMap<(Kind, String), Vec<Span>>,
}

/// What is neither a relation nor a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Constraint,
    Routine,
    Type,
    Schema,
}

impl Made {
    /// Reads the next script, before which `offset` statements of others run, in the same run. From here on the places of
    /// statements are those in it.
    pub(super) fn read(&mut self, offset: usize, said: &[Said], facts: &dyn Facts) {
        self.offset = offset;
        for (at, said) in (offset..).zip(said) {
            // What a routine's body makes is not there yet.
            if !matches!(said.inside, Inside::Routine(_)) {
                self.learn(at, &said.command, facts);
            }
        }
    }

    /// Whether a relation was made by a statement before this one.
    pub(super) fn is_new(&self, name: &Relation, at: usize) -> bool {
        let at = at + self.offset;
        self.relations.get(&name.name).is_some_and(|spans| spans.iter().any(|span| span.has(name, at)))
    }

    /// Whether a column was added to a relation by a statement before this one.
    pub(super) fn is_new_column(&self, table: &Relation, column: &str, at: usize) -> bool {
        let at = at + self.offset;
        let key = (table.name.clone(), column.to_string());
        self.columns.get(&key).is_some_and(|spans| spans.iter().any(|span| span.has(table, at)))
    }

    /// Whether an object was made by a statement before this one.
    pub(super) fn has_made(&self, thing: &Thing, at: usize) -> bool {
        let (kind, name) = match thing {
            Thing::Relation(name) => return self.is_new(name, at),
            Thing::Column(table, column) => {
                return self.is_new(table, at) || self.is_new_column(table, column, at);
            }
            Thing::Constraint(table, _) if self.is_new(table, at) => return true,
            Thing::Constraint(table, name) => (Kind::Constraint, of_table(table, name)),
            Thing::Routine(name, _) => (Kind::Routine, relation(name)),
            Thing::Type(name) => (Kind::Type, relation(name)),
            Thing::Schema(name) => (Kind::Schema, Relation { schema: None, name: name.clone() }),
            Thing::Extension(_) | Thing::Role(_) => return false,
        };
        let spans = self.others.get(&(kind, name.name.clone()));
        spans.is_some_and(|spans| spans.iter().any(|span| span.has(&name, at + self.offset)))
    }

    fn other(&mut self, at: usize, kind: Kind, name: Relation) {
        let span = Span { schema: name.schema, from: at, to: usize::MAX };
        self.others.entry((kind, name.name)).or_default().push(span);
    }

    fn learn(&mut self, at: usize, command: &Command, facts: &dyn Facts) {
        match command {
            Command::Table(Table::Create(create) | Table::CreateForeign(create)) => {
                self.made(at, create.relation.relation(), create.if_not_exists, facts);
            }
            Command::Table(Table::CreateAs(create)) => {
                self.made(at, create.relation.relation(), create.if_not_exists, facts);
            }
            Command::Table(Table::Alter(alter)) => {
                let table = alter.relation.relation();
                for action in &alter.actions {
                    if let Action::AddConstraint { constraint } = action
                        && let Some(name) = &constraint.name
                    {
                        self.other(at, Kind::Constraint, of_table(&table, name));
                    }
                    if let Action::AddColumn { column, if_not_exists } = action {
                        let is_there =
                            || facts.table(&table).is_some_and(|known| known.table.has_column(&column.name));
                        if !(*if_not_exists && is_there()) {
                            self.column(at, &table, &column.name);
                        }
                    }
                }
            }
            Command::Index(Index::Create(create)) => {
                if let Some(name) = &create.name {
                    let schema = create.relation.schema.clone();
                    let index = Relation { schema, name: name.clone() };
                    if !create.if_not_exists || facts.table_of_index(&index).is_none() {
                        self.relation(at, index);
                    }
                }
            }
            Command::View(View::Create(create)) if !create.replace => {
                self.relation(at, create.view.relation());
            }
            Command::Sequence(Sequence::Create(create)) if !create.if_not_exists => {
                self.relation(at, create.sequence.relation());
            }
            Command::Routine(Routine::Create(create)) if !create.replace => {
                self.other(at, Kind::Routine, relation(&create.name));
            }
            Command::Type(Type::CreateEnum(create)) => self.other(at, Kind::Type, relation(&create.name)),
            Command::Type(Type::CreateRange(create)) => self.other(at, Kind::Type, relation(&create.name)),
            Command::Type(Type::CreateDomain(create)) => self.other(at, Kind::Type, relation(&create.name)),
            Command::Type(Type::CreateComposite(create)) => {
                self.other(at, Kind::Type, create.name.relation());
            }
            Command::Container(Container::CreateSchema(create)) if !create.if_not_exists => {
                if let Some(name) = &create.name {
                    self.other(at, Kind::Schema, Relation { schema: None, name: name.clone() });
                }
            }
            Command::Dml(Dml::Select(select)) => {
                if let Some(into) = &select.into {
                    self.relation(at, into.relation());
                }
                if let Some(only) = &select.only_call {
                    self.called(at, &only.call);
                }
            }
            Command::Object(Object::Rename(rename)) if rename.subname.is_none() => {
                let Some(from) = rename.relation.as_ref().map(|name| name.relation()) else { return };
                if self.end(at, &from) {
                    self.relation(at, Relation { schema: from.schema, name: rename.newname.clone() });
                }
            }
            Command::Object(Object::SetSchema(set)) => {
                let Some(from) = set.relation.as_ref().map(|name| name.relation()) else { return };
                if self.end(at, &from) {
                    self.relation(at, Relation { schema: Some(set.newschema.clone()), name: from.name });
                }
            }
            Command::Object(Object::Drop(drop)) if drop.kind != ObjectType::Schema => {
                for object in &drop.objects {
                    if let ObjectName::Name { names, .. } = object {
                        self.end(at, &relation(names));
                    }
                }
            }
            _ => {}
        }
    }

    /// A safe operation with constant arguments.
    fn called(&mut self, at: usize, call: &FuncCall) {
        let name = relation(&call.name);
        let text = |place: usize, named: &str| {
            let by_name = call.args.iter().find(|argument| argument.name.as_deref() == Some(named));
            let by_place = call.args.get(place).filter(|argument| argument.name.is_none());
            by_name
                .or(by_place)
                .and_then(|argument| argument.constant.as_ref())
                .map(|value| value.text.clone())
        };
        let table = |place, named| text(place, named).and_then(|text| Relation::read(&text).ok());
        if name.schema.as_deref() != Some("migrate") {
            return;
        }
        match name.name.as_str() {
            "safe_add_column" => {
                if let (Some(table), Some(column)) = (table(0, "table_name"), text(1, "column_name")) {
                    self.column(at, &table, &column);
                }
            }
            "safe_rename_table" => {
                if let (Some(from), Some(to)) = (table(0, "table_name"), text(1, "new_name"))
                    && self.end(at, &from)
                {
                    self.relation(at, Relation { schema: from.schema, name: to });
                }
            }
            _ => {}
        }
    }

    /// CREATE … IF NOT EXISTS does nothing where there is one.
    fn made(&mut self, at: usize, name: Relation, if_not_exists: bool, facts: &dyn Facts) {
        if !if_not_exists || facts.table(&name).is_none() {
            self.relation(at, name);
        }
    }

    fn relation(&mut self, at: usize, name: Relation) {
        let span = Span { schema: name.schema, from: at, to: usize::MAX };
        self.relations.entry(name.name).or_default().push(span);
    }

    fn column(&mut self, at: usize, table: &Relation, column: &str) {
        let span = Span { schema: table.schema.clone(), from: at, to: usize::MAX };
        self.columns.entry((table.name.clone(), column.into())).or_default().push(span);
    }

    /// Ends what is new of this name; whether there was something.
    fn end(&mut self, at: usize, name: &Relation) -> bool {
        let mut was_new = false;
        for span in self.relations.get_mut(&name.name).into_iter().flatten().filter(|span| span.has(name, at))
        {
            span.to = at;
            was_new = true;
        }
        was_new
    }
}

/// A part of a table, under one name.
fn of_table(table: &Relation, name: &str) -> Relation {
    Relation { schema: table.schema.clone(), name: format!("{}\0{name}", table.name) }
}

impl Span {
    /// A name without a schema may be that of any.
    fn has(&self, name: &Relation, at: usize) -> bool {
        let fits = match (&self.schema, &name.schema) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        fits && self.from < at && at <= self.to
    }
}
