//! What rules may ask of the server. The extension answers (`src/catalog/lint.rs`), each question about the same thing
//! once in a call.

use std::rc::Rc;

use super::known::Known;
use super::objects::Objects;
use crate::ddl::name::Name;
use crate::facts::{Added, Retyped};
use crate::name::Quoting;
use crate::relation::Relation;

/// A type that a statement names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedType {
    /// As `format_type` writes it.
    pub sql: String,
    /// `typtype`: b, c, d, e, r, m.
    pub kind: String,
    /// Of a domain, whether it has a CHECK or is NOT NULL.
    pub is_constrained: bool,
    /// The columns that have it, up to ten: `orders.status`.
    pub used_by: Vec<String>,
}

/// How far a key of whole numbers has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyUse {
    /// The column.
    pub column: String,
    /// Its type: `smallint`, `integer`.
    pub data_type: String,
    /// The last value of its sequence.
    pub used: u64,
    /// The largest value of its type.
    pub most: u64,
}

/// An extension that this server has, made or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extension {
    /// Whether this database has it.
    pub is_installed: bool,
    /// Whether this role may make it.
    pub may_install: bool,
}

/// How a table's rows are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Storage {
    /// Without write-ahead log.
    pub is_unlogged: bool,
    /// The tablespace, the database's own included.
    pub tablespace: String,
    /// The access method; none where it has none of its own.
    pub access_method: Option<String>,
}

/// What is read from end to end when a partition is attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttachReads {
    /// The partition.
    pub partition: bool,
    /// The default partition.
    pub default: bool,
}

/// A column of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryColumn {
    /// Its name.
    pub name: String,
    /// Its type, as `format_type` writes it.
    pub data_type: String,
    /// Its collation, where that is not the type's.
    pub collation: Option<String>,
}

/// What is there.
pub trait Facts: Quoting + Objects {
    /// The relations that rules will ask for, and those that are dropped, in this order: what is asked of one may be found
    /// out of the next ones with it.
    fn expect(&self, names: &[Relation], dropped: &[Relation]);

    /// The server's version, as `server_version_num`: 150004.
    fn version(&self) -> u32;

    /// A table, view or other relation; none if there is none of that name on the path.
    fn table(&self, name: &Relation) -> Option<Rc<Known>>;

    /// The table of an index; none if there is no such index.
    fn table_of_index(&self, index: &Relation) -> Option<Rc<Known>>;

    /// What becomes of a column that gets this type, `using` an expression; none where the server refuses it.
    fn retyped(&self, table: &Known, column: &str, data_type: &str, using: Option<&str>) -> Option<Retyped>;

    /// What becomes of a table to which this column is added, `ADD COLUMN …` with all that is said of it; none where the
    /// server refuses it.
    fn added(&self, table: &Known, column: &str, clause: &str) -> Option<Added>;

    /// What is read when a partition is attached to a table, or made for it (none), with this bound: what no CHECK proves.
    /// `proved` are conditions of which the script has proved that they hold for the partition, and for the default one.
    /// None where the server refuses it, and where that cannot be tried out.
    fn attach_reads(
        &self,
        parent: &Known,
        partition: Option<&Known>,
        bound: &str,
        proved: [&[String]; 2],
    ) -> Option<AttachReads>;

    /// The columns of a query on these tables; none where the server cannot tell them now.
    fn query_columns(&self, query: &str, tables: &[Relation]) -> Option<Vec<QueryColumn>>;

    /// Whether an expression without columns gives something else for each row: it calls a VOLATILE function. A function
    /// that is not there is taken to be one.
    fn is_volatile(&self, expression: &str) -> bool;

    /// A type; none if there is none of that name.
    fn named_type(&self, name: &Name) -> Option<Rc<NamedType>>;

    /// What depends on a table or one of its columns, and would go with it or keep it from going: `view articles_live`.
    fn dependents(&self, table: &Known, column: Option<&str>) -> Vec<String>;

    /// How a table's rows are stored.
    fn storage(&self, table: &Known) -> Option<Storage>;

    /// A setting's value for this session; none if there is none of that name.
    fn setting(&self, name: &str) -> Option<String>;

    /// Whether a name matches a regular expression of the server's.
    fn matches(&self, name: &str, pattern: &str) -> bool;

    /// How far the keys of a table have come that are smaller than bigint and have a sequence.
    fn key_use(&self, table: &Known) -> Vec<KeyUse>;

    /// The schemas of the search path that have a relation of this name, in its order.
    fn schemas_with(&self, name: &str) -> Vec<String>;

    /// What a schema has under this name: `table`, `index`; without a schema, that in which things are made.
    fn taken(&self, schema: Option<&str>, name: &str) -> Option<&'static str>;

    /// Whether there is a schema of this name.
    fn has_schema(&self, name: &str) -> bool;

    /// A publication of this schema that sends updates or deletes of the tables that are made in it.
    fn publication_of_new(&self, schema: Option<&str>) -> Option<String>;

    /// An extension; none where the server does not have it.
    fn extension(&self, name: &str) -> Option<Extension>;

    /// Whether another migration that is still to run has this name in its up script. `own` is the script that is
    /// looked at.
    fn is_named_by_others(&self, own: &str, name: &str) -> bool;
}
