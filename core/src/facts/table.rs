//! A table as an operation sees it. Read in one query by the extension (`src/catalog/table.rs`).

use serde::Deserialize;

use crate::error::{ColumnError, Result, TableError};
use crate::relation::Relation;
use crate::request::RestoreConstraint;

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
    /// Whether it has few rows, and nobody waits for it: `migrate.small_table`.
    pub is_small: bool,
    /// Whether Citus manages it, or what it is a partition of.
    #[serde(default)]
    pub is_managed: bool,
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
    /// Columns that the partition key is made of.
    #[serde(default)]
    pub partition_columns: Vec<String>,
    /// Whether a trigger can change a row that is updated.
    #[serde(default)]
    pub has_update_triggers: bool,
    /// Rules on INSERT and UPDATE that are not disabled.
    #[serde(default)]
    pub rules: Vec<Rule>,
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

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type, as `format_type` writes it.
    pub data_type: String,
    /// Whether it is NOT NULL.
    pub is_not_null: bool,
    /// Its default, as `pg_get_expr` writes it.
    #[serde(default)]
    pub default: Option<String>,
    /// Whether it is GENERATED from an expression.
    #[serde(default)]
    pub is_generated: bool,
    /// Whether it is an identity column.
    #[serde(default)]
    pub is_identity: bool,
    /// Whether it comes from a table that this one inherits from.
    #[serde(default)]
    pub is_inherited: bool,
    /// Its collation, where it is not its type's.
    #[serde(default)]
    pub collation: Option<String>,
    /// Its comment.
    #[serde(default)]
    pub comment: Option<String>,
}

/// A trigger.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Trigger {
    /// Its name.
    pub name: String,
    /// `tgenabled`: O, D, R or A.
    pub enabled: String,
    /// Whether it fires before a row is written, and may change it.
    #[serde(default)]
    pub is_before_row: bool,
    /// Its function, as SQL.
    #[serde(default)]
    pub function: Option<String>,
    /// That function's text.
    #[serde(default)]
    pub body: Option<String>,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// Whether it is on UPDATE; otherwise it is on INSERT.
    pub is_update: bool,
}

/// A constraint.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Constraint {
    /// Its name.
    pub name: String,
    /// `contype`: c, f, p, u, x, t, n.
    pub kind: String,
    /// As `pg_get_constraintdef` writes it.
    pub definition: String,
    /// Whether it is known to hold for every row.
    pub is_valid: bool,
    /// Whether it is a part of another one of the same table: a foreign key to a partition of what that refers to.
    #[serde(default)]
    pub is_part: bool,
    /// The names of its columns.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Its comment.
    #[serde(default)]
    pub comment: Option<String>,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Index {
    /// Its oid.
    pub oid: u32,
    /// Its name.
    pub name: String,
    /// Schema and name, quoted.
    pub sql: String,
    /// As `pg_get_indexdef` writes it, from USING on; `UNIQUE` before it, if it is.
    pub definition: String,
    /// Whether it can be used.
    pub is_valid: bool,
    /// The index of the parent table that it is attached to.
    pub parent: Option<u32>,
    /// The constraint that it belongs to.
    pub constraint: Option<String>,
    /// The names of its key columns, empty for an expression.
    #[serde(default)]
    pub columns: Vec<String>,
    /// The names of the columns that it only carries.
    #[serde(default)]
    pub include: Vec<String>,
    /// Foreign keys that refer to it, where it is no constraint's.
    #[serde(default)]
    pub referenced_by: Vec<String>,
    /// Whether CLUSTER goes by it.
    #[serde(default)]
    pub is_clustered: bool,
    /// Whether replication knows the rows by it.
    #[serde(default)]
    pub is_replica_identity: bool,
    /// Whether it has a WHERE.
    #[serde(default)]
    pub is_partial: bool,
    /// That WHERE, as the definition has it.
    #[serde(default)]
    pub predicate: Option<String>,
    /// Its tablespace, where that is not the database's own.
    #[serde(default)]
    pub tablespace: Option<String>,
    /// Its comment.
    #[serde(default)]
    pub comment: Option<String>,
}

impl Constraint {
    /// What makes it again as it is.
    pub(crate) fn restored(&self, table: &Table) -> RestoreConstraint {
        RestoreConstraint {
            table: table.relation(),
            name: self.name.clone(),
            definition: self.definition.clone(),
            comment: self.comment.clone(),
        }
    }
}

impl Table {
    /// The column of a name.
    ///
    /// # Errors
    ///
    /// [`ColumnError::NoColumn`].
    pub fn column(&self, name: &str) -> Result<&Column> {
        self.columns.iter().find(|column| column.name == name).ok_or_else(|| {
            ColumnError::NoColumn {
                table: self.display.clone(),
                column: name.into(),
                there: self.columns.iter().map(|column| column.name.clone()).collect(),
            }
            .into()
        })
    }

    /// Its name with its schema.
    pub fn relation(&self) -> Relation {
        Relation { schema: Some(self.schema.clone()), name: self.name.clone() }
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

    /// Refuses what is no ordinary table of the role's own.
    ///
    /// # Errors
    ///
    /// [`TableError::WrongKind`], [`TableError::NotOwner`].
    pub fn check(&self) -> Result<()> {
        let what = match (self.kind.as_str(), self.is_system, self.is_temporary) {
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
            None if !self.is_owned => Err(TableError::NotOwner { table, owner: self.owner.clone() }.into()),
            None => Ok(()),
        }
    }
}
