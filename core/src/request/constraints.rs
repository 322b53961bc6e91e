//! What is asked of constraints.

use serde::{Deserialize, Serialize};

use super::Deferrable;
use super::call::Call;
use crate::name::Quoting;
use crate::relation::Relation;

/// `migrate.safe_add_constraint`: a CHECK.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddConstraint {
    /// The table.
    pub table: Relation,
    /// The constraint's name.
    pub name: String,
    /// The condition, without CHECK.
    pub expression: String,
}

impl AddConstraint {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        Call::new(names)
            .relation("table_name", &self.table)
            .name("constraint_name", &self.name)
            .text("expression", &self.expression)
    }
}

/// `migrate.safe_validate_constraint`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidateConstraint {
    /// The table.
    pub table: Relation,
    /// The constraint; all that are not valid where there is none.
    pub name: Option<String>,
}

impl ValidateConstraint {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        Call::new(names).relation("table_name", &self.table).name_if("constraint_name", self.name.as_deref())
    }
}

/// `migrate.safe_drop_constraint`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropConstraint {
    /// The table.
    pub table: Relation,
    /// The constraint.
    pub name: String,
    /// Whether it is only what an operation leaves that was broken off: not there, it is not worth a word.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_leftover: bool,
    /// Whether there need not be such a constraint.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub missing_ok: bool,
    /// Whether the caller knows what becomes of replication.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_acknowledged: bool,
}

impl DropConstraint {
    /// Of what a table has, or had.
    pub fn new(table: Relation, name: &str) -> Self {
        DropConstraint {
            table,
            name: name.into(),
            is_leftover: false,
            missing_ok: true,
            is_acknowledged: false,
        }
    }

    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        Call::new(names)
            .relation("table_name", &self.table)
            .name("constraint_name", &self.name)
            .flag("missing_ok", self.missing_ok)
            .flag("acknowledge", self.is_acknowledged)
    }
}

/// Takes back that a constraint was validated or dropped: it is made again as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreConstraint {
    /// The table.
    pub table: Relation,
    /// The constraint's name.
    pub name: String,
    /// As `pg_get_constraintdef` wrote it.
    pub definition: String,
    /// Its comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Whether it is a partition's own, which the server has made a part of its table's, and which goes with that.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_merged: bool,
}

impl RestoreConstraint {
    /// Inverses alone ask for it: there is no function.
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        Call::new(names)
    }
}

/// Which of the two it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyKind {
    /// UNIQUE.
    Unique,
    /// PRIMARY KEY.
    PrimaryKey,
}

/// `migrate.safe_add_unique` and `migrate.safe_add_primary_key`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddKey {
    /// UNIQUE or PRIMARY KEY.
    pub kind: KeyKind,
    /// The table.
    pub table: Relation,
    /// The columns.
    pub columns: Vec<String>,
    /// The constraint's name, and its index's; made from table and columns where there is none.
    pub name: Option<String>,
    /// INCLUDE.
    pub include: Vec<String>,
    /// NULLS NOT DISTINCT.
    pub nulls_not_distinct: bool,
    /// When it is checked.
    #[serde(default)]
    pub deferrable: Deferrable,
    /// WITHOUT OVERLAPS: of the last column.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_overlaps: bool,
    /// Its comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl AddKey {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        Call::new(names)
            .relation("table_name", &self.table)
            .names("columns", &self.columns)
            .name_if("constraint_name", self.name.as_deref())
            .names("include", &self.include)
            .flag("nulls_not_distinct", self.nulls_not_distinct)
            .flag("is_deferrable", self.deferrable == Deferrable::Deferrable)
            .flag("initially_deferred", self.deferrable == Deferrable::InitiallyDeferred)
            .flag("without_overlaps", self.without_overlaps)
    }
}

/// `migrate.safe_add_foreign_key`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddForeignKey {
    /// The table.
    pub table: Relation,
    /// Its columns.
    pub columns: Vec<String>,
    /// The table that they reference.
    pub referenced: Relation,
    /// The columns there; those of its primary key where there are none.
    pub referenced_columns: Option<Vec<String>>,
    /// The constraint's name; made from table and columns where there is none.
    pub name: Option<String>,
    /// ON DELETE.
    pub on_delete: Option<String>,
    /// ON UPDATE.
    pub on_update: Option<String>,
    /// MATCH FULL.
    #[serde(default)]
    pub match_full: bool,
    /// When it is checked.
    #[serde(default)]
    pub deferrable: Deferrable,
    /// Whether the columns are to have an index.
    pub create_index: bool,
    /// PERIOD: the last column of both ends.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub with_period: bool,
}

impl AddForeignKey {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        Call::new(names)
            .relation("table_name", &self.table)
            .names("columns", &self.columns)
            .relation("referenced_table", &self.referenced)
            .names("referenced_columns", self.referenced_columns.as_deref().unwrap_or_default())
            .name_if("constraint_name", self.name.as_deref())
            .text_if("on_delete", self.on_delete.as_deref())
            .text_if("on_update", self.on_update.as_deref())
            .flag("create_index", self.create_index)
            .flag("match_full", self.match_full)
            .flag("is_deferrable", self.deferrable == Deferrable::Deferrable)
            .flag("initially_deferred", self.deferrable == Deferrable::InitiallyDeferred)
            .flag("with_period", self.with_period)
    }
}
