//! What is asked of a safe operation: its arguments, as data that a job keeps and an inverse is made of.
//!
//! A request says nothing of what is there. Arguments are made whole here: what is left to the session (a search path)
//! is put into the request when it is asked for, and nothing behind it reads the session again.

pub mod call;
mod changes;
mod columns;
mod constraints;
mod deferrable;
mod indexes;
mod partitions;
pub mod reworded;
mod tables;
mod touches;
mod written;

use serde::{Deserialize, Serialize};

use self::call::Call;
pub use self::changes::{
    ChangeType, EndChange, HideColumn, HideTable, NewColumn, RenameColumn, SplitColumn, Strategy,
};
pub use self::columns::{
    AddColumn, DropColumn, DropNotNull, FillColumns, SetDefault, SetNotNull, SetStatisticsTarget,
};
pub use self::constraints::{
    AddConstraint, AddForeignKey, AddKey, DropConstraint, KeyKind, RestoreConstraint, ValidateConstraint,
};
pub use self::deferrable::Deferrable;
pub use self::indexes::{CreateIndex, DropIndex, Earlier, Reindex, RepairIndexes, ReplaceIndex};
pub use self::partitions::{AttachPartition, DetachPartition};
pub use self::reworded::Reworded;
pub use self::tables::{AddEnumValue, RenameTable, SetSchema};
pub use self::written::{Part, Written};
use crate::name::Quoting;
use crate::relation::Relation;
pub use crate::scope::Scope;

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
    /// `migrate.safe_set_statistics_target`.
    SetStatisticsTarget(SetStatisticsTarget),
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

/// Does the same with the request of whichever operation it is.
macro_rules! with_request {
    ($operation:expr, $request:ident => $does:expr) => {
        match $operation {
            Operation::CreateIndex($request) => $does,
            Operation::DropIndex($request) => $does,
            Operation::SetNotNull($request) => $does,
            Operation::AddConstraint($request) => $does,
            Operation::ValidateConstraint($request) => $does,
            Operation::DropNotNull($request) => $does,
            Operation::SetDefault($request) => $does,
            Operation::SetStatisticsTarget($request) => $does,
            Operation::AddKey($request) => $does,
            Operation::AddForeignKey($request) => $does,
            Operation::Reindex($request) => $does,
            Operation::SetSchema($request) => $does,
            Operation::DropConstraint($request) => $does,
            Operation::RestoreConstraint($request) => $does,
            Operation::Undo($request) => $does,
            Operation::RenameColumn($request) => $does,
            Operation::SplitColumn($request) => $does,
            Operation::ChangeType($request) => $does,
            Operation::EndChange($request) => $does,
            Operation::RenameTable($request) => $does,
            Operation::AddEnumValue($request) => $does,
            Operation::Backfill($request) => $does,
            Operation::AttachPartition($request) => $does,
            Operation::DetachPartition($request) => $does,
            Operation::AddColumn($request) => $does,
            Operation::DropColumn($request) => $does,
            Operation::HideColumn($request) => $does,
            Operation::HideTable($request) => $does,
            Operation::ReplaceIndex($request) => $does,
            Operation::RepairIndexes($request) => $does,
        }
    };
}
pub(crate) use with_request;

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
            Operation::SetStatisticsTarget(_) => "safe_set_statistics_target",
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
        match self {
            Operation::Undo(undo) => format!("undo of {}", undo.title),
            Operation::EndChange(end) => end.title(),
            Operation::DropIndex(DropIndex { index: name, .. }) | Operation::Reindex(Reindex { name }) => {
                format!("{} {}", self.name(), name.name)
            }
            Operation::ReplaceIndex(replace) => format!("{} {}", self.name(), replace.index.name),
            _ => match self.relations().first() {
                Some(about) => format!("{} on {}", self.name(), about.name),
                None => self.name().into(),
            },
        }
    }

    /// The relations and types that it names, as it names them: first the one that it is about.
    pub fn relations(&self) -> Vec<&Relation> {
        match self {
            Operation::AddColumn(AddColumn { table, .. })
            | Operation::DropColumn(DropColumn { table, .. })
            | Operation::SetDefault(SetDefault { table, .. })
            | Operation::SetNotNull(SetNotNull { table, .. })
            | Operation::SetStatisticsTarget(SetStatisticsTarget { table, .. })
            | Operation::DropNotNull(DropNotNull { table, .. })
            | Operation::Backfill(FillColumns { table, .. })
            | Operation::CreateIndex(CreateIndex { table, .. })
            | Operation::AddConstraint(AddConstraint { table, .. })
            | Operation::ValidateConstraint(ValidateConstraint { table, .. })
            | Operation::DropConstraint(DropConstraint { table, .. })
            | Operation::RestoreConstraint(RestoreConstraint { table, .. })
            | Operation::AddKey(AddKey { table, .. })
            | Operation::RenameTable(RenameTable { table, .. })
            | Operation::SetSchema(SetSchema { table, .. })
            | Operation::RenameColumn(RenameColumn { table, .. })
            | Operation::SplitColumn(SplitColumn { table, .. })
            | Operation::ChangeType(ChangeType { table, .. })
            | Operation::HideColumn(HideColumn { table, .. })
            | Operation::HideTable(HideTable { table, .. }) => vec![table],
            Operation::AddForeignKey(AddForeignKey { table, referenced, .. }) => vec![table, referenced],
            Operation::AttachPartition(AttachPartition { parent, partition, .. })
            | Operation::DetachPartition(DetachPartition { parent, partition, .. }) => {
                vec![parent, partition]
            }
            Operation::DropIndex(DropIndex { index, .. }) => vec![index],
            Operation::ReplaceIndex(replace) => vec![&replace.index],
            Operation::Reindex(Reindex { name }) => vec![name],
            Operation::AddEnumValue(AddEnumValue { enumeration, .. }) => vec![enumeration],
            Operation::RepairIndexes(RepairIndexes { table, .. }) => table.iter().collect(),
            Operation::EndChange(end) => end.table().into_iter().collect(),
            Operation::Undo(undo) => undo.inverse.iter().flat_map(Operation::relations).collect(),
        }
    }

    /// The same, with all judged that only people can judge.
    #[must_use]
    pub fn acknowledged(mut self) -> Self {
        match &mut self {
            Operation::RenameColumn(request) => request.acknowledge = true,
            Operation::SplitColumn(request) => request.acknowledge = true,
            Operation::ChangeType(request) => request.acknowledge = true,
            Operation::HideColumn(request) => request.acknowledge = true,
            Operation::EndChange(request) => request.acknowledge = true,
            _ => {}
        }
        self
    }

    /// Whether what only people can judge is judged.
    pub(crate) fn is_acknowledged(&self) -> bool {
        match self {
            Operation::RenameColumn(request) => request.acknowledge,
            Operation::SplitColumn(request) => request.acknowledge,
            Operation::ChangeType(request) => request.acknowledge,
            Operation::HideColumn(request) => request.acknowledge,
            Operation::EndChange(request) => request.acknowledge,
            _ => false,
        }
    }

    /// Under what its text means something, where that is kept with it; of an undo under what that of its inverse does.
    pub fn scope(&self) -> Option<&Scope> {
        match self {
            Operation::SplitColumn(split) => Some(&split.scope),
            Operation::ChangeType(change) => change.scope.as_ref(),
            Operation::Undo(undo) => undo.inverse.iter().find_map(Operation::scope),
            _ => None,
        }
    }

    /// The SQL call that asks for it: `migrate.safe_create_index(table_name => 'articles', …)`.
    pub fn call(&self, names: &dyn Quoting) -> String {
        with_request!(self, request => request.call(names)).sql(self.name())
    }
}

/// What is undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    /// Its number in `migrate.operations`.
    pub id: i64,
    /// What it was, for people.
    pub title: String,
    /// What takes it back, in this order.
    pub inverse: Vec<Operation>,
}

impl Undo {
    fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        Call::new(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::{Way, Which};
    use crate::facts::fake::Plain;

    fn table(name: &str) -> Relation {
        Relation { schema: None, name: name.into() }
    }

    fn default(default: Option<&str>) -> Operation {
        let (column, default) = ("state".into(), default.map(str::to_string));
        Operation::SetDefault(SetDefault { table: table("Articles"), column, default, again: false })
    }

    #[test]
    fn a_request_is_written_as_its_call() {
        assert_eq!(
            default(Some("'draft'")).call(&Plain).replace("''", "'"),
            "migrate.safe_set_default(table_name => '\"Articles\"', column_name => 'state', default_value => ''draft'')"
        );
        assert!(default(None).call(&Plain).ends_with("default_value => NULL)"));
        let end = EndChange { force: true, ..EndChange::new(Which::Number(7), Way::Complete) };
        assert_eq!(Operation::EndChange(end).call(&Plain), "migrate.complete(change => 7, force => true)");
        let index = CreateIndex::of_columns(&table("t"), &["a".into(), "lower(b)".into()]);
        assert_eq!(
            Operation::CreateIndex(index).call(&Plain),
            "migrate.safe_create_index(table_name => 't', columns => ARRAY['a', 'lower(b)'])"
        );
    }

    #[test]
    fn a_title_names_what_the_request_is_about() {
        let title = |operation: Operation| operation.title();
        assert_eq!(title(default(None)), "safe_set_default on Articles");
        assert_eq!(title(Operation::DropIndex(DropIndex::new(table("i")))), "safe_drop_index i");
        let all = RepairIndexes { schema: None, table: None };
        assert_eq!(title(Operation::RepairIndexes(all)), "repair_indexes");
        let (parent, partition) = (table("p"), table("p1"));
        let detach = DetachPartition { parent, partition, leaves_no_check: false };
        assert_eq!(title(Operation::DetachPartition(detach)), "safe_detach_partition on p");
        let end = EndChange::new(Which::Number(7), Way::Back);
        assert_eq!(title(Operation::EndChange(end)), "undo of change 7");
    }

    #[test]
    fn a_request_survives_being_stored() {
        let undo = Undo { id: 1, title: "t".into(), inverse: vec![default(None), default(Some("1"))] };
        let stored = serde_json::to_string(&Operation::Undo(undo.clone())).unwrap();
        assert!(stored.contains(r#""operation":"set_default""#), "{stored}");
        assert_eq!(serde_json::from_str::<Operation>(&stored).unwrap(), Operation::Undo(undo));
    }
}
