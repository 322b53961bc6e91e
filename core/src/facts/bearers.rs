//! What takes a table's rows as they are, or says the name of a column in a text: nothing of it follows when columns come,
//! go, or get other names. Read in one query by the extension (`src/catalog/bearers.rs`).

use serde::Deserialize;

/// What goes by the rows of a table, or by its columns' names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Bearers {
    /// Columns of other tables in which values of the row type are stored, for people.
    #[serde(default)]
    pub stored: Vec<String>,
    /// What takes whole rows, for people: views, functions, CHECKs, policies, indexes.
    #[serde(default)]
    pub rows: Vec<String>,
    /// Functions that insert rows without a list of columns, for people.
    #[serde(default)]
    pub inserts: Vec<String>,
    /// The triggers that are people's own.
    #[serde(default)]
    pub triggers: Vec<Fired>,
    /// Storage parameters of the table and its indexes.
    #[serde(default)]
    pub parameters: Vec<Parameter>,
}

/// A trigger, and what its function is given and does.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Fired {
    /// What it is, for people: `trigger tg on public.doc`.
    pub what: String,
    /// Its name.
    pub name: String,
    /// Its function, for people.
    pub function: String,
    /// Its arguments.
    #[serde(default)]
    pub arguments: Vec<String>,
    /// The function's text; none where it is a library's.
    #[serde(default)]
    pub body: Option<String>,
    /// Whether the function is the server's own.
    #[serde(default)]
    pub is_builtin: bool,
    /// Whether it fires for each row of an UPDATE.
    #[serde(default)]
    pub is_of_each_row: bool,
    /// The columns that must be set for that; none for whatever is set.
    #[serde(default)]
    pub columns: Vec<String>,
    /// The names of its transition tables.
    #[serde(default)]
    pub transitions: Vec<String>,
}

/// A storage parameter.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Parameter {
    /// What has it, for people.
    pub of: String,
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}
