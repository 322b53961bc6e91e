//! What a script writes of tables: their columns, indexes and keys, wherever in the script.

use std::collections::{HashMap, HashSet};

use super::script::{Inside, Said};
use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::constraint::{Constraint, ConstraintKind};
use crate::ddl::dml::Dml;
use crate::ddl::index::{CreateIndex, Index};
use crate::ddl::name::{RangeVar, TypeName, relation};
use crate::ddl::table::{CreateTable, Table, TableElement};
use crate::relation::Relation;

/// An index that a script makes.
#[derive(Debug)]
pub struct WrittenIndex<'a> {
    /// The statement, by its place in the script.
    pub at: usize,
    pub(super) schema: Option<&'a str>,
    /// The statement, where it is a CREATE INDEX.
    pub create: Option<&'a CreateIndex>,
    /// Its key columns; none for an expression.
    pub columns: Vec<Option<&'a str>>,
    /// Whether it has a WHERE.
    pub is_partial: bool,
}

pub(super) struct WrittenColumn<'a> {
    pub(super) at: usize,
    pub(super) schema: Option<&'a str>,
    pub(super) type_name: &'a TypeName,
}

/// What a script writes of tables, by the names of these.
#[derive(Default)]
pub(super) struct Written<'a> {
    pub(super) tables: HashMap<&'a str, Vec<(usize, &'a CreateTable)>>,
    pub(super) columns: HashMap<(&'a str, &'a str), Vec<WrittenColumn<'a>>>,
    pub(super) indexes: HashMap<&'a str, Vec<WrittenIndex<'a>>>,
    pub(super) keyed: HashMap<&'a str, Vec<Option<&'a str>>>,
    /// Tables that get an index from a safe operation: on which columns is not read.
    pub(super) indexed_by_call: HashSet<String>,
    /// What the script that was read last has written: its place in the lists above.
    own: Vec<Own<'a>>,
}

/// What a script has written, by its place in a list of [`Written`].
enum Own<'a> {
    Table(&'a str, usize),
    Column((&'a str, &'a str), usize),
    Index(&'a str, usize),
}

/// Safe operations that make an index, or may.
const MAKE_INDEXES: [&str; 5] = [
    "safe_create_index",
    "safe_add_foreign_key",
    "safe_add_unique",
    "safe_add_primary_key",
    "safe_replace_index",
];

impl<'a> Written<'a> {
    /// Reads the next script.
    pub(super) fn read(&mut self, said: &'a [Said]) {
        // What was written before is no statement of this script, and stands nowhere in it.
        for own in std::mem::take(&mut self.own) {
            match own {
                Own::Table(name, place) => {
                    self.tables.entry(name).or_default().get_mut(place).into_iter().for_each(|it| it.0 = 0);
                }
                Own::Column(name, place) => {
                    self.columns.entry(name).or_default().get_mut(place).into_iter().for_each(|it| it.at = 0);
                }
                Own::Index(name, place) => {
                    let index = self.indexes.entry(name).or_default().get_mut(place);
                    index.into_iter().for_each(|it| it.at = usize::MAX);
                }
            }
        }
        let runs = |said: &&Said| !matches!(said.inside, Inside::Routine(_));
        said.iter().enumerate().filter(|(_, said)| runs(said)).for_each(|(at, said)| self.learn(at, said));
    }

    fn learn(&mut self, at: usize, said: &'a Said) {
        match &said.command {
            Command::Table(Table::Create(create)) => self.table(at, create),
            Command::Table(Table::Alter(alter)) => {
                for action in &alter.actions {
                    self.action(at, &alter.relation, action);
                }
            }
            Command::Index(Index::Create(create)) => {
                let columns = create.params.iter().map(|param| param.name.as_deref()).collect();
                let is_partial = create.predicate.is_some();
                self.index(at, &create.relation, Some(create), columns, is_partial);
            }
            Command::Dml(Dml::Select(select)) => {
                let Some(only) = &select.only_call else { return };
                let name = relation(&only.call.name);
                if name.schema.as_deref() == Some("migrate") && MAKE_INDEXES.contains(&name.name.as_str()) {
                    let table = only.call.args.first().and_then(|argument| argument.constant.as_ref());
                    let table = table.and_then(|table| Relation::read(&table.text).ok());
                    self.indexed_by_call.extend(table.map(|table| table.name));
                }
            }
            _ => {}
        }
    }

    fn table(&mut self, at: usize, create: &'a CreateTable) {
        let table = &create.relation;
        let there = self.tables.entry(&table.name).or_default();
        self.own.push(Own::Table(&table.name, there.len()));
        there.push((at, create));
        for element in &create.elements {
            match element {
                TableElement::Column(column) => {
                    if let Some(type_name) = &column.type_name {
                        self.column(at, table, &column.name, type_name);
                    }
                    for constraint in &column.constraints {
                        self.constraint(at, table, constraint, Some(&column.name));
                    }
                }
                TableElement::Constraint(constraint) => self.constraint(at, table, constraint, None),
                TableElement::Like(like) => {
                    if like.including.iter().any(|what| what == "ALL" || what == "INDEXES") {
                        self.indexed_by_call.insert(table.name.clone());
                        self.keyed.entry(&table.name).or_default().push(table.schema.as_deref());
                    }
                }
            }
        }
    }

    fn action(&mut self, at: usize, table: &'a RangeVar, action: &'a Action) {
        match action {
            Action::AddColumn { column, .. } => {
                if let Some(type_name) = &column.type_name {
                    self.column(at, table, &column.name, type_name);
                }
                for constraint in &column.constraints {
                    self.constraint(at, table, constraint, Some(&column.name));
                }
            }
            Action::AlterColumnType { column, type_name, .. } => self.column(at, table, column, type_name),
            Action::AddConstraint { constraint } => self.constraint(at, table, constraint, None),
            _ => {}
        }
    }

    fn column(&mut self, at: usize, table: &'a RangeVar, column: &'a str, type_name: &'a TypeName) {
        let written = WrittenColumn { at, schema: table.schema.as_deref(), type_name };
        let there = self.columns.entry((&table.name, column)).or_default();
        self.own.push(Own::Column((&table.name, column), there.len()));
        there.push(written);
    }

    fn constraint(
        &mut self,
        at: usize,
        table: &'a RangeVar,
        constraint: &'a Constraint,
        own: Option<&'a str>,
    ) {
        let is_key = constraint.kind == ConstraintKind::Primary;
        if is_key {
            self.keyed.entry(&table.name).or_default().push(table.schema.as_deref());
        }
        if (is_key || constraint.kind == ConstraintKind::Unique) && constraint.index.is_none() {
            let named = constraint.columns.iter().map(|column| Some(column.as_str()));
            let columns = if constraint.columns.is_empty() { vec![own] } else { named.collect() };
            self.index(at, table, None, columns, false);
        }
    }

    fn index(
        &mut self,
        at: usize,
        table: &'a RangeVar,
        create: Option<&'a CreateIndex>,
        columns: Vec<Option<&'a str>>,
        is_partial: bool,
    ) {
        let index = WrittenIndex { at, schema: table.schema.as_deref(), create, columns, is_partial };
        let there = self.indexes.entry(&table.name).or_default();
        self.own.push(Own::Index(&table.name, there.len()));
        there.push(index);
    }
}

/// Whether a schema may be the one of a name: a name without a schema may be that of any.
pub(super) fn fits(schema: Option<&str>, name: &Relation) -> bool {
    schema.is_none_or(|schema| name.schema.as_deref().is_none_or(|other| schema == other))
}
