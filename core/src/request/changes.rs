//! What is asked of online changes: to begin one, and to end it.

use serde::{Deserialize, Serialize};

use super::call::Call;
use super::{Reworded, Scope};
use crate::backfill::Assignment;
use crate::change::{State, Way, Which};
use crate::name::Quoting;
use crate::relation::Relation;

/// How it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// Both names for a while.
    Dual,
    /// One short statement; who uses the old name fails from then on.
    Instant,
}

/// `migrate.safe_rename_column`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenameColumn {
    /// The table.
    pub table: Relation,
    /// The name before.
    pub old: String,
    /// The name after.
    pub new: String,
    /// How.
    pub strategy: Strategy,
    /// A view that goes on offering the old name.
    #[serde(default)]
    pub compatibility_view: Option<String>,
    /// Whether what only people can judge was looked at: what takes rows as they are, or names a column in a text.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub acknowledge: bool,
}

impl RenameColumn {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        let strategy = (self.strategy == Strategy::Instant).then_some("instant");
        Call::new(names)
            .relation("table_name", &self.table)
            .name("old_name", &self.old)
            .name("new_name", &self.new)
            .text_if("strategy", strategy)
            .name_if("compatibility_view", self.compatibility_view.as_deref())
            .flag("acknowledge", self.acknowledge)
    }
}

/// A column that is to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewColumn {
    /// Its name.
    pub name: String,
    /// Its type.
    pub data_type: String,
    /// Its value, from the columns that there were.
    pub expression: String,
}

/// `migrate.safe_split_column` and `migrate.safe_merge_columns`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitColumn {
    /// The table.
    pub table: Relation,
    /// The columns that there are, each with its value from the new ones.
    pub old: Vec<Assignment>,
    /// The columns that are to be.
    pub new: Vec<NewColumn>,
    /// Under what the types and expressions mean something.
    pub scope: Scope,
    /// Whether what only people can judge was looked at: what takes rows as they are, or names a column in a text.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub acknowledge: bool,
}

impl SplitColumn {
    /// Whether many columns become one.
    pub(crate) fn is_merge(&self) -> bool {
        self.old.len() > 1
    }

    pub(crate) fn old_names(&self) -> Vec<String> {
        self.old.iter().map(|one| one.column.clone()).collect()
    }

    pub(crate) fn new_names(&self) -> Vec<String> {
        self.new.iter().map(|one| one.name.clone()).collect()
    }

    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        let call = Call::new(names).relation("table_name", &self.table);
        let expressions: Vec<_> = self.new.iter().map(|one| one.expression.clone()).collect();
        let back: Vec<_> = self.old.iter().map(|one| one.expression.clone()).collect();
        let types: Vec<_> = self.new.iter().map(|one| one.data_type.clone()).collect();
        if self.is_merge() {
            return call
                .names("columns", &self.old_names())
                .name("new_column", &self.new[0].name)
                .text("expression", &expressions[0])
                .list("reverse_expressions", &back)
                .text("new_type", &types[0])
                .flag("acknowledge", self.acknowledge);
        }
        call.name("column_name", &self.old[0].column)
            .names("new_columns", &self.new_names())
            .list("expressions", &expressions)
            .text("reverse_expression", &back[0])
            .list("new_types", &types)
            .flag("acknowledge", self.acknowledge)
    }
}

/// `migrate.safe_change_column_type`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeType {
    /// The table.
    pub table: Relation,
    /// The column.
    pub column: String,
    /// Its new type, as SQL.
    pub data_type: String,
    /// The new value, from the columns of the row.
    pub using: Option<String>,
    /// The old value, from the columns of the row after the change.
    pub reverse: Option<String>,
    /// Under what type and expressions mean something; what the server wrote needs none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// Whether it takes back another one: then a value that the type cannot hold as it is stops it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_way_back: bool,
    /// What it makes as it was before, where it takes back another one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restore: Vec<Reworded>,
    /// Whether what only people can judge was looked at: what takes rows as they are, or names a column in a text.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub acknowledge: bool,
}

impl ChangeType {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        Call::new(names)
            .relation("table_name", &self.table)
            .name("column_name", &self.column)
            .text("new_type", &self.data_type)
            .text_if("using_expression", self.using.as_deref())
            .text_if("reverse_expression", self.reverse.as_deref())
            .flag("acknowledge", self.acknowledge)
    }
}

/// `migrate.safe_drop_column`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HideColumn {
    /// The table.
    pub table: Relation,
    /// The column.
    pub column: String,
    /// Whether there need not be such a column.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub missing_ok: bool,
    /// Whether what only people can judge was looked at: what takes rows as they are, or names a column in a text.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub acknowledge: bool,
}

impl HideColumn {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        Call::new(names)
            .relation("table_name", &self.table)
            .name("column_name", &self.column)
            .flag("missing_ok", self.missing_ok)
            .flag("acknowledge", self.acknowledge)
    }
}

/// `migrate.safe_drop_table`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HideTable {
    /// The table.
    pub table: Relation,
    /// Whether there need not be such a table.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub missing_ok: bool,
}

impl HideTable {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        Call::new(names).relation("table_name", &self.table).flag("missing_ok", self.missing_ok)
    }
}

/// `migrate.complete`, `migrate.abort`, and the way back of both ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndChange {
    /// The change.
    pub which: Which,
    /// How it ends.
    pub way: Way,
    /// Whether to do it before it is safe.
    #[serde(default)]
    pub force: bool,
    /// Where the change stood when this was asked for. A call that comes twice, the second before the first one's job
    /// is done, is one step and not two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<State>,
    /// Whether what only people can judge was looked at: what takes rows as they are, or names a column in a text.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub acknowledge: bool,
}

impl EndChange {
    /// Not forced, and not bound to where the change stands.
    pub fn new(which: Which, way: Way) -> Self {
        EndChange { which, way, force: false, from: None, acknowledge: false }
    }

    pub(crate) fn name(&self) -> &'static str {
        match self.way {
            Way::Complete => "complete",
            Way::Abort => "abort",
            Way::Back | Way::Reopen | Way::NameBack => "undo",
            Way::Restore => "restore",
        }
    }

    /// The table, where the change is named by it.
    pub(crate) fn table(&self) -> Option<&Relation> {
        match &self.which {
            Which::Column { table, .. } | Which::Table { table } => Some(table),
            Which::Number(_) | Which::Begun { .. } => None,
        }
    }

    /// The same of a table of this schema, where it is named without one: one that is dropped is in no search path.
    #[must_use]
    pub fn within(mut self, schema: &str) -> Self {
        if let Which::Column { table, .. } | Which::Table { table } = &mut self.which {
            table.schema.get_or_insert_with(|| schema.into());
        }
        self
    }

    pub(crate) fn title(&self) -> String {
        match &self.which {
            Which::Number(id) => format!("{} of change {id}", self.name()),
            Which::Column { table, column } => format!("{} of {}.{column}", self.name(), table.name),
            Which::Table { table } => format!("{} of {}", self.name(), table.name),
            Which::Begun { .. } => format!("{} of the change", self.name()),
        }
    }

    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        let call = Call::new(names);
        match &self.which {
            Which::Number(id) => call.with("change", id.to_string()),
            Which::Column { table, column } => call.relation("table_name", table).name("column_name", column),
            Which::Table { table } => call.relation("table_name", table),
            Which::Begun { .. } => call,
        }
        .flag("force", self.force)
        .flag("acknowledge", self.acknowledge)
    }
}
