//! A column.

use serde::Deserialize;

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its number, `attnum`.
    #[serde(default)]
    pub number: i16,
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
    /// Whether that is evaluated when it is read, and stored nowhere.
    #[serde(default)]
    pub is_virtual: bool,
    /// Whether it is an identity column.
    #[serde(default)]
    pub is_identity: bool,
    /// Whether it comes from a table that this one inherits from.
    #[serde(default)]
    pub is_inherited: bool,
    /// Whether its values are rows: of a composite type, or a domain over one.
    #[serde(default)]
    pub is_row: bool,
    /// Its collation, where it is not its type's.
    #[serde(default)]
    pub collation: Option<String>,
    /// Its comment.
    #[serde(default)]
    pub comment: Option<String>,
    /// Its statistics target; -1 for `default_statistics_target`.
    #[serde(default = "by_default")]
    pub statistics_target: i32,
}

fn by_default() -> i32 {
    -1
}

impl Column {
    /// Its type with its collation, as SQL takes it.
    #[must_use]
    pub fn sql_type(&self) -> String {
        let collation = self.collation.as_ref().map(|name| format!(" COLLATE {name}"));
        format!("{}{}", self.data_type, collation.unwrap_or_default())
    }
}
