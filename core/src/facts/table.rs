//! A table as an operation sees it. Read in one query by the extension (`src/catalog/description.rs`).

use serde::Deserialize;

use super::{Citus, Column, Constraint, Index, Rule, Trigger};
use crate::error::{ColumnError, Error, Result, TableError};
use crate::relation::Relation;

/// A table with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Table {
    /// Its oid.
    pub oid: u32,
    /// Its schema.
    pub schema: String,
    /// Its name alone.
    pub name: String,
    /// Schema and name, quoted, as SQL takes them.
    pub sql: String,
    /// As the session's search path lets it be written, for people.
    pub display: String,
    /// `relkind`.
    pub kind: String,
    /// Whether it is a temporary table.
    pub is_temporary: bool,
    /// Whether it belongs to the server: a catalog, or a TOAST table.
    pub is_system: bool,
    /// Its owner.
    pub owner: String,
    /// Whether the role may act as its owner.
    pub is_owned: bool,
    /// Whether the role may maintain it without being its owner: the privilege MAINTAIN.
    #[serde(default)]
    pub may_maintain: bool,
    /// Whether it has few rows, and nobody waits for it: `migrate.small_table`.
    pub is_small: bool,
    /// What Citus has made of it, or of what it is a partition of.
    #[serde(default)]
    pub citus: Option<Citus>,
    /// Whether Citus manages it, and its placements do not all say what they have.
    #[serde(default)]
    pub is_unanswered: bool,
    /// The table that it is a partition of.
    #[serde(default)]
    pub parent: Option<Parent>,
    /// Of a partition, which rows it has: `FOR VALUES …` or `DEFAULT`.
    #[serde(default)]
    pub bound: Option<String>,
    /// Columns, without dropped ones.
    #[serde(default)]
    pub columns: Vec<Column>,
    /// Constraints.
    #[serde(default)]
    pub constraints: Vec<Constraint>,
    /// Indexes.
    #[serde(default)]
    pub indexes: Vec<Index>,
    /// Whether tables inherit from it that are no partitions.
    #[serde(default)]
    pub has_children: bool,
    /// Triggers, without the server's own.
    #[serde(default)]
    pub triggers: Vec<Trigger>,
    /// Triggers for each row that see the statement's rows as a table.
    #[serde(default)]
    pub transition_triggers: Vec<String>,
    /// Columns that the partition key is made of.
    #[serde(default)]
    pub partition_columns: Vec<String>,
    /// Whether a trigger can change a row that is updated.
    #[serde(default)]
    pub has_update_triggers: bool,
    /// Rules on INSERT and UPDATE that are not disabled.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// Whether its columns are those of a type: CREATE TABLE … OF.
    #[serde(default)]
    pub is_typed: bool,
    /// Whether the role can make a function of the table's owner in its schema.
    #[serde(default = "yes")]
    pub may_create: bool,
    /// Whether a policy may hide rows from the role, as from an owner with FORCE ROW LEVEL SECURITY.
    #[serde(default)]
    pub hides_rows: bool,
    /// Partitions, one level down.
    #[serde(default)]
    pub partitions: Vec<Table>,
    /// Tables that inherit from it and are no partitions, one level down.
    #[serde(default)]
    pub heirs: Vec<Table>,
}

fn yes() -> bool {
    true
}

/// The table that another one is a partition of.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Parent {
    /// Its oid.
    pub oid: u32,
    /// As the session's search path lets it be written, for people.
    pub display: String,
    /// Whether a DETACH CONCURRENTLY was broken off.
    pub is_pending: bool,
}

impl Table {
    /// The column of a name.
    ///
    /// # Errors
    ///
    /// [`ColumnError::NoColumn`].
    pub fn column(&self, name: &str) -> Result<&Column> {
        let there = self.columns.iter().find(|column| column.name == name);
        there.ok_or_else(|| self.no_column(name, false))
    }

    /// That it has no such column; `can_be_missing` where the call can say that it need not have it.
    pub fn no_column(&self, name: &str, can_be_missing: bool) -> Error {
        let there = self.columns.iter().map(|column| column.name.clone()).collect();
        let (table, column) = (self.display.clone(), name.to_string());
        ColumnError::NoColumn { table, column, there, can_be_missing }.into()
    }

    /// Whether it has a column of a name.
    pub fn has_column(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name == name)
    }

    /// The type of a column; empty where there is none of that name.
    pub(crate) fn type_of(&self, name: &str) -> &str {
        let column = self.columns.iter().find(|column| column.name == name);
        column.map_or("", |column| &column.data_type)
    }

    /// Its name with its schema.
    pub fn relation(&self) -> Relation {
        Relation { schema: Some(self.schema.clone()), name: self.name.clone() }
    }

    /// The trigger that marks it as the table of the change of this token.
    pub fn mark(&self, token: &str) -> Option<&Trigger> {
        self.triggers_of("mark", token).first().copied()
    }

    /// The triggers that call this function of ours, and give it the token of a change alone. A session may have
    /// `quote_all_identifiers` on.
    pub(crate) fn triggers_of(&self, function: &str, token: &str) -> Vec<&Trigger> {
        let names = [format!("migrate.{function}"), format!("\"migrate\".\"{function}\"")];
        let is_its = |there: &&Trigger| {
            there.function.as_ref().is_some_and(|function| names.contains(function))
                && there.arguments.as_slice() == [token]
        };
        self.triggers.iter().filter(is_its).collect()
    }

    /// Whether it is partitioned.
    pub fn is_partitioned(&self) -> bool {
        self.kind == "p"
    }

    /// The constraint of a name.
    pub fn constraint(&self, name: &str) -> Option<&Constraint> {
        self.constraints.iter().find(|constraint| constraint.name == name)
    }

    /// The table itself and everything below it, parents first.
    pub fn tree(&self) -> Vec<&Table> {
        let mut tree = vec![self];
        self.partitions.iter().for_each(|partition| tree.extend(partition.tree()));
        tree
    }

    /// The same with the tables that inherit from it, which most ALTER TABLEs change as well.
    pub fn family(&self) -> Vec<&Table> {
        let mut family = vec![self];
        self.partitions.iter().chain(&self.heirs).for_each(|below| family.extend(below.family()));
        family
    }

    /// Whether one plain statement is short enough for all of it.
    pub fn is_small_tree(&self) -> bool {
        !self.has_children && self.tree().iter().all(|table| table.is_small)
    }

    /// Whether an UPDATE of these columns can leave checks or triggers for the end of its transaction: until then most
    /// statements that change the table are refused (55006). What can be deferred counts, since a session may have set it
    /// so; and so do the keys, by which foreign keys of other tables may be.
    #[must_use]
    pub fn leaves_events(&self, columns: &[&str]) -> bool {
        let is_set =
            |columns_of: &[String]| columns_of.iter().any(|column| columns.contains(&column.as_str()));
        let fires = |name: &str| {
            let is_it = |trigger: &&Trigger| trigger.name == name && trigger.enabled != "D";
            let is_of = |trigger: &Trigger| trigger.columns.is_empty() || is_set(&trigger.columns);
            self.triggers.iter().filter(is_it).any(|trigger| trigger.is_on_update && is_of(trigger))
        };
        let leaves = |constraint: &Constraint| match constraint.kind.as_str() {
            "t" => constraint.is_deferrable() && fires(&constraint.name),
            "p" | "u" => is_set(&constraint.columns),
            _ => constraint.is_deferrable() && is_set(&constraint.columns),
        };
        self.constraints.iter().any(leaves) || self.partitions.iter().any(|part| part.leaves_events(columns))
    }

    /// Refuses what is no ordinary table of the role's own.
    ///
    /// # Errors
    ///
    /// [`TableError::WrongKind`], [`TableError::NotOwner`].
    pub fn check(&self) -> Result<()> {
        self.check_for(self.is_owned)
    }

    /// The same for what a role that may maintain it may do as well.
    ///
    /// # Errors
    ///
    /// As [`Table::check`].
    pub fn check_maintained(&self) -> Result<()> {
        self.check_for(self.is_owned || self.may_maintain)
    }

    fn check_for(&self, is_allowed: bool) -> Result<()> {
        let what = match (self.kind.as_str(), self.is_system, self.is_temporary) {
            (_, true, _) if self.schema == "migrate" => Some("a table of extension migrate_ext"),
            (_, true, _) => Some("a table of the server"),
            ("v", ..) => Some("a view"),
            ("m", ..) => Some("a materialized view"),
            ("f", ..) => Some("a foreign table"),
            ("S", ..) => Some("a sequence"),
            ("i" | "I", ..) => Some("an index"),
            ("c", ..) => Some("a composite type"),
            (_, _, true) => Some("a temporary table"),
            _ => None,
        };
        let table = self.display.clone();
        match what {
            Some(what) => Err(TableError::WrongKind { table, what }.into()),
            None if !is_allowed => Err(TableError::NotOwner { table, owner: self.owner.clone() }.into()),
            None => Ok(()),
        }
    }
}
