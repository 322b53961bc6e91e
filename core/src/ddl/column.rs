//! Columns, as they are made.

use serde::{Deserialize, Serialize};

use super::constraint::Constraint;
use super::name::{Name, TypeName};
use super::value::DefElem;

/// A column's definition (ColumnDef).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnDef {
    /// Its name.
    pub name: String,
    /// Its type; none where that comes from a table or type.
    pub type_name: Option<TypeName>,
    /// COMPRESSION.
    pub compression: Option<String>,
    /// STORAGE, since PostgreSQL 16.
    pub storage: Option<String>,
    /// COLLATE.
    pub collation: Option<Name>,
    /// What else is said of it: NOT NULL, DEFAULT, PRIMARY KEY …
    pub constraints: Vec<Constraint>,
    /// OPTIONS (…), of a foreign table's column.
    pub fdw_options: Vec<DefElem>,
    /// Where it stands.
    pub place: Option<u32>,
}
