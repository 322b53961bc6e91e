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
mod catalog;
pub mod change;
mod change_type;
mod concerns;
mod create_index;
mod deferrable;
mod detach_partition;
mod draft;
mod drop_column;
mod drop_constraint;
mod drop_index;
mod drop_not_null;
mod end_change;
#[cfg(test)]
mod fake;
mod hide;
mod hide_column;
mod hide_table;
mod index_elements;
mod obstacles;
mod on_table;
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
mod stored;
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
pub use catalog::{Added, Catalog, Understood};
pub use change::{Change, State};
pub use change_type::objects::Hanging;
pub use change_type::{ChangeType, Retyped};
pub use create_index::CreateIndex;
pub use deferrable::Deferrable;
pub use detach_partition::DetachPartition;
pub use draft::{Draft, units};
pub use drop_column::DropColumn;
pub use drop_constraint::DropConstraint;
pub use drop_index::DropIndex;
pub use drop_not_null::DropNotNull;
pub use end_change::{EndChange, Way, Which};
pub use hide::{Relaxed, Remembered, Writes, Written};
pub use hide_column::HideColumn;
pub use hide_table::HideTable;
pub use on_table::OnTable;
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

use self::catalog::{find, try_out};
use crate::error::Result;
use crate::relation::Relation;

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

/// Does the same with whichever operation it is.
macro_rules! on_each {
    ($operation:expr, $args:ident => $does:expr) => {
        match $operation {
            Operation::CreateIndex($args) => $does,
            Operation::DropIndex($args) => $does,
            Operation::SetNotNull($args) => $does,
            Operation::AddConstraint($args) => $does,
            Operation::ValidateConstraint($args) => $does,
            Operation::DropNotNull($args) => $does,
            Operation::SetDefault($args) => $does,
            Operation::AddKey($args) => $does,
            Operation::AddForeignKey($args) => $does,
            Operation::Reindex($args) => $does,
            Operation::SetSchema($args) => $does,
            Operation::DropConstraint($args) => $does,
            Operation::RestoreConstraint($args) => $does,
            Operation::Undo($args) => $does,
            Operation::RenameColumn($args) => $does,
            Operation::SplitColumn($args) => $does,
            Operation::ChangeType($args) => $does,
            Operation::EndChange($args) => $does,
            Operation::RenameTable($args) => $does,
            Operation::AddEnumValue($args) => $does,
            Operation::Backfill($args) => $does,
            Operation::AttachPartition($args) => $does,
            Operation::DetachPartition($args) => $does,
            Operation::AddColumn($args) => $does,
            Operation::DropColumn($args) => $does,
            Operation::HideColumn($args) => $does,
            Operation::HideTable($args) => $does,
            Operation::ReplaceIndex($args) => $does,
            Operation::RepairIndexes($args) => $does,
        }
    };
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
        on_each!(self, args => args.drafts(catalog))
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
        on_each!(self, args => args.inverse(catalog))
    }

    /// The SQL call that asks for it: `migrate.safe_create_index(table_name => 'articles', …)`.
    pub fn call(&self, catalog: &dyn Catalog) -> String {
        on_each!(self, args => args.call(catalog)).sql(self.name())
    }
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
