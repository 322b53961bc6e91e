//! What operations ask of the server. The extension answers (`src/catalog/table.rs`); tests have a fake (`fake.rs`).

pub mod change;
#[cfg(test)]
pub mod fake;
mod on_table;
pub mod sharing;
pub mod table;

pub use self::change::Change;
pub use self::on_table::OnTable;
pub use self::sharing::{Grant, Sharing};
pub use self::table::{Column, Constraint, Index, Parent, Rule, Table, Trigger};
pub use crate::steps::changes::change_type::Retyped;
pub use crate::steps::changes::change_type::objects::Hanging;
pub use crate::steps::changes::hide::{Relaxed, Remembered, Writes, Written};
pub use crate::steps::partitions::attach_partition::Bound;
pub use crate::steps::tables::add_enum_value::Enumeration;

use crate::backfill::Backfill;
use crate::change::Which;
use crate::error::{Error, Result, TableError};
use crate::relation::Relation;

/// What operations ask of the server.
pub trait Catalog {
    /// An identifier as SQL takes it, quoted where it must be.
    fn quote(&self, name: &str) -> String;

    /// A text as SQL takes it.
    fn literal(&self, text: &str) -> String;

    /// A table with all that is known of it.
    ///
    /// # Errors
    ///
    /// [`crate::Error`] if there is none, or it is not the role's to change.
    fn table(&self, name: &Relation) -> Result<Table>;

    /// The table of an index; `None` if there is no such index.
    ///
    /// # Errors
    ///
    /// As for [`Catalog::table`].
    fn table_of_index(&self, index: &Relation) -> Result<Option<Table>>;

    /// How the server writes the definition of an index or constraint, or of a column's default, that a statement makes
    /// on an empty table like `table`. What differs by the table's name alone is left out. Whatever code that runs has the
    /// rights of the table's owner, at most.
    ///
    /// # Errors
    ///
    /// What the server says of it; 42501 where the owner cannot see what the caller can, so that nothing is known.
    fn definition(&self, table: &Table, statement: &OnTable) -> Result<String> {
        self.definition_after(table, std::slice::from_ref(statement))
    }

    /// Looks at a statement as the server does before it plans it. Nothing is run. `write` writes it for a name of the
    /// table, or of an empty one like it; for none it is given an empty name.
    ///
    /// # Errors
    ///
    /// What the server says of it.
    fn understand(&self, table: Option<&Table>, write: &dyn Fn(&str) -> String) -> Result<Understood>;

    /// What becomes of a column that `actions` of ALTER TABLE add to a table like `table`.
    ///
    /// # Errors
    ///
    /// What the server says of `actions`.
    fn added_column(&self, table: &Table, column: &str, actions: &str) -> Result<Added>;

    /// What becomes of a column with another type, on a table like `table` with its indexes.
    ///
    /// # Errors
    ///
    /// What the server says of type and expression.
    fn retyped(&self, table: &Table, column: &str, data_type: &str, using: Option<&str>) -> Result<Retyped>;

    /// What hangs on a column and does not follow it by itself.
    ///
    /// # Errors
    ///
    /// None that is to be expected.
    fn hanging(&self, table: &Table, column: &str) -> Result<Hanging>;

    /// Whether a backfill of the table with this SET list and condition, of the column that is there now, is done.
    fn is_filled(&self, table: &Table, column: &str, backfill: &Backfill) -> bool;

    /// Whether this backfill was begun, by the current role, and nobody has written that it is done.
    fn is_broken_off(&self, table: &Table, backfill: &Backfill) -> bool;

    /// Whether the journal says that a unit of an operation began with this statement, and is done.
    fn has_run(&self, sql: &str) -> bool;

    /// How many rows a table and those below it have, or only those without a value in a column; counted up to `most`. No
    /// code of anybody is run for it, as it would be where a query is planned.
    ///
    /// # Errors
    ///
    /// None that is to be expected.
    fn rows(&self, table: &Table, without: Option<&str>, most: i64) -> Result<i64>;

    /// What depends on a table or on one of its columns, and would go with it or keep it from going, for people.
    fn dependents(&self, table: &Table, column: Option<&String>) -> Vec<String>;

    /// Whether a query of definitions of the table's has a row; it runs with the rights of the table's owner, at most.
    ///
    /// # Errors
    ///
    /// What the server says of `sql`.
    fn probe(&self, table: &Table, sql: &str) -> Result<bool>;

    /// Whether a query of the caller's has a row; it runs as the caller.
    ///
    /// # Errors
    ///
    /// What the server says of `sql`.
    fn has_row(&self, sql: &str) -> Result<bool>;

    /// The online changes of a table, oldest first.
    ///
    /// # Errors
    ///
    /// None that is to be expected.
    fn changes(&self, table: &Table) -> Result<Vec<Change>>;

    /// An online change.
    ///
    /// # Errors
    ///
    /// [`crate::error::ChangeError::NoChange`].
    fn change(&self, which: &Which) -> Result<Change>;

    /// The text of a function without arguments, if there is one.
    fn function(&self, schema: &str, name: &str) -> Option<String>;

    /// Functions in whose text a word stands, for people.
    fn mentions(&self, word: &str) -> Vec<String>;

    /// The same as [`Catalog::definition`] after more than one statement.
    ///
    /// # Errors
    ///
    /// What the server says of `statements`.
    fn definition_after(&self, table: &Table, statements: &[OnTable]) -> Result<String>;

    /// The server's major version.
    fn server_version(&self) -> u32;

    /// The current role.
    fn role(&self) -> String;

    /// What a partition's bound, as a user writes it, says of its rows.
    ///
    /// # Errors
    ///
    /// What the server says of it.
    fn bound(&self, parent: &Table, partition: &Table, written: &str) -> Result<Bound>;

    /// The tables of the role with invalid indexes, those without partitions first.
    ///
    /// # Errors
    ///
    /// As for [`Catalog::table`].
    fn with_invalid_indexes(&self, schema: Option<&str>, table: Option<&Relation>) -> Result<Vec<Relation>>;

    /// The process of another session that builds an index now.
    fn builder(&self, index: &Index) -> Option<i32>;

    /// Who may do what with a table.
    fn sharing(&self, table: &Table) -> Sharing;

    /// The one relation that a view shows, if the view can be written through.
    fn window(&self, view: &Table) -> Option<u32>;

    /// A type, with its values if it is an enum.
    ///
    /// # Errors
    ///
    /// [`crate::Error`] if there is none.
    fn enumeration(&self, name: &Relation) -> Result<Enumeration>;
}

/// The table of a name, if there is one.
pub(crate) fn find(catalog: &dyn Catalog, name: &Relation) -> Result<Option<Table>> {
    match catalog.table(name) {
        Err(Error::Table(TableError::NoTable { .. })) => Ok(None),
        table => table.map(Some),
    }
}

/// A column that was added to an empty copy of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The column.
    pub column: Column,
    /// Whether the table is written anew for that.
    pub rewrites: bool,
}

/// A statement as the server understands it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Understood {
    /// Whether it gives something else at another time: it calls a function that is not IMMUTABLE.
    pub is_mutable: bool,
    /// Whether it gives something else at another time of the same statement: it calls a VOLATILE function.
    pub is_volatile: bool,
    /// Whether an UPDATE sets a column to something that depends on a column which it sets.
    pub reads_what_it_sets: bool,
}

/// Refuses at once what the server would refuse later, in a job: a misspelt column in an expression. Where the table's
/// owner may not see what it names, the caller finds out when the statement runs.
///
/// # Errors
///
/// What the server says of it; see [`Catalog::definition`].
pub(crate) fn try_out(catalog: &dyn Catalog, table: &Table, statement: &OnTable) -> Result<()> {
    match catalog.definition(table, statement) {
        Err(error) if error.sqlstate() == "42501" => Ok(()),
        tried => tried.map(|_| ()),
    }
}
