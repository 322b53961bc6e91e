//! The steps of safe operations.

pub mod call;
pub mod changes;
pub mod columns;
mod concerns;
pub mod constraints;
pub mod indexes;
mod obstacles;
pub mod partitions;
mod stored;
mod sync;
pub mod tables;
pub mod undo;

use crate::error::Result;
use crate::facts::Catalog;
use crate::plan::draft::Draft;
use crate::request::Operation;

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
    /// The steps on the table as it is now.
    ///
    /// # Errors
    ///
    /// [`crate::Error`] where the operation does not fit what is there, and whatever the server
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
