//! What is asked of tables as a whole, and of types.

use serde::{Deserialize, Serialize};

use super::call::Call;
use crate::name::Quoting;
use crate::relation::Relation;

/// `migrate.safe_rename_table`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenameTable {
    /// The table as it is named before.
    pub table: Relation,
    /// The new name, without a schema.
    pub name: String,
    /// Whether the old name is to stay, as a view.
    pub compatibility_view: bool,
}

impl RenameTable {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        let call = Call::new(names).relation("table_name", &self.table).name("new_name", &self.name);
        if self.compatibility_view { call } else { call.with("compatibility_view", "false".into()) }
    }
}

/// `migrate.safe_set_schema`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetSchema {
    /// The table as it is named before.
    pub table: Relation,
    /// The schema that it is to be in.
    pub schema: String,
}

impl SetSchema {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        Call::new(names).relation("table_name", &self.table).name("new_schema", &self.schema)
    }
}

/// `migrate.safe_add_enum_value`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddEnumValue {
    /// The type.
    pub enumeration: Relation,
    /// The value.
    pub value: String,
    /// The value that it is to sort before.
    pub before: Option<String>,
    /// The value that it is to sort after.
    pub after: Option<String>,
}

impl AddEnumValue {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        Call::new(names)
            .relation("type_name", &self.enumeration)
            .text("value", &self.value)
            .text_if("before", self.before.as_deref())
            .text_if("after", self.after.as_deref())
    }
}
