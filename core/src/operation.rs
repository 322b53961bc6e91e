//! Safe operations: each change that people get wrong on a large table, as the steps that an expert would take on
//! the table as it is.
//!
//! An operation looks at the table and drafts its steps; what is there already is marked as done. It runs nothing: a
//! draft becomes a plan's units like a script's statements, so dry run, locks, journal and worker are the engine's.
//! To go on after a crash is to look again.

mod add_column;
mod add_constraint;
mod add_enum_value;
mod add_foreign_key;
mod add_key;
mod attach_partition;
mod backfill;
mod call;
pub mod change;
mod change_type;
mod create_index;
mod deferrable;
mod detach_partition;
mod drop_column;
mod drop_constraint;
mod drop_index;
mod drop_not_null;
#[cfg(test)]
mod fake;
mod hide;
mod hide_column;
mod hide_table;
mod index_elements;
mod reindex;
mod rename_column;
mod rename_table;
mod repair_indexes;
mod replace_index;
mod restore_constraint;
mod set_default;
mod set_not_null;
mod set_schema;
pub mod sharing;
mod split_column;
mod sync;
pub mod table;
mod undo;
mod validate_constraint;

use serde::{Deserialize, Serialize};

pub use add_column::AddColumn;
pub use add_constraint::AddConstraint;
pub use add_enum_value::{AddEnumValue, Enumeration};
pub use add_foreign_key::AddForeignKey;
pub use add_key::{AddKey, Kind};
pub use attach_partition::{AttachPartition, Bound};
pub use backfill::FillColumns;
pub use call::Call;
pub use change::{Change, EndChange, State, Way, Which};
pub use change_type::objects::Hanging;
pub use change_type::{ChangeType, Retyped};
pub use create_index::CreateIndex;
pub use deferrable::Deferrable;
pub use detach_partition::DetachPartition;
pub use drop_column::DropColumn;
pub use drop_constraint::DropConstraint;
pub use drop_index::DropIndex;
pub use drop_not_null::DropNotNull;
pub use hide::{Relaxed, Writes};
pub use hide_column::HideColumn;
pub use hide_table::HideTable;
pub use reindex::Reindex;
pub use rename_column::{RenameColumn, Strategy};
pub use rename_table::RenameTable;
pub use repair_indexes::RepairIndexes;
pub use replace_index::ReplaceIndex;
pub use restore_constraint::RestoreConstraint;
pub use set_default::SetDefault;
pub use set_not_null::SetNotNull;
pub use set_schema::SetSchema;
pub use split_column::{NewColumn, SplitColumn};
pub use undo::Undo;
pub use validate_constraint::ValidateConstraint;

use self::sharing::Sharing;
use self::table::{Column, Index, Table};
use crate::backfill::Backfill;
use crate::error::{Error, OperationError, Result};
use crate::lock::Mode;
use crate::plan::{Batched, Step, Transaction, Unit};
use crate::relation::Relation;
use crate::statement::{Class, Statement};

/// A safe operation with its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "operation", rename_all = "snake_case")]
pub enum Operation {
    /// `migrate.safe_create_index`.
    CreateIndex(CreateIndex),
    /// `migrate.safe_drop_index`.
    DropIndex(DropIndex),
    /// `migrate.safe_set_not_null`.
    SetNotNull(SetNotNull),
    /// `migrate.safe_add_constraint`.
    AddConstraint(AddConstraint),
    /// `migrate.safe_validate_constraint`.
    ValidateConstraint(ValidateConstraint),
    /// `migrate.safe_drop_not_null`.
    DropNotNull(DropNotNull),
    /// `migrate.safe_set_default`.
    SetDefault(SetDefault),
    /// `migrate.safe_add_unique` and `migrate.safe_add_primary_key`.
    AddKey(AddKey),
    /// `migrate.safe_add_foreign_key`.
    AddForeignKey(AddForeignKey),
    /// `migrate.safe_reindex`.
    Reindex(Reindex),
    /// `migrate.safe_set_schema`.
    SetSchema(SetSchema),
    /// `migrate.safe_drop_constraint`.
    DropConstraint(DropConstraint),
    /// Takes back that a constraint was validated or dropped.
    RestoreConstraint(RestoreConstraint),
    /// `migrate.undo`.
    Undo(Undo),
    /// `migrate.safe_rename_column`.
    RenameColumn(RenameColumn),
    /// `migrate.safe_split_column` and `migrate.safe_merge_columns`.
    SplitColumn(SplitColumn),
    /// `migrate.safe_change_column_type`.
    ChangeType(ChangeType),
    /// `migrate.complete`, `migrate.abort`, and the way back of both.
    EndChange(EndChange),
    /// `migrate.safe_rename_table`.
    RenameTable(RenameTable),
    /// `migrate.safe_add_enum_value`.
    AddEnumValue(AddEnumValue),
    /// `migrate.safe_backfill`.
    Backfill(FillColumns),
    /// `migrate.safe_attach_partition`.
    AttachPartition(AttachPartition),
    /// `migrate.safe_detach_partition`.
    DetachPartition(DetachPartition),
    /// `migrate.safe_add_column`.
    AddColumn(AddColumn),
    /// Takes back that a column was added.
    DropColumn(DropColumn),
    /// `migrate.safe_drop_column`.
    HideColumn(HideColumn),
    /// `migrate.safe_drop_table`.
    HideTable(HideTable),
    /// `migrate.safe_replace_index`.
    ReplaceIndex(Box<ReplaceIndex>),
    /// `migrate.repair_indexes`.
    RepairIndexes(RepairIndexes),
}

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
    /// [`crate::error::OperationError`] if there is none, or it is not the role's to change.
    fn table(&self, name: &Relation) -> Result<Table>;

    /// The table of an index; `None` if there is no such index.
    ///
    /// # Errors
    ///
    /// As for [`Catalog::table`].
    fn table_of_index(&self, index: &Relation) -> Result<Option<Table>>;

    /// How the server writes the definition of an index or constraint, or of a column's default, that `sql` makes on
    /// an empty table like `table`; `{table}` in `sql` stands for that table. What differs by the table's name alone
    /// is left out.
    ///
    /// # Errors
    ///
    /// What the server says of `sql`.
    fn definition(&self, table: &Table, sql: &str) -> Result<String>;

    /// Looks at a query as the server does before it plans it. Nothing is run.
    ///
    /// # Errors
    ///
    /// What the server says of `sql`.
    fn understand(&self, sql: &str) -> Result<Understood>;

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

    /// Whether the journal says that a unit of an operation began with this statement, and is done.
    fn has_run(&self, sql: &str) -> bool;

    /// Of how many rows `FROM … WHERE …` speaks.
    ///
    /// # Errors
    ///
    /// What the server says of `rows`.
    fn count(&self, rows: &str) -> Result<i64>;

    /// What depends on a table or on one of its columns, and would go with it or keep it from going, for people.
    fn dependents(&self, table: &Table, column: Option<&String>) -> Vec<String>;

    /// Whether a query has a row.
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
    /// [`crate::error::OperationError::NoChange`].
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
    fn definition_after(&self, table: &Table, statements: &[&str]) -> Result<String>;
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
    /// [`crate::error::OperationError`] if there is none.
    fn enumeration(&self, name: &Relation) -> Result<Enumeration>;
}

/// The table of a name, if there is one.
fn find(catalog: &dyn Catalog, name: &Relation) -> Result<Option<Table>> {
    match catalog.table(name) {
        Err(Error::Operation(OperationError::NoTable { .. })) => Ok(None),
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

/// Refuses at once what the server would refuse later, in a job: a misspelt column in an expression. A role that may not
/// make the temporary copy on which this is seen finds out when the statement runs.
///
/// # Errors
///
/// What the server says of `sql`; see [`Catalog::definition`].
fn try_out(catalog: &dyn Catalog, table: &Table, sql: &str) -> Result<()> {
    match catalog.definition(table, sql) {
        Err(error) if error.sqlstate() == "42501" => Ok(()),
        tried => tried.map(|_| ()),
    }
}

/// A step, before it is one of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The statement, without a semicolon.
    pub sql: String,
    /// The strongest table lock that it takes, for people: `ACCESS EXCLUSIVE on articles`.
    pub lock: String,
    /// Whether the catalog says that it has been done.
    pub is_done: bool,
    /// Why it is there, where that is not plain.
    pub detail: String,
    /// Whether what comes before it must be committed first.
    pub is_apart: bool,
    /// Whether it is not to be done, although it is not done: `detail` says why.
    pub is_left: bool,
    /// The backfill that is run in its place; `sql` is the one statement that would do the same. It is apart from what
    /// comes before and behind it.
    pub backfill: Option<Backfill>,
}

impl Draft {
    /// A statement that takes a lock on a table.
    pub fn new(sql: String, mode: Mode, table: &Table) -> Self {
        let lock = format!("{} on {}", mode.words(), table.display);
        Draft {
            sql,
            lock,
            is_done: false,
            detail: String::new(),
            is_apart: false,
            is_left: false,
            backfill: None,
        }
    }

    /// A backfill of a table, batch by batch.
    pub fn backfill(catalog: &dyn Catalog, backfill: Backfill, table: &Table) -> Self {
        let sql = backfill.statement(&table.sql, |name| catalog.quote(name));
        let draft = Draft::new(sql, Mode::RowExclusive, table);
        Draft { backfill: Some(backfill), ..draft }
            .apart()
            .because("block by block, in batches that commit by themselves")
    }

    /// A statement that takes no lock that anybody would notice.
    pub fn of_nothing(sql: String) -> Self {
        Draft {
            sql,
            lock: String::new(),
            is_done: false,
            detail: String::new(),
            is_apart: false,
            is_left: false,
            backfill: None,
        }
    }

    /// The same, done already if `is_done`.
    #[must_use]
    pub fn done_if(mut self, is_done: bool) -> Self {
        self.is_done = is_done;
        self
    }

    /// The same, but not to be done now.
    #[must_use]
    pub fn left_alone(mut self, detail: impl Into<String>) -> Self {
        self.is_left = true;
        self.because(detail)
    }

    /// The same, in a transaction behind that of the steps before it.
    #[must_use]
    pub fn apart(mut self) -> Self {
        self.is_apart = true;
        self
    }

    /// The same with a word on why.
    #[must_use]
    pub fn because(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

impl Operation {
    /// Its SQL name, without the schema.
    pub fn name(&self) -> &'static str {
        match self {
            Operation::CreateIndex(_) => "safe_create_index",
            Operation::DropIndex(_) => "safe_drop_index",
            Operation::SetNotNull(_) => "safe_set_not_null",
            Operation::AddConstraint(_) => "safe_add_constraint",
            Operation::ValidateConstraint(_) => "safe_validate_constraint",
            Operation::DropNotNull(_) => "safe_drop_not_null",
            Operation::SetDefault(_) => "safe_set_default",
            Operation::AddKey(args) if args.kind == Kind::PrimaryKey => "safe_add_primary_key",
            Operation::AddKey(_) => "safe_add_unique",
            Operation::AddForeignKey(_) => "safe_add_foreign_key",
            Operation::Reindex(_) => "safe_reindex",
            Operation::SetSchema(_) => "safe_set_schema",
            Operation::DropConstraint(_) => "safe_drop_constraint",
            Operation::RestoreConstraint(_) => "restore_constraint",
            Operation::Undo(_) => "undo",
            Operation::RenameColumn(_) => "safe_rename_column",
            Operation::SplitColumn(args) if args.is_merge() => "safe_merge_columns",
            Operation::SplitColumn(_) => "safe_split_column",
            Operation::ChangeType(_) => "safe_change_column_type",
            Operation::EndChange(args) => args.name(),
            Operation::RenameTable(_) => "safe_rename_table",
            Operation::AddEnumValue(_) => "safe_add_enum_value",
            Operation::Backfill(_) => "safe_backfill",
            Operation::AttachPartition(_) => "safe_attach_partition",
            Operation::DetachPartition(_) => "safe_detach_partition",
            Operation::AddColumn(_) => "safe_add_column",
            Operation::DropColumn(_) => "drop_column",
            Operation::HideColumn(_) => "safe_drop_column",
            Operation::HideTable(_) => "safe_drop_table",
            Operation::ReplaceIndex(_) => "safe_replace_index",
            Operation::RepairIndexes(_) => "repair_indexes",
        }
    }

    /// What it is about, for people: `safe_create_index on articles`.
    pub fn title(&self) -> String {
        let on = |table: &Relation| format!("{} on {}", self.name(), table.name);
        match self {
            Operation::CreateIndex(args) => on(&args.table),
            Operation::DropIndex(args) => format!("{} {}", self.name(), args.index.name),
            Operation::SetNotNull(args) => on(&args.table),
            Operation::AddConstraint(args) => on(&args.table),
            Operation::ValidateConstraint(args) => on(&args.table),
            Operation::DropNotNull(args) => on(&args.table),
            Operation::SetDefault(args) => on(&args.table),
            Operation::AddKey(args) => on(&args.table),
            Operation::AddForeignKey(args) => on(&args.table),
            Operation::Reindex(args) => format!("{} {}", self.name(), args.name.name),
            Operation::SetSchema(args) => on(&args.table),
            Operation::DropConstraint(args) => on(&args.table),
            Operation::RestoreConstraint(args) => on(&args.table),
            Operation::Undo(args) => format!("undo of {}", args.title),
            Operation::RenameColumn(args) => on(&args.table),
            Operation::SplitColumn(args) => on(&args.table),
            Operation::ChangeType(args) => on(&args.table),
            Operation::EndChange(args) => args.title(),
            Operation::RenameTable(args) => on(&args.table),
            Operation::AddEnumValue(args) => on(&args.enumeration),
            Operation::Backfill(args) => on(&args.table),
            Operation::AttachPartition(args) => on(&args.parent),
            Operation::DetachPartition(args) => on(&args.parent),
            Operation::AddColumn(args) => on(&args.table),
            Operation::DropColumn(args) => on(&args.table),
            Operation::HideColumn(args) => on(&args.table),
            Operation::HideTable(args) => on(&args.table),
            Operation::ReplaceIndex(args) => format!("{} {}", self.name(), args.index.name),
            Operation::RepairIndexes(args) => args.table.as_ref().map_or_else(|| self.name().into(), on),
        }
    }

    /// The steps on the table as it is now.
    ///
    /// # Errors
    ///
    /// [`crate::error::OperationError`] where the operation does not fit what is there, and whatever the server
    /// says of the arguments.
    pub fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        match self {
            Operation::CreateIndex(args) => args.drafts(catalog),
            Operation::DropIndex(args) => args.drafts(catalog),
            Operation::SetNotNull(args) => args.drafts(catalog),
            Operation::AddConstraint(args) => args.drafts(catalog),
            Operation::ValidateConstraint(args) => args.drafts(catalog),
            Operation::DropNotNull(args) => args.drafts(catalog),
            Operation::SetDefault(args) => args.drafts(catalog),
            Operation::AddKey(args) => args.drafts(catalog),
            Operation::AddForeignKey(args) => args.drafts(catalog),
            Operation::Reindex(args) => args.drafts(catalog),
            Operation::SetSchema(args) => args.drafts(catalog),
            Operation::DropConstraint(args) => args.drafts(catalog),
            Operation::RestoreConstraint(args) => args.drafts(catalog),
            Operation::Undo(args) => args.drafts(catalog),
            Operation::RenameColumn(args) => args.drafts(catalog),
            Operation::SplitColumn(args) => args.drafts(catalog),
            Operation::ChangeType(args) => args.drafts(catalog),
            Operation::EndChange(args) => args.drafts(catalog),
            Operation::RenameTable(args) => args.drafts(catalog),
            Operation::AddEnumValue(args) => args.drafts(catalog),
            Operation::Backfill(args) => args.drafts(catalog),
            Operation::AttachPartition(args) => args.drafts(catalog),
            Operation::DetachPartition(args) => args.drafts(catalog),
            Operation::AddColumn(args) => args.drafts(catalog),
            Operation::DropColumn(args) => args.drafts(catalog),
            Operation::HideColumn(args) => args.drafts(catalog),
            Operation::HideTable(args) => args.drafts(catalog),
            Operation::ReplaceIndex(args) => args.drafts(catalog),
            Operation::RepairIndexes(args) => args.drafts(catalog),
        }
    }

    /// The operations that take it back, in the order in which they must run, from what is there before it runs; none
    /// of them if it has nothing to do. `None` if nothing can take it back.
    ///
    /// Call it with a search path on which nothing is found, so that the definitions in it name their schemas.
    ///
    /// # Errors
    ///
    /// As for [`Operation::drafts`].
    pub fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        match self {
            Operation::CreateIndex(args) => args.inverse(catalog),
            Operation::DropIndex(args) => args.inverse(catalog),
            Operation::SetNotNull(args) => args.inverse(catalog),
            Operation::AddConstraint(args) => args.inverse(catalog),
            Operation::ValidateConstraint(args) => args.inverse(catalog),
            Operation::DropNotNull(args) => args.inverse(catalog),
            Operation::SetDefault(args) => args.inverse(catalog),
            Operation::AddKey(args) => args.inverse(catalog),
            Operation::AddForeignKey(args) => args.inverse(catalog),
            Operation::Reindex(args) => Ok(args.inverse()),
            Operation::SetSchema(args) => Ok(args.inverse()),
            Operation::DropConstraint(args) => args.inverse(catalog),
            Operation::RestoreConstraint(args) => Ok(args.inverse()),
            Operation::RenameTable(args) => args.inverse(catalog),
            Operation::AddEnumValue(args) => args.inverse(catalog),
            Operation::AttachPartition(args) => args.inverse(catalog),
            Operation::DetachPartition(args) => args.inverse(catalog),
            Operation::ReplaceIndex(args) => args.inverse(catalog),
            Operation::RepairIndexes(_) => Ok(Some(Vec::new())),
            Operation::Undo(_) => Ok(None),
            Operation::RenameColumn(args) => args.inverse(catalog),
            Operation::SplitColumn(args) => Ok(args.inverse()),
            Operation::ChangeType(args) => args.inverse(catalog),
            Operation::EndChange(args) => args.inverse(catalog),
            Operation::Backfill(args) => Ok(args.inverse()),
            Operation::AddColumn(args) => args.inverse(catalog),
            Operation::DropColumn(args) => Ok(args.inverse()),
            Operation::HideColumn(args) => args.inverse(catalog),
            Operation::HideTable(args) => args.inverse(catalog),
        }
    }

    /// The SQL call that asks for it: `migrate.safe_create_index(table_name => 'articles', …)`.
    pub fn call(&self, catalog: &dyn Catalog) -> String {
        let call = match self {
            Operation::CreateIndex(args) => args.call(catalog),
            Operation::DropIndex(args) => args.call(catalog),
            Operation::SetNotNull(args) => args.call(catalog),
            Operation::AddConstraint(args) => args.call(catalog),
            Operation::ValidateConstraint(args) => args.call(catalog),
            Operation::DropNotNull(args) => args.call(catalog),
            Operation::SetDefault(args) => args.call(catalog),
            Operation::AddKey(args) => args.call(catalog),
            Operation::AddForeignKey(args) => args.call(catalog),
            Operation::Reindex(args) => args.call(catalog),
            Operation::SetSchema(args) => args.call(catalog),
            Operation::RenameColumn(args) => args.call(catalog),
            Operation::SplitColumn(args) => args.call(catalog),
            Operation::ChangeType(args) => args.call(catalog),
            Operation::EndChange(args) => args.call(catalog),
            Operation::DropConstraint(args) => args.call(catalog),
            Operation::RenameTable(args) => args.call(catalog),
            Operation::AddEnumValue(args) => args.call(catalog),
            Operation::Backfill(args) => args.call(catalog),
            Operation::AttachPartition(args) => args.call(catalog),
            Operation::DetachPartition(args) => args.call(catalog),
            Operation::AddColumn(args) => args.call(catalog),
            Operation::HideColumn(args) => args.call(catalog),
            Operation::HideTable(args) => args.call(catalog),
            Operation::RestoreConstraint(_) | Operation::DropColumn(_) | Operation::Undo(_) => {
                Call::new(catalog)
            }
            Operation::ReplaceIndex(args) => args.call(catalog),
            Operation::RepairIndexes(args) => args.call(catalog),
        };
        call.sql(self.name())
    }
}

/// The units of those steps that are not done yet: what is apart, or must run outside of a transaction, begins a new
/// one. `parse` makes the statement of a draft; it is given the step's number.
///
/// # Errors
///
/// What `parse` says.
pub fn units(drafts: &[Draft], parse: impl Fn(&Draft, u32) -> Result<Statement>) -> Result<Vec<Unit>> {
    let mut units = Vec::new();
    let mut open = Transaction::default();
    // Whether the open transaction does what takes long and stops nobody.
    let mut is_slow = false;
    let close = |open: &mut Transaction, units: &mut Vec<Unit>| {
        if !open.steps.is_empty() {
            units.push(Unit::Transaction(std::mem::take(open)));
        }
    };
    for (draft, number) in drafts.iter().zip(1..).filter(|(draft, _)| !draft.is_done && !draft.is_left) {
        let statement = parse(draft, number)?;
        let stops_others = !statement.locks.is_empty();
        if draft.is_apart || is_slow && stops_others {
            close(&mut open, &mut units);
            is_slow = draft.is_apart && !stops_others;
        }
        if let Some(backfill) = &draft.backfill {
            close(&mut open, &mut units);
            let step = Step::statement(statement);
            units.push(Unit::Batched(Box::new(Batched { step, backfill: backfill.clone() })));
        } else if matches!(statement.class, Class::Standalone(_)) {
            close(&mut open, &mut units);
            units.push(Unit::Standalone(Box::new(Step::statement(statement))));
        } else {
            open.steps.push(Step::statement(statement));
        }
    }
    close(&mut open, &mut units);
    Ok(units)
}

/// An identifier in a message for people; SQL that runs has it from [`Catalog::quote`].
pub fn shown(name: &str) -> String {
    let is_plain = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if is_plain { name.into() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// Columns as SQL takes them in a list.
fn quoted_list(catalog: &dyn Catalog, columns: &[String]) -> String {
    columns.iter().map(|column| catalog.quote(column)).collect::<Vec<_>>().join(", ")
}

/// The longest name that the server keeps whole.
const MOST_BYTES: usize = 63;

/// A name of at most 63 bytes from parts, as the server makes them: the first parts are cut, the last stays whole.
pub fn object_name(parts: &[&str], label: &str) -> String {
    let mut body = parts.join("_");
    let room = MOST_BYTES.saturating_sub(label.len() + 1);
    while body.len() > room {
        body.pop();
    }
    format!("{body}_{label}")
}
