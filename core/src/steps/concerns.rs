//! Which tables an operation is about: those that it changes, and those that it ties to them.

use crate::change::Which;
use crate::facts::Catalog;
use crate::relation::Relation;
use crate::request::Operation;

impl Operation {
    /// The tables that it names, as it names them; of an index the index, and nothing where it names none.
    pub fn concerns(&self, catalog: &dyn Catalog) -> Vec<Relation> {
        let one = |relation: &Relation| vec![relation.clone()];
        match self {
            Operation::CreateIndex(args) => one(&args.table),
            Operation::DropIndex(args) => one(&args.index),
            Operation::SetNotNull(args) => one(&args.table),
            Operation::AddConstraint(args) => one(&args.table),
            Operation::ValidateConstraint(args) => one(&args.table),
            Operation::DropNotNull(args) => one(&args.table),
            Operation::SetDefault(args) => one(&args.table),
            Operation::AddKey(args) => one(&args.table),
            Operation::AddForeignKey(args) => vec![args.table.clone(), args.referenced.clone()],
            Operation::Reindex(args) => one(&args.name),
            Operation::SetSchema(args) => one(&args.table),
            Operation::DropConstraint(args) => one(&args.table),
            Operation::RestoreConstraint(args) => one(&args.table),
            Operation::Undo(args) => {
                args.inverse.iter().flat_map(|operation| operation.concerns(catalog)).collect()
            }
            Operation::RenameColumn(args) => one(&args.table),
            Operation::SplitColumn(args) => one(&args.table),
            Operation::ChangeType(args) => one(&args.table),
            Operation::EndChange(args) => match (&args.which, catalog.change(&args.which)) {
                (_, Ok(change)) => vec![change.table],
                (Which::Column { table, .. } | Which::Table { table }, Err(_)) => one(table),
                (Which::Number(_), Err(_)) => Vec::new(),
            },
            Operation::RenameTable(args) => one(&args.table),
            Operation::AddEnumValue(_) => Vec::new(),
            Operation::Backfill(args) => one(&args.table),
            Operation::AttachPartition(args) => vec![args.parent.clone(), args.partition.clone()],
            Operation::DetachPartition(args) => vec![args.parent.clone(), args.partition.clone()],
            Operation::AddColumn(args) => one(&args.table),
            Operation::DropColumn(args) => one(&args.table),
            Operation::HideColumn(args) => one(&args.table),
            Operation::HideTable(args) => one(&args.table),
            Operation::ReplaceIndex(args) => one(&args.index),
            Operation::RepairIndexes(args) => args.table.iter().cloned().collect(),
        }
    }
}
