//! What hangs on a column and does not follow it by itself. Read in one query by the extension
//! (`src/catalog/column.rs`).

use serde::Deserialize;

use super::{Constraint, Index, Table};
use crate::relation::Relation;
use crate::request::Reworded;
use crate::request::reworded::Kind;

/// What hangs on a column.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Hanging {
    /// Indexes, by oid; without those of constraints.
    #[serde(default)]
    pub indexes: Vec<u32>,
    /// The table's constraints.
    #[serde(default)]
    pub constraints: Vec<Named>,
    /// Foreign keys of and to the table.
    #[serde(default)]
    pub keys: Vec<Key>,
    /// Views, each behind those that it reads.
    #[serde(default)]
    pub views: Vec<View>,
    /// The sequence that is the column's own.
    #[serde(default)]
    pub sequence: Option<Sequence>,
    /// What names the column, and is made again behind the exchange.
    #[serde(default)]
    pub remade: Vec<Remade>,
    /// What cannot be made again, for people.
    #[serde(default)]
    pub others: Vec<String>,
    /// What keeps a view from being made again, for people.
    #[serde(default)]
    pub of_views: Vec<String>,
    /// Whether all columns of the table have types of the server's own.
    #[serde(default)]
    pub is_builtin: bool,
    /// ALTER COLUMN actions that set what the column has beside its type.
    #[serde(default)]
    pub settings: Vec<String>,
    /// The same of a partition's own, by its name as SQL.
    #[serde(skip)]
    pub of_partitions: Vec<(String, String)>,
}

impl Hanging {
    /// The table's constraints of these kinds.
    pub(crate) fn constraints_of<'a>(&self, table: &'a Table, kinds: &[&str]) -> Vec<&'a Constraint> {
        let is_it = |there: &&Constraint| {
            kinds.contains(&there.kind.as_str()) && self.constraints.iter().any(|own| own.name == there.name)
        };
        table.constraints.iter().filter(is_it).collect()
    }

    /// The indexes, with those of constraints.
    pub(crate) fn indexes_of<'a>(&self, table: &'a Table) -> Vec<&'a Index> {
        let is_it = |index: &&Index| {
            self.indexes.contains(&index.oid)
                || index
                    .constraint
                    .as_ref()
                    .is_some_and(|of| self.constraints.iter().any(|own| &own.name == of))
        };
        table.indexes.iter().filter(is_it).collect()
    }
}

impl Hanging {
    /// What is taken away and made again by words: how it is written, by the statement that takes it away.
    pub(crate) fn words(&self) -> impl Iterator<Item = (String, Vec<String>)> + '_ {
        let remade = self.remade.iter().map(|made| (made.drop.clone(), made.create.clone()));
        let views = self.views.iter().map(|view| (view.known_as(), vec![view.definition.clone()]));
        remade.chain(views)
    }

    /// The same with the words of before, of what is still written as the change of type has left it.
    #[must_use]
    pub(crate) fn reworded(mut self, all: &[Reworded]) -> Self {
        let before = |name: &str, now: &[String]| {
            let is_it = |one: &&Reworded| one.kind == Kind::Whole && one.name == name && one.after == now;
            all.iter().find(is_it).map(|one| one.before.clone())
        };
        for made in &mut self.remade {
            if let Some(words) = before(&made.drop, &made.create) {
                made.create = words;
            }
        }
        for view in &mut self.views {
            let now = [view.definition.clone()];
            if let Some(words) = before(&view.known_as(), &now) {
                view.definition = words.concat();
            }
        }
        self
    }
}

/// A constraint.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// Its comment.
    pub comment: Option<String>,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Key {
    /// Its name.
    pub name: String,
    /// The oid of the table that has it.
    pub oid: u32,
    /// The table that has it, as SQL.
    pub table: String,
    /// The table that it refers to, as SQL.
    pub referenced: String,
    /// As `pg_get_constraintdef` writes it.
    pub definition: String,
    /// Its comment.
    pub comment: Option<String>,
    /// Whether it is known to hold for every row.
    pub is_valid: bool,
    /// Whether the table that has it has few rows.
    pub is_small: bool,
    /// Whether it can be made NOT VALID by this role.
    pub can_be_apart: bool,
    /// The types of the columns at the other end from the column.
    pub other_types: Vec<String>,
}

impl Key {
    /// Whether the server checks it.
    pub(crate) fn is_enforced(&self) -> bool {
        !self.definition.ends_with(" NOT ENFORCED")
    }

    /// Whether it is to be validated.
    pub(crate) fn is_open(&self) -> bool {
        self.is_enforced() && !self.is_valid
    }

    /// Whether it goes by periods.
    pub(crate) fn is_temporal(&self) -> bool {
        self.definition.starts_with("FOREIGN KEY (") && self.definition.contains(", PERIOD ")
    }
}

/// A view.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct View {
    /// Its schema.
    pub schema: String,
    /// Its name.
    pub name: String,
    /// Its query.
    pub definition: String,
    /// `security_barrier=true` and the like.
    #[serde(default)]
    pub options: Vec<String>,
}

impl View {
    /// Its name with its schema.
    pub(crate) fn relation(&self) -> Relation {
        Relation { schema: Some(self.schema.clone()), name: self.name.clone() }
    }

    fn known_as(&self) -> String {
        format!("VIEW {}.{}", self.schema, self.name)
    }
}

/// A sequence.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Sequence {
    /// Its name, as SQL.
    pub sql: String,
    /// Its schema.
    pub schema: String,
    /// Its name alone.
    pub name: String,
    /// Its type.
    pub data_type: String,
    /// ALWAYS or BY DEFAULT, where it is that of an identity column.
    #[serde(default)]
    pub identity: Option<String>,
    /// START WITH and the like, but for what its type says.
    pub options: String,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Remade {
    /// policy, trigger, statistics or publication.
    pub kind: String,
    /// The statement that takes it away.
    pub drop: String,
    /// The statements that make it again.
    pub create: Vec<String>,
    /// Whether the server's own ALTER COLUMN … TYPE is refused because of it.
    #[serde(default)]
    pub is_in_the_way: bool,
}
