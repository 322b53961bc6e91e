//! What operations ask of the server, by subject. The extension answers (`src/catalog/server.rs`); tests have a fake.

use super::hanging::Hanging;
use super::{
    Added, Bearers, Bound, Change, Enumeration, Index, OnTable, Orphan, Replication, Retyped, Sharing, Table,
    Tied, Understood,
};
use crate::backfill::Backfill;
use crate::change::Which;
use crate::error::{Error, Result, TableError};
use crate::name::Quoting;
use crate::relation::Relation;
use crate::request::{Operation, Scope};

/// All of it: what the steps of any operation may ask.
pub trait Catalog:
    Quoting + Tables + Indexes + Meaning + Rows + Dependents + Changes + Past + Access + Types
{
}

impl<All> Catalog for All where
    All: Quoting + Tables + Indexes + Meaning + Rows + Dependents + Changes + Past + Access + Types
{
}

/// Tables and views.
pub trait Tables {
    /// A table with all that is known of it.
    ///
    /// # Errors
    ///
    /// [`crate::Error`] if there is none, or it is not the role's to change.
    fn table(&self, name: &Relation) -> Result<Table>;

    /// The same, if there is one.
    ///
    /// # Errors
    ///
    /// As for [`Tables::table`].
    fn find(&self, name: &Relation) -> Result<Option<Table>> {
        match self.table(name) {
            Err(Error::Table(TableError::NoTable { .. })) => Ok(None),
            table => table.map(Some),
        }
    }

    /// Whether a relation of any kind has this name in its schema.
    ///
    /// # Errors
    ///
    /// As for [`Tables::table`].
    fn is_taken(&self, name: &Relation) -> Result<bool> {
        Ok(self.find(name)?.is_some())
    }

    /// Whether Citus may manage tables of this database.
    fn is_cluster(&self) -> bool {
        false
    }

    /// Whether anything was seen of the Citus that is here: what its versions do differs.
    fn is_known_cluster(&self) -> bool {
        true
    }

    /// The tables that foreign keys tie together with this one, itself among them, as far as Citus does not manage them; in
    /// order of their names.
    fn tied(&self, _: &Table) -> Vec<Tied> {
        Vec::new()
    }

    /// The names of all schemas.
    fn schemas(&self) -> Vec<String>;

    /// The extension that a relation is a part of.
    fn extension(&self, name: &Relation) -> Option<String>;

    /// The one table that a view shows, if the view stands in for it: rows can be written through it, none is left
    /// out, it asks for the rights of whoever uses it, and belongs to the table's owner.
    fn window(&self, view: &Table) -> Option<u32>;
}

/// Indexes, beside those of one table.
pub trait Indexes {
    /// The table of an index; `None` if there is no such index.
    ///
    /// # Errors
    ///
    /// As for [`Tables::table`].
    fn table_of_index(&self, index: &Relation) -> Result<Option<Table>>;

    /// The tables of the role with invalid indexes, those without partitions first.
    ///
    /// # Errors
    ///
    /// As for [`Tables::table`].
    fn with_invalid_indexes(&self, schema: Option<&str>, table: Option<&Relation>) -> Result<Vec<Relation>>;

    /// The names of the indexes of a schema, or of those on the search path.
    fn index_names(&self, schema: Option<&str>) -> Vec<String>;

    /// The process of another session that builds an index now.
    fn builder(&self, index: &Index) -> Option<i32>;
}

/// What statements, types and expressions mean to the server. It is asked on an empty table like the one that they are
/// about; whatever code that runs has the rights of the table's owner, at most.
pub trait Meaning {
    /// The server's major version.
    fn server_version(&self) -> u32;

    /// Looks where what a user wrote means what it does in this scope, whatever the session's own is. What the server
    /// writes is written as before.
    fn within(&self, scope: &Scope, look: &mut dyn FnMut());

    /// How the server writes the definition of an index or constraint, or of a column's default, that a statement makes
    /// on an empty table like `table`. What differs by the table's name alone is left out.
    ///
    /// # Errors
    ///
    /// What the server says of it; 42501 where the owner cannot see what the caller can, so that nothing is known.
    fn definition(&self, table: &Table, statement: &OnTable) -> Result<String> {
        self.definition_after(table, std::slice::from_ref(statement))
    }

    /// The same of the last of some statements, after the others.
    ///
    /// # Errors
    ///
    /// What the server says of `statements`.
    fn definition_after(&self, table: &Table, statements: &[OnTable]) -> Result<String>;

    /// What the server calls the columns of an index that a statement makes on an empty table like `table`.
    ///
    /// # Errors
    ///
    /// As for [`Meaning::definition`].
    fn index_columns(&self, table: &Table, statement: &OnTable) -> Result<Vec<String>>;

    /// Refuses at once what the server would refuse later, in a job: a misspelt column in an expression. Where the
    /// table's owner may not see what it names, the caller finds out when the statement runs.
    ///
    /// # Errors
    ///
    /// What the server says of it; see [`Meaning::definition`].
    fn try_out(&self, table: &Table, statement: &OnTable) -> Result<()> {
        match self.definition(table, statement) {
            Err(error) if error.sqlstate() == "42501" => Ok(()),
            tried => tried.map(|_| ()),
        }
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

    /// Tries a foreign key out, on empty tables like both: types that cannot be compared, and columns of which nothing
    /// says that they are unique, are refused. `definition` writes it, for a name of the referenced one.
    ///
    /// # Errors
    ///
    /// What the server says of it.
    fn foreign_key(
        &self,
        table: &Table,
        referenced: &Table,
        definition: &dyn Fn(&str) -> String,
    ) -> Result<()>;

    /// What a partition's bound, as a user writes it, says of its rows.
    ///
    /// # Errors
    ///
    /// What the server says of it.
    fn bound(&self, parent: &Table, partition: &Table, written: &str) -> Result<Bound>;
}

/// Rows.
pub trait Rows {
    /// How many rows a table and those below it have, or only those without a value in a column; counted up to `most`.
    /// No code of anybody is run for it, as it would be where a query is planned.
    ///
    /// # Errors
    ///
    /// None that is to be expected.
    fn rows(&self, table: &Table, without: Option<&str>, most: i64) -> Result<i64>;

    /// Whether a query of the caller's has a row; it runs as the caller.
    ///
    /// # Errors
    ///
    /// What the server says of `sql`.
    fn has_row(&self, sql: &str) -> Result<bool>;

    /// The value of an expression of the caller's, as the server writes it; it runs as the caller.
    ///
    /// # Errors
    ///
    /// What the server says of `expression`.
    fn value(&self, expression: &str) -> Result<Option<String>>;

    /// Whether a query of definitions of the table's has a row; it runs with the rights of the table's owner, at most.
    ///
    /// # Errors
    ///
    /// What the server says of `sql`.
    fn probe(&self, table: &Table, sql: &str) -> Result<bool>;
}

/// What has to do with a table or a column, and is none of the table's own.
pub trait Dependents {
    /// What hangs on a column and does not follow it by itself.
    ///
    /// # Errors
    ///
    /// None that is to be expected.
    fn hanging(&self, table: &Table, column: &str) -> Result<Hanging>;

    /// What depends on a table or on one of its columns, and would go with it or keep it from going, for people.
    fn dependents(&self, table: &Table, column: Option<&String>) -> Vec<String>;

    /// What takes the rows of a table and of its partitions as they are, or says names of its columns in a text.
    fn bearers(&self, table: &Relation) -> Bearers;

    /// Views that have a default of their own for a column of a table, for people.
    fn views_with_default(&self, table: &Table, column: &str) -> Vec<String>;

    /// Functions in whose text a word stands, for people.
    fn mentions(&self, word: &str) -> Vec<String>;

    /// The text of a function without arguments, if there is one.
    fn function(&self, schema: &str, name: &str) -> Option<String>;

    /// Trigger functions that the role may drop and no trigger calls, of those whose name ends with this.
    fn orphans(&self, end: &str) -> Vec<Orphan>;
}

/// Online changes.
pub trait Changes {
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

    /// The number that the next operation will have, unless others come in between: what a dry run is written with.
    fn next_number(&self) -> i64;
}

/// What was done before.
pub trait Past {
    /// Whether a backfill of the table with this SET list and condition, of the column that is there now, is done.
    fn is_filled(&self, table: &Table, column: &str, backfill: &Backfill) -> bool;

    /// Whether this backfill was begun, by the current role, and nobody has written that it is done.
    fn is_broken_off(&self, table: &Table, backfill: &Backfill) -> bool;

    /// Whether an operation that dropped the same was done here, as far as anybody has written down, and not undone.
    fn was_dropped(&self, operation: &Operation) -> bool;

    /// Whether the last unit of an operation that began with this statement failed.
    fn has_failed(&self, sql: &str) -> bool;

    /// Whether the journal says that a unit of an operation began with this statement, and is done.
    fn has_run(&self, sql: &str) -> bool;
}

/// Who may do what.
pub trait Access {
    /// The current role.
    fn role(&self) -> String;

    /// Refuses expressions of a table's columns, after these statements, that a trigger could not evaluate as each role
    /// that may write to the table.
    ///
    /// # Errors
    ///
    /// [`crate::error::ChangeError::OutOfReach`].
    fn check_writers(&self, table: &Table, after: &[OnTable], expressions: &[String]) -> Result<()>;

    /// Who may do what with a table.
    fn sharing(&self, table: &Table) -> Sharing;

    /// Who sends what is written to a table elsewhere, and who writes to it from elsewhere.
    fn replication(&self, table: &Table) -> Replication;
}

/// Types.
pub trait Types {
    /// A type, with its values if it is an enum.
    ///
    /// # Errors
    ///
    /// [`crate::Error`] if there is none.
    fn enumeration(&self, name: &Relation) -> Result<Enumeration>;
}
