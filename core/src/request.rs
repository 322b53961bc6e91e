//! Safe operations: each change that people get wrong on a large table, as the steps that an expert would take on
//! the table as it is.
//!
//! An operation looks at the table and drafts its steps; what is there already is marked as done. It runs nothing: a
//! draft becomes a plan's units like a script's statements, so dry run, locks, journal and worker are the engine's.
//! To go on after a crash is to look again.

mod deferrable;

use serde::{Deserialize, Serialize};

pub use self::deferrable::Deferrable;
use crate::relation::Relation;
pub use crate::steps::changes::change_type::ChangeType;
pub use crate::steps::changes::end_change::EndChange;
pub use crate::steps::changes::hide_column::HideColumn;
pub use crate::steps::changes::hide_table::HideTable;
pub use crate::steps::changes::rename_column::RenameColumn;
pub use crate::steps::changes::rename_column::Strategy;
pub use crate::steps::changes::split_column::NewColumn;
pub use crate::steps::changes::split_column::SplitColumn;
pub use crate::steps::columns::add_column::AddColumn;
pub use crate::steps::columns::backfill::FillColumns;
pub use crate::steps::columns::drop_column::DropColumn;
pub use crate::steps::columns::drop_not_null::DropNotNull;
pub use crate::steps::columns::set_default::SetDefault;
pub use crate::steps::columns::set_not_null::SetNotNull;
pub use crate::steps::constraints::add_constraint::AddConstraint;
pub use crate::steps::constraints::add_foreign_key::AddForeignKey;
pub use crate::steps::constraints::add_key::AddKey;
pub use crate::steps::constraints::add_key::KeyKind;
pub use crate::steps::constraints::drop_constraint::DropConstraint;
pub use crate::steps::constraints::restore_constraint::RestoreConstraint;
pub use crate::steps::constraints::validate_constraint::ValidateConstraint;
pub use crate::steps::indexes::create_index::CreateIndex;
pub use crate::steps::indexes::drop_index::DropIndex;
pub use crate::steps::indexes::reindex::Reindex;
pub use crate::steps::indexes::repair_indexes::RepairIndexes;
pub use crate::steps::indexes::replace_index::ReplaceIndex;
pub use crate::steps::partitions::attach_partition::AttachPartition;
pub use crate::steps::partitions::detach_partition::DetachPartition;
pub use crate::steps::tables::add_enum_value::AddEnumValue;
pub use crate::steps::tables::rename_table::RenameTable;
pub use crate::steps::tables::set_schema::SetSchema;
pub use crate::steps::undo::Undo;

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
            Operation::AddKey(args) if args.kind == KeyKind::PrimaryKey => "safe_add_primary_key",
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
}
