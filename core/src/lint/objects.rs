//! What rules may ask of objects that are no tables, and of what hangs on a table: who needs it, whom it shows its rows,
//! what is under way on it.

use std::rc::Rc;

use serde::Deserialize;

use super::known::Known;
use crate::ddl::name::{Name, RoutineName};
use crate::facts::{Bearers, Change, Sharing};
use crate::relation::Relation;

/// An object that a statement names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Thing {
    /// A table, view, sequence, index.
    Relation(Relation),
    /// A column.
    Column(Relation, String),
    /// A constraint of a table.
    Constraint(Relation, String),
    /// A routine, with the types of its arguments as SQL; none where it is named without them.
    Routine(Name, Option<Vec<String>>),
    /// A type or domain.
    Type(Name),
    /// A schema.
    Schema(String),
    /// An extension.
    Extension(String),
    /// A role: what it owns, and what it was granted.
    Role(String),
}

impl Thing {
    /// A routine that a statement names.
    pub fn routine(name: &RoutineName) -> Self {
        let arguments = (!name.args_unspecified)
            .then(|| name.arguments.iter().map(|argument| type_sql(&argument.names, &argument.array_bounds)));
        Thing::Routine(name.name.clone(), arguments.map(Iterator::collect))
    }
}

/// A type as SQL takes it, without modifiers, which tell no two routines apart.
pub(super) fn type_sql(names: &[String], bounds: &[i32]) -> String {
    let quoted: Vec<_> = names.iter().map(|part| format!("\"{}\"", part.replace('"', "\"\""))).collect();
    format!("{}{}", quoted.join("."), if bounds.is_empty() { "" } else { "[]" })
}

/// What would go with an object.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// What it is, for people: `function f(integer)`.
    pub what: String,
    /// What needs it, directly or through others: what CASCADE takes along, and without it the DROP fails. The first of
    /// them.
    pub needed_by: Vec<String>,
    /// How many there are.
    pub count: u64,
    /// The tables among them that have rows, with their sizes; of a role, those that it owns.
    pub data: Vec<String>,
}

/// A routine of a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Routine {
    /// For people: `f(integer, text)`.
    pub what: String,
    /// `prokind`: f, p, a, w.
    pub kind: String,
    /// The types of what it is called with.
    pub inputs: Vec<String>,
    /// Their names; empty for one without.
    pub names: Vec<String>,
    /// What it gives by OUT parameters or RETURNS TABLE: names and types.
    pub outs: Vec<String>,
    /// What it returns: `SETOF integer`.
    pub returns: String,
    /// How many of its inputs have defaults.
    pub defaults: usize,
    /// Whether one may leave out its last arguments: VARIADIC.
    pub is_variadic: bool,
    /// Whether it runs with the rights of its owner.
    pub is_definer: bool,
    /// The settings that it runs under.
    pub config: Vec<String>,
}

/// A policy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// Its name.
    pub name: String,
    /// PERMISSIVE: it shows rows; otherwise it hides some.
    pub is_permissive: bool,
}

/// Row level security of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowSecurity {
    /// Whether it is on.
    pub is_enabled: bool,
    /// Whether it counts for the owner, too.
    pub is_forced: bool,
    /// Its policies.
    pub policies: Vec<Policy>,
}

/// How much an index is used.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct IndexUse {
    /// How many scans have begun.
    pub scans: i64,
    /// When last, for people; none before PostgreSQL 16.
    pub last: Option<String>,
    /// Since when it is counted, for people; none for always.
    pub since: Option<String>,
}

/// What is there besides tables.
pub trait Objects {
    /// What would go with an object; none if there is none of that name.
    fn reach(&self, thing: &Thing) -> Option<Rc<Reach>>;

    /// The routines of a name: those of its schema, or of the one in which CREATE would make it.
    fn routines(&self, name: &Name) -> Rc<Vec<Routine>>;

    /// Row level security of a table.
    fn row_security(&self, table: &Known) -> Rc<RowSecurity>;

    /// How much an index is used; none if there is none of that name.
    fn index_use(&self, index: &Relation) -> Option<IndexUse>;

    /// What takes whole rows of a table, or names its columns in texts.
    fn bearers(&self, table: &Known) -> Rc<Bearers>;

    /// Functions in whose text a word stands.
    fn mentions(&self, word: &str) -> Rc<Vec<String>>;

    /// The online changes of a table.
    fn changes(&self, table: &Known) -> Rc<Vec<Change>>;

    /// Who may do what with a table.
    fn sharing(&self, table: &Known) -> Rc<Sharing>;

    /// The tables that TRUNCATE … CASCADE empties along with a table, by foreign keys, with their sizes.
    fn truncated_with(&self, table: &Known) -> Rc<Vec<String>>;

    /// Publications of all tables.
    fn publications_of_all(&self) -> Rc<Vec<String>>;
}
