//! What is asked of columns.

use serde::{Deserialize, Serialize};

use super::call::Call;
use crate::backfill::{Assignment, Backfill, OnError};
use crate::error::{ArgumentError, Result};
use crate::name::Quoting;
use crate::relation::Relation;

/// `migrate.safe_add_column`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddColumn {
    /// The table.
    pub table: Relation,
    /// The column.
    pub column: String,
    /// Its type, as SQL; also serial and kin.
    pub data_type: String,
    /// The expression of its default.
    pub default: Option<String>,
    /// Whether it is NOT NULL.
    pub is_not_null: bool,
    /// Its collation, as SQL.
    pub collation: Option<String>,
    /// The expression from which it is generated.
    pub generated: Option<String>,
    /// Whether that is evaluated when it is read, and stored nowhere.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_virtual: bool,
    /// ALWAYS or BY DEFAULT, for an identity column.
    pub identity: Option<String>,
    /// Its comment.
    pub comment: Option<String>,
}

impl AddColumn {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        Call::new(names)
            .relation("table_name", &self.table)
            .name("column_name", &self.column)
            .text("type", &self.data_type)
            .text_if("default_value", self.default.as_deref())
            .flag("not_null", self.is_not_null)
            .text_if("collation", self.collation.as_deref())
            .text_if("generated", self.generated.as_deref())
            .flag("virtual", self.is_virtual)
            .text_if("identity", self.identity.as_deref())
            .text_if("comment", self.comment.as_deref())
    }
}

/// Takes back that a column was added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropColumn {
    /// The table.
    pub table: Relation,
    /// The column.
    pub column: String,
}

impl DropColumn {
    /// An inverse alone asks for it: there is no function.
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        Call::new(names)
    }
}

/// `migrate.safe_set_default`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetDefault {
    /// The table.
    pub table: Relation,
    /// The column.
    pub column: String,
    /// The expression; none to have no default.
    pub default: Option<String>,
    /// Whether a step before it gives it another one than it has now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
}

impl SetDefault {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        let call = Call::new(names).relation("table_name", &self.table).name("column_name", &self.column);
        // It has no default of its own.
        match &self.default {
            Some(default) => call.text("default_value", default),
            None => call.null("default_value"),
        }
    }
}

/// `migrate.safe_set_not_null`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetNotNull {
    /// The table.
    pub table: Relation,
    /// The column.
    pub column: String,
    /// Whether a step before it takes the NOT NULL away that is there now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
    /// Whether what comes above the table later must find it: then it cannot be NO INHERIT.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub goes_down: bool,
}

impl SetNotNull {
    /// For one column.
    pub fn new(table: &Relation, column: &str) -> Self {
        SetNotNull { table: table.clone(), column: column.into(), again: false, goes_down: false }
    }

    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        Call::new(names).relation("table_name", &self.table).name("column_name", &self.column)
    }
}

/// `migrate.safe_set_statistics_target`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetStatisticsTarget {
    /// The table.
    pub table: Relation,
    /// The column.
    pub column: String,
    /// The target; -1 for `default_statistics_target`.
    pub target: i32,
    /// Whether statistics are gathered at once: without them the target has no effect.
    pub analyze: bool,
    /// Tables below it with a target of their own, and that target: an inverse alone asks for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own: Vec<(Relation, i32)>,
}

impl SetStatisticsTarget {
    /// The server would take more for this, with a warning.
    const MOST: i32 = 10_000;

    /// For one column.
    ///
    /// # Errors
    ///
    /// [`ArgumentError::Range`].
    pub fn new(table: Relation, column: String, target: i32) -> Result<Self> {
        if !(-1..=Self::MOST).contains(&target) {
            let (argument, most) = ("statistics_target", Self::MOST);
            return Err(ArgumentError::Range { argument, value: target, least: -1, most }.into());
        }
        Ok(SetStatisticsTarget { table, column, target, analyze: true, own: Vec::new() })
    }

    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        let call = Call::new(names)
            .relation("table_name", &self.table)
            .name("column_name", &self.column)
            .with("statistics_target", self.target.to_string());
        if self.analyze { call } else { call.with("run_analyze", "false".into()) }
    }
}

/// `migrate.safe_drop_not_null`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropNotNull {
    /// The table.
    pub table: Relation,
    /// The column.
    pub column: String,
    /// Whether a step before it drops the primary key that it is in now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_key: bool,
}

impl DropNotNull {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        Call::new(names).relation("table_name", &self.table).name("column_name", &self.column)
    }
}

/// `migrate.safe_backfill`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FillColumns {
    /// The table.
    pub table: Relation,
    /// What is set.
    pub assignments: Vec<Assignment>,
    /// Which rows; none for all.
    pub condition: Option<String>,
    /// What about a row that fails.
    pub on_error: OnError,
    /// How many workers.
    pub parallel: u32,
    /// A query; while it says true, no batch begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait_while: Option<String>,
}

impl FillColumns {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        let set = Backfill::new(self.table.clone(), self.assignments.clone(), None)
            .set_list(|name| names.quote(name));
        Call::new(names)
            .relation("table_name", &self.table)
            .text("assignments", &set)
            .text_if("condition", self.condition.as_deref())
            .text_if("on_error", (self.on_error != OnError::Stop).then(|| self.on_error.as_str()))
            .number_if("parallel", (self.parallel > 1).then_some(self.parallel))
            .text_if("wait_while", self.wait_while.as_deref())
    }
}
