//! What the catalog knows of the objects that a script names, at the moment before it runs: whether each is there, and
//! the statements that give it back as it is.
//!
//! The catalog is asked once, before the first statement; what the script itself has done to each later one is for
//! [`crate::reverse`] to follow. So all that is noted here is how things were before the script, whichever of its
//! statements it is noted for.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::ddl::name::ObjectType;

/// What objects share their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Tables, views, indexes, sequences.
    Relation,
    /// Types and domains.
    Type,
    /// Functions, procedures and aggregates, with their arguments.
    Routine,
    /// Any other objects with names of their own.
    Own(ObjectType),
    /// Columns of a relation, and attributes of a composite type.
    Column,
    /// Constraints of a table.
    Constraint,
    /// Constraints of a domain.
    DomainConstraint,
    /// That columns of a table are NOT NULL.
    NotNull,
    /// Triggers of a table.
    Trigger,
    /// Policies of a table.
    Policy,
    /// Rules of a table.
    Rule,
    /// Whether a relation, or a constraint of any relation of its schema, has the name: what the server asks before it
    /// chooses one itself.
    Chosen,
}

/// Something that a script names, in one way of writing it: quoted where the server would quote it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Object {
    /// Of which kind it is.
    pub kind: Kind,
    /// Its name; that of its relation for a part.
    pub name: String,
    /// The name of a part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}

impl Object {
    /// Something with a name of its own.
    pub fn new(kind: Kind, name: impl Into<String>) -> Self {
        Object { kind, name: name.into(), part: None }
    }

    /// A part of a relation.
    pub fn part(kind: Kind, relation: impl Into<String>, part: impl Into<String>) -> Self {
        Object { kind, name: relation.into(), part: Some(part.into()) }
    }

    /// As a message names it.
    pub fn shown(&self) -> String {
        match &self.part {
            Some(part) => format!("{part} of {}", self.name),
            None => self.name.clone(),
        }
    }
}

/// What of an object a statement may change, by which it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// Its owner.
    Owner,
    /// Its comment.
    Comment,
    /// What the asked roles may do with it.
    Grants,
    /// The schema that it is in.
    Schema,
    /// What OR REPLACE or ALTER puts something else in place of.
    Definition,
    /// A column's or domain's default.
    Default,
    /// Whether it is NOT NULL.
    NotNull,
    /// A column's type, with the default that goes with it.
    Type,
    /// A column's identity, with its sequence.
    Identity,
    /// What an identity that stays is like.
    IdentityOptions,
    /// Options in parentheses: WITH (…), of a column, of a sequence.
    Options,
    /// A column's statistics target, storage and compression.
    Storage,
    /// Whether and when a trigger or rule fires; of a table all of its triggers.
    Firing,
    /// Row level security.
    RowSecurity,
    /// LOGGED, tablespace, access method.
    Place,
    /// Replica identity.
    ReplicaIdentity,
    /// The index by which it is clustered.
    Cluster,
    /// Of which table it is a partition.
    Partition,
    /// Its rows, where there are none: then none is changed.
    Rows,
    /// By which columns its rows are told apart.
    Keys,
    /// The values of an enum.
    Values,
    /// What a role may do at all: LOGIN and its kin.
    Attributes,
    /// The settings with which a role begins a session.
    Settings,
}

/// What goes with a table or column, and does not come back with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Loses {
    /// The rows of a table.
    Rows,
    /// The values of a column.
    Values,
}

/// What the catalog says of one object.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Before {
    /// Whether it is there.
    pub there: bool,
    /// The statements that make it again when it is gone; none where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole: Option<Vec<String>>,
    /// Why it cannot be made again, a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// What of it does not come back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loses: Option<Loses>,
    /// What else there is to know for who makes it again, a sentence without its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beware: Option<String>,
    /// How many of its arguments have defaults.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub defaults: Option<usize>,
    /// The tables, its children with it, that had no block: no statement changes a row of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub empty: Vec<u32>,
    /// How many rows a statement would add to it, which is one that says nothing of those that are there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adds: Option<u64>,
    /// The columns of a table, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Key>,
    /// The columns by which its rows are told apart, the primary key's first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<Vec<String>>,
    /// The statements that give back what a statement may change of it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub was: BTreeMap<Aspect, Vec<String>>,
    /// Why something of it cannot be given back, each a sentence.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub cannot: BTreeMap<Aspect, String>,
}

/// A column, as the catalog has it and as SQL takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// As the catalog has it.
    pub name: String,
    /// As SQL takes it.
    pub sql: String,
}

/// What is asked of the catalog.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Question {
    /// The number of the statement for which it is asked.
    pub statement: u32,
    /// As the statement names it.
    pub object: Object,
    /// As the catalog has it before the script, which may rename it.
    pub now: Object,
    /// The schemas in which names are looked up, quoted, where the script sets them.
    pub schemas: Option<Vec<String>>,
    /// What is asked for beyond whether it is there.
    pub wants: Wants,
}

/// What is asked for of an object.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Wants {
    /// How it is made again.
    pub whole: bool,
    /// What else goes with it: DROP … CASCADE.
    pub cascade: bool,
    /// What a statement changes of it.
    pub aspects: bool,
    /// The roles whose privileges are asked for; PUBLIC is one.
    pub grantees: Vec<String>,
}

/// The answers to a script's questions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers(HashMap<(u32, Object), Before>);

/// An answer, as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    statement: u32,
    object: Object,
    before: Before,
}

impl Answers {
    /// Notes an answer.
    pub fn note(&mut self, question: &Question, before: Before) {
        self.0.insert((question.statement, question.object.clone()), before);
    }

    /// Notes how many rows a statement would add.
    pub fn note_rows(&mut self, statement: u32, object: &Object, count: u64) {
        if let Some(before) = self.0.get_mut(&(statement, object.clone())) {
            before.adds = Some(before.adds.unwrap_or(0) + count);
        }
    }

    /// All that is known, with the number of the statement.
    pub fn all(&self) -> impl Iterator<Item = (u32, &Before)> {
        self.0.iter().map(|((statement, _), before)| (*statement, before))
    }

    /// What is known of an object that a statement names.
    pub fn of(&self, statement: u32, object: &Object) -> Option<&Before> {
        self.0.get(&(statement, object.clone()))
    }
}

impl Serialize for Answers {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut kept: Vec<_> = self.0.iter().collect();
        kept.sort_by_key(|((statement, object), _)| (*statement, object.shown()));
        serializer.collect_seq(kept.into_iter().map(|((statement, object), before)| Kept {
            statement: *statement,
            object: object.clone(),
            before: before.clone(),
        }))
    }
}

impl<'de> Deserialize<'de> for Answers {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let kept = Vec::<Kept>::deserialize(deserializer)?;
        Ok(Answers(kept.into_iter().map(|kept| ((kept.statement, kept.object), kept.before)).collect()))
    }
}
